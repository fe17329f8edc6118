"""Publish rubrics and instruments; draft, propose, publish and retire badge versions."""

from issuer.assessment import commands
from issuer.assessment.model import Definition, InstrumentVersion, RubricVersion
from issuer.assessment.ports import Services


def publish_rubric(command: commands.PublishRubric, services: Services) -> RubricVersion:
    """Do as the command says."""
    raise NotImplementedError


def publish_instrument(
    command: commands.PublishInstrument, services: Services
) -> InstrumentVersion:
    """Do as the command says."""
    raise NotImplementedError


def draft_definition(command: commands.DraftDefinition, services: Services) -> Definition:
    """Do as the command says."""
    raise NotImplementedError


def propose_definition(command: commands.ProposeDefinition, services: Services) -> Definition:
    """Do as the command says."""
    raise NotImplementedError


def publish_definition(command: commands.PublishDefinition, services: Services) -> Definition:
    """Do as the command says."""
    raise NotImplementedError


def retire_definition(command: commands.RetireDefinition, services: Services) -> Definition:
    """Do as the command says."""
    raise NotImplementedError
