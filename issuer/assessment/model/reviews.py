"""Assignments of peers, the draws that made them, and calibration; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.assessment.model.states import OPEN_REVIEWS, ReviewState
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAssignment:
    """One peer asked for one attestation of one revision, for one `peers` leaf (`node`).

    `decline_reason` is a code: `conflict` or `other`; `draw` is the draw that chose the peer.
    """

    id: str
    organisation: str
    submission: str
    learner: str
    node: str
    instrument: str
    peer: str
    relation: str  # teammate, outside
    revision: int
    draw: str
    assigned_at: datetime
    lease_until: datetime
    state: ReviewState = ReviewState.ASSIGNED
    answered_at: datetime | None = None
    decline_reason: str | None = None

    def is_open(self) -> bool:
        """Tell whether the peer still holds a lease."""
        return self.state in OPEN_REVIEWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What a panel was drawn from, so that an auditor can repeat the draw (3.1).

    `candidates` holds {peer, relation, open} of everyone eligible; `wanted` the number per
    relation; `seed` is 128 random bits in hex.
    """

    id: str
    organisation: str
    submission: str
    node: str
    revision: int
    at: datetime
    seed: str
    candidates: Document
    wanted: Mapping[str, int]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A peer's attempt to rate an instrument's anchors as the teachers did (3.3)."""

    id: str
    organisation: str
    person: str
    instrument: str
    anchors: tuple[str, ...]
    passed: bool
    at: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenGlass:
    """An auditor's wish to read the evidence of one submission, for an hour and with a reason."""

    id: str
    organisation: str
    submission: str
    by: str
    reason: str
    at: datetime
    until: datetime

    def is_open(self, now: datetime) -> bool:
        """Tell whether the evidence may still be read."""
        return self.at <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedBadge:
    """A badge that a learner holds, as a fact for another badge.

    `status` is valid, revoked or suspended; `results` are those of its award.
    """

    id: str
    badge: str
    definition: str
    status: str
    at: datetime
    until: datetime | None
    results: tuple[Document, ...]
