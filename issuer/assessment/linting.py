"""What an organisation has published, as the lint of the criteria language wants to know it."""

from datetime import datetime

from issuer import criteria
from issuer.access import Role
from issuer.assessment.model import DefinitionState
from issuer.assessment.ports import UnitOfWork
from issuer.assessment.rows import LintMessage
from issuer.criteria import Catalogue, Criteria, parse_instrument, parse_rubric
from issuer.criteria.vocabulary import MODERATING_ROLES


def catalogue_of(organisation: str, uow: UnitOfWork, now: datetime) -> Catalogue:
    """Collect published rubrics, instruments and badges, and who may be asked."""
    rubrics = uow.rubrics.all(organisation)
    instruments = uow.instruments.all(organisation)
    members = uow.people.members(organisation)
    peers = [each for each in members if Role.PEER in each.roles and each.peer_participation]
    return Catalogue(
        now=now,
        rubrics={each.ref: parse_rubric(each.document) for each in rubrics},
        instruments={each.ref: parse_instrument(each.document) for each in instruments},
        retired=frozenset(
            [each.ref for each in rubrics if each.retired_at is not None]
            + [each.ref for each in instruments if each.retired_at is not None]
        ),
        badges=_published(organisation, uow),
        eligible_peers=len(peers),
        moderating_roles=frozenset(
            role.value for each in members for role in each.roles if role.value in MODERATING_ROLES
        ),
    )


def messages_of(document: Criteria, catalogue: Catalogue) -> tuple[LintMessage, ...]:
    """Return what lint says, errors (E) before warnings (W)."""
    return tuple(
        LintMessage(code=found.code, path=found.path, sentence=found.sentence)
        for found in criteria.lint(document, catalogue)
    )


def _published(organisation: str, uow: UnitOfWork) -> dict[str, Criteria]:
    """Return the newest published criteria by badge."""
    newest: dict[str, Criteria] = {}
    for each in uow.definitions.all(organisation):
        # They come by badge and version, so the last of a badge is its newest.
        if each.state is DefinitionState.PUBLISHED:
            newest[each.badge] = criteria.parse(each.document)
    return newest
