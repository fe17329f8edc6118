"""Take work into review and ask peers."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def triage_submission(command: commands.Triage, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def assign_reviews(command: commands.AssignReviews, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def triage_waiting(services: Services) -> int:
    """Triage everything that waits, as the system; return how many."""
    raise NotImplementedError
