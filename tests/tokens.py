"""Tokens as anybody may write them, honest or not; keys from public numbers, for tests only."""

import base64
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.proofs import did_document
from issuer.proofs.jose import JwkMethod, PublicJwk, read_jwk

_CURVES: Mapping[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, str]] = {
    "ES256": (ec.SECP256R1(), hashes.SHA256(), "P-256"),
    "ES384": (ec.SECP384R1(), hashes.SHA384(), "P-384"),
    "ES512": (ec.SECP521R1(), hashes.SHA512(), "P-521"),
}
ALGORITHMS = ("EdDSA", "ES256", "ES384", "ES512", "RS256")


def b64(data: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def number(value: int, size: int) -> str:
    """Write a number of a JWK."""
    return b64(value.to_bytes(size, "big"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A key pair under the name that JOSE gives its algorithm; fits `jose.JwtSigner`."""

    algorithm: str
    private: Any = field(repr=False)
    did: str = "did:web:badges.riverbend.example:issuers:academy"

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
        public = self.private.public_key()
        if self.algorithm in _CURVES:
            curve, _, name = _CURVES[self.algorithm]
            size = (curve.key_size + 7) // 8
            point = public.public_numbers()
            return {
                "kty": "EC",
                "crv": name,
                "x": number(point.x, size),
                "y": number(point.y, size),
            }
        if self.algorithm == "RS256":
            numbers = public.public_numbers()
            size = (numbers.n.bit_length() + 7) // 8
            return {"kty": "RSA", "n": number(numbers.n, size), "e": "AQAB"}
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}

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
        if self.algorithm in _CURVES:
            curve, digest, _ = _CURVES[self.algorithm]
            size = (curve.key_size + 7) // 8
            r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(digest)))
            return bytes(r.to_bytes(size, "big") + s.to_bytes(size, "big"))
        if self.algorithm == "RS256":
            return bytes(self.private.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        return bytes(self.private.sign(data))

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


_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc", "vp"})


def claims_of(document: Document) -> dict[str, Any]:
    """Return the claims that repeat a credential (OB-37), computed here by themselves."""
    members: dict[str, Any] = dict(document)
    issuer = members["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": members["id"],
        "nbf": int(parse_instant(members["validFrom"]).timestamp()),
        "sub": members["credentialSubject"].get("id"),
    }
    if "validUntil" in members:
        claims["exp"] = int(parse_instant(members["validUntil"]).timestamp())
    return claims


@functools.cache
def token_key(algorithm: str, seed: int = 7, did: str | None = None) -> TokenKey:
    """Return a key that everybody knows; RSA is made new in each process."""
    private: Any
    if algorithm in _CURVES:
        private = ec.derive_private_key(2**200 + seed, _CURVES[algorithm][0])
    elif algorithm == "RS256":
        private = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    else:
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    named = {} if did is None else {"did": did}
    return TokenKey(algorithm=algorithm, private=private, **named)


def _kept(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
