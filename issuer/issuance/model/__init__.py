"""What issuance keeps: credentials, status lists, keys, marks; pure values, no storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from issuer.access import is_adult
from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.errors import RuleError, StateError
from issuer.issuance.model.keys import KEY_TRANSITIONS, GenuineCopy, KeyRecord, KeyState

#: The full URL of a credential: its `id`, its address and what its QR code holds.
CredentialId = NewType("CredentialId", str)

#: Entries of one status list; fewer would tell a crowd apart (Bitstring Status List 1.0).
LIST_LENGTH = 131_072
#: How long a signed list counts, and when it is signed again even if nothing changed.
LIST_LIFE = timedelta(hours=48)
LIST_RENEWAL = timedelta(hours=6)
#: After so many failed attempts an operator has to look at a half-issued credential.
MAX_ATTEMPTS = 5


class State(StrEnum):
    """How far one credential has come; only `issued` is ever handed out."""

    PREPARED = "prepared"
    ISSUED = "issued"
    LINT_FAILED = "lint_failed"
    SIGN_FAILED = "sign_failed"
    ABANDONED = "abandoned"


#: Every allowed step; the database refuses all others too (reliability.md section 2.2).
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.PREPARED: frozenset(
        {State.ISSUED, State.LINT_FAILED, State.SIGN_FAILED, State.ABANDONED}
    ),
    State.SIGN_FAILED: frozenset({State.PREPARED}),
    State.ISSUED: frozenset(),
    State.LINT_FAILED: frozenset(),
    State.ABANDONED: frozenset(),
}


class Visibility(StrEnum):
    """Who may see a credential's page and bytes (README ruling 6)."""

    PRIVATE = "private"
    LINK = "link"
    PUBLIC = "public"


class StatusPurpose(StrEnum):
    """What a status list says (Bitstring Status List 1.0)."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class ReasonCode(StrEnum):
    """Why a standing changed; the code is public, the text beside it never is."""

    ISSUED_IN_ERROR = "issued_in_error"
    MISATTRIBUTED_WORK = "misattributed_work"
    ACADEMIC_INTEGRITY = "academic_integrity"
    REQUIREMENT_LAPSED = "requirement_lapsed"
    LEARNER_REQUEST = "learner_request"
    UNDER_INVESTIGATION = "under_investigation"
    KEY_COMPROMISED = "key_compromised"
    RESOLVED = "resolved"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRecord:
    """One version of one credential: what was meant to be signed, and what was.

    Attributes:
        row: id of this row; a re-issue is a new row with the same `id`.
        id: full URL of the credential.
        public_id: last segment of `id`, as in `/credentials/{public_id}`.
        document: the complete unsigned document, frozen before the key was touched.
        proof_options: the proof without its value, frozen with it.
        data: the published bytes; set once, never changed.
        sha256: hex digest of `data`.
    """

    row: str
    id: CredentialId
    public_id: str
    organisation: str
    award: str
    learner: str
    definition: str
    achievement: str
    form: str = "ldp"
    row_version: int = 1
    key_id: str
    document: bytes = field(repr=False)
    proof_options: bytes = field(repr=False)
    list_id: str
    status_index: int
    status_purpose: StatusPurpose = StatusPurpose.REVOCATION
    state: State = State.PREPARED
    visibility: Visibility = Visibility.PRIVATE
    created_at: datetime
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None = None
    issued_at: datetime | None = None
    attempts: int = 0
    fault: str | None = None
    data: bytes | None = field(default=None, repr=False)
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """One mark on a credential, never changed: revoked, suspended (`on`) or reinstated.

    `reason_text` is private; pages and answers give `reason_code` alone.
    """

    credential_id: CredentialId
    organisation: str
    purpose: StatusPurpose
    seq: int
    on: bool
    reason_code: ReasonCode
    reason_text: str = field(repr=False)
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the marks of one credential add up to."""

    revoked: Revocation | None = None
    suspended: Revocation | None = None
    next_seq: int = 1

    def revocation_allowed(self) -> None:
        """Refuse a second revocation; the first one stands for ever.

        Raises:
            StateError: it is revoked already.
        """
        if self.revoked is not None:
            raise StateError("This credential is revoked already, and that is final", code="state")

    def suspension_allowed(self) -> None:
        """Refuse to suspend what is revoked or suspended.

        Raises:
            StateError: with what is possible instead.
        """
        self.revocation_allowed()
        if self.suspended is not None:
            raise StateError(
                "This credential is suspended already; reinstate or revoke it", code="state"
            )

    def reinstatement_allowed(self) -> None:
        """Refuse to reinstate what is not suspended, or revoked.

        Raises:
            StateError: with what is possible instead.
        """
        self.revocation_allowed()
        if self.suspended is None:
            raise StateError("This credential is not suspended; suspend or revoke it", code="state")


