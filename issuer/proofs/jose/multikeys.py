"""Multikey text of keys for tokens, and back: the same text that proofs use, as JWK."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.proofs.ecdsa import read_point
from issuer.proofs.jose.jwk import PublicJwk, ec_jwk, ed25519_jwk
from issuer.proofs.key_types import KeyType
from issuer.proofs.keys import read_multikey, write_multikey


def p256_multikey(public_key: ec.EllipticCurvePublicKey) -> str:
    """Return the Multikey text of a P-256 key, `zDn...`."""
    point = public_key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return write_multikey(KeyType.P256, point)


def jwk_of_multikey(text: str) -> PublicJwk:
    """Return the key of a Multikey as JWK.

    Raises:
        MalformedError: another kind of key, code `multikey`.
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    key_type, public_key = read_multikey(text)
    if key_type is KeyType.ED25519:
        return ed25519_jwk(public_key)
    return ec_jwk(read_point(key_type, public_key))
