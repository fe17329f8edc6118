"""Open, withdraw and re-pin submissions."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def open_submission(command: commands.OpenSubmission, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def withdraw_submission(command: commands.Withdraw, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def repin_submission(command: commands.Repin, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def opt_in(command: commands.OptIn, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError
