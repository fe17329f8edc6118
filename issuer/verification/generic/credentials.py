"""One credential of any kind: form, proofs, signer, dates, and each status entry by itself."""

from dataclasses import replace

from issuer import proofs
from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.errors import InvalidProofError, IssuerError, LimitError, MalformedError
from issuer.proofs import Canonicalize, Strictness, jose, vcdm
from issuer.proofs.strictness import GENERIC_VERIFYING
from issuer.verification.checks import (
    check_claims,
    check_controller,
    check_endorsements,
    check_proof,
)
from issuer.verification.checks.dates import SKEW
from issuer.verification.checks.schema import check_schema
from issuer.verification.checks.status import check_status
from issuer.verification.checks.structure import check_structure
from issuer.verification.findings import Finding, Outcome
from issuer.verification.generic.model import GenericReport, StatusResult
from issuer.verification.lookups import Lookups
from issuer.verification.ports import Services
from issuer.verification.reading import Candidate, read_enveloped, read_token

_BADGES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"})
_FORM = "structure"
_OLDER_DATES = ("issuanceDate", "expirationDate")


def in_generic_profile(canonicalize: Canonicalize) -> Canonicalize:
    """Return how the generic profile does its JSON-LD work: contexts may stand in the document.

    For `Services.canonicalize` of a service that issues generically (API-11; README ruling 11);
    everywhere else a credential with a context of its own is refused.
    """

    def canonicalize_generic(
        document: Document, _strictness: Strictness, /, *, digest: str = "sha256"
    ) -> bytes:
        return canonicalize(document, GENERIC_VERIFYING, digest=digest)

    return canonicalize_generic


def verify_any(document: Document, services: Services) -> GenericReport:
    """Verify a credential of any kind, in an envelope or with proofs of its own."""
    return verify_with(document, Lookups(services))


def verify_with(shown: Document | str, lookups: Lookups) -> GenericReport:
    """Verify a credential, or the text of its token, within larger lookups."""
    try:
        candidate = _candidate_of(shown)
    except (InvalidProofError, MalformedError, LimitError) as error:
        document = {} if isinstance(shown, str) else shown
        return GenericReport(document=document, findings=(refusal(_FORM, error),))
    findings = list(check_form(candidate, lookups))
    held = False
    for check in (check_proof, check_controller):
        if all(each.outcome is Outcome.VALID for each in findings):
            findings.extend(check(candidate, lookups))
            held = held or any(each.code == "proof" for each in findings if _is_good(each))
    if not all(map(_is_good, findings)):
        return _report(candidate, findings, lookups, held=held)
    findings.extend(check_claims(candidate, lookups))
    findings.extend(check_period(candidate, lookups))
    findings.extend(check_schema(candidate, lookups))
    if _is_badge(candidate):
        findings.extend(check_endorsements(candidate, lookups))
    report = _report(candidate, findings, lookups, held=True)
    return replace(report, statuses=_statuses(candidate, lookups))


def verify_own_word(candidate: Candidate, lookups: Lookups) -> GenericReport:
    """Verify what a holder says of itself without a proof: all but the proof is asked (DM-13).

    A badge is somebody's signed word, so one without a proof is refused (OB-29).
    """
    findings = list(check_form(candidate, lookups))
    if _is_badge(candidate):
        findings.extend(check_proof(candidate, lookups))
    if not all(map(_is_good, findings)):
        return GenericReport(document=candidate.document, findings=tuple(findings))
    findings.extend(check_period(candidate, lookups))
    findings.extend(check_schema(candidate, lookups))
    return GenericReport(
        document=candidate.document,
        findings=tuple(findings),
        statuses=_statuses(candidate, lookups),
    )


def check_form(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check the data model and that every word has a meaning (DM-1 to DM-10).

    Of the older model badges alone are read, by the rules of badges (OB-49).
    """
    if _is_badge(candidate) and jose.is_older(candidate.document):
        return check_structure(candidate, lookups)
    try:
        vcdm.require_credential(candidate.document)
        proofs.require_covered(candidate.document, canonicalize=lookups.canonicalize)
    except MalformedError as error:
        return (refusal(_FORM, error),)
    if _is_badge(candidate):
        return check_structure(candidate, lookups)
    return (good(_FORM, "structure", "Form", "It has the form of a verifiable credential."),)


def check_period(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check that now lies between the dates of its validity, where it has any (DM-6, OB-49)."""
    is_older = jose.is_older(candidate.document)
    first, last = _OLDER_DATES if is_older else ("validFrom", "validUntil")
    start, end = (candidate.document.get(name) for name in (first, last))
    if start is not None and parse_instant(str(start)) > lookups.now + SKEW:
        return (_fault("dates", "not_yet_valid", "It is not in force yet", f"/{first}"),)
    if end is not None and parse_instant(str(end)) < lookups.now:
        return (_fault("dates", "expired", "It has expired", f"/{last}"),)
    return (good("dates", "dates", "Dates", "It is in force."),)


def good(check: str, code: str, title: str, sentence: str) -> Finding:
    """Return the finding of a check that was passed."""
    return Finding(check=check, code=code, outcome=Outcome.VALID, title=title, sentence=sentence)


def refusal(check: str, error: IssuerError) -> Finding:
    """Return the finding of a refusal, in the error's own words."""
    return _fault(check, error.code, error.detail, error.pointer)


def _fault(check: str, code: str, sentence: str, pointer: str | None) -> Finding:
    return Finding(
        check=check,
        code=code,
        outcome=Outcome.INVALID,
        title=check.capitalize(),
        sentence=f"{sentence.rstrip('.')}.",
        pointer=pointer,
    )


def _candidate_of(shown: Document | str) -> Candidate:
    """Take a token as it is or out of its envelope (DM-12)."""
    if isinstance(shown, str):
        found = read_token(shown.encode("utf-8"))
    elif vcdm.is_envelope(shown):
        found = read_enveloped(shown)
    else:
        return Candidate(document=shown)
    if not isinstance(found, Candidate):
        raise MalformedError("The token holds a presentation", code="type", pointer="/id")
    return found


def _report(
    candidate: Candidate, findings: list[Finding], lookups: Lookups, *, held: bool
) -> GenericReport:
    return GenericReport(
        document=candidate.document,
        findings=tuple(findings),
        media_type="application/vc" if candidate.jwt is None else "application/vc+jwt",
        proofs_held=held,
        controller_document=_controller(candidate, lookups) if held else None,
    )


def _controller(candidate: Candidate, lookups: Lookups) -> Document | None:
    """Return the issuer's document; it was looked up for the proof, unless the key stood alone."""
    try:
        return lookups.controller_document(candidate.issuer_id)
    except IssuerError:
        return None


def _statuses(candidate: Candidate, lookups: Lookups) -> tuple[StatusResult, ...]:
    """Look up each entry; several are allowed, and each has a list of its own."""
    status = candidate.document.get("credentialStatus")
    if status is None:
        return ()
    results = []
    for entry in status if isinstance(status, list) else [status]:
        one = replace(candidate, document={**candidate.document, "credentialStatus": entry})
        results.append(StatusResult(entry=entry, findings=check_status(one, lookups)))
    return tuple(results)


def _is_badge(candidate: Candidate) -> bool:
    return not candidate.types.isdisjoint(_BADGES)


def _is_good(finding: Finding) -> bool:
    return finding.outcome is Outcome.VALID
