"""The registered claims beside a credential (OB-37, OB-38, JOSE-1, JOSE-2), and their splitting.

The payload is the credential itself; seven claims of RFC 7519 may stand beside its members. They
repeat what the credential says, so they must say the same.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.jose.header import UNSUPPORTED, Profile

REGISTERED = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
_REQUIRED = ("iss", "sub", "nbf", "jti")
_WRAPPERS = ("vc", "vp")
#: The first second of the year 10000: later ones have no date.
_END_OF_DATES = 253_402_300_800


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


def split(payload: Document, profile: Profile) -> tuple[Document, Document]:
    """Return (claims, credential) of a payload; `exp` gives a credential without end its end.

    Raises:
        InvalidProofError: claims are missing or contradict the credential, code `claims`.
        MalformedError: a credential of VC 1.1 inside a `vc` claim, code `unsupported_format`.
    """
    _refuse_wrapped(payload, profile)
    claims = {name: value for name, value in payload.items() if name in REGISTERED}
    document = {name: value for name, value in payload.items() if name not in REGISTERED}
    if profile is Profile.PRESENTATION:
        return claims, document
    if profile is Profile.OPEN_BADGES and any(name not in claims for name in _REQUIRED):
        raise _contradiction("The token lacks iss, sub, nbf or jti")
    _require_same(claims, document)
    if "exp" in claims and "validUntil" not in document:
        document["validUntil"] = format_instant(_instant(claims["exp"]))
    return claims, document


def _refuse_wrapped(payload: Document, profile: Profile) -> None:
    if not any(name in payload for name in _WRAPPERS):
        return
    if profile is Profile.OPEN_BADGES:
        raise MalformedError(
            "This is a credential of the older VC 1.1, which is not read in the JWT form",
            code=UNSUPPORTED,
        )
    raise _contradiction("The credential is the payload itself, not a claim in it")


def _require_same(claims: Document, document: Document) -> None:
    texts = {"iss": _issuer(document), "jti": document.get("id"), "sub": _subject(document)}
    for name, said in texts.items():
        if name in claims and claims[name] != said:
            raise _contradiction(f"The claim {name} says something else than the credential")
    for name, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        if name not in claims:
            continue
        instant = _instant(claims[name])
        missing = name == "exp" and member not in document
        if not missing and instant != _whole_second(document.get(member)):
            raise _contradiction(f"The claim {name} says something else than {member}")


def _issuer(document: Document) -> Json:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, Mapping) else issuer


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
        raise _contradiction("The credential has no date for a claim to repeat") from error


def _instant(value: Json) -> datetime:
    """Read a NumericDate (RFC 7519, section 2), parts of a second dropped."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _contradiction("Dates among the claims are numbers of seconds")
    if not 0 <= value < _END_OF_DATES:
        raise _contradiction("A date among the claims is out of range")
    return datetime.fromtimestamp(int(value), UTC)


def _contradiction(sentence: str) -> InvalidProofError:
    return InvalidProofError(sentence, code="claims")
