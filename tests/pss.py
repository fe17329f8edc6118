"""RSASSA-PSS by hand (RFC 8017, 8.1.1 and 9.1.1), with a salt of one's choice.

For tests only: with the same salt each time the corpus keeps its bytes, and a salt of another
length than RFC 7518 asks for is one of its defects. Other tests sign with `cryptography`.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric import rsa

_TRAILER = b"\xbc"


def sign_pss(key: rsa.RSAPrivateKey, name: str, data: bytes, salt: bytes) -> bytes:
    """Return the signature by a hash such as `sha256`, which the mask uses too."""
    numbers = key.private_numbers()
    encoded = _encode(name, data, salt, key.key_size - 1)
    value = pow(int.from_bytes(encoded, "big"), numbers.d, numbers.public_numbers.n)
    return value.to_bytes((key.key_size + 7) // 8, "big")


def _encode(name: str, data: bytes, salt: bytes, bits: int) -> bytes:
    digest = hashlib.new(name, bytes(8) + hashlib.new(name, data).digest() + salt).digest()
    length = (bits + 7) // 8 - len(digest) - 1
    block = (b"\x01" + salt).rjust(length, b"\x00")
    masked = bytearray(a ^ b for a, b in zip(block, _mask(name, digest, length), strict=True))
    masked[0] &= 0xFF >> (8 * ((bits + 7) // 8) - bits)
    return bytes(masked) + digest + _TRAILER


def _mask(name: str, seed: bytes, length: int) -> bytes:
    """Return so many bytes of MGF1 (RFC 8017, B.2.1)."""
    size = hashlib.new(name).digest_size
    counters = range(-(-length // size))
    blocks = (hashlib.new(name, seed + n.to_bytes(4, "big")).digest() for n in counters)
    return b"".join(blocks)[:length]
