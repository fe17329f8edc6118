"""Rate, moderate, sign off."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def record_rating(command: commands.Rate, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def moderate_item(command: commands.Moderate, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def sign_off(command: commands.SignOff, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError
