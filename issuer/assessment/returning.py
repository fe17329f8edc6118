"""Hand work back, decide not yet, appeal."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def return_submission(command: commands.ReturnSubmission, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def decide_not_yet(command: commands.DecideNotYet, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def appeal_decision(command: commands.Appeal, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError
