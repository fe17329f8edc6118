"""Signed notes (C2SP signed-note): a text, and under it a line with an Ed25519 signature.

Signing and checking are given as functions: keys live elsewhere, and so does cryptography.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from issuer.errors import InvalidProofError, MalformedError

#: Returns the 64 bytes of a signature over these bytes.
Sign = Callable[[bytes], bytes]
#: Raises InvalidProofError unless (public key, signature, data) belong together.
Check = Callable[[bytes, bytes, bytes], None]

MAX_NOTE = 64 * 1024
#: What a note's text may not hold: controls, and characters that other tools read as line ends.
_STRANGE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_NAME = re.compile(r"[^\s+]{1,256}")
_KEY = re.compile(r"(?P<name>[^\s+]{1,256})\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+=*)")
_LINE = re.compile(r"\u2014 (?P<name>[^\s+]{1,256}) (?P<signature>[A-Za-z0-9+/]+=*)")
_ED25519 = b"\x01"
_KEY_BYTES, _ID_BYTES, _SIGNATURE_BYTES = 32, 4, 64
_MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKey:
    """The public half of a key that signs notes, and its name."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public_key) != _KEY_BYTES:
            raise MalformedError("This is no key for notes", code="note_key")

    @property
    def id(self) -> bytes:
        """Return the four bytes that lead a signature to its key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """Return the key in one line: name, id and public half."""
        return f"{self.name}+{self.id.hex()}+{_base64(_ED25519 + self.public_key)}"


def read_note_key(text: str) -> NoteKey:
    """Read a key from its one line.

    Raises:
        MalformedError: anything else than the one spelling of an Ed25519 key, code `note_key`.
    """
    match = _KEY.fullmatch(text)
    data = _bytes_of(match["key"]) if match else None
    if match is None or data is None or data[:1] != _ED25519:
        raise MalformedError("This is no key for notes", code="note_key")
    key = NoteKey(name=match["name"], public_key=data[1:])
    if key.text != text:
        raise MalformedError("This key and its short id do not belong together", code="note_key")
    return key


def sign_note(text: str, key: NoteKey, sign: Sign) -> str:
    """Return the note of a text that ends with a line end."""
    if not _is_text(text):
        raise MalformedError("A note is lines of plain text", code="note")
    return f"{text}\n\u2014 {key.name} {_base64(key.id + sign(text.encode()))}\n"


def open_note(note: str, key: NoteKey, check: Check) -> str:
    """Return the text of a note that this key signed; signatures of others are passed over.

    Raises:
        MalformedError: not a note, code `note`.
        InvalidProofError: no signature of this key, or one that does not hold, code `note`.
    """
    text, lines = _take_apart(note)
    found = False
    for name, data in lines:
        if name == key.name and data[:_ID_BYTES] == key.id:
            if found or len(data) != _ID_BYTES + _SIGNATURE_BYTES:
                raise InvalidProofError("This note is signed in a strange way", code="note")
            _require_signed(text, key, data[_ID_BYTES:], check)
            found = True
    if not found:
        raise InvalidProofError(f"{key.name} did not sign this note", code="note")
    return text


def _require_signed(text: str, key: NoteKey, signature: bytes, check: Check) -> None:
    try:
        check(key.public_key, signature, text.encode())
    except InvalidProofError as error:
        raise InvalidProofError(
            f"The signature of {key.name} does not hold", code="note"
        ) from error


def _take_apart(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if (
        len(note) > MAX_NOTE
        or not blank
        or not _is_text(text + "\n")
        or lines.pop()
        or not 1 <= len(lines) <= _MOST_SIGNATURES
    ):
        raise _malformed()
    return text + "\n", [_signature_of(line) for line in lines]


def _signature_of(line: str) -> tuple[str, bytes]:
    match = _LINE.fullmatch(line)
    data = _bytes_of(match["signature"]) if match else None
    if match is None or data is None or len(data) <= _ID_BYTES:
        raise _malformed()
    return match["name"], data


def _is_text(text: str) -> bool:
    return text.endswith("\n") and _STRANGE.search(text) is None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes_of(text: str) -> bytes | None:
    """Read base64 in its only spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return data if _base64(data) == text else None


def _malformed() -> MalformedError:
    return MalformedError("This is not a signed note", code="note")
