"""Checkpoints of the log (C2SP tlog-checkpoint): origin, size and root in a signed note."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass

from issuer.audit.merkle import HASH_BYTES
from issuer.audit.notes import Check, NoteKey, Sign, open_note, sign_note
from issuer.errors import LimitError, MalformedError

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_ORIGIN = re.compile(r"[^\s+]{1,256}")
_LINES = 3
#: A year of one checkpoint a minute is far less.
MAX_FILE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log said about itself at one moment: its name, how long it was, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"


def sign_checkpoint(checkpoint: Checkpoint, key: NoteKey, sign: Sign) -> str:
    """Return the note of a checkpoint."""
    return sign_note(checkpoint.text, key, sign)


def open_checkpoint(note: str, key: NoteKey, check: Check) -> Checkpoint:
    """Return what a note says that this key signed.

    Raises:
        MalformedError: not a note (code `note`), not a checkpoint in it (code `checkpoint`).
        InvalidProofError: this key did not sign it, code `note`.
    """
    checkpoint = read_checkpoint(open_note(note, key, check))
    if checkpoint.origin != key.name:
        raise MalformedError("This is a checkpoint of another log", code="checkpoint")
    return checkpoint


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; lines of extensions are refused, since we write none.

    Raises:
        MalformedError: code `checkpoint`.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        raise _malformed()
    origin, size, root = lines[:_LINES]
    data = _root_of(root)
    if not _ORIGIN.fullmatch(origin) or not _SIZE.fullmatch(size) or data is None:
        raise _malformed()
    return Checkpoint(origin=origin, size=int(size), root=data)


def split_notes(data: bytes) -> Iterator[str]:
    """Yield the notes of a file to which one was added after the other, each unchecked.

    Raises:
        LimitError: more than any such file holds.
        MalformedError: no text, or text that is cut in the middle, code `note`.
    """
    if len(data) > MAX_FILE:
        raise LimitError("This file is larger than any file of checkpoints", code="size")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError("This is not a file of checkpoints", code="note") from error
    note: list[str] = []
    signed = False
    for line in text.splitlines(keepends=True):
        if signed and not line.startswith("\u2014 "):
            yield "".join(note)
            note, signed = [], False
        if note or line != "\n":
            note.append(line)
        signed = signed or line.startswith("\u2014 ")
    if note:
        yield "".join(note)


def _root_of(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    spelt = base64.b64encode(data).decode("ascii")
    return data if len(data) == HASH_BYTES and spelt == text else None


def _malformed() -> MalformedError:
    return MalformedError("This is not a checkpoint of a log", code="checkpoint")
