"""A signature over plain bytes, by a key in its Multikey text: the self-test of a new key."""

from issuer.errors import InvalidProofError
from issuer.proofs.ecdsa import verify_signature
from issuer.proofs.ed25519 import verify_typed
from issuer.proofs.key_types import KEY_FORMS, KeyType
from issuer.proofs.keys import read_multikey


def verify_raw(public_key_multibase: str, signature: bytes, data: bytes) -> None:
    """Raise unless the signature over these bytes is by this key.

    Raises:
        InvalidProofError: code `weak_key` or `proof`.
    """
    key_type, public_key = read_multikey(public_key_multibase)
    if len(signature) != KEY_FORMS[key_type].signature_bytes:
        raise InvalidProofError("The signature has another length")
    verify = verify_typed if key_type is KeyType.ED25519 else verify_signature
    verify(key_type, public_key, signature, data)
