"""Answer assigned reviews."""

from issuer.assessment import commands
from issuer.assessment.model import ReviewAssignment
from issuer.assessment.ports import Services


def accept_review(command: commands.AcceptReview, services: Services) -> ReviewAssignment:
    """Do as the command says."""
    raise NotImplementedError


def decline_review(command: commands.DeclineReview, services: Services) -> ReviewAssignment:
    """Do as the command says."""
    raise NotImplementedError


def expire_leases(services: Services) -> int:
    """End leases that are over and ask other peers; return how many ended."""
    raise NotImplementedError
