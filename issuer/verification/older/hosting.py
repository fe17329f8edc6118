"""Hosted badges: what stands at the assertion's own address today, and whether it may stand there.

Open Badges 2.0, section 9.1. No redirect is followed: whoever answers at the address is who is
meant. An answer 410 says "revoked" as well as a document does; any other answer without a document
leaves the question open, which is never read as "not revoked".
"""

import re
from urllib.parse import SplitResult, urlsplit

from issuer.documents import Document
from issuer.errors import MalformedError, UnavailableError
from issuer.verification.findings import Finding
from issuer.verification.lookups import GONE, Lookups
from issuer.verification.older.found import StoppedError, good, left_open, refused, told
from issuer.verification.older.model import Assertion, Profile, read_assertion

#: Dot, slash, backslash and percent sign, escaped: servers differ on what they mean.
_HIDDEN = re.compile("%(?:2e|2f|5c|25)", re.IGNORECASE)
_SAID = "It is not signed; what stands at its address speaks for it."


def read_hosted(shown: Assertion, lookups: Lookups) -> tuple[Assertion, tuple[Finding, ...]]:
    """Return the assertion as its host tells it, which counts more than what was shown.

    Raises:
        StoppedError: it is not there, is revoked, or says something else.
    """
    if not shown.id.startswith("https://"):
        raise StoppedError(
            refused("hosted", "hosted_address", "It has no https address of its own.", "/id")
        )
    served = _served(shown.id, lookups)
    if served.get("id") != shown.id:
        raise StoppedError(_mismatch("another badge stands at its address"))
    if served.get("revoked") is True:
        reason = served.get("revocationReason")
        said = f", and says: {reason[:200].rstrip('.')}" if isinstance(reason, str) else ""
        raise StoppedError(refused("status", "revoked", f"The issuer has revoked it{said}."))
    try:
        hosted = read_assertion(served)
    except MalformedError as error:
        raise StoppedError(_mismatch(told(error))) from error
    if _essence(hosted) != _essence(shown):
        raise StoppedError(_mismatch("what stands there says something else"))
    found = good("hosted", "hosted", "Its issuer's host shows the same badge at its address.")
    note = good("proof", "not_signed", _SAID, is_note=True)
    status = good("status", "status", "At its address it is not marked as revoked.")
    return hosted, (found, note, status)


def gone() -> Finding:
    """Return the finding about a badge whose own address answers 410."""
    sentence = "The issuer has revoked it: its address says that it was taken away for good."
    return refused("status", "revoked", sentence)


def require_scope(assertion: Assertion, profile: Profile) -> Finding:
    """Check that the issuer vouches for badges at this address (2.0, VerificationObject).

    Raises:
        StoppedError: the address is not among those that the issuer names.
    """
    if _is_within(assertion.id, profile):
        return good("controller", "controller", "Its address is one that its issuer vouches for.")
    raise StoppedError(
        refused(
            "controller",
            "hosted_scope",
            "It stands at an address for which the issuer that it names does not vouch.",
            "/id",
        )
    )


def _is_within(address: str, profile: Profile) -> bool:
    if profile.scope:
        return any(_starts_with(address, each) for each in profile.scope)
    if profile.origins:
        parts = _parts(address)
        return parts is not None and parts.hostname in profile.origins
    return _origin(address) is not None and _origin(address) == _origin(profile.id)


def _starts_with(address: str, start: str) -> bool:
    """Compare by origin and whole steps of the path: a host may be the beginning of another's."""
    origin, place, prefix = _origin(address), _parts(address), _parts(start)
    if place is None or prefix is None or origin is None or origin != _origin(start):
        return False
    steps = prefix.path.rstrip("/")
    return _is_plain(place.path) and (
        place.path == prefix.path or place.path.startswith(f"{steps}/")
    )


def _is_plain(path: str) -> bool:
    """Say whether every server reads a path alike: no step back, in no spelling of one."""
    steps = path.split("/")[1:]
    is_bent = any(each.startswith("..") or each == "." for each in steps) or "" in steps[:-1]
    return not is_bent and "\\" not in path and _HIDDEN.search(path) is None


def _origin(address: str) -> tuple[str, int] | None:
    parts = _parts(address)
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.username:
        return None
    return parts.hostname, parts.port or 443


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _served(address: str, lookups: Lookups) -> Document:
    try:
        return lookups.hosted_document(address)
    except UnavailableError as error:
        if error.code == GONE:
            raise StoppedError(gone()) from error
        sentence = f"Whether its issuer still shows it is not known: {told(error)}."
        raise StoppedError(left_open("hosted", "hosted_unreachable", sentence)) from error


def _essence(assertion: Assertion) -> tuple[object, ...]:
    """Return what must not differ; pictures and embedded copies may, for they are looked up."""
    kept = ("narrative", "evidence")
    said = tuple(assertion.document.get(name) for name in kept)
    return (
        assertion.kind,
        assertion.badge_id,
        assertion.recipient,
        assertion.issued_on,
        assertion.expires,
        said,
    )


def _mismatch(reason: str) -> Finding:
    return refused("hosted", "hosted_mismatch", f"It is not what its issuer shows: {reason}.")
