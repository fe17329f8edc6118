"""Tokens as anybody may write them, honest or not, with every freedom that an attacker has.

Keys come from public numbers and are for tests only. Signatures of elliptic curves and RSA are
deterministic (RFC 6979), so that the same token has the same bytes on every day.
"""

import base64
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.proofs import did_document, ed25519
from issuer.proofs.jose import JwkMethod, PublicJwk, read_jwk
from tests.interop.credentials import ACADEMY, ACADEMY_DID, STRANGER, good_documents
from tests.pss import sign_pss

Sign = Callable[[bytes], bytes]
RSA_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
ALGORITHMS = ("EdDSA", "ES256", "ES384", "ES512", *RSA_ALGORITHMS)
_CURVES: Mapping[str, ec.EllipticCurve] = {
    "ES256": ec.SECP256R1(),
    "ES384": ec.SECP384R1(),
    "ES512": ec.SECP521R1(),
}
#: By the bits of a key, as RFC 7518 pairs them.
_HASHES: Mapping[int, hashes.HashAlgorithm] = {
    256: hashes.SHA256(),
    384: hashes.SHA384(),
    521: hashes.SHA512(),
}
#: By the end of an algorithm's name.
_RSA_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}
_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc", "vp"})

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
    """Return a signer in ES256, ES384 or ES512, by the key's curve."""
    kind = _HASHES[key.key_size]
    size = (key.key_size + 7) // 8

    def sign(data: bytes) -> bytes:
        der = key.sign(data, ec.ECDSA(kind, deterministic_signing=True))
        return b"".join(part.to_bytes(size, "big") for part in decode_dss_signature(der))

    return sign


def rs256(key: rsa.RSAPrivateKey) -> Sign:
    """Return a signer in RS256."""
    return rsa_signer(key, "RS256")


def rsa_signer(key: rsa.RSAPrivateKey, algorithm: str, salt: bytes | None = None) -> Sign:
    """Return a signer in RS256 to PS512 whose signatures are the same each time.

    The salt of PS256 to PS512 is zeros, as many as the hash has bytes, if no other is given.
    """
    kind = _RSA_HASHES[algorithm[2:]]
    if algorithm.startswith("RS"):
        return lambda data: key.sign(data, padding.PKCS1v15(), kind)
    zeros = bytes(kind.digest_size) if salt is None else salt
    return lambda data: sign_pss(key, kind.name, data, zeros)


def eddsa(data: bytes) -> bytes:
    """Sign with the academy's Ed25519 key."""
    return ed25519.sign_with_seed(ACADEMY.seed, data)


def header(**members: Any) -> dict[str, Any]:
    """Return the header of an Open Badges token in ES256; None removes a member."""
    return _kept({"alg": "ES256", "kid": KID, "typ": "JWT", **members})


def claims_of(document: Document) -> dict[str, Any]:
    """Return the claims that repeat a credential (OB-37), computed here by themselves."""
    members: dict[str, Any] = dict(document)
    issuer = members["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "sub": members["credentialSubject"].get("id"),
        "jti": members["id"],
        "nbf": int(parse_instant(members["validFrom"]).timestamp()),
    }
    if "validUntil" in members:
        claims["exp"] = int(parse_instant(members["validUntil"]).timestamp())
    return claims


def payload(document: Document, **claims: Any) -> dict[str, Any]:
    """Return a credential and the claims that repeat it; None removes one."""
    return _kept({**document, **claims_of(document), **claims})


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


def _bytes(part: Document | str) -> bytes:
    text = part if isinstance(part, str) else json.dumps(part, separators=(",", ":"))
    return text.encode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A key pair under the name that JOSE gives its algorithm; fits `jose.JwtSigner`."""

    algorithm: str
    private: Any = field(repr=False)
    did: str = ACADEMY_DID

    @property
    def method_id(self) -> str:
        """Return the full id of the method."""
        return f"{self.did}#{self.algorithm.lower()}"

    @property
    def jwk(self) -> PublicJwk:
        """Return the public key."""
        return read_jwk(self.members)

    @property
    def members(self) -> dict[str, Any]:
        """Return the public key as a JWK."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return dict(ec_public(self.private))
        if isinstance(self.private, rsa.RSAPrivateKey):
            return dict(rsa_public(self.private))
        raw = self.private.public_key().public_bytes_raw()
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(raw)}

    @property
    def method(self) -> JwkMethod:
        """Return the method under which the key is published."""
        return JwkMethod(id=self.method_id, controller=self.did, jwk=self.jwk)

    @property
    def document(self) -> Document:
        """Return a DID document with this key alone."""
        return did_document(self.did, [self.method])

    def sign(self, data: bytes) -> bytes:
        """Return the signature as JOSE writes it."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return ecdsa(self.private)(data)
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self._sign_by_rsa(data)
        return bytes(self.private.sign(data))

    def _sign_by_rsa(self, data: bytes) -> bytes:
        """Sign with `cryptography` alone: PS256 to PS512 with a salt by chance."""
        kind = _RSA_HASHES[self.algorithm[2:]]
        pss = padding.PSS(padding.MGF1(kind), padding.PSS.DIGEST_LENGTH)
        chosen = padding.PKCS1v15() if self.algorithm.startswith("RS") else pss
        return bytes(self.private.sign(data, chosen, kind))

    def token(self, document: Document, *, typ: str | None = "JWT", **changes: Any) -> bytes:
        """Return a token of a credential with its claims; `changes` of header and claims by name.

        A change to None removes the member; `claims` replaces them all.
        """
        header: dict[str, Any] = {"alg": self.algorithm, "kid": self.method_id, "typ": typ}
        claims = changes.pop("claims", None)
        claims = claims_of(document) if claims is None else claims
        for name, value in changes.items():
            place = claims if name in _CLAIMS else header
            place[name] = value
        payload = {**document, **_kept(claims)}
        return self.compact(_kept(header), json.dumps(payload).encode("utf-8"))

    def compact(self, header: Mapping[str, Any], payload: bytes) -> bytes:
        """Return a compact JWS of exactly this."""
        signed = f"{b64(json.dumps(header).encode('utf-8'))}.{b64(payload)}".encode("ascii")
        return signed + b"." + b64(self.sign(signed)).encode("ascii")


@functools.cache
def token_key(algorithm: str, seed: int = 7, did: str | None = None) -> TokenKey:
    """Return a key that everybody knows; RSA is made new in each process, for all algorithms."""
    private: Any
    if algorithm in _CURVES:
        private = ec.derive_private_key(2**200 + seed, _CURVES[algorithm])
    elif algorithm in RSA_ALGORITHMS:
        private = _new_rsa(seed)
    else:
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    named = {} if did is None else {"did": did}
    return TokenKey(algorithm=algorithm, private=private, **named)


@functools.cache
def _new_rsa(_seed: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def _kept(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
