"""What the outbox asks for: one function per kind, each safe to repeat.

A task gets an id and reads everything else anew, so losing or repeating an item costs nothing.
"""

from collections.abc import Callable, Mapping

from issuer import assessment, auditing, issuance, post, retention
from issuer.accounts import weekly
from issuer.accounts.posting import Mail
from issuer.assessment import cohorts
from issuer.jobs.services import Services
from issuer.jobs.weekly import begin_week, write_week
from issuer.jobs.writing import write_invitation, write_news
from issuer.letters import NEWS
from issuer.logs import logger


def issue_approved_award(award_id: str, services: Services) -> None:
    """Sign and publish the credential of an award, if the page did not do it at once."""
    issuance.issue_award(award_id, services.issuance)


def mark_submission_issued(award_id: str, services: Services) -> None:
    """Tell the submission that its credential is out."""
    assessment.mark_issued(award_id, services.assessment)


def sign_submitted_attestation(attestation_id: str, services: Services) -> None:
    """Sign what a peer attested, and keep it."""
    issuance.sign_attestation(attestation_id, services.issuance)


def publish_changed_list(list_id: str, services: Services) -> None:
    """Publish a status list, unless the request that changed it already did."""
    issuance.publish_status_list(list_id, services.issuance)


def send_letter(letter_id: str, services: Services) -> None:
    """Send a letter, or put it to others for the same person."""
    post.deliver(letter_id, services.post)


def finish_compromise(key_id: str, services: Services) -> None:
    """See that another key signs, sign some credentials again, and ask for the rest."""
    issuance.finish_compromise(key_id, services.issuance)


def tell_of_broken_glass(broken_id: str, _services: Services) -> None:
    """Tell whoever watches the log; administrators read reason and time at GET break-glass."""
    logger().warning("glass.broken", id=broken_id)


def sign_audit_checkpoint(_organisation: str, services: Services) -> None:
    """Sign the audit log at once, since a key or a DID document changed."""
    auditing.checkpoint(services.auditing)


def run_cohort(cohort_id: str, services: Services) -> None:
    """Sign or approve the next rows of a list."""
    cohorts.run_cohort(cohort_id, services.assessment)


def forget_cohort_draft(cohort_id: str, services: Services) -> None:
    """Forget a file that nobody put forward."""
    cohorts.forget_draft(cohort_id, services.assessment)


def change_agreed_keys(proposal_id: str, services: Services) -> None:
    """Do what two people agreed on, if the one who agreed did not get so far."""
    issuance.carry_out_keys(proposal_id, services.issuance)


def delete_overdue(organisation: str, services: Services) -> None:
    """Delete what is over its time at one organisation."""
    retention.run_round(organisation, services.retention)


#: Kind of outbox row -> what it asks for.
TASKS: Mapping[str, Callable[[str, Services], None]] = {
    "award.approved": issue_approved_award,
    "credential.issued": mark_submission_issued,
    "attestation.submitted": sign_submitted_attestation,
    "status.publish": publish_changed_list,
    "key.compromised": finish_compromise,
    "glass.broken": tell_of_broken_glass,
    "cohort.run": run_cohort,
    "cohort.forget": forget_cohort_draft,
    "audit.checkpoint": sign_audit_checkpoint,
    issuance.AGREED: change_agreed_keys,
    retention.ROUND: delete_overdue,
    Mail.INVITATION.value: write_invitation,
    NEWS: write_news,
    weekly.WEEK_TASK: begin_week,
    weekly.LETTER_TASK: write_week,
    post.TASK: send_letter,
}
