"""What was found about a credential or presentation of any kind, sorted as API-3 wants it."""

from dataclasses import dataclass
from enum import StrEnum

from issuer.documents import Document, Json
from issuer.verification.findings import Finding, Outcome
from issuer.verification.reading import Candidate

#: Faults of time and standing: the document and its proof are right all the same (API-3).
_WARNINGS = frozenset({"expired", "not_yet_valid", "revoked", "suspended", "status_type"})
_STATUS = frozenset({"status", "suspension"})
_SET = frozenset({"revoked", "suspended", "status_message"})


class Answerable(StrEnum):
    """What a finding means for the answer."""

    GOOD = "good"
    WARNING = "warning"
    UNSURE = "unsure"
    ERROR = "error"


def meaning_of(finding: Finding) -> Answerable:
    """Sort a finding: error, warning, or a list that could not be read (API-3)."""
    if finding.code in _WARNINGS:
        return Answerable.WARNING
    match finding.outcome:
        case Outcome.VALID:
            return Answerable.WARNING if finding.code == "status_message" else Answerable.GOOD
        case Outcome.INDETERMINATE if finding.check in _STATUS:
            return Answerable.UNSURE
        case Outcome.INDETERMINATE if finding.check == "schema":
            return Answerable.WARNING
        case _:
            return Answerable.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusResult:
    """One status entry, as it stands, and what its list says."""

    entry: Json
    findings: tuple[Finding, ...]

    @property
    def value(self) -> bool | None:
        """Say whether the bit is set; None where it could not be read."""
        codes = {finding.code for finding in self.findings}
        if codes & _SET:
            return True
        return False if "status" in codes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericReport:
    """Everything that was found about one credential.

    Attributes:
        document: the credential, out of its envelope if it came in one.
        findings: of all checks but those of status.
        proofs_held: every proof of a suite that is read here was verified.
        controller_document: of the issuer, if it was retrieved.
    """

    document: Document
    findings: tuple[Finding, ...]
    statuses: tuple[StatusResult, ...] = ()
    media_type: str = "application/vc"
    proofs_held: bool = False
    controller_document: Document | None = None

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return the findings of all checks, status last."""
        return self.findings + tuple(f for status in self.statuses for f in status.findings)

    @property
    def has_errors(self) -> bool:
        """Say whether document, proof or a list is at fault."""
        return any(meaning_of(each) is Answerable.ERROR for each in self.all_findings)

    @property
    def is_verified(self) -> bool:
        """Say whether nothing is at fault and every list could be read."""
        wrong = (Answerable.ERROR, Answerable.UNSURE)
        return all(meaning_of(each) not in wrong for each in self.all_findings)

    @property
    def is_valid(self) -> bool:
        """Say whether every check was made and passed, as everywhere else in this service."""
        return all(each.outcome is Outcome.VALID for each in self.all_findings)

    @property
    def issuer_id(self) -> str | None:
        """Return whose credential it claims to be."""
        return Candidate(document=self.document).issuer_id or None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationReport:
    """What was found about a presentation itself, and about each credential inside."""

    document: Document
    findings: tuple[Finding, ...]
    credentials: tuple[GenericReport, ...] = ()
    holder: str | None = None

    @property
    def has_errors(self) -> bool:
        """Say whether the presentation or a credential inside is at fault."""
        own = any(meaning_of(each) is Answerable.ERROR for each in self.findings)
        return own or any(report.has_errors for report in self.credentials)

    @property
    def holds(self) -> bool:
        """Say whether form, proofs and holder of the presentation itself are right."""
        return all(each.outcome is Outcome.VALID for each in self.findings)

    @property
    def is_verified(self) -> bool:
        """Say whether it holds, and every credential inside is verified."""
        return self.holds and all(report.is_verified for report in self.credentials)

    @property
    def is_valid(self) -> bool:
        """Say whether it holds, and every check of every credential inside was passed."""
        return self.holds and all(report.is_valid for report in self.credentials)
