"""All checks of an Open Badges 2.0 badge, in order, and one report of what they found.

The best that is said is "could not be fully checked": nothing in that edition binds the words of
a badge to its issuer beyond what its host says today, and pictures, criteria and evidence are
covered by no digest.
"""

from dataclasses import dataclass

from issuer.badges import Expired, NotYetValid, Revoked, Standing
from issuer.documents import Document
from issuer.errors import MalformedError, UnavailableError
from issuer.verification.checks.dates import SKEW
from issuer.verification.checks.recipient import compare_recipient
from issuer.verification.facts import domain_of
from issuer.verification.findings import Finding, Outcome
from issuer.verification.lookups import GONE, Lookups
from issuer.verification.model import CredentialFacts, Recipient, RecipientFact, VerificationReport
from issuer.verification.older.found import StoppedError, good, left_open, refused, told
from issuer.verification.older.hosting import gone, read_hosted, require_scope
from issuer.verification.older.model import (
    HOSTED,
    Assertion,
    BadgeClass,
    Profile,
    read_assertion,
    read_badge_class,
    read_profile,
)
from issuer.verification.older.reading import Older
from issuer.verification.older.signing import check_revocations, require_signed

_EDITION = left_open(
    "edition",
    "older_badge",
    "It is an older Open Badge 2.0. What could be checked was checked; the older standard does not"
    " prove as much as today's.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What was established; made only where the issuer stands behind the assertion."""

    assertion: Assertion
    badge: BadgeClass
    profile: Profile


def verify_older(shown: Older, lookups: Lookups, recipient: Recipient) -> VerificationReport:
    """Check form, address or signature, issuer, dates, revocation and recipient."""
    found: list[Finding] = []
    held: _Held | None = None
    try:
        held = _establish(shown, lookups, found)
        found.append(_in_force(held.assertion, lookups))
        if held.assertion.kind != HOSTED:
            found.extend(check_revocations(held.assertion, held.profile, lookups))
        found.append(_known(held.profile, lookups))
        found.extend(compare_recipient(None, (held.assertion.recipient,), recipient))
    except StoppedError as stopped:
        found.append(stopped.finding)
    found.append(_EDITION)
    return VerificationReport(
        findings=tuple(found),
        trusted=any(each.code == "issuer_trusted" for each in found),
        standing=_standing(held, found),
        facts=None if held is None else _facts(held),
    )


def _establish(shown: Older, lookups: Lookups, found: list[Finding]) -> _Held:
    """Find out whether the issuer stands behind the assertion; raises StoppedError if not."""
    assertion = _assertion(_document(shown, lookups))
    found.append(good("structure", "structure", "It has the form of an Open Badge 2.0."))
    if assertion.kind == HOSTED:
        assertion, told_by_host = read_hosted(assertion, lookups)
        found.extend(told_by_host)
    badge = _badge(assertion, lookups)
    profile = _profile(badge, lookups)
    if assertion.kind == HOSTED:
        found.append(require_scope(assertion, profile))
    else:
        found.extend(require_signed(assertion, shown.token, profile, lookups))
    return _Held(assertion=assertion, badge=badge, profile=profile)


def _document(shown: Older, lookups: Lookups) -> Document:
    if shown.document is not None:
        return shown.document
    try:
        return lookups.hosted_document(shown.address)
    except UnavailableError as error:
        if error.code == GONE:
            raise StoppedError(gone()) from error
        sentence = f"No badge was found at the address in the picture: {told(error)}."
        raise StoppedError(left_open("hosted", "hosted_unreachable", sentence)) from error


def _assertion(document: Document) -> Assertion:
    try:
        return read_assertion(document)
    except MalformedError as error:
        raise StoppedError(_malformed(error)) from error


def _badge(assertion: Assertion, lookups: Lookups) -> BadgeClass:
    document = assertion.badge or _published(assertion.badge_id, lookups)
    try:
        badge = read_badge_class(document)
    except MalformedError as error:
        raise StoppedError(_malformed(error)) from error
    if badge.id != assertion.badge_id:
        raise StoppedError(
            refused("structure", "id", "What stands at the address of its badge is another badge.")
        )
    return badge


def _profile(badge: BadgeClass, lookups: Lookups) -> Profile:
    """Return the issuer as its own address tells: a copy in the badge could say anything."""
    document = _published(badge.issuer_id, lookups)
    try:
        profile = read_profile(document)
    except MalformedError as error:
        raise StoppedError(_malformed(error)) from error
    if profile.id != badge.issuer_id:
        raise StoppedError(
            refused("controller", "did_document_id", "The address of its issuer is another's.")
        )
    return profile


def _published(address: str, lookups: Lookups) -> Document:
    try:
        return lookups.key_document(address)
    except UnavailableError as error:
        sentence = f"Who issued it could not be looked up: {told(error)}."
        raise StoppedError(left_open("controller", "issuer_unreachable", sentence)) from error


def _in_force(assertion: Assertion, lookups: Lookups) -> Finding:
    if assertion.issued_on > lookups.now + SKEW:
        return refused("dates", "not_yet_valid", "It is dated in the future.", "/issuedOn")
    if assertion.expires is not None and assertion.expires < lookups.now:
        day = f"{assertion.expires.day} {assertion.expires:%B %Y}"
        return refused("dates", "expired", f"It expired on {day}.", "/expires")
    return good("dates", "dates", "It was issued in the past and has not expired.")


def _known(profile: Profile, lookups: Lookups) -> Finding:
    if lookups.is_trusted(profile.id):
        return good("issuer", "issuer_trusted", "The issuer is on the list of issuers we know.")
    return good(
        "issuer",
        "issuer_unknown",
        "We do not know who this issuer is: nothing in a badge proves a name.",
        is_note=True,
    )


def _malformed(error: MalformedError) -> Finding:
    sentence = f"It is not in the form that Open Badges 2.0 asks for: {told(error)}."
    return refused("structure", error.code, sentence, error.pointer)


def _standing(held: _Held | None, found: list[Finding]) -> Standing | None:
    """Say what ended it, and never that it is in force: that was not fully checked."""
    codes = {each.code for each in found if each.outcome is Outcome.INVALID}
    if "revoked" in codes:
        return Revoked()
    if held is not None and "expired" in codes and held.assertion.expires is not None:
        return Expired(at=held.assertion.expires)
    if held is not None and "not_yet_valid" in codes:
        return NotYetValid(at=held.assertion.issued_on)
    return None


def _facts(held: _Held) -> CredentialFacts:
    assertion, badge, profile = held.assertion, held.badge, held.profile
    recipient = assertion.recipient
    return CredentialFacts(
        id=assertion.id,
        name=badge.name,
        description=badge.description,
        issuer_id=profile.id,
        issuer_name=profile.name,
        issuer_domain=domain_of(profile.id),
        achievement_id=badge.id,
        achievement_name=badge.name,
        achievement_description=badge.description,
        criteria_id=badge.criteria,
        criteria_narrative=badge.narrative,
        results=(),
        evidence=(),
        awarded_at=assertion.issued_on,
        valid_from=assertion.issued_on,
        valid_until=assertion.expires,
        subject_kind="identifier",
        endorsements=0,
        recipients=(
            RecipientFact(
                type=recipient.identity_type,
                value=None if recipient.hashed else recipient.identity_hash,
            ),
        ),
    )
