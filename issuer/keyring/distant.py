"""Signers whose private half is elsewhere: they hold its public half and a way to ask."""

import base64
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec

from issuer.errors import UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.proofs import Signer, decode_public_key, encode_public_key
from issuer.proofs.jose import ES256, JwtSigner, PublicJwk, jwk_of_multikey, p256_multikey

ED25519 = "Ed25519"
SIGNATURE_BYTES = 64
_POINT_BYTES = {ED25519: 32, ES256: 65}
Ask = Callable[[bytes], bytes]


class DistantSigner:
    """Signs with an Ed25519 key of a key store."""

    __slots__ = ("_ask", "_method_id", "_public")

    def __init__(self, key: KeyRecord, ask: Ask) -> None:
        self._method_id = key.id
        self._public = decode_public_key(key.public_key_multibase)
        self._ask = ask

    def __repr__(self) -> str:
        return f"DistantSigner({self._method_id!r})"

    def __reduce__(self) -> str:
        raise TypeError("a signer is not serialised")

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        return self._method_id

    @property
    def public_key(self) -> bytes:
        """Return the 32 public bytes of the key."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`; UnavailableError."""
        return self._ask(data)


class DistantTokenSigner:
    """Signs tokens with a P-256 key of a key store."""

    __slots__ = ("_ask", "_jwk", "_method_id")

    def __init__(self, key: KeyRecord, ask: Ask) -> None:
        self._method_id = key.id
        self._jwk = jwk_of_multikey(key.public_key_multibase)
        self._ask = ask

    def __repr__(self) -> str:
        return f"DistantTokenSigner({self._method_id!r})"

    def __reduce__(self) -> str:
        raise TypeError("a signer is not serialised")

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        return self._method_id

    @property
    def jwk(self) -> PublicJwk:
        """Return the public key."""
        return self._jwk

    def sign(self, data: bytes) -> bytes:
        """Return r and s, 32 bytes each; UnavailableError."""
        return self._ask(data)


def signer_of(key: KeyRecord, ask: Ask) -> Signer:
    """Return a signer of an Ed25519 key; UnavailableError for another algorithm."""
    if key.algorithm != ED25519:
        raise unusable()
    return DistantSigner(key, ask)


def token_signer_of(key: KeyRecord, ask: Ask) -> JwtSigner:
    """Return a signer of an ES256 key; UnavailableError for another algorithm."""
    if key.algorithm != ES256:
        raise unusable()
    return DistantTokenSigner(key, ask)


def multikey_of_point(algorithm: str, point: bytes) -> str:
    """Return the Multikey text of a public half as 32 bytes or as an uncompressed point.

    Raises:
        UnavailableError: it is none of this algorithm, code `key_unusable`.
    """
    if len(point) != _POINT_BYTES[algorithm]:
        raise unusable()
    if algorithm == ED25519:
        return encode_public_key(point)
    try:
        return p256_multikey(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    except ValueError as error:
        raise unusable() from error


def unwrapped(value: bytes, algorithm: str) -> bytes:
    """Take a point out of its DER OCTET STRING (PKCS #11 2.3.3); some tokens give it bare.

    Others wrap Edwards points in a BIT STRING. A first byte decides only together with the length.
    """
    size = _POINT_BYTES[algorithm]
    for head in (b"", bytes((0x04, size)), bytes((0x03, size + 1, 0))):
        if len(value) == len(head) + size and value.startswith(head):
            return value[len(head) :]
    raise unusable()


def require_signature(signature: bytes) -> bytes:
    """Return a signature of the size that both algorithms have; UnavailableError."""
    if len(signature) != SIGNATURE_BYTES:
        raise UnavailableError(
            "The key store answered with something that is no signature; nothing was handed out",
            code="key_store",
        )
    return signature


def decoded(text: str, *, urlsafe: bool = False) -> bytes:
    """Decode base64 strictly; ValueError."""
    padded = text + "=" * (-len(text) % 4) if urlsafe else text
    return base64.b64decode(padded, altchars=b"-_" if urlsafe else None, validate=True)


def unusable() -> UnavailableError:
    """Return the error of a key that is not what its row says."""
    return UnavailableError(
        "The signing key is not in its key store, or it is another one than was published; check"
        " which key store is configured",
        code="key_unusable",
    )


def away(store: str) -> UnavailableError:
    """Return the error of a key store that does not answer."""
    return UnavailableError(
        f"The key store ({store}) did not answer or refused; nothing was signed, try again later",
        code="key_store",
    )
