"""The demo's story, played through the same use cases that the API calls; nothing is planted."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from issuer import accounts, assessment, issuance
from issuer.access import Role
from issuer.accounts.commands import RecordConsent
from issuer.accounts.model import Purpose
from issuer.assessment import commands
from issuer.assessment.rows import SubmissionView
from issuer.cli.demo import evidence, library
from issuer.cli.demo.cast import Cast
from issuer.cli.demo.clock import StoryClock
from issuer.cli.services import Services
from issuer.documents import Document
from issuer.errors import IssuerError
from issuer.issuance.commands import ChangeStatus, IssueApproved, SetVisibility
from issuer.issuance.model import CredentialId, ReasonCode, Visibility

_OWN_WORK = "This is my own work and the work of my team; I said who did what."
_LEADERSHIP = "leadership-behaviours@1"
#: What Kestrel's peers saw; the first two are teammates, the third is from another team.
_SEEN: Mapping[str, tuple[tuple[str, str, str], str]] = {
    "Plover": (("proficient", "proficient", "advanced"), "moved the thirsty plants after my idea"),
    "Teal": (("proficient", "advanced", "proficient"), "helped me when the map did not work"),
    "Siskin": (("advanced", "proficient", "proficient"), "told us early that the tap comes later"),
    "Dunlin": (("proficient", "proficient", "proficient"), "asked our team which words to use"),
}
_ITEMS = ("shares-work", "listens", "keeps-commitments")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the story ended.

    Attributes:
        valid: Kestrel's credential. revoked: Curlew's.
        met: what the issuer saw before approving Kestrel. not_yet: what Heron saw.
    """

    valid: CredentialId
    revoked: CredentialId
    met: SubmissionView
    not_yet: SubmissionView


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every scene needs."""

    cast: Cast
    services: Services
    clock: StoryClock
    files: Mapping[str, Path]
    definitions: Mapping[str, str]
    tell: Tell


def play(cast: Cast, services: Services, clock: StoryClock, folder: Path, tell: Tell) -> Told:
    """Play all scenes, from published badges to a badge, a not-yet and a revocation."""
    definitions = _publish(cast, services)
    tell(f"Published {len(definitions)} badges with rubrics and criteria that anyone can read.")
    stage = Stage(
        cast=cast,
        services=services,
        clock=clock,
        files=evidence.write_all(folder),
        definitions=definitions,
        tell=tell,
    )
    _calibrate(stage)
    met, valid = _kestrel(stage)
    not_yet = _heron(stage)
    revoked = _curlew(stage)
    clock.catch_up()
    services.run_jobs()
    return Told(valid=valid, revoked=revoked, met=met, not_yet=not_yet)


def _publish(cast: Cast, services: Services) -> dict[str, str]:
    """Publish rubrics, instruments and badges; return definition ids by badge slug."""
    for document in library.documents("rubric"):
        rubric = commands.PublishRubric(actor=cast.issuer, document=document)
        assessment.publish_rubric(rubric, services.assessment)
    for document in library.documents("instrument"):
        instrument = commands.PublishInstrument(actor=cast.issuer, document=document)
        assessment.publish_instrument(instrument, services.assessment)
    return {
        str(document["badge"]): _publish_badge(cast, services, document)
        for document in library.documents("badge")
    }


def _publish_badge(cast: Cast, services: Services, document: Document) -> str:
    draft = commands.DraftDefinition(actor=cast.teacher, document=document)
    definition = assessment.draft_definition(draft, services.assessment)
    publish = commands.PublishDefinition(actor=cast.issuer, definition=definition.id)
    return assessment.publish_definition(publish, services.assessment).id


def _calibrate(stage: Stage) -> None:
    """Peers learn to look: each rates the anchors as the teachers did."""
    instrument = next(
        document
        for document in library.documents("instrument")
        if f"{document['instrument']}@{document['version']}" == _LEADERSHIP
    )
    anchors: Iterable[Document] = instrument["anchors"]  # type: ignore[assignment] # our own file
    answers: dict[str, Mapping[str, str]] = {
        str(anchor["artifact"]): anchor["levels"]  # type: ignore[misc] # our own file
        for anchor in anchors
    }
    for who in _SEEN:
        command = commands.Calibrate(
            actor=stage.cast.peer(who), instrument=_LEADERSHIP, answers=answers
        )
        assessment.calibrate_peer(command, stage.services.assessment)


def _kestrel(stage: Stage) -> tuple[SubmissionView, CredentialId]:
    """Kestrel earns Team Leadership at the second try."""
    submission = _open(stage, "Kestrel", "team-leadership")
    _add_file(stage, "Kestrel", submission, "kestrel-plan.csv", "Plan of the garden project")
    _add_file(stage, "Kestrel", submission, "kestrel-product.md", "The sign at the gate")
    _submit(stage, "Kestrel", submission)
    stage.tell("Kestrel hands in two pieces of evidence for Team Leadership: a plan, a product.")
    _attest_oneself(stage, submission)
    _return_once(stage, submission)
    _resubmit(stage, submission)
    _peers_attest(stage, submission)
    _record_balance(stage, submission)
    _rate(stage, submission, planning="proficient", coordination="proficient", ethics="developing")
    stage.tell("The teacher rates planning, coordination, and fairness and care.")
    view = assessment.show_submission(stage.cast.issuer, submission, stage.services.assessment)
    return view, _approve(stage, "Kestrel", submission)


def _attest_oneself(stage: Stage, submission: str) -> None:
    command = commands.Attest(
        actor=stage.cast.peer("Kestrel"),
        submission=submission,
        levels=dict.fromkeys(_ITEMS, "advanced"),
        examples=dict.fromkeys(_ITEMS, "I did this very well"),
    )
    try:
        assessment.record_attestation(command, stage.services.assessment)
    except IssuerError as error:
        stage.tell(f"Kestrel tries to attest the own work. Refused: {error.detail}")
    else:
        raise AssertionError("a self-attestation was accepted")


def _return_once(stage: Stage, submission: str) -> None:
    stage.clock.later(days=2)
    command = commands.ReturnSubmission(
        actor=stage.cast.teacher,
        submission=submission,
        feedback={
            "reflection": "The reflection is missing: what did you change, and why?",
            "coordination": "Write down how you found out that somebody was stuck.",
        },
    )
    assessment.return_submission(command, stage.services.assessment)
    stage.tell("The teacher returns the work with feedback: the reflection is missing.")


def _resubmit(stage: Stage, submission: str) -> None:
    stage.clock.later(days=4)
    text = commands.AddText(
        actor=stage.cast.learner("Kestrel"),
        submission=submission,
        text=evidence.REFLECTION,
        title="What I learned",
        tags=("reflection",),
    )
    assessment.add_text(text, stage.services.assessment)
    command = commands.Resubmit(
        actor=stage.cast.learner("Kestrel"), submission=submission, authorship=_OWN_WORK
    )
    assessment.resubmit_revision(command, stage.services.assessment)
    _triage(stage, submission)
    stage.tell("Kestrel adds a reflection and hands in again: revision 2.")


def _peers_attest(stage: Stage, submission: str) -> None:
    """Every peer whom the system drew answers; the learner chose none of them."""
    names = {person: name for name, person in stage.cast.people.items()}
    view = assessment.show_submission(stage.cast.teacher, submission, stage.services.assessment)
    for review in view.reviews:
        if not review.is_open():
            continue
        stage.clock.later(hours=5)
        name = names[review.peer]
        levels, example = _SEEN[name]
        command = commands.Attest(
            actor=stage.cast.peer(name),
            review=review.id,
            levels=dict(zip(_ITEMS, levels, strict=True)),
            examples=dict.fromkeys(_ITEMS, f"Kestrel {example}"),
        )
        assessment.record_attestation(command, stage.services.assessment)
        stage.tell(f"{name} ({review.relation}), assigned by the system, attests what they saw.")


def _record_balance(stage: Stage, submission: str) -> None:
    """The team's task list says how evenly the work was shared; the guardian agreed to that."""
    guardian = stage.cast.act("Guardian of Kestrel", Role.GUARDIAN)
    consent = RecordConsent(
        actor=guardian, subject=stage.cast.people["Kestrel"], purpose=Purpose.ANALYTICS
    )
    accounts.record_consent(consent, stage.services.accounts)
    command = commands.RecordMetric(
        actor=stage.cast.teacher,
        submission=submission,
        metric="contribution-balance",
        value=Decimal("0.9232"),
        sample=30,
        source="team task list",
    )
    assessment.record_metric(command, stage.services.assessment)


