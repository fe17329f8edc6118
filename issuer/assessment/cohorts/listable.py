"""Badges that a list may name: teachers' signatures, beside earlier badges, meet their criteria.

Whether they do is asked of the one evaluator.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from issuer import criteria
from issuer.access import Role
from issuer.assessment.model import Definition, DefinitionState
from issuer.assessment.ports import UnitOfWork
from issuer.criteria import Criteria, Facts, Status
from issuer.criteria.facts import BadgeFact, SignoffFact
from issuer.criteria.leaves import BadgeLeaf, SignoffLeaf

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBadge:
    """A badge version that lists may name, read once for all rows."""

    definition: Definition
    document: Criteria
    signoffs: tuple[tuple[str, SignoffLeaf], ...]
    suffices: bool = False  # teachers' signatures are enough, beside earlier badges


def signoffs_of(document: Criteria) -> tuple[tuple[str, SignoffLeaf], ...]:
    """Return the sign-offs of a badge that are a teacher's, by node."""
    return tuple(
        (node.id, node.rule)
        for node in document.nodes()
        if isinstance(node.rule, SignoffLeaf) and node.rule.role == Role.TEACHER
    )


def badges_of(
    organisation: str, uow: UnitOfWork, now: datetime
) -> Mapping[str, ListedBadge | Definition]:
    """Return every badge version by `slug@version`, and the newest published one by slug."""
    found: dict[str, ListedBadge | Definition] = {}
    for each in uow.definitions.all(organisation):
        entry: ListedBadge | Definition = each
        if each.state is DefinitionState.PUBLISHED:
            entry = _badge_of(each, now)
        found[f"{each.badge}@{each.version}"] = entry
        if isinstance(entry, ListedBadge) or each.badge not in found:
            found[each.badge] = entry
    return found


def _badge_of(definition: Definition, now: datetime) -> ListedBadge:
    document = criteria.parse(definition.document)
    badge = ListedBadge(definition=definition, document=document, signoffs=signoffs_of(document))
    earned = asked_badges(badge)
    return replace(badge, suffices=bool(badge.signoffs) and is_met(badge, now, earned=earned))


def asked_badges(badge: ListedBadge) -> tuple[BadgeFact, ...]:
    """Return every earlier badge that the criteria speak of, as if the learner held it."""
    return tuple(
        BadgeFact(id=f"{node.id}/{name}", achievement=name, at=_LONG_AGO, level=node.rule.level)
        for node in badge.document.nodes()
        if isinstance(node.rule, BadgeLeaf)
        for name in node.rule.any
    )


def is_met(badge: ListedBadge, now: datetime, *, earned: tuple[BadgeFact, ...]) -> bool:
    """Ask the evaluator, with one teacher's signature under each sentence."""
    facts = Facts(
        as_of=now,
        learner="learner",
        submission="submission",
        revision=1,
        submitted_at=now,
        criteria=badge.document.hash,
        signoffs=tuple(
            SignoffFact(
                id=node,
                role=leaf.role,
                by="teacher",
                statement=leaf.statement,
                decision="approve",
                revision=1,
                at=now,
            )
            for node, leaf in badge.signoffs
        ),
        badges=earned,
    )
    return criteria.evaluate(badge.document, facts).result is Status.MET
