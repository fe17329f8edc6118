"""Multikey text of keys for tokens, and back (Controlled Identifiers 1.0, 2.2.2).

Keys on the NIST curves are written as compressed points; Ed25519 is read by `proofs.multikey`.
"""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.errors import MalformedError
from issuer.proofs.jose.jwk import PublicJwk, ec_jwk, ed25519_jwk
from issuer.proofs.multikey import base58_decode, base58_encode, decode_public_key

#: Multicodec prefixes: p256-pub, p384-pub, p521-pub.
_CODECS: Mapping[bytes, ec.EllipticCurve] = {
    b"\x80\x24": ec.SECP256R1(),
    b"\x81\x24": ec.SECP384R1(),
    b"\x82\x24": ec.SECP521R1(),
}
_PREFIX_BYTES = 2


def p256_multikey(public_key: ec.EllipticCurvePublicKey) -> str:
    """Return the Multikey text of a P-256 key, `zDn...`."""
    point = public_key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return "z" + base58_encode(b"\x80\x24" + point)


def jwk_of_multikey(text: str) -> PublicJwk:
    """Return the key of a Multikey as JWK.

    Raises:
        MalformedError: another kind of key, or no point of its curve; code `multikey`.
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    data = base58_decode(text[1:]) if text.startswith("z") else b""
    curve = _CODECS.get(data[:_PREFIX_BYTES])
    if curve is None:
        return ed25519_jwk(decode_public_key(text))
    point = data[_PREFIX_BYTES:]
    if len(point) != 1 + (curve.key_size + 7) // 8:
        raise MalformedError("Write the key as a compressed point", code="multikey")
    try:
        return ec_jwk(ec.EllipticCurvePublicKey.from_encoded_point(curve, point))
    except ValueError as error:
        raise MalformedError("This point is not on its curve", code="multikey") from error