def _heron(stage: Stage) -> SubmissionView:
    """Heron is not there yet, and learns what to do next."""
    submission = _open(stage, "Heron", "team-leadership")
    _add_file(stage, "Heron", submission, "heron-plan.csv", "Plan of the open stage")
    _add_file(stage, "Heron", submission, "heron-product.md", "The evening")
    _submit(stage, "Heron", submission)
    stage.clock.later(days=1)
    _rate(stage, submission, planning="developing", coordination="developing", ethics="proficient")
    view = assessment.show_submission(
        stage.cast.learner("Heron"), submission, stage.services.assessment
    )
    stage.tell("Heron hands in for Team Leadership too. The teacher looks: not yet.")
    command = commands.ReturnSubmission(
        actor=stage.cast.teacher,
        submission=submission,
        feedback={
            "planning": "Give each task a date, and check that the dates fit together.",
            "coordination": "Ask each person twice a week how it goes.",
        },
    )
    assessment.return_submission(command, stage.services.assessment)
    return view


def _curlew(stage: Stage) -> CredentialId:
    """Curlew's badge is revoked: the work was somebody else's."""
    submission = _open(stage, "Curlew", "digital-literacy-foundations")
    _add_file(stage, "Curlew", submission, "curlew-sources.md", "Three sources", tag="sources")
    _submit(stage, "Curlew", submission)
    sign = commands.SignOff(
        actor=stage.cast.teacher, submission=submission, node="explained", approve=True
    )
    assessment.sign_off(sign, stage.services.assessment)
    credential = _approve(stage, "Curlew", submission)
    stage.tell("Curlew earns Digital Literacy Foundations.")
    stage.clock.later(days=3)
    command = ChangeStatus(
        actor=stage.cast.registrar,
        credential_id=credential,
        reason_code=ReasonCode.MISATTRIBUTED_WORK,
        reason_text="The comparison was copied from another group.",
    )
    issuance.revoke_credential(command, stage.services.issuance)
    stage.tell("Days later the work turns out to be somebody else's: the registrar revokes it.")
    return credential


