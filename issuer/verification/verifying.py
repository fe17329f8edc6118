"""Verify a credential, ours or not: every check in order, and one report of what they found.

A bad credential is an answer, not an accident: nothing here raises for one.
"""

from collections.abc import Sequence

from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.errors import (
    InvalidProofError,
    LimitError,
    MalformedError,
    NotFoundError,
    UnavailableError,
)
from issuer.verification.checks import (
    CHECKS,
    GATES,
    check_evidence,
    check_recipient,
    endorsements_in,
    refused_token,
)
from issuer.verification.facts import Credential, credential_of, facts_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome, Recipient, VerificationReport
from issuer.verification.occasion import NOT_ASKED, Expected
from issuer.verification.older.reading import UNSUPPORTED, Older
from issuer.verification.older.verifying import verify_older
from issuer.verification.ports import Services
from issuer.verification.presenting import VerifyOne, verify_presented
from issuer.verification.reading import (
    Candidate,
    Presentation,
    read_presented,
    read_shown,
)
from issuer.verification.refreshing import refresh

#: Nobody is expected: then it is not asked for whom the credential is.
NOBODY = Recipient()
_STATUS = frozenset({"status", "suspension"})


def verify(
    data: bytes,
    services: Services,
    *,
    recipient: Recipient = NOBODY,
    evidence: Sequence[bytes] = (),
    expected: Expected = NOT_ASKED,
) -> VerificationReport:
    """Verify the credential or presentation in a JSON document, a JWT or a baked PNG or SVG.

    `recipient` is whom the verifier expects, `evidence` the files that go with it, if any, and
    `expected` what a presentation must answer.
    """
    try:
        shown = read_shown(data)
    except (InvalidProofError, LimitError, MalformedError) as error:
        return _unreadable(error)
    lookups = Lookups(services)
    match shown:
        case Candidate():
            return _verify_candidate(shown, lookups, recipient, evidence)
        case Older():
            return verify_older(shown, lookups, recipient)
        case Presentation():
            return verify_presented(shown, expected, lookups, _verify_inside(recipient, evidence))


def verify_address(
    address: str,
    services: Services,
    *,
    recipient: Recipient = NOBODY,
    evidence: Sequence[bytes] = (),
    expected: Expected = NOT_ASKED,
) -> VerificationReport:
    """Verify the credential behind an address; one that leads to none is an open question."""
    try:
        data = services.badge_pages.find(address)
    except (NotFoundError, UnavailableError) as error:
        return VerificationReport(findings=(_not_found(error),))
    return verify(data, services, recipient=recipient, evidence=evidence, expected=expected)


def verify_document(document: Document, services: Services) -> VerificationReport:
    """Verify a document that came through `documents.read_document`, or that we signed."""
    return _verify_candidate(Candidate(document=document), Lookups(services), NOBODY, ())


def standing_of(credential: Credential, findings: tuple[Finding, ...]) -> Standing | None:
    """Say what holds today, by what was found; None where the status is not known.

    A withdrawal outweighs an end, since it says more; an end is certain even if the list is not.
    """
    found = {finding.code for finding in findings if finding.outcome is Outcome.INVALID}
    if "revoked" in found:
        return Revoked()
    if not found.isdisjoint({"suspended", "suspended_here"}):
        return Suspended()
    if "expired" in found and credential.valid_until is not None:
        return Expired(at=parse_instant(credential.valid_until))
    if "not_yet_valid" in found:
        return NotYetValid(at=parse_instant(credential.valid_from))
    known = all(f.outcome is Outcome.VALID for f in findings if f.check in _STATUS)
    return Valid() if known else None


def _verify_inside(recipient: Recipient, evidence: Sequence[bytes]) -> VerifyOne:
    """Return how each badge of a presentation is verified: like one that is shown by itself."""

    def verify_one(value: Document | str, lookups: Lookups) -> VerificationReport:
        try:
            candidate = read_presented(value)
        except (InvalidProofError, LimitError, MalformedError) as error:
            return _unreadable(error)
        return _verify_candidate(candidate, lookups, recipient, evidence)

    return verify_one


def _verify_candidate(
    candidate: Candidate, lookups: Lookups, recipient: Recipient, evidence: Sequence[bytes]
) -> VerificationReport:
    findings, held = _pass_gates(candidate, lookups)
    if not held:
        return VerificationReport(findings=findings)
    newest = refresh(candidate, lookups, _pass_gates)
    found = list(findings if newest.gates is None else newest.gates)
    if newest.note is not None:
        found.append(newest.note)
    for check in CHECKS:
        if check not in GATES:
            found.extend(check(newest.candidate, lookups))
    found.extend(check_evidence(newest.candidate, evidence))
    found.extend(check_recipient(newest.candidate, recipient))
    return _report(newest.candidate, tuple(found), lookups)


def _pass_gates(candidate: Candidate, lookups: Lookups) -> tuple[tuple[Finding, ...], bool]:
    """Make the checks on which all others rest; stop at the first that does not hold."""
    findings: list[Finding] = []
    for check in CHECKS:
        if check not in GATES:
            continue
        found = check(candidate, lookups)
        findings.extend(found)
        if any(finding.outcome is not Outcome.VALID for finding in found):
            return tuple(findings), False
    return tuple(findings), True


def _report(
    candidate: Candidate, findings: tuple[Finding, ...], lookups: Lookups
) -> VerificationReport:
    credential = credential_of(candidate)
    return VerificationReport(
        findings=findings,
        trusted=any(finding.code == "issuer_trusted" for finding in findings),
        standing=standing_of(credential, findings),
        facts=facts_of(credential, len(endorsements_in(candidate.document))),
        lists=lookups.lists,
    )


def _not_found(error: NotFoundError | UnavailableError) -> Finding:
    return Finding(
        check="reading",
        code="address",
        outcome=Outcome.INDETERMINATE,
        title="Address",
        sentence=f"No badge was found at this address: {error.detail.rstrip('.')}.",
    )


def _unreadable(error: InvalidProofError | LimitError | MalformedError) -> VerificationReport:
    if isinstance(error, InvalidProofError):
        return VerificationReport(findings=(refused_token(error),))
    return VerificationReport(findings=(_unread(error),))


def _unread(error: MalformedError | LimitError) -> Finding:
    unsupported = error.code == UNSUPPORTED
    return Finding(
        check="reading",
        code=error.code,
        outcome=Outcome.INDETERMINATE if unsupported else Outcome.INVALID,
        title="File",
        sentence=f"{error.detail.rstrip('.')}.",
        pointer=error.pointer,
    )
