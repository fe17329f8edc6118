"""Commands about peer reviews and attestations; guards and effects are the verbs' own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Take handed-in work into review, assigning peers."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignReviews:
    """Ask for more peers where a leaf is still short of them."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReview:
    """Accept an assigned review."""

    actor: Actor
    review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReview:
    """Decline an assigned review; `reason` is `conflict` or `other`."""

    actor: Actor
    review: str
    reason: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Answer an assigned review; an item left out means "I did not see this".

    `submission` and `instrument` are wanted only without `review`: then the actor's own
    assignment for that submission is looked for, and its absence is told as the reason.
    """

    actor: Actor
    levels: Mapping[str, str]
    review: str | None = None
    submission: str | None = None
    examples: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHandAttestation:
    """Keep an attestation that arrived by hand; it was not assigned, and evaluation says so."""

    actor: Actor
    submission: str
    instrument: str
    peer: str
    levels: Mapping[str, str]
    examples: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAttestation:
    """Take back one's own attestation before the decision."""

    actor: Actor
    attestation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAttestation:
    """Stop a whole attestation from counting, for abuse; the reason stays with the staff."""

    actor: Actor
    attestation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldComment:
    """Keep a peer's comment from the learner; the levels still count."""

    actor: Actor
    attestation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrate:
    """Rate anchors of an instrument: anchor digest -> item -> level."""

    actor: Actor
    instrument: str
    answers: Mapping[str, Mapping[str, str]]
