"""The acts that all scenes of the demo share, each one use case as the API calls it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from issuer import assessment, issuance
from issuer.access import Role
from issuer.assessment import commands
from issuer.cli.demo.cast import Cast
from issuer.cli.demo.clock import StoryClock
from issuer.cli.services import Services, Tell
from issuer.issuance.commands import IssueApproved, SetVisibility
from issuer.issuance.model import CredentialId, Visibility

OWN_WORK = "This is my own work and the work of my team; I said who did what."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every scene needs."""

    cast: Cast
    services: Services
    clock: StoryClock
    files: Mapping[str, Path]
    definitions: Mapping[str, str]
    tell: Tell


def open_submission(stage: Stage, who: str, badge: str) -> str:
    """Let a learner start work towards a badge; return the submission's id."""
    stage.clock.later(hours=2)
    command = commands.OpenSubmission(
        actor=stage.cast.learner(who),
        definition=stage.definitions[badge],
        learner=stage.cast.people[who],
    )
    return assessment.open_submission(command, stage.services.assessment).id


def add_file(
    stage: Stage, who: str, submission: str, name: str, title: str, *, tag: str | None = None
) -> None:
    """Let a learner hand in one of the files; its slot is named by the file or by `tag`."""
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


def submit(stage: Stage, who: str, submission: str) -> None:
    """Let a learner hand in, and the school take the work into review."""
    command = commands.Submit(
        actor=stage.cast.learner(who), submission=submission, authorship=OWN_WORK
    )
    assessment.submit_revision(command, stage.services.assessment)
    triage(stage, submission)


def triage(stage: Stage, submission: str) -> None:
    """Take work into review: the system draws the peers."""
    stage.clock.later(hours=1)
    command = commands.Triage(actor=stage.cast.teacher, submission=submission)
    assessment.triage_submission(command, stage.services.assessment)


def rate(stage: Stage, submission: str, **levels: str) -> None:
    """Let the teacher rate criteria of the leadership rubric."""
    stage.clock.later(hours=3)
    command = commands.Rate(
        actor=stage.cast.teacher,
        submission=submission,
        rubric="team-leadership@1",
        levels=levels,
        comments=dict.fromkeys(("planning", "coordination"), "I saw this in the plan."),
    )
    assessment.record_rating(command, stage.services.assessment)


def approve(stage: Stage, who: str, submission: str) -> CredentialId:
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
