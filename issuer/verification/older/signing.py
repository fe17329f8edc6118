"""Signed badges: by a key that the issuer's Profile names, and not in its list of revocations.

Open Badges 2.0, sections 8.2 and 9.2.
"""

from collections.abc import Mapping

from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, LimitError, MalformedError, UnavailableError
from issuer.proofs import jose
from issuer.proofs.jose import PublicJwk
from issuer.verification.findings import Finding
from issuer.verification.lookups import Lookups
from issuer.verification.older.found import StoppedError, good, left_open, refused, told
from issuer.verification.older.model import Assertion, Profile
from issuer.verification.older.reading import UNSUPPORTED, has_type


def require_signed(
    assertion: Assertion, token: bytes | None, profile: Profile, lookups: Lookups
) -> tuple[Finding, ...]:
    """Check the signature with the key that the issuer publishes.

    Raises:
        StoppedError: there is none, it does not hold, or the key is not the issuer's.
    """
    if token is None:
        raise StoppedError(
            refused(
                "proof", "proof_missing", "It says that it is signed, and carries no signature."
            )
        )
    try:
        jws = jose.read_jws(token)
        jose.verify_jws(jws, _key_of(assertion, profile, lookups))
    except UnavailableError as error:
        sentence = f"The signature could not be checked: {told(error)}."
        raise StoppedError(left_open("proof", "key_unreachable", sentence)) from error
    except (InvalidProofError, LimitError, MalformedError) as error:
        if error.code == UNSUPPORTED:
            sentence = f"The signature could not be checked: {told(error)}."
            raise StoppedError(left_open("proof", error.code, sentence)) from error
        sentence = f"The signature does not hold: {told(error)}."
        raise StoppedError(refused("proof", error.code, sentence)) from error
    return (
        good(
            "proof", "proof", "The signature holds: not one letter was changed since it was made."
        ),
        good("controller", "controller", "It was signed by a key that its issuer publishes."),
    )


def check_revocations(
    assertion: Assertion, profile: Profile, lookups: Lookups
) -> tuple[Finding, ...]:
    """Look into the issuer's own list of revoked badges (2.0, RevocationList)."""
    url = profile.revocation_list
    if url is None:
        return (
            good("status", "status_none", "Its issuer names no list of revocations.", is_note=True),
        )
    try:
        listed = lookups.key_document(url)
    except UnavailableError as error:
        return (_unknown("status_unreachable", told(error)),)
    entries = listed.get("revokedAssertions")
    if listed.get("id") != url or listed.get("issuer") != profile.id:
        return (_unknown("status_unreadable", "the list at its address is another's"),)
    revoked = _ids_of(entries)
    if revoked is None or not has_type(listed, "RevocationList"):
        return (_unknown("status_unreadable", "the list cannot be read"),)
    if assertion.id in revoked:
        return (refused("status", "revoked", "The issuer has revoked it in its list."),)
    return (good("status", "status", "It is not in the issuer's list of revocations."),)


def _ids_of(entries: Json) -> frozenset[str] | None:
    """Return what a list of revocations names; None if one entry cannot be read."""
    if not isinstance(entries, list):
        return None
    named: set[str] = set()
    for entry in entries:
        name = entry.get("id", entry.get("uid")) if isinstance(entry, Mapping) else entry
        if not isinstance(name, str):
            return None
        named.add(name)
    return frozenset(named)


def _key_of(assertion: Assertion, profile: Profile, lookups: Lookups) -> PublicJwk:
    """Return the key that assertion and Profile both name; neither of them alone is enough."""
    name = assertion.creator
    if name is None and len(profile.keys) == 1:
        name = next(iter(profile.keys))
    if name is None or name not in profile.keys:
        raise InvalidProofError("The issuer does not publish the key it names", code="key_source")
    document = profile.keys[name] or _published(name, lookups)
    if document.get("id") != name or document.get("owner") != profile.id:
        raise InvalidProofError("The key is of another issuer", code="issuer_vm_mismatch")
    pem = document.get("publicKeyPem")
    if not has_type(document, "CryptographicKey") or not isinstance(pem, str):
        raise InvalidProofError("The key is not published as a key", code="did_document")
    return jose.jwk_of_pem(pem)


def _published(name: str, lookups: Lookups) -> Document:
    if not name.startswith("https://"):
        raise InvalidProofError("The key has no https address", code="key_source")
    document = lookups.key_document(name.partition("#")[0])
    embedded = document.get("publicKey")
    for each in embedded if isinstance(embedded, list) else [embedded]:
        if isinstance(each, Mapping) and each.get("id") == name:
            return each
    return document


def _unknown(code: str, reason: str) -> Finding:
    return left_open("status", code, f"Whether it was revoked is not known: {reason}.")
