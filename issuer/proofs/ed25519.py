"""Ed25519 (RFC 8032, pure mode) through `cryptography`; not for keeping keys."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from issuer.errors import InvalidProofError
from issuer.proofs.key_types import KeyType
from issuer.proofs.multikey import require_strong


def verify_signature(public_key: bytes, signature: bytes, data: bytes) -> None:
    """Raise unless the signature over these bytes is by this key.

    Raises:
        InvalidProofError: code `weak_key` before any signature is looked at, else `proof`.
    """
    require_strong(public_key)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError) as error:
        raise InvalidProofError(
            "Something was changed after it was signed, or another key signed it"
        ) from error


def verify_typed(key_type: KeyType, public_key: bytes, signature: bytes, data: bytes) -> None:
    """Verify as a `Suite` asks for it; there is one type of these keys."""
    del key_type
    verify_signature(public_key, signature, data)


def public_key_of(seed: bytes) -> bytes:
    """Return the public key of a 32-byte seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign_with_seed(seed: bytes, data: bytes) -> bytes:
    """Sign bytes with a 32-byte seed, for rehearsals and tests; real keys live in `keyring`."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(data)
