"""What authors read while they write: rubrics, instruments, lint, a preview, what changed."""

from issuer import access, criteria
from issuer.access import Action, Actor, Target
from issuer.assessment.building import build
from issuer.assessment.linting import catalogue_of, messages_of
from issuer.assessment.model import (
    Definition,
    DefinitionState,
    InstrumentVersion,
    RubricVersion,
)
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.rows import LintMessage, PublicAchievement
from issuer.criteria import Change
from issuer.documents import Document

_OPEN_TO_ALL = frozenset({DefinitionState.PUBLISHED, DefinitionState.RETIRED})


def list_rubrics(actor: Actor, services: Services) -> tuple[RubricVersion, ...]:
    """List the published rubrics of the own organisation, by ref."""
    _require_author(actor)
    with services.read_only() as uow:
        return uow.rubrics.all(actor.organisation)


def list_instruments(actor: Actor, services: Services) -> tuple[InstrumentVersion, ...]:
    """List the published peer instruments of the own organisation, by ref."""
    _require_author(actor)
    with services.read_only() as uow:
        return uow.instruments.all(actor.organisation)


def lint_document(actor: Actor, document: Document, services: Services) -> tuple[LintMessage, ...]:
    """Say what would stop a criteria document from being published here; nothing is stored.

    Raises:
        ShapeError: no `cbe-criteria/1` document.
    """
    _require_author(actor)
    with services.read_only() as uow:
        scale = uow.organisations.get(actor.organisation).scale
        catalogue = catalogue_of(actor.organisation, uow, services.clock())
    return messages_of(criteria.parse(document, default_scale=scale), catalogue)


def preview_definition(actor: Actor, definition_id: str, services: Services) -> PublicAchievement:
    """Show a badge version as anyone would read it if it were published now.

    Raises:
        NotFoundError: there is none here.
    """
    _require_author(actor)
    with services.read_only() as uow:
        definition = uow.definitions.get(actor.organisation, definition_id)
        built = build(definition, criteria.parse(definition.document), uow, services)
    return PublicAchievement(
        organisation=definition.organisation,
        definition=definition,
        achievement=built.achievement.to_dict(),
        rubrics=tuple(each.document for each in built.rubrics),
        instruments=tuple(each.document for each in built.instruments),
    )


def compare_with_published(
    actor: Actor, definition_id: str, services: Services
) -> tuple[Definition, tuple[Change, ...]] | None:
    """Return the newest earlier published version with all that differs; None if it is the first.

    Raises:
        NotFoundError: there is no such badge version here.
    """
    _require_author(actor)
    with services.read_only() as uow:
        definition = uow.definitions.get(actor.organisation, definition_id)
        before = _published_before(definition, uow)
    if before is None:
        return None
    old, new = criteria.parse(before.document), criteria.parse(definition.document)
    return before, criteria.compare(old, new)


def _published_before(definition: Definition, uow: UnitOfWork) -> Definition | None:
    earlier = [
        each
        for each in uow.definitions.all(definition.organisation)
        if each.badge == definition.badge
        and each.version < definition.version
        and each.state in _OPEN_TO_ALL
    ]
    return max(earlier, key=lambda each: each.version, default=None)


def _require_author(actor: Actor) -> None:
    access.require(actor, Action.DRAFT_DEFINITION, Target(organisation=actor.organisation))
