"""What a verification says: findings, the report made of them, and the facts a page may show.

Pure values; not the checks themselves.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from issuer.badges import Standing
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.verification.findings import Finding, Outcome, worst
from issuer.verification.naming import NamedCheck, named_checks

__all__ = [
    "AlignmentFact",
    "CredentialFacts",
    "EvidenceFact",
    "Finding",
    "ListFact",
    "Outcome",
    "Recipient",
    "RecipientFact",
    "ResultFact",
    "Shape",
    "TrustedIssuer",
    "Verdict",
    "VerificationReport",
    "exit_code",
]


class Shape(StrEnum):
    """What was shown: by which names its checks are told."""

    BADGE = "badge"
    PRESENTATION = "presentation"


class Verdict(StrEnum):
    """The overall answer, one of four; trust in the issuer is part of it."""

    VALID = "valid"
    VALID_ISSUER_UNKNOWN = "valid_issuer_unknown"
    NOT_VALID = "not_valid"
    NOT_FULLY_CHECKED = "not_fully_checked"

    @property
    def words(self) -> str:
        """Return the verdict as people read it."""
        return _WORDS[self]


_WORDS = {
    Verdict.VALID: "Valid",
    Verdict.VALID_ISSUER_UNKNOWN: "Valid, but issuer unknown",
    Verdict.NOT_VALID: "Not valid",
    Verdict.NOT_FULLY_CHECKED: "Could not be fully checked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the verifier expects, as the candidate says (OB-48); empty members are not asked.

    Attributes:
        id: a DID, URL or other identifier, compared exactly.
    """

    email: str = ""
    name: str = ""
    id: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is asked at all."""
        return bool(self.email or self.name or self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedIssuer:
    """An issuer that this installation knows, by whose word is left to the operator.

    Attributes:
        why: why it is trusted, in the words of whoever added it.
        added_by: pseudonymous id of that person; empty where the operator did it.
        organisation: the organisation for which that person acted; empty for the operator.
    """

    id: str
    name: str = ""
    added_at: datetime | None = None
    why: str = ""
    added_by: str = ""
    organisation: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form; members without a value are left out."""
        members: dict[str, Json] = {"id": self.id}
        for name in ("name", "why", "added_by", "organisation"):
            if getattr(self, name):
                members[name] = getattr(self, name)
        if self.added_at is not None:
            members["added_at"] = format_instant(self.added_at)
        return members


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFact:
    """Which version of a status list was read, so that a receipt can name it."""

    url: str
    sha256: str
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentFact:
    """An item of a competency framework that the achievement or a result is aligned to."""

    name: str
    url: str
    framework: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFact:
    """How the credential names the learner; a hashed value is not repeated."""

    type: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFact:
    """One result: what was rated, and the level, value or status that was reached."""

    name: str
    reached: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """One piece of evidence as the credential names it; `digest` is a multibase multihash."""

    id: str | None
    name: str | None
    description: str | None
    genre: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts:
    """What the credential says, to be shown only because its signature holds.

    Attributes:
        issuer_domain: the host that a did:web stands for; None for other identifiers.
        subject_kind: `did`, `urn`, `url`, `identifier`, or what else names the learner.
        endorsements: how many endorsements are embedded.
        recipients: further identifiers of the learner, hashed or plain.
    """

    id: str
    name: str
    description: str | None
    issuer_id: str
    issuer_name: str | None
    issuer_domain: str | None
    achievement_id: str | None
    achievement_name: str | None
    achievement_description: str | None
    criteria_id: str | None
    criteria_narrative: str | None
    results: tuple[ResultFact, ...]
    evidence: tuple[EvidenceFact, ...]
    awarded_at: datetime | None
    valid_from: datetime
    valid_until: datetime | None
    subject_kind: str
    endorsements: int
    alignments: tuple[AlignmentFact, ...] = ()
    subject_id: str | None = None
    recipients: tuple[RecipientFact, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form, instants as RFC 3339 text, members without a value left out."""
        members: dict[str, Json] = {}
        for name, value in asdict(self).items():
            if value is not None:
                members[name] = _plain(value)
        return members


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """All findings in the order of the checks, and what follows from them.

    Attributes:
        trusted: the issuer is on the verifier's trust list; told apart from validity.
        standing: what holds today; None while signature or status could not be established.
        facts: what the credential says; None unless its signature is its issuer's.
        lists: the status lists that were read, own and foreign.
        presented: of a presentation, the report of each badge in it, in its order.
    """

    findings: tuple[Finding, ...]
    trusted: bool = False
    standing: Standing | None = None
    facts: CredentialFacts | None = None
    lists: tuple[ListFact, ...] = ()
    shape: Shape = Shape.BADGE
    presented: "tuple[VerificationReport, ...]" = ()

    @property
    def outcome(self) -> Outcome:
        """Return the worst outcome of all findings, those of presented badges included."""
        found = tuple(finding.outcome for finding in self.findings)
        return worst((*found, *(each.outcome for each in self.presented)))

    @property
    def is_valid(self) -> bool:
        """Say whether every check was made and passed."""
        return self.outcome is Outcome.VALID

    @property
    def verdict(self) -> Verdict:
        """Return the overall answer, one of four."""
        match self.outcome:
            case Outcome.VALID:
                return Verdict.VALID if self.trusted else Verdict.VALID_ISSUER_UNKNOWN
            case Outcome.INDETERMINATE:
                return Verdict.NOT_FULLY_CHECKED
            case Outcome.INVALID:
                return Verdict.NOT_VALID

    @property
    def checks(self) -> tuple[NamedCheck, ...]:
        """Return the named checks, each with pass, fail or not checked."""
        return named_checks(self.findings, presented=self.shape is Shape.PRESENTATION)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all findings that are not valid, first to last."""
        return tuple(f.code for f in self.findings if f.outcome is not Outcome.VALID)

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form of the report; the same report gives the same JSON."""
        further: dict[str, Json] = {}
        if self.shape is not Shape.BADGE:
            further["shape"] = self.shape.value
            further["presented"] = [each.to_dict() for each in self.presented]
        return {
            "verdict": self.verdict.value,
            "outcome": self.outcome.value,
            "valid": self.is_valid,
            "trusted": self.trusted,
            "standing": None if self.standing is None else type(self.standing).__name__,
            "codes": list(self.codes),
            "checks": [check.to_dict() for check in self.checks],
            "findings": [finding.to_dict() for finding in self.findings],
            "credential": None if self.facts is None else self.facts.to_dict(),
            "status_lists": [_plain(asdict(each)) for each in self.lists],
            **further,
        }


def exit_code(report: VerificationReport) -> int:
    """Return the exit status of `issuer verify`: 0 valid, 2 valid but issuer unknown, else 1."""
    if not report.is_valid:
        return 1
    return 0 if report.trusted else 2


def _plain(value: Json | datetime) -> Json:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items() if item is not None}
    return value
