"""The desk of an assessor: the work, the criteria, and the forms for what this person may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action
from issuer.assessment.desk_rows import Desk
from issuer.assessment.model import Attestation, ExternalProof, FactStatus, HoursEntry
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.desk_forms import (
    RubricForm,
    SignoffForm,
    SplitForm,
    rubric_form,
    signoff_form,
    split_form,
)
from issuer.web.presenting.exhibits import Exhibit
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.queue import marks_of, teaching_frame
from issuer.web.presenting.revising import Pair
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.verdict import Verdict, verdict_of
from issuer.web.presenting.waiting import Tag, state_tag, waited
from issuer.web.presenting.words import title_of

NO_FAULT = Fault(field="", sentence="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRow:
    """What one peer said, without a name."""

    id: str
    name: str
    tag: Tag
    levels: tuple[tuple[str, str, str], ...]
    comment: str
    comment_held: bool
    may_hold: bool
    may_hold_comment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Hours or a certificate that somebody has to confirm."""

    id: str
    text: str
    tag: Tag
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """What the learner was told earlier."""

    about: str
    text: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Everything on the desk."""

    frame: Frame
    token: str
    id: str
    title: str
    learner: str
    revision: str
    waited: str
    tag: Tag
    marks: tuple[Tag, ...]
    notices: tuple[str, ...]
    said: str
    exhibits: tuple[Exhibit, ...]
    verdict: Verdict | None
    rubrics: tuple[RubricForm, ...]
    signoffs: tuple[SignoffForm, ...]
    splits: tuple[SplitForm, ...]
    peers: tuple[PeerRow, ...]
    hours: tuple[LedgerRow, ...]
    proofs: tuple[LedgerRow, ...]
    feedback: tuple[FeedbackRow, ...]
    targets: tuple[Choice, ...]
    other_targets: tuple[Choice, ...]
    given: Mapping[str, str]
    may_take: bool
    may_return: bool
    may_decide: bool
    may_verify_hours: bool
    may_verify_proof: bool
    field: str
    fault: str
    pairs: tuple[Pair, ...] = ()


def desk_page(  # noqa: PLR0913 # what a desk gathers
    desk: Desk,
    exhibits: tuple[Exhibit, ...],
    visitor: Visitor,
    *,
    now: datetime,
    given: Mapping[str, str],
    done: str = "",
    fault: Fault = NO_FAULT,
) -> DeskPage:
    """Present the desk; `given` is what was typed into a form that has to be mended."""
    view = desk.view
    work = view.submission
    criteria = tuple(_criteria(desk))
    about = {choice.value for choice in criteria}
    return DeskPage(
        frame=teaching_frame(f"{view.definition.title}, {view.learner_name}", visitor),
        token=visitor.token,
        id=work.id,
        title=view.definition.title,
        learner=view.learner_name,
        revision=_("Revision {number}", number=work.revision),
        waited=waited(work.submitted_at or work.opened_at, now),
        tag=state_tag(work.state),
        marks=marks_of(late=work.late, held=work.held, duplicate=work.duplicate),
        notices=tuple(_notices(desk)),
        said=_done().get(done, ""),
        exhibits=exhibits,
        verdict=None if desk.explanation is None else verdict_of(desk.explanation),
        rubrics=tuple(rubric_form(task, given) for task in desk.rubrics),
        signoffs=tuple(signoff_form(task) for task in desk.signoffs),
        splits=tuple(split_form(item, desk) for item in desk.splits)
        if Action.MODERATE in desk.may
        else (),
        peers=tuple(_peers(desk)),
        hours=tuple(_hours(entry) for entry in desk.hours),
        proofs=tuple(_proof(each) for each in desk.externals),
        feedback=tuple(_feedback(desk, criteria)),
        targets=criteria,
        other_targets=tuple(
            Choice(value=node, text=label) for node, label in desk.targets if node not in about
        ),
        given=given,
        may_take=Action.TRIAGE in desk.may,
        may_return=Action.RETURN in desk.may,
        may_decide=Action.DECIDE_NOT_YET in desk.may,
        may_verify_hours=Action.VERIFY_HOURS in desk.may,
        may_verify_proof=Action.VERIFY_PROOF in desk.may,
        field=fault.field,
        fault=fault.sentence,
    )


def _done() -> Mapping[str, str]:
    """Return what is said after an act, by the word in the address."""
    return {
        "taken": _("You took this work into review. Peers were asked where the badge wants them."),
        "rated": _("Your levels are saved. You can change them until the work is approved."),
        "signed": _("Your word is saved."),
        "settled": _("The disagreement is settled."),
        "held": _("It does not count any longer. Another peer is asked where one is needed."),
        "hidden": _("The comment is kept from the learner. The levels still count."),
        "returned": _("The work went back with your feedback."),
        "decided": _("This was decided as not yet. The learner can begin again or appeal."),
        "confirmed": _("Confirmed."),
        "refused": _("Refused."),
    }


def _notices(desk: Desk) -> Iterator[str]:
    if desk.has_tie:
        yield _(
            "You have a tie to this learner. What you say is kept, and it does not count:"
            " another adult has to look at this work."
        )
    if desk.view.submission.appealed:
        yield _("The learner appealed. Somebody who did not decide before has to look.")


def _peers(desk: Desk) -> Iterator[PeerRow]:
    revision = desk.view.submission.revision
    said = [row for row in desk.view.attestations if row.revision == revision]
    for number, row in enumerate(sorted(said, key=lambda one: one.id), start=1):
        yield _peer(number, row, desk)


def _peer(number: int, row: Attestation, desk: Desk) -> PeerRow:
    is_team = row.relation == "teammate"
    name = (
        _("Peer {number}, from the team", number=number)
        if is_team
        else _("Peer {number}, from outside the team", number=number)
    )
    may = Action.HOLD_ATTESTATION in desk.may
    counts = row.status is FactStatus.VALID
    return PeerRow(
        id=row.id,
        name=name,
        tag=_peer_tag(row),
        levels=tuple(_answers(row, desk)),
        comment=row.comment or "",
        comment_held=row.comment_held,
        may_hold=may and counts,
        may_hold_comment=may and bool(row.comment) and not row.comment_held,
    )


def _answers(row: Attestation, desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Yield behaviour, level and example, in the order of the instrument."""
    for instrument in desk.instruments:
        if instrument.ref != row.instrument:
            continue
        for item in instrument.items:
            level = row.levels.get(item.id)
            seen = title_of(level) if level else _("I did not see this")
            yield item.statement or item.label, seen, row.examples.get(item.id, "")


def _peer_tag(row: Attestation) -> Tag:
    match row.status:
        case FactStatus.VALID:
            return Tag(tone="calm", icon="check", word=_("Given"))
        case FactStatus.HELD:
            return Tag(tone="stop", icon="pause", word=_("Held"))
        case _:
            return Tag(tone="calm", icon="note", word=_("Taken back"))


def _hours(entry: HoursEntry) -> LedgerRow:
    text = _(
        "{bucket}: {minutes} on {day}",
        bucket=title_of(entry.bucket),
        minutes=ngettext("{count} minute", "{count} minutes", entry.minutes),
        day=day(entry.at),
    )
    if entry.rejected:
        tag = Tag(tone="stop", icon="cross", word=_("Refused"))
    elif entry.verified_role is not None:
        tag = Tag(tone="good", icon="check", word=_("Confirmed"))
    else:
        tag = Tag(tone="wait", icon="hourglass", word=_("Waits"))
    waits = not entry.rejected and entry.verified_role is None
    return LedgerRow(id=entry.id, text=text, tag=tag, waits=waits)


def _proof(each: ExternalProof) -> LedgerRow:
    kinds = {
        "verifiable-credential": _("a signed credential"),
        "registry-lookup": _("a look into the register"),
        "document": _("a document"),
    }
    text = _(
        "{certificate}, by {proof}", certificate=title_of(each.certificate), proof=kinds[each.proof]
    )
    if each.reference:
        text = f"{text} ({each.reference})"
    tag = (
        Tag(tone="good", icon="check", word=_("Confirmed"))
        if each.verified
        else Tag(tone="wait", icon="hourglass", word=_("Waits"))
    )
    return LedgerRow(id=each.id, text=text, tag=tag, waits=not each.verified)


def _criteria(desk: Desk) -> Iterator[Choice]:
    for task in desk.rubrics:
        for criterion in task.rubric.criteria:
            yield Choice(value=criterion.id, text=criterion.title)


def _feedback(desk: Desk, criteria: tuple[Choice, ...]) -> Iterator[FeedbackRow]:
    names = {**dict(desk.targets), **{choice.value: choice.text for choice in criteria}}
    for row in sorted(desk.view.feedback, key=lambda one: (-one.revision, one.at, one.id)):
        yield FeedbackRow(
            about=names.get(row.criterion or "", _("The whole work")),
            text=row.text,
            when=_("Revision {number}, {day}", number=row.revision, day=day(row.at)),
        )
