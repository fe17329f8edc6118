"""A small builder of signed tokens, with every freedom that an attacker has.

Keys come from public numbers and are for tests only. Signatures are deterministic (RFC 6979), so
that the same token has the same bytes on every day.
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.proofs import ed25519
from tests.interop.credentials import ACADEMY, ACADEMY_DID, STRANGER, good_documents

Sign = Callable[[bytes], bytes]

P256 = ec.derive_private_key(int.from_bytes(bytes(range(32)), "big"), ec.SECP256R1())
P384 = ec.derive_private_key(int.from_bytes(bytes(range(48)), "big"), ec.SECP384R1())
STRANGERS = ec.derive_private_key(int.from_bytes(bytes(range(32, 64)), "big"), ec.SECP256R1())

KID = f"{ACADEMY_DID}#es256"
KID_384 = f"{ACADEMY_DID}#es384"
KID_RSA = f"{ACADEMY_DID}#rs256"
KID_SHORT_RSA = f"{ACADEMY_DID}#rs256-short"
STRANGERS_KID = f"{STRANGER.did}#es256"


def rsa_key(bits: int, first: int, second: int) -> rsa.RSAPrivateKey:
    """Return the key of the primes that are this far above 3/4 and a bit more of a power of 2."""
    low = 3 << (bits // 2 - 2)
    p, q = low + first, low + (1 << (bits // 2 - (bits // 2) % 100)) + second
    d = pow(65537, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(65537, p * q),
    ).private_key()


RSA = rsa_key(2048, 1037, 1011)
SHORT_RSA = rsa_key(1024, 761, 195)


def b64(data: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def number(value: int, size: int | None = None) -> str:
    """Write a whole number as a JWK does."""
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def ec_public(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """Return the public JWK of a key on a NIST curve."""
    numbers, size = key.public_key().public_numbers(), (key.key_size + 7) // 8
    return {
        "kty": "EC",
        "crv": f"P-{key.key_size}",
        "x": number(numbers.x, size),
        "y": number(numbers.y, size),
    }


def rsa_public(key: rsa.RSAPrivateKey) -> dict[str, str]:
    """Return the public JWK of an RSA key."""
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}


def ecdsa(key: ec.EllipticCurvePrivateKey) -> Sign:
    """Return a signer in ES256 or ES384, by the key's curve."""
    kind = hashes.SHA256() if key.key_size == 256 else hashes.SHA384()
    size = (key.key_size + 7) // 8

    def sign(data: bytes) -> bytes:
        der = key.sign(data, ec.ECDSA(kind, deterministic_signing=True))
        return b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(der))

    return sign


def rs256(key: rsa.RSAPrivateKey) -> Sign:
    """Return a signer in RS256."""
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def eddsa(data: bytes) -> bytes:
    """Sign with the academy's Ed25519 key."""
    return ed25519.sign_with_seed(ACADEMY.seed, data)


def header(**members: Any) -> dict[str, Any]:
    """Return the header of an Open Badges token in ES256; None removes a member."""
    found = {"alg": "ES256", "kid": KID, "typ": "JWT", **members}
    return {name: value for name, value in found.items() if value is not None}


def payload(document: Document, **claims: Any) -> dict[str, Any]:
    """Return a credential and the claims that repeat it; None removes one."""
    subject: Any = document["credentialSubject"]
    issuer: Any = document["issuer"]
    found = {
        **document,
        "iss": issuer["id"],
        "sub": subject.get("id"),
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
        "exp": _seconds(document["validUntil"]),
        **claims,
    }
    return {name: value for name, value in found.items() if value is not None}


def token(head: Document | str, body: Document | str, sign: Sign) -> bytes:
    """Return a compact JWS; a text stands for exactly these bytes of header or payload."""
    signing_input = ".".join(b64(_bytes(part)) for part in (head, body))
    return f"{signing_input}.{b64(sign(signing_input.encode('ascii')))}".encode("ascii")


def jwk_method(kid: str, jwk: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Return a JsonWebKey as a DID document holds it."""
    controller = kid.partition("#")[0]
    return {
        "id": kid,
        "type": "JsonWebKey",
        "controller": controller,
        "publicKeyJwk": dict(jwk),
        **members,
    }


def token_documents(
    *methods: dict[str, Any], purpose: str = "assertionMethod"
) -> dict[str, Document]:
    """Return the world in which academy and stranger publish keys for tokens."""
    own = methods or (
        jwk_method(KID, ec_public(P256)),
        jwk_method(KID_384, ec_public(P384)),
        jwk_method(KID_RSA, rsa_public(RSA)),
    )
    theirs = (jwk_method(STRANGERS_KID, ec_public(STRANGERS)),)
    return {
        **good_documents(),
        ACADEMY_DID: with_methods(ACADEMY.document, own, purpose),
        STRANGER.did: with_methods(STRANGER.document, theirs, "assertionMethod"),
    }


def with_methods(
    document: Document, methods: tuple[dict[str, Any], ...], purpose: str
) -> dict[str, Any]:
    """Return a DID document with further methods, listed for one purpose."""
    found: dict[str, Any] = dict(document)
    found["verificationMethod"] = [*found["verificationMethod"], *methods]
    found[purpose] = [*found.get(purpose, []), *(method["id"] for method in methods)]
    return found


def _seconds(value: Any) -> int | None:
    return None if value is None else int(parse_instant(value).timestamp())


def _bytes(part: Document | str) -> bytes:
    text = part if isinstance(part, str) else json.dumps(part, separators=(",", ":"))
    return text.encode("utf-8")