def marks_of(rows: tuple[Revocation, ...]) -> Marks:
    """Add up the marks of one credential, oldest first."""
    revoked = suspended = None
    for row in rows:
        match row.purpose:
            case StatusPurpose.REVOCATION:
                revoked = row
            case StatusPurpose.SUSPENSION:
                suspended = row if row.on else None
    return Marks(
        revoked=revoked,
        suspended=suspended,
        next_seq=max((row.seq for row in rows), default=0) + 1,
    )


def standing_of(record: CredentialRecord, marks: Marks, now: datetime) -> Standing:
    """Say what holds at an instant: revoked before suspended, before the dates."""
    if marks.revoked is not None:
        return Revoked(at=marks.revoked.at, reason_code=marks.revoked.reason_code)
    if marks.suspended is not None:
        return Suspended(reason_code=marks.suspended.reason_code)
    if now < record.valid_from:
        return NotYetValid(at=record.valid_from)
    if record.valid_until is not None and now >= record.valid_until:
        return Expired(at=record.valid_until)
    return Valid()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusListRecord:
    """One status list of an organisation for one purpose.

    Attributes:
        id: last segment of its URL, `/status/{id}`.
        url: the list credential's `id`, as its entries name it.
        shuffle: secret of the order in which indices are given (reliability.md row 43).
        taken: how many indices were given; none is ever given back.
        wanted_version: grows with each change that a reader must come to see.
        version: version of `data`; 0 before the first publication; never goes down.
        sealed: gives no more indices.
    """

    id: str
    url: str
    organisation: str
    purpose: StatusPurpose
    shuffle: bytes = field(repr=False)
    created_at: datetime
    taken: int = 0
    wanted_version: int = 1
    version: int = 0
    data: bytes | None = field(default=None, repr=False)
    signed_at: datetime | None = None
    valid_until: datetime | None = None
    sealed: bool = False

    def is_due(self, now: datetime) -> bool:
        """Tell whether it must be signed again, for a change or for its age."""
        if self.signed_at is None or self.version < self.wanted_version:
            return True
        return now - self.signed_at >= LIST_RENEWAL


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """What one client was answered under one key; `response` is None while it is under way."""

    organisation: str
    client: str
    key: str
    request_hash: str
    created_at: datetime
    lease_until: datetime
    status: int | None = None
    response: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementRecord:
    """A signed attestation, stored and never served (education.md section 3.6)."""

    id: str
    attestation: str
    organisation: str
    credential_id: CredentialId
    key_id: str
    data: bytes = field(repr=False)
    sha256: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerStatement:
    """A submitted attestation, as far as the school will sign it: no name, no free text.

    Attributes:
        levels: (item title, level name) in the order of the instrument; only what was seen.
        manifest_hash: `sha256:...` of the manifest of the revision that the peer saw.
    """

    id: str
    organisation: str
    credential_id: CredentialId
    badge_title: str
    relation: str
    assigned: bool
    calibrated: bool
    levels: tuple[tuple[str, str], ...]
    revision: int
    manifest_hash: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """Something still to be done about `ref`, handed out under a lease."""

    id: str
    organisation: str
    kind: str
    ref: str
    attempts: int
    not_before: datetime


def default_visibility(birth_date: date | None, age_of_majority: int, now: datetime) -> Visibility:
    """Return `link` for a known adult and `private` for everybody else (education.md 5.1)."""
    adult = is_adult(birth_date, majority=age_of_majority, on=now.date())
    return Visibility.LINK if adult else Visibility.PRIVATE


def reason_of(code: str) -> ReasonCode:
    """Read a reason code.

    Raises:
        RuleError: not one of the list, code `reason_code`.
    """
    try:
        return ReasonCode(code)
    except ValueError:
        known = ", ".join(reason.value for reason in ReasonCode)
        raise RuleError(f"Give one of these reason codes: {known}", code="reason_code") from None


__all__ = [
    "KEY_TRANSITIONS",
    "LIST_LENGTH",
    "LIST_LIFE",
    "LIST_RENEWAL",
    "MAX_ATTEMPTS",
    "TRANSITIONS",
    "CredentialId",
    "CredentialRecord",
    "EndorsementRecord",
    "GenuineCopy",
    "IdempotencyRecord",
    "KeyRecord",
    "KeyState",
    "Marks",
    "OutboxItem",
    "PeerStatement",
    "ReasonCode",
    "Revocation",
    "State",
    "StatusListRecord",
    "StatusPurpose",
    "Visibility",
    "default_visibility",
    "marks_of",
    "reason_of",
    "standing_of",
]
