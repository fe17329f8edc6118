"""The strict reader of a stored or handed-over snapshot (education.md 2.7)."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, TypeVar

from issuer.criteria.decision import Pin
from issuer.criteria.facts import (
    AttestationFact,
    BadgeFact,
    EvidenceFact,
    ExtensionFact,
    ExternalFact,
    Fact,
    Facts,
    HoursFact,
    MetricFact,
    ModerationFact,
    RatingFact,
    SignoffFact,
    StatementFact,
    WaiverFact,
)
from issuer.criteria.reading import (
    Members,
    Place,
    Read,
    achievement,
    boolean,
    choice,
    decimal_where,
    distinct,
    hash_text,
    identifier,
    integer,
    line,
    listed,
    mapped,
    prose,
    ref,
    slug,
    uri,
    utc_instant,
)
from issuer.criteria.vocabulary import (
    ADULT_CONFLICTS,
    ADULT_ROLES,
    ATTESTATION_STATES,
    BADGE_STATES,
    CONDITIONS,
    EVIDENCE_KINDS,
    EVIDENCE_STATES,
    MODERATING_ROLES,
    PEER_CONFLICTS,
    PROOFS,
    RATING_STATES,
    RELATIONS,
    SIGNOFF_DECISIONS,
)
from issuer.documents import Document, Json

F = TypeVar("F", bound=Fact)

#: Metric values are rounded to 4 decimals where they are computed (section 7).
_DECIMALS = 4
_LARGEST_VALUE = 10**9


def _has_four_decimals(value: Decimal) -> bool:
    return abs(value) <= _LARGEST_VALUE and value == round(value, _DECIMALS)


_adult_role = choice(*ADULT_ROLES)
_conflicts = distinct(choice(*ADULT_CONFLICTS))
_revision = integer(1)

_EVIDENCE: Mapping[str, Read[Any]] = {
    "id": identifier,
    "kind": choice(*EVIDENCE_KINDS),
    "tags": distinct(slug),
    "at": utc_instant,
    "digest": hash_text,
    "conditions": choice(*CONDITIONS),
    "watched_by": identifier,
    "status": choice(*EVIDENCE_STATES),
}
_RATING: Mapping[str, Read[Any]] = {
    "id": identifier,
    "rubric": ref,
    "criterion": slug,
    "level": slug,
    "by": identifier,
    "role": _adult_role,
    "revision": _revision,
    "at": utc_instant,
    "conflicts": _conflicts,
    "status": choice(*RATING_STATES),
}
_ATTESTATION: Mapping[str, Read[Any]] = {
    "id": identifier,
    "instrument": ref,
    "by": identifier,
    "relation": choice(*RELATIONS),
    "revision": _revision,
    "at": utc_instant,
    "assigned": boolean,
    "calibrated": boolean,
    "levels": mapped(slug, slug),
    "conflicts": distinct(choice(*PEER_CONFLICTS)),
    "status": choice(*ATTESTATION_STATES),
}
_MODERATION: Mapping[str, Read[Any]] = {
    "id": identifier,
    "node": slug,
    "item": slug,
    "level": slug,
    "by": identifier,
    "role": choice(*MODERATING_ROLES),
    "revision": _revision,
    "at": utc_instant,
    "conflicts": _conflicts,
}
_SIGNOFF: Mapping[str, Read[Any]] = {
    "id": identifier,
    "role": _adult_role,
    "by": identifier,
    "statement": prose(500),
    "decision": choice(*SIGNOFF_DECISIONS),
    "revision": _revision,
    "at": utc_instant,
    "conflicts": _conflicts,
    "status": choice(*RATING_STATES),
}
_BADGE: Mapping[str, Read[Any]] = {
    "id": identifier,
    "achievement": achievement,
    "at": utc_instant,
    "level": slug,
    "status": choice(*BADGE_STATES),
    "until": utc_instant,
}
_HOURS: Mapping[str, Read[Any]] = {
    "id": identifier,
    "bucket": slug,
    "minutes": integer(1),
    "at": utc_instant,
    "verified_role": _adult_role,
}
_EXTERNAL: Mapping[str, Read[Any]] = {
    "id": identifier,
    "certificate": slug,
    "proof": choice(*PROOFS),
    "verified": boolean,
    "at": utc_instant,
    "expires": utc_instant,
}
_METRIC: Mapping[str, Read[Any]] = {
    "id": identifier,
    "metric": slug,
    "value": decimal_where(_has_four_decimals, "with at most 4 decimals"),
    "sample": integer(0),
    "source": line(200),
    "at": utc_instant,
}
_STATEMENT: Mapping[str, Read[Any]] = {
    "id": identifier,
    "verb": uri,
    "activity": uri,
    "at": utc_instant,
    "scaled": decimal_where(lambda value: -1 <= value <= 1, "from -1 to 1"),
}
_WAIVER: Mapping[str, Read[Any]] = {
    "id": identifier,
    "node": slug,
    "role": _adult_role,
    "by": identifier,
    "at": utc_instant,
    "withdrawn": boolean,
}
_EXTENSION: Mapping[str, Read[Any]] = {
    "id": identifier,
    "until": utc_instant,
    "by": identifier,
    "role": _adult_role,
    "at": utc_instant,
}


def _entry(kind: Callable[..., F], readers: Mapping[str, Read[Any]]) -> Read[F]:
    """Make the reader of one entry; a member is optional if its field has a default."""
    required = {member.name for member in fields(kind) if member.default is MISSING}  # type: ignore[arg-type] # a dataclass

    def read(value: Json, place: Place) -> F:
        members = Members(value, place)
        given = {
            name: members.required(name, reader)
            for name, reader in readers.items()
            if name in required or name in members
        }
        members.finish()
        return kind(**given)

    return read


_LISTS: Mapping[str, Read[Any]] = {
    "evidence": listed(_entry(EvidenceFact, _EVIDENCE)),
    "ratings": listed(_entry(RatingFact, _RATING)),
    "attestations": listed(_entry(AttestationFact, _ATTESTATION)),
    "moderations": listed(_entry(ModerationFact, _MODERATION)),
    "signoffs": listed(_entry(SignoffFact, _SIGNOFF)),
    "badges": listed(_entry(BadgeFact, _BADGE)),
    "hours": listed(_entry(HoursFact, _HOURS)),
    "external": listed(_entry(ExternalFact, _EXTERNAL)),
    "metrics": listed(_entry(MetricFact, _METRIC)),
    "statements": listed(_entry(StatementFact, _STATEMENT)),
    "waivers": listed(_entry(WaiverFact, _WAIVER)),
    "extensions": listed(_entry(ExtensionFact, _EXTENSION)),
}


def read_pin(value: Json, place: Place) -> Pin:
    """Read the two hashes of a pinned ref."""
    members = Members(value, place)
    pin = Pin(
        content=members.required("content", hash_text),
        structure=members.required("structure", hash_text),
    )
    members.finish()
    return pin


def facts_from_dict(document: Document) -> Facts:
    """Read a snapshot; an absent list is an empty one.

    Raises:
        ShapeError: a member is missing, unknown or not as education.md 2.7 has it.
    """
    members = Members(document, Place())
    facts = Facts(
        as_of=members.required("as_of", utc_instant),
        learner=members.required("learner", identifier),
        submission=members.required("submission", identifier),
        revision=members.required("revision", _revision),
        submitted_at=members.required("submitted_at", utc_instant),
        criteria=members.required("criteria", hash_text),
        pins=members.required("pins", mapped(ref, read_pin)),
        **{name: members.optional(name, read, ()) for name, read in _LISTS.items()},
    )
    members.finish()
    return facts
