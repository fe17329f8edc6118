"""Ed25519 keys as Multikey text (Controlled Identifiers 1.0, 2.2.2) and as did:key.

Not for storing private keys. Keys of other kinds are read in `keys`, and refused here.
"""

from issuer.errors import InvalidProofError, MalformedError

KEY_BYTES = 32
_PUBLIC = b"\xed\x01"
_SECRET = b"\x80\x26"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: digit for digit, letter in enumerate(_ALPHABET)}
#: Longer text than any key or signature is refused before the quadratic decoding.
_LONGEST = 140

_PRIME = 2**255 - 19
_SIGN_BIT = 1 << 255
#: The y coordinates of points whose order divides 8: with such a key one signature holds for many
#: messages, and `cryptography` accepts them (reliability specification, 6.4).
_WEAK = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        _PRIME,
        _PRIME + 1,
        int.from_bytes(
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            "little",
        ),
        int.from_bytes(
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            "little",
        ),
    }
)


def base58_encode(data: bytes) -> str:
    """Write bytes in base58btc, without a multibase prefix."""
    number = int.from_bytes(data, "big")
    digits = ""
    while number:
        number, digit = divmod(number, 58)
        digits = _ALPHABET[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return _ALPHABET[0] * zeros + digits


def base58_decode(text: str) -> bytes:
    """Read base58btc, without a multibase prefix.

    Raises:
        MalformedError: another alphabet or far too long, code `multibase`.
    """
    if len(text) > _LONGEST or not all(letter in _DIGITS for letter in text):
        raise MalformedError("This is not base58btc of a key or signature", code="multibase")
    number = 0
    for letter in text:
        number = number * 58 + _DIGITS[letter]
    zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_public_key(public_key: bytes) -> str:
    """Return the Multikey text of 32 public bytes, `z6Mk...`.

    Raises:
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    require_strong(public_key)
    return "z" + base58_encode(_PUBLIC + public_key)


def decode_public_key(text: str) -> bytes:
    """Return the 32 public bytes of a Multikey.

    Raises:
        MalformedError: another base, codec or length, code `multikey`.
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    public_key = _decode(text, _PUBLIC)
    require_strong(public_key)
    return public_key


def decode_secret_key(text: str) -> bytes:
    """Return the 32-byte seed of a secret Multikey, `z3u2...`, as test vectors write it."""
    return _decode(text, _SECRET)


def require_strong(public_key: bytes) -> None:
    """Raise for the 14 small-order encodings and for every coordinate that is not canonical.

    Raises:
        InvalidProofError: code `weak_key`.
    """
    if len(public_key) != KEY_BYTES:
        raise InvalidProofError("An Ed25519 key has 32 bytes", code="weak_key")
    y = int.from_bytes(public_key, "little") & ~_SIGN_BIT
    if y in _WEAK or y >= _PRIME:
        raise InvalidProofError("Replace this key: signatures by it prove nothing", code="weak_key")


def did_key(public_key: bytes) -> str:
    """Return the did:key of a public key."""
    return "did:key:" + encode_public_key(public_key)


def read_did_key(did: str) -> bytes:
    """Return the public key of a did:key, without a fragment.

    Raises:
        MalformedError: not a did:key of an Ed25519 key, code `did`.
        InvalidProofError: a key that nobody may trust, code `weak_key`.
    """
    prefix, _, text = did.rpartition(":")
    if prefix != "did:key":
        raise MalformedError("Write did:key:z6Mk...", code="did")
    return decode_public_key(text)


def _decode(text: str, codec: bytes) -> bytes:
    data = base58_decode(text[1:]) if text.startswith("z") else b""
    if not data.startswith(codec) or len(data) != len(codec) + KEY_BYTES:
        raise MalformedError("This is not a Multikey of an Ed25519 key", code="multikey")
    return data[len(codec) :]
