"""Any signed JWT as claims: assertions of programs (RFC 7523) and ID tokens, read strictly.

The same doors as for credentials: three parts of strict base64url, strict JSON, no extension, no
key of its own, and the algorithm of the key that somebody else found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from issuer.documents import Document, read_document
from issuer.errors import InvalidProofError, IssuerError
from issuer.proofs.jose.algorithms import verify_signature
from issuer.proofs.jose.base64url import decode
from issuer.proofs.jose.jwk import ED25519, ES256, RS256, PublicJwk, read_jwk

#: Header name -> algorithm of the key. No shared secrets, and never none.
PLAIN_ALGORITHMS: Mapping[str, str] = {
    "ES256": ES256,
    "RS256": RS256,
    "EdDSA": ED25519,
    ED25519: ED25519,
}
_MAX_PART = 16 * 1024
_PARTS = 3
_NOT_HERE = frozenset({"crit", "b64", "jku", "jwk", "x5u", "x5c"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainJwt:
    """A token that breaks no rule of its form; nothing of it is believed yet.

    Attributes:
        alg: as the header writes it.
        algorithm: what the key has to be for, in the key's own words.
        claims: the payload.
    """

    alg: str
    algorithm: str
    kid: str | None
    claims: Document
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def read_plain_jwt(token: str) -> PlainJwt:
    """Read a token.

    Raises:
        InvalidProofError: `encoding`, `alg`, `crit` or `key_source`.
        MalformedError: as `documents.read_document`.
    """
    parts = token.split(".")
    if len(parts) != _PARTS or not token.isascii() or max(map(len, parts)) > _MAX_PART:
        raise InvalidProofError("A token has three parts", code="encoding")
    header = read_document(decode(parts[0]), max_bytes=_MAX_PART)
    if not _NOT_HERE.isdisjoint(header):
        raise InvalidProofError("The header asks for more than a signature", code="crit")
    name, kid = header.get("alg"), header.get("kid")
    if not isinstance(name, str) or name not in PLAIN_ALGORITHMS:
        raise InvalidProofError("The signature algorithm is not accepted", code="alg")
    if not isinstance(kid, str | None):
        raise InvalidProofError("The header does not name its key as text", code="key_source")
    return PlainJwt(
        alg=name,
        algorithm=PLAIN_ALGORITHMS[name],
        kid=kid,
        claims=read_document(decode(parts[1]), max_bytes=_MAX_PART),
        signing_input=f"{parts[0]}.{parts[1]}".encode("ascii"),
        signature=decode(parts[2]),
    )


def verify_plain_jwt(jwt: PlainJwt, key: PublicJwk) -> None:
    """Raise unless this key signed the token, in an algorithm of the key.

    Raises:
        InvalidProofError: `alg` or `proof`.
    """
    verify_signature(key, jwt.algorithm, jwt.signature, jwt.signing_input)


def key_for(jwt: PlainJwt, keys: Iterable[Document]) -> PublicJwk:
    """Return the one key of a JWK Set that may have signed a token (OpenID Connect Core, 10.1).

    By `kid` where the token names one; otherwise the set must hold a single key of its algorithm.

    Raises:
        InvalidProofError: none, or more than one; code `key_source`.
    """
    named = [key for key in keys if jwt.kid is None or key.get("kid") == jwt.kid]
    fitting = [key for key in map(_readable, named) if key and jwt.algorithm in key.algorithms]
    if len(fitting) != 1:
        raise InvalidProofError("No published key is the one of this token", code="key_source")
    return fitting[0]


def _readable(key: Document) -> PublicJwk | None:
    """Return the key, or None: a set may hold keys of kinds that we do not know (RFC 7517, 5)."""
    try:
        return read_jwk(key)
    except IssuerError:
        return None
