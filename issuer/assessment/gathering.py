"""Add evidence to a draft or to returned work, and take it out again."""

from issuer.assessment import commands
from issuer.assessment.model import EvidenceItem
from issuer.assessment.ports import Services


def add_file(command: commands.AddFile, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError


def add_link(command: commands.AddLink, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError


def add_text(command: commands.AddText, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError


def add_observation(command: commands.AddObservation, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError


def confirm_conditions(command: commands.ConfirmConditions, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError


def remove_evidence(command: commands.RemoveEvidence, services: Services) -> EvidenceItem:
    """Do as the command says."""
    raise NotImplementedError
