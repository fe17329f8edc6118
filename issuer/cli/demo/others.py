"""Heron is not there yet; Curlew's badge is revoked."""

from issuer import assessment, issuance
from issuer.assessment import commands
from issuer.assessment.rows import SubmissionView
from issuer.cli.demo.acts import Stage, add_file, approve, open_submission, rate, submit
from issuer.issuance.commands import ChangeStatus
from issuer.issuance.model import CredentialId, ReasonCode


def play_heron(stage: Stage) -> SubmissionView:
    """Heron is not there yet, and learns what to do next."""
    submission = open_submission(stage, "Heron", "team-leadership")
    add_file(stage, "Heron", submission, "heron-plan.csv", "Plan of the open stage")
    add_file(stage, "Heron", submission, "heron-product.md", "The evening")
    submit(stage, "Heron", submission)
    stage.clock.later(days=1)
    rate(stage, submission, planning="developing", coordination="developing", ethics="proficient")
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


def play_curlew(stage: Stage) -> CredentialId:
    """Curlew's badge is revoked: the work was somebody else's."""
    submission = open_submission(stage, "Curlew", "digital-literacy-foundations")
    add_file(stage, "Curlew", submission, "curlew-sources.md", "Three sources", tag="sources")
    submit(stage, "Curlew", submission)
    sign = commands.SignOff(
        actor=stage.cast.teacher, submission=submission, node="explained", approve=True
    )
    assessment.sign_off(sign, stage.services.assessment)
    credential = approve(stage, "Curlew", submission)
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
