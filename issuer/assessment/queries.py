"""Reads for pages and lists: frozen rows, each only for those who may see it."""

from issuer.access import Actor
from issuer.assessment.ports import Services
from issuer.assessment.rows import (
    AssessorRow,
    CatalogueRow,
    DefinitionView,
    EvidenceFile,
    ProgressRow,
    PublicAchievement,
    ReviewRow,
    ReviewView,
    SubmissionView,
)
from issuer.audit import Event
from issuer.badges.award import Award


def list_catalogue(actor: Actor, services: Services) -> tuple[CatalogueRow, ...]:
    """List the badge versions of the own organisation."""
    raise NotImplementedError


def show_definition(actor: Actor, definition_id: str, services: Services) -> DefinitionView:
    """Show a badge version with its lint."""
    raise NotImplementedError


def find_achievement(public_slug: str, version: int, services: Services) -> PublicAchievement:
    """Return a published badge version for anyone; NotFoundError."""
    raise NotImplementedError


def show_submission(actor: Actor, submission_id: str, services: Services) -> SubmissionView:
    """Show a submission with its decision tree."""
    raise NotImplementedError


def progress_of(actor: Actor, learner: str, services: Services) -> tuple[ProgressRow, ...]:
    """List a learner's submissions: what next, and who holds it."""
    raise NotImplementedError


def list_reviews(actor: Actor, services: Services) -> tuple[ReviewRow, ...]:
    """List the actor's own open reviews."""
    raise NotImplementedError


def show_review(actor: Actor, review_id: str, services: Services) -> ReviewView:
    """Show what a peer needs beside the form."""
    raise NotImplementedError


def list_assessments(actor: Actor, services: Services) -> tuple[AssessorRow, ...]:
    """List what waits for assessors, longest waiting first."""
    raise NotImplementedError


def list_approvals(actor: Actor, services: Services) -> tuple[AssessorRow, ...]:
    """List what waits for approval, longest waiting first."""
    raise NotImplementedError


def list_events(actor: Actor, learner: str, services: Services) -> tuple[Event, ...]:
    """List the events about a learner (own history, or a child's)."""
    raise NotImplementedError


def open_evidence(
    actor: Actor, submission_id: str, evidence_id: str, services: Services
) -> EvidenceFile:
    """Open the bytes of an item for an authorised reader."""
    raise NotImplementedError


def find_award(actor: Actor, submission_id: str, services: Services) -> Award:
    """Return the award of an approved submission."""
    raise NotImplementedError
