"""ECDSA on P-256 and P-384 through `cryptography`, as Data Integrity writes it: r and s, raw."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.errors import InvalidProofError
from issuer.proofs.key_types import KEY_FORMS, KeyType

_CURVES: dict[KeyType, ec.EllipticCurve] = {
    KeyType.P256: ec.SECP256R1(),
    KeyType.P384: ec.SECP384R1(),
}
_HASHES: dict[KeyType, hashes.HashAlgorithm] = {
    KeyType.P256: hashes.SHA256(),
    KeyType.P384: hashes.SHA384(),
}


def verify_signature(key_type: KeyType, public_key: bytes, signature: bytes, data: bytes) -> None:
    """Raise unless the signature over these bytes is by this key, a compressed point.

    Raises:
        InvalidProofError: code `proof`, or `weak_key` for what is no point of the curve.
    """
    key = read_point(key_type, public_key)
    half = KEY_FORMS[key_type].signature_bytes // 2
    numbers = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
    try:
        key.verify(encode_dss_signature(*numbers), data, ec.ECDSA(_HASHES[key_type]))
    except (InvalidSignature, ValueError) as error:
        raise InvalidProofError(
            "Something was changed after it was signed, or another key signed it"
        ) from error


def read_point(key_type: KeyType, public_key: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of a compressed point.

    Raises:
        InvalidProofError: another length or form, or not on the curve; code `weak_key`.
    """
    if len(public_key) != KEY_FORMS[key_type].key_bytes or public_key[0] not in (2, 3):
        raise InvalidProofError("Write the key as a compressed point", code="weak_key")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[key_type], public_key)
    except ValueError as error:
        raise InvalidProofError("This point is not on its curve", code="weak_key") from error


def compress(key_type: KeyType, x: bytes, y: bytes) -> bytes:
    """Return the compressed point of two coordinates that lie on the curve."""
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), _CURVES[key_type]
    )
    return numbers.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
