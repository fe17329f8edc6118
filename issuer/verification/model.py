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


class Outcome(StrEnum):
    """What a check can say; "could not check" is a third answer, never a yes."""

    VALID = "valid"
    INDETERMINATE = "indeterminate"
    INVALID = "invalid"


#: From best to worst: a refusal weighs more than a question left open.
_BY_WEIGHT = (Outcome.VALID, Outcome.INDETERMINATE, Outcome.INVALID)


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the outcome that decides; nothing checked is indeterminate, never valid."""
    if not outcomes:
        return Outcome.INDETERMINATE
    return max(outcomes, key=_BY_WEIGHT.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        check: name of the check, as in `CHECKS`, or `reading`.
        code: stable snake_case code of exactly this finding.
        title: two or three words for a list of checks.
        sentence: plain words for a parent or an employer.
        pointer: JSON Pointer (RFC 6901) into the document, where one place is at fault.
        is_note: to be read, though the check itself was passed (a step was not taken).
    """

    check: str
    code: str
    outcome: Outcome
    title: str
    sentence: str
    pointer: str | None = None
    is_note: bool = False

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form; members without a value are left out."""
        members: dict[str, Json] = {
            "check": self.check,
            "code": self.code,
            "outcome": self.outcome.value,
            "title": self.title,
            "sentence": self.sentence,
        }
        if self.pointer is not None:
            members["pointer"] = self.pointer
        if self.is_note:
            members["note"] = True
        return members


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

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form, instants as RFC 3339 text, members without a value left out."""
        members: dict[str, Json] = {}
        for name, value in asdict(self).items():
            if value is None:
                continue
            members[name] = format_instant(value) if isinstance(value, datetime) else _plain(value)
        return members


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """All findings in the order of the checks, and what follows from them.

    Attributes:
        trusted: the issuer is on the verifier's trust list; told apart from validity.
        standing: what holds today; None while signature or status could not be established.
        facts: what the credential says; None unless its signature is its issuer's.
    """

    findings: tuple[Finding, ...]
    trusted: bool = False
    standing: Standing | None = None
    facts: CredentialFacts | None = None

    @property
    def outcome(self) -> Outcome:
        """Return the worst outcome of all findings."""
        return worst(tuple(finding.outcome for finding in self.findings))

    @property
    def is_valid(self) -> bool:
        """Say whether every check was made and passed."""
        return self.outcome is Outcome.VALID

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all findings that are not valid, first to last."""
        return tuple(f.code for f in self.findings if f.outcome is not Outcome.VALID)

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form of the report; the same report gives the same JSON."""
        return {
            "outcome": self.outcome.value,
            "valid": self.is_valid,
            "trusted": self.trusted,
            "standing": None if self.standing is None else type(self.standing).__name__,
            "codes": list(self.codes),
            "findings": [finding.to_dict() for finding in self.findings],
            "credential": None if self.facts is None else self.facts.to_dict(),
        }


def exit_code(report: VerificationReport) -> int:
    """Return the exit status of `issuer verify`: 0 valid, 2 valid but issuer unknown, else 1."""
    if not report.is_valid:
        return 1
    return 0 if report.trusted else 2


def _plain(value: Json) -> Json:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items() if item is not None}
    return value