def _open(stage: Stage, who: str, badge: str) -> str:
    stage.clock.later(hours=2)
    command = commands.OpenSubmission(
        actor=stage.cast.learner(who),
        definition=stage.definitions[badge],
        learner=stage.cast.people[who],
    )
    return assessment.open_submission(command, stage.services.assessment).id


def _add_file(
    stage: Stage, who: str, submission: str, name: str, title: str, *, tag: str | None = None
) -> None:
    slot = tag or name.split("-")[1].split(".", maxsplit=1)[0]
    command = commands.AddFile(
        actor=stage.cast.learner(who),
        submission=submission,
        stream=io.BytesIO(stage.files[name].read_bytes()),
        title=title,
        tags=(slot,),
        file_name=name,
    )
    assessment.add_file(command, stage.services.assessment)


def _submit(stage: Stage, who: str, submission: str) -> None:
    command = commands.Submit(
        actor=stage.cast.learner(who), submission=submission, authorship=_OWN_WORK
    )
    assessment.submit_revision(command, stage.services.assessment)
    _triage(stage, submission)


def _triage(stage: Stage, submission: str) -> None:
    stage.clock.later(hours=1)
    command = commands.Triage(actor=stage.cast.teacher, submission=submission)
    assessment.triage_submission(command, stage.services.assessment)


def _rate(stage: Stage, submission: str, **levels: str) -> None:
    stage.clock.later(hours=3)
    command = commands.Rate(
        actor=stage.cast.teacher,
        submission=submission,
        rubric="team-leadership@1",
        levels=levels,
        comments=dict.fromkeys(("planning", "coordination"), "I saw this in the plan."),
    )
    assessment.record_rating(command, stage.services.assessment)


def _approve(stage: Stage, who: str, submission: str) -> CredentialId:
    """An adult approves; then, and only then, the school's key signs."""
    stage.clock.later(hours=1)
    approval = commands.Approve(actor=stage.cast.issuer, submission=submission)
    award = assessment.approve_award(approval, stage.services.assessment)
    stage.clock.later()
    credential = issuance.issue_approved(
        IssueApproved(actor=stage.cast.issuer, award_id=award.id), stage.services.issuance
    )
    _publish_page(stage, who, credential)
    return credential


def _publish_page(stage: Stage, who: str, credential: CredentialId) -> None:
    """Kestrel's guardian consented to a public page; the others' pages open by link only."""
    public = who == "Kestrel"
    actor = (
        stage.cast.act("Guardian of Kestrel", Role.GUARDIAN) if public else stage.cast.learner(who)
    )
    command = SetVisibility(
        actor=actor,
        credential_id=credential,
        visibility=Visibility.PUBLIC if public else Visibility.LINK,
    )
    issuance.set_visibility(command, stage.services.issuance)
