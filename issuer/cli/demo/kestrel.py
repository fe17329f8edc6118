"""Kestrel earns Team Leadership at the second try."""

from collections.abc import Mapping
from decimal import Decimal

from issuer import accounts, assessment
from issuer.access import Role
from issuer.accounts.commands import RecordConsent
from issuer.accounts.model import Purpose
from issuer.assessment import commands
from issuer.assessment.rows import SubmissionView
from issuer.cli.demo import evidence
from issuer.cli.demo.acts import (
    OWN_WORK,
    Stage,
    add_file,
    approve,
    open_submission,
    rate,
    submit,
    triage,
)
from issuer.errors import IssuerError
from issuer.issuance.model import CredentialId

#: What Kestrel's peers saw; the first two are teammates, the third is from another team.
_SEEN: Mapping[str, tuple[tuple[str, str, str], str]] = {
    "Plover": (("proficient", "proficient", "advanced"), "moved the thirsty plants after my idea"),
    "Teal": (("proficient", "advanced", "proficient"), "helped me when the map did not work"),
    "Siskin": (("advanced", "proficient", "proficient"), "told us early that the tap comes later"),
    "Dunlin": (("proficient", "proficient", "proficient"), "asked our team which words to use"),
}
#: Who may be drawn: they were calibrated beforehand.
PEERS = tuple(_SEEN)
_ITEMS = ("shares-work", "listens", "keeps-commitments")


def play_kestrel(stage: Stage) -> tuple[SubmissionView, CredentialId]:
    """Kestrel earns Team Leadership at the second try."""
    submission = open_submission(stage, "Kestrel", "team-leadership")
    add_file(stage, "Kestrel", submission, "kestrel-plan.csv", "Plan of the garden project")
    add_file(stage, "Kestrel", submission, "kestrel-product.md", "The sign at the gate")
    submit(stage, "Kestrel", submission)
    stage.tell("Kestrel hands in two pieces of evidence for Team Leadership: a plan, a product.")
    _attest_oneself(stage, submission)
    _return_once(stage, submission)
    _resubmit(stage, submission)
    _peers_attest(stage, submission)
    _record_balance(stage, submission)
    rate(stage, submission, planning="proficient", coordination="proficient", ethics="developing")
    stage.tell("The teacher rates planning, coordination, and fairness and care.")
    view = assessment.show_submission(stage.cast.issuer, submission, stage.services.assessment)
    return view, approve(stage, "Kestrel", submission)


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
        actor=stage.cast.learner("Kestrel"), submission=submission, authorship=OWN_WORK
    )
    assessment.resubmit_revision(command, stage.services.assessment)
    triage(stage, submission)
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
