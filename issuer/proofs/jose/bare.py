"""A JSON document as a compact JWS without any further rules, as Open Badges 2.0 signs (8.2 there).

It names its key in the document, not in the header; the key is published as PEM.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from issuer.documents import MAX_BYTES, Document, read_document
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs.jose.algorithms import verify_signature
from issuer.proofs.jose.base64url import decode, encode
from issuer.proofs.jose.header import ALGORITHMS, KEY_BRINGERS, UNSUPPORTED, Profile
from issuer.proofs.jose.jwk import PublicJwk, ec_jwk, ed25519_jwk, read_jwk
from issuer.proofs.jose.jwt import MAX_HEADER, parts_of

_KNOWN = {**ALGORITHMS[Profile.CREDENTIAL], **ALGORITHMS[Profile.OPEN_BADGES]}
#: Honest algorithms that are not read here; everything else, `none` above all, is refused.
_NOT_READ = frozenset({"ES256K"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Jws:
    """A signed document; its signature has not been looked at."""

    algorithm: str
    document: Document
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def peek(token: bytes) -> Document | None:
    """Return the payload of a token if it is a JSON object, believing nothing; else None."""
    try:
        return read_document(decode(parts_of(token, MAX_BYTES)[1]))
    except (InvalidProofError, MalformedError, LimitError):
        return None


def read_jws(token: bytes) -> Jws:
    """Read a signed document.

    Raises:
        InvalidProofError: `encoding`, `crit`, `alg`, or `key_source` for a header with a key.
        MalformedError: as `documents.read_document`; `unsupported_format` for an algorithm that is
            not read here.
        LimitError: too long, code `size`.
    """
    header_text, payload_text, signature_text = parts_of(token, MAX_BYTES)
    header = read_document(decode(header_text), max_bytes=MAX_HEADER)
    return Jws(
        algorithm=_algorithm_of(header),
        document=read_document(decode(payload_text)),
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
        signature=decode(signature_text),
    )


def verify_jws(jws: Jws, key: PublicJwk) -> None:
    """Raise unless the document was signed by this key, in an algorithm of the key.

    Raises:
        InvalidProofError: `alg` or `proof`.
    """
    verify_signature(key, jws.algorithm, jws.signature, jws.signing_input)


def jwk_of_pem(text: str) -> PublicJwk:
    """Return a public key that is published as PEM.

    Raises:
        InvalidProofError: `did_document` (no public key of a kind that signs here) or `weak_key`.
    """
    try:
        key = load_pem_public_key(text.encode("utf-8"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InvalidProofError("The key is no public key as PEM", code="did_document") from error
    match key:
        case ed25519.Ed25519PublicKey():
            return ed25519_jwk(key.public_bytes_raw())
        case ec.EllipticCurvePublicKey() if key.curve.name in (
            "secp256r1",
            "secp384r1",
            "secp521r1",
        ):
            return ec_jwk(key)
        case rsa.RSAPublicKey():
            numbers = key.public_numbers()
            return read_jwk({"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)})
        case _:
            raise InvalidProofError("Keys of this type are not accepted", code="did_document")


def _algorithm_of(header: Document) -> str:
    if "crit" in header or "b64" in header:
        raise InvalidProofError("Extensions of the header are not accepted", code="crit")
    if "jwk" in header or not KEY_BRINGERS.isdisjoint(header):
        raise InvalidProofError("The token brings its own key", code="key_source")
    name = header.get("alg")
    if not isinstance(name, str) or name not in {*_KNOWN, *_NOT_READ}:
        raise InvalidProofError("The signature algorithm is not accepted", code="alg")
    if name in _NOT_READ:
        raise MalformedError(f"Signatures in {name} are not read here", code=UNSUPPORTED)
    return _KNOWN[name]


def _number(value: int) -> str:
    return encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))
