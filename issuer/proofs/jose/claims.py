"""The registered claims beside a credential (OB-37, OB-38, JOSE-1, JOSE-2), and their splitting.

The payload is the credential itself; seven claims of RFC 7519 may stand beside its members. They
repeat what the credential says, so they must say the same.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.proofs.jose.header import Profile
from issuer.proofs.jose.numeric_dates import contradiction, instant_of
from issuer.proofs.jose.wrapped import (
    NONCE,
    PRESENTATION,
    REGISTERED,
    is_older,
    unwrap,
    wrapper_of,
)

_REQUIRED = ("iss", "sub", "nbf", "jti")


class Payload(NamedTuple):
    """What a payload holds.

    Attributes:
        is_wrapped: it is of the older edition, and stood in a claim of its own.
    """

    claims: Document
    document: Document
    is_presentation: bool = False
    is_wrapped: bool = False


def claims_for(document: Document) -> Document:
    """Return the claims that repeat an unsigned credential (OB-37).

    Raises:
        MalformedError: a subject without an id, which cannot be a JWT; code `claims`.
    """
    said = {"iss": _issuer(document), "jti": document.get("id"), "sub": _subject(document)}
    if not all(isinstance(value, str) for value in said.values()):
        raise MalformedError("Only a credential about an id can be a JWT", code="claims")
    claims: dict[str, Json] = {**said, "nbf": _seconds(document["validFrom"])}
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return claims


def split(payload: Document, profile: Profile) -> Payload:
    """Take a payload apart; `exp` gives a credential without end its end.

    Raises:
        InvalidProofError: claims are missing or contradict the document, code `claims`.
    """
    wrapper = wrapper_of(payload)
    if wrapper is not None:
        if profile is not Profile.OPEN_BADGES:
            raise contradiction("What is secured is the payload itself, not a claim in it")
        return Payload(*unwrap(payload, wrapper), wrapper == PRESENTATION, is_wrapped=True)
    if is_older(payload):
        raise contradiction("A credential of the data model 1.1 stands in a claim of its own")
    if profile is Profile.PRESENTATION:
        return _presentation(payload)
    return _credential(payload, profile)


def _credential(payload: Document, profile: Profile) -> Payload:
    claims = {name: value for name, value in payload.items() if name in REGISTERED}
    document = {name: value for name, value in payload.items() if name not in REGISTERED}
    if profile is Profile.OPEN_BADGES and any(name not in claims for name in _REQUIRED):
        raise contradiction("The token lacks iss, sub, nbf or jti")
    _require_same(claims, document)
    if "exp" in claims and "validUntil" not in document:
        document["validUntil"] = format_instant(instant_of(claims["exp"]))
    return Payload(claims, document)


def _presentation(payload: Document) -> Payload:
    """Split a presentation; who presents it may stand in the claim, in the document or in both."""
    names = REGISTERED | {NONCE}
    claims = {name: value for name, value in payload.items() if name in names}
    document = {name: value for name, value in payload.items() if name not in names}
    for claim, said in (("iss", _party(document, "holder")), ("jti", document.get("id"))):
        if claim in claims and said not in (None, claims[claim]):
            raise contradiction(f"The claim {claim} says something else than the presentation")
    return Payload(claims, document, is_presentation=True)


def _require_same(claims: Document, document: Document) -> None:
    texts = {"iss": _issuer(document), "jti": document.get("id"), "sub": _subject(document)}
    for name, said in texts.items():
        if name in claims and claims[name] != said:
            raise contradiction(f"The claim {name} says something else than the credential")
    for name, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        if name not in claims:
            continue
        instant = instant_of(claims[name])
        missing = name == "exp" and member not in document
        if not missing and instant != _whole_second(document.get(member)):
            raise contradiction(f"The claim {name} says something else than {member}")


def _issuer(document: Document) -> Json:
    return _party(document, "issuer")


def _party(document: Document, name: str) -> Json:
    party = document.get(name)
    return party.get("id") if isinstance(party, Mapping) else party


def _subject(document: Document) -> Json:
    subject = document.get("credentialSubject")
    if isinstance(subject, list | tuple) and len(subject) == 1:
        subject = subject[0]
    return subject.get("id") if isinstance(subject, Mapping) else None


def _seconds(value: Json) -> int:
    return int(parse_instant(str(value)).timestamp())


def _whole_second(value: Json) -> datetime:
    """Read a date of the credential; most writers of claims drop parts of a second."""
    try:
        return parse_instant(str(value)).replace(microsecond=0)
    except MalformedError as error:
        raise contradiction("The credential has no date for a claim to repeat") from error
