"""Public keys of every kind as Multikey text; a key that proves nothing does not get in or out."""

from issuer.errors import MalformedError
from issuer.proofs.ecdsa import read_point
from issuer.proofs.key_types import KEY_FORMS, KeyType
from issuer.proofs.multikey import base58_decode, base58_encode, require_strong

_CODEC_BYTES = 2
_BY_CODEC = {form.codec: key_type for key_type, form in KEY_FORMS.items()}


def read_multikey(text: str) -> tuple[KeyType, bytes]:
    """Return kind and bytes of a public Multikey, `z6Mk...`, `zDna...` or `z82L...`.

    Raises:
        MalformedError: another base, codec or length, code `multikey`.
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    data = base58_decode(text[1:]) if text.startswith("z") else b""
    key_type = _BY_CODEC.get(data[:_CODEC_BYTES])
    public_key = data[_CODEC_BYTES:]
    if key_type is None or len(public_key) != KEY_FORMS[key_type].key_bytes:
        raise MalformedError("This is not a Multikey of a kind that is read here", code="multikey")
    require_trustworthy(key_type, public_key)
    return key_type, public_key


def write_multikey(key_type: KeyType, public_key: bytes) -> str:
    """Return the Multikey text of a public key.

    Raises:
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    require_trustworthy(key_type, public_key)
    return "z" + base58_encode(KEY_FORMS[key_type].codec + public_key)


def require_trustworthy(key_type: KeyType, public_key: bytes) -> None:
    """Raise for small-order and non-canonical keys, and for what is no point of its curve.

    Raises:
        InvalidProofError: code `weak_key`.
    """
    if key_type is KeyType.ED25519:
        require_strong(public_key)
    else:
        read_point(key_type, public_key)
