"""Hand in a revision."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def submit_revision(command: commands.Submit, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def resubmit_revision(command: commands.Resubmit, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError
