"""The desk of an assessor: the work, the criteria, and the forms for what this person may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action, Role
from issuer.assessment.desk_rows import Desk, RubricTask, SignoffTask, SplitItem
from issuer.assessment.model import Attestation, ExternalProof, FactStatus, HoursEntry
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.exhibits import Exhibit
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.queue import marks_of, teaching_frame
from issuer.web.presenting.revising import Pair
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.verdict import Verdict, verdict_of
from issuer.web.presenting.waiting import Tag, state_tag, waited
from issuer.web.presenting.words import title_of

NO_FAULT = Fault(field="", sentence="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level to choose, with its family text."""

    value: str
    name: str
    text: str
    chosen: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One criterion of a rubric, as a group of radio buttons."""

    id: str
    title: str
    hint: str
    steps: tuple[Step, ...]
    comment: str
    needs_comment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricForm:
    """One rubric: a form where this person may rate, else a table to read."""

    ref: str
    title: str
    questions: tuple[Question, ...]
    may_rate: bool
    has_rated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffForm:
    """One sentence to sign, and what was said about it."""

    node: str
    title: str
    statement: str
    said: tuple[str, ...]
    may_sign: bool
    waits_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitForm:
    """One behaviour on which the peers are split."""

    node: str
    item: str
    statement: str
    answers: str
    levels: tuple[Choice, ...]


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
        rubrics=tuple(_rubric(task, given) for task in desk.rubrics),
        signoffs=tuple(_signoff(task) for task in desk.signoffs),
        splits=tuple(_split(item, desk) for item in desk.splits)
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


def _rubric(task: RubricTask, given: Mapping[str, str]) -> RubricForm:
    rubric = task.rubric
    return RubricForm(
        ref=rubric.ref,
        title=rubric.title,
        questions=tuple(
            Question(
                id=criterion.id,
                title=criterion.title,
                hint=_hint(task.wanted.get(criterion.id)),
                steps=tuple(
                    Step(
                        value=level,
                        name=title_of(level),
                        text=criterion.levels.get(level, ""),
                        chosen=level == _chosen(task, criterion.id, given),
                        note=_("Needed") if level == task.wanted.get(criterion.id) else "",
                    )
                    for level in rubric.scale.names
                ),
                comment=_comment(task, criterion.id, given),
                needs_comment=criterion.feedback == "required",
            )
            for criterion in rubric.criteria
        ),
        may_rate=task.may_rate,
        has_rated=bool(task.own),
    )


def _hint(wanted: str | None) -> str:
    if wanted is None:
        return _("The badge does not ask for a level here.")
    return _("The badge asks for at least: {level}.", level=title_of(wanted))


def _chosen(task: RubricTask, criterion: str, given: Mapping[str, str]) -> str | None:
    own = task.own.get(criterion)
    return given.get(f"level.{criterion}") or (own.level if own else None)


def _comment(task: RubricTask, criterion: str, given: Mapping[str, str]) -> str:
    own = task.own.get(criterion)
    return given.get(f"comment.{criterion}") or (own.comment if own and own.comment else "")


def _signoff(task: SignoffTask) -> SignoffForm:
    said = {
        "approve": _("{role}: signed on {day}"),
        "decline": _("{role}: declined on {day}"),
    }
    return SignoffForm(
        node=task.node,
        title=task.title,
        statement=task.statement,
        said=tuple(
            said[row.decision].format(role=role_name(Role(row.role)), day=day(row.at))
            for row in task.said
        ),
        may_sign=task.may_sign,
        waits_for=role_name(Role(task.role)),
    )


def _split(item: SplitItem, desk: Desk) -> SplitForm:
    """Offer the levels between the lowest and the highest answer; others would not count."""
    scale = [level for task in desk.instruments for level in task.scale.names] or []
    scale = list(dict.fromkeys(scale))
    first, last = scale.index(item.answers[0]), scale.index(item.answers[-1])
    return SplitForm(
        node=item.node,
        item=item.item,
        statement=item.statement,
        answers=", ".join(title_of(level) for level in item.answers),
        levels=tuple(
            Choice(value=level, text=title_of(level)) for level in scale[first : last + 1]
        ),
    )


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
