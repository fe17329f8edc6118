"""What lint must know besides the document: the definitions of the tenant, and the unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from issuer.criteria.definition import Criteria
from issuer.criteria.metrics import METRICS, MetricDefinition
from issuer.criteria.rubrics import Instrument, Rubric
from issuer.criteria.vocabulary import MODERATING_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A frozen view of one tenant at one instant.

    Attributes:
        now: the instant of publishing.
        rubrics: known rubrics by ref, whatever their state.
        instruments: known instruments by ref, whatever their state.
        unpublished: refs of drafts.
        retired: refs that take no new use.
        badges: published definitions of this tenant by badge slug.
        metrics: the published metrics.
        eligible_peers: how many peers of the unit could review, None if nobody counted.
        moderating_roles: the moderating roles that somebody in the unit holds.
    """

    now: datetime
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    unpublished: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()
    badges: Mapping[str, Criteria] = field(default_factory=dict)
    metrics: Mapping[str, MetricDefinition] = field(default_factory=lambda: METRICS)
    eligible_peers: int | None = None
    moderating_roles: frozenset[str] = frozenset(MODERATING_ROLES)


def given_catalogue(
    *,
    now: datetime,
    rubrics: Iterable[Rubric] = (),
    instruments: Iterable[Instrument] = (),
    badges: Iterable[Criteria] = (),
) -> Catalogue:
    """Make a catalogue of documents at hand, all taken as published."""
    return Catalogue(
        now=now,
        rubrics={rubric.ref: rubric for rubric in rubrics},
        instruments={instrument.ref: instrument for instrument in instruments},
        badges={badge.badge: badge for badge in badges},
    )
