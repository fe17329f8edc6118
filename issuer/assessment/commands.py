"""One frozen command per verb: who asks for what. Guards and effects are the verbs' own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from issuer.access import Actor
from issuer.documents import Document

# --- authoring


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRubric:
    """Publish a `cbe-rubric/1` document; the same content again changes nothing."""

    actor: Actor
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishInstrument:
    """Publish a `cbe-instrument/1` document; the same content again changes nothing."""

    actor: Actor
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDefinition:
    """Create or replace the draft of one badge version (slug and version are in the document)."""

    actor: Actor
    document: Document
    art: Document | None = None
    status_purpose: str = "revocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPicture:
    """Keep a school's own badge picture (PNG or SVG), cleaned, for a later draft."""

    actor: Actor
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDefinition:
    """Ask for the review of a draft."""

    actor: Actor
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDefinition:
    """Publish a draft for ever."""

    actor: Actor
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireDefinition:
    """Allow no new starts; running submissions finish."""

    actor: Actor
    definition: str


# --- learning


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSubmission:
    """Open a submission for a learner: oneself, or another's work by a teacher (marked)."""

    actor: Actor
    definition: str
    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFile:
    """Add uploaded bytes; the type is told by the content, never by the name."""

    actor: Actor
    submission: str
    stream: BinaryIO
    title: str
    tags: tuple[str, ...] = ()
    file_name: str | None = None
    kind: str = "file"  # file or video


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLink:
    """Add an address; `captured` is the `sha256:...` of a copy taken at `captured_at`."""

    actor: Actor
    submission: str
    url: str
    title: str
    tags: tuple[str, ...] = ()
    kind: str = "url"  # url, repository or video
    captured: str | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddText:
    """Add a text that the learner wrote."""

    actor: Actor
    submission: str
    text: str
    title: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddObservation:
    """Add what an adult saw, and under which conditions."""

    actor: Actor
    submission: str
    text: str
    title: str
    tags: tuple[str, ...] = ()
    conditions: str = "supervised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmConditions:
    """Say as the adult who watched under which conditions an item was made."""

    actor: Actor
    submission: str
    evidence: str
    conditions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveEvidence:
    """Take an item out of the next hand-in."""

    actor: Actor
    submission: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Hand in the first revision with a statement of authorship."""

    actor: Actor
    submission: str
    authorship: str
    ai_disclosure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit:
    """Hand in the next revision of returned work."""

    actor: Actor
    submission: str
    authorship: str
    ai_disclosure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take a submission back for good."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repin:
    """Move a draft to a newer published version of the same badge."""

    actor: Actor
    submission: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptIn:
    """Move handed-in work to a newer version, as a new revision."""

    actor: Actor
    submission: str
    definition: str
    authorship: str


# --- peers


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


# --- assessors


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Rate criteria of one rubric: criterion -> level."""

    actor: Actor
    submission: str
    rubric: str
    levels: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderate:
    """Settle one item of a peers leaf on which peers are split."""

    actor: Actor
    submission: str
    node: str
    item: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Sign the exact sentence of a sign-off leaf, or decline to."""

    actor: Actor
    submission: str
    node: str
    approve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSubmission:
    """Hand work back with feedback: rubric criterion or node id -> text."""

    actor: Actor
    submission: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotYet:
    """Close work as not yet there, with feedback: rubric criterion or node id -> text."""

    actor: Actor
    submission: str
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Ask for another assessor after a not-yet."""

    actor: Actor
    submission: str


# --- ledgers


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHours:
    """Log minutes in one bucket of a learner's ledger, done at `at`."""

    actor: Actor
    learner: str
    bucket: str
    minutes: int
    at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyHours:
    """Confirm a row of the hours ledger."""

    actor: Actor
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectHours:
    """Refuse a row of the hours ledger."""

    actor: Actor
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitExternal:
    """Hand in proof of a certificate that somebody else gave."""

    actor: Actor
    learner: str
    certificate: str
    proof: str
    reference: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyExternal:
    """Confirm such a proof; `proof` may name a better grade, such as a registry look-up."""

    actor: Actor
    external: str
    proof: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMetric:
    """Record a computed value of a metric that the criteria name."""

    actor: Actor
    submission: str
    metric: str
    value: Decimal
    sample: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatement:
    """Record one xAPI or cmi5 statement of a learner."""

    actor: Actor
    learner: str
    verb: str
    activity: str
    scaled: Decimal | None = None
    at: datetime | None = None


# --- exceptions


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWaiver:
    """Count a node as met; the reason stays with the staff."""

    actor: Actor
    submission: str
    node: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWaiver:
    """Take a waiver back."""

    actor: Actor
    submission: str
    waiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendWindow:
    """Give late work a later end of the window; the reason is told to the learner."""

    actor: Actor
    submission: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineLate:
    """Decline late work; the reason is told to the learner."""

    actor: Actor
    submission: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Block approval and issue; the reason stays with the staff, `code` goes to the events."""

    actor: Actor
    submission: str
    reason: str
    code: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """End a hold."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """Approve the award of work whose criteria are met."""

    actor: Actor
    submission: str
