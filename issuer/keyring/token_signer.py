"""Signs tokens with one opened P-256 key, in the form that JOSE asks for."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from issuer.proofs.jose import PublicJwk, ec_jwk, p256_multikey

_NUMBER_BYTES = 32


class EnvelopeTokenSigner:
    """Signs with one opened key in ES256; shows the key to nobody who prints or pickles it."""

    __slots__ = ("_jwk", "_method_id", "_private")

    def __init__(self, method_id: str, private: ec.EllipticCurvePrivateKey) -> None:
        self._method_id = method_id
        self._private = private
        self._jwk = ec_jwk(private.public_key())

    def __repr__(self) -> str:
        return f"EnvelopeTokenSigner({self._method_id!r})"

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

    @property
    def public_key_multibase(self) -> str:
        """Return the key as Multikey text."""
        return p256_multikey(self._private.public_key())

    def sign(self, data: bytes) -> bytes:
        """Return r and s, 32 bytes each (RFC 7518, 3.4); DER is what other formats use."""
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")
