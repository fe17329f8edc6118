"""Waivers, extensions, holds."""

from issuer.assessment import commands
from issuer.assessment.model import Submission
from issuer.assessment.ports import Services


def grant_waiver(command: commands.GrantWaiver, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def withdraw_waiver(command: commands.WithdrawWaiver, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def extend_window(command: commands.ExtendWindow, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def decline_late(command: commands.DeclineLate, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def hold_submission(command: commands.Hold, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def release_submission(command: commands.Release, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError
