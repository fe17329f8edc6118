"""Lint of a criteria document against what the organisation has published."""

from datetime import datetime

from issuer.assessment.ports import UnitOfWork
from issuer.assessment.rows import LintMessage
from issuer.criteria.definition import Criteria


def catalogue_of(organisation: str, uow: UnitOfWork, now: datetime) -> None:
    """Collect what lint needs to know."""


def messages_of(document: Criteria, catalogue: None) -> tuple[LintMessage, ...]:
    """Return what lint says."""
    return ()
