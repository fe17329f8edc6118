"""Base64url without padding, read so strictly that each value has one spelling (RFC 7515, 2).

Lenient decoders take many texts for one signature, and a list of refused texts is then walked
around (reliability.md row 5).
"""

import base64
import re

from issuer.errors import InvalidProofError

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode(data: bytes) -> str:
    """Write bytes in base64url, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Read base64url in its only spelling.

    Raises:
        InvalidProofError: another alphabet, padding, or bits that say nothing; code `encoding`.
    """
    # One letter alone carries six bits, fewer than any byte has.
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise _misspelt()
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise _misspelt()
    return data


def _misspelt() -> InvalidProofError:
    return InvalidProofError("Write base64url without padding", code="encoding")
