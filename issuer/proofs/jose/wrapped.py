"""Tokens of the older data model: the credential or presentation stands in a claim `vc` or `vp`.

VC Data Model 1.1, section 6.3.1; Open Badges 3.0 of that edition (OB-49). The registered claims
stand for members of what is wrapped: where both are there they must agree, and nothing that could
be read as a second credential may stand beside it.
"""

from collections.abc import Mapping
from datetime import datetime

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.proofs.jose.numeric_dates import contradiction, instant_of

#: RFC 7519, section 4.1.
REGISTERED = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
#: What answers a question of the verifier, in a presentation.
NONCE = "nonce"
CREDENTIAL, PRESENTATION = "vc", "vp"
_WRAPPERS = frozenset({CREDENTIAL, PRESENTATION})
_CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
#: Members by which another reader would find a second credential beside the wrapped one.
_MEMBERS = frozenset(
    {
        "@context",
        "id",
        "type",
        "issuer",
        "holder",
        "issuanceDate",
        "expirationDate",
        "validFrom",
        "validUntil",
        "credentialSubject",
        "credentialStatus",
        "verifiableCredential",
        "proof",
    }
)


def wrapper_of(payload: Document) -> str | None:
    """Return the claim that holds the credential or presentation, or None.

    Raises:
        InvalidProofError: there are both, code `claims`.
    """
    found = _WRAPPERS & payload.keys()
    if len(found) > 1:
        raise contradiction("A token holds a credential or a presentation, not both")
    return next(iter(found), None)


def is_older(document: Document) -> bool:
    """Tell whether the first context is that of the data model 1.1."""
    contexts = document.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    return first == _CREDENTIALS_V1


def unwrap(payload: Document, wrapper: str) -> tuple[Document, Document]:
    """Return (claims, document), the document completed by the claims that stand for its members.

    Raises:
        InvalidProofError: claims are missing, contradict the document or say more than one, or
            the document is of another edition; code `claims`.
    """
    document = payload[wrapper]
    if not isinstance(document, Mapping) or not is_older(document):
        raise contradiction(f"The claim {wrapper} holds no document of the data model 1.1")
    if not _MEMBERS.isdisjoint(payload):
        raise contradiction(f"Beside the claim {wrapper} stand members of a second document")
    claims = {name: payload[name] for name in payload if name in REGISTERED or name == NONCE}
    if wrapper == PRESENTATION:
        return claims, _completed(document, claims, {"jti": "id"}, party="holder")
    if not {"iss", "nbf"} <= claims.keys():
        raise contradiction("The token lacks iss or nbf")
    complete = _completed(document, claims, {"jti": "id"}, party="issuer")
    complete = _with_dates(complete, claims)
    return claims, _with_subject(complete, claims)


def _completed(
    document: Document, claims: Document, texts: Mapping[str, str], party: str
) -> dict[str, Json]:
    complete = dict(document)
    for claim, member in texts.items():
        if claim in claims:
            complete[member] = _same(complete.get(member), claims[claim], claim)
    if "iss" in claims:
        complete[party] = _with_id(complete.get(party), claims["iss"], "iss")
    return complete


def _with_subject(document: dict[str, Json], claims: Document) -> Document:
    if "sub" not in claims:
        return document
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        return {**document, "credentialSubject": [_with_id(subject[0], claims["sub"], "sub")]}
    if not isinstance(subject, Mapping):
        raise contradiction("The claim sub names no one subject of the credential")
    return {**document, "credentialSubject": _with_id(subject, claims["sub"], "sub")}


def _with_dates(document: dict[str, Json], claims: Document) -> dict[str, Json]:
    for claim, member in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        if claim not in claims:
            continue
        instant = instant_of(claims[claim])
        if member not in document:
            document[member] = format_instant(instant)
        elif instant != _whole_second(document[member]):
            raise contradiction(f"The claim {claim} says something else than {member}")
    return document


def _with_id(value: Json, said: Json, claim: str) -> Json:
    """Return a party or subject with the id that a claim says; an id that it has must be equal."""
    if isinstance(value, Mapping):
        return {**value, "id": _same(value.get("id"), said, claim)}
    return _same(value, said, claim)


def _same(value: Json, said: Json, claim: str) -> Json:
    if not isinstance(said, str) or (value is not None and value != said):
        raise contradiction(f"The claim {claim} says something else than the document")
    return said


def _whole_second(value: Json) -> datetime:
    try:
        return parse_instant(str(value)).replace(microsecond=0)
    except MalformedError as error:
        raise contradiction("The credential has no date for a claim to repeat") from error
