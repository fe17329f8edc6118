"""Signed notes and checkpoints: one spelling each, and what is no note of ours."""

import base64

import pytest

from issuer import audit
from issuer.audit import Checkpoint, NoteKey
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs.ed25519 import public_key_of, sign_with_seed, verify_signature

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
KEY = NoteKey(name="school.example/audit", public_key=public_key_of(SEED))
STRANGER = NoteKey(name="school.example/audit", public_key=public_key_of(OTHER))
SAID = Checkpoint(origin=KEY.name, size=7, root=b"\x07" * 32)


def _sign(text: str, key: NoteKey = KEY, seed: bytes = SEED) -> str:
    return audit.sign_note(text, key, lambda data: sign_with_seed(seed, data))


NOTE = audit.sign_checkpoint(SAID, KEY, lambda data: sign_with_seed(SEED, data))
TEXT, _, LINE = NOTE.partition("\n\n")
TEXT += "\n"


def test_checkpoint_reads_back() -> None:
    """What was signed is what is read."""
    assert SAID == audit.open_checkpoint(NOTE, KEY, verify_signature)


def test_key_reads_back() -> None:
    """The one line of a key gives the key."""
    assert KEY == audit.read_note_key(KEY.text)


def test_signatures_of_others_are_passed_over() -> None:
    """A witness may sign below, or above; ours is looked for by name and id."""
    theirs = _sign(TEXT, NoteKey(name="witness", public_key=public_key_of(OTHER)), OTHER)
    line = theirs.partition("\n\n")[2]
    assert TEXT == audit.open_note(NOTE + line, KEY, verify_signature)


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY.text + "\n",
        KEY.text.replace("+", "-"),
        KEY.text.upper(),
        KEY.text.replace(KEY.id.hex(), "00000000"),
        f"{KEY.name}+{KEY.id.hex()}+" + base64.b64encode(b"\x02" + KEY.public_key).decode(),
        f"{KEY.name}+{KEY.id.hex()}+" + base64.b64encode(b"\x01" + KEY.public_key[:-1]).decode(),
        f"{KEY.name}+{KEY.id.hex()}+AQ=",
        f"{KEY.name}+{KEY.id.hex()}+AR==",
        "two words+" + KEY.text.partition("+")[2],
    ],
)
def test_other_keys_are_refused(text: str) -> None:
    """A key has one spelling, with the id that belongs to it."""
    with pytest.raises(MalformedError):
        audit.read_note_key(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b"])
def test_name_has_no_spaces(name: str) -> None:
    """A name that a line could not hold is refused."""
    with pytest.raises(MalformedError):
        NoteKey(name=name, public_key=KEY.public_key)


@pytest.mark.parametrize("text", ["", "no line end", "a\tb\n", "a\x00b\n", "a\u2028b\n", "\x85\n"])
def test_strange_text_is_not_signed(text: str) -> None:
    """A note holds lines of plain text."""
    with pytest.raises(MalformedError):
        _sign(text)


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("\u2014", "-"),
        NOTE.replace("\u2014 ", "\u2014  "),
        NOTE.replace("\n\n", "\t\n\n"),
        f"{TEXT}\n\u2014 {KEY.name} AAAA\n",
        f"{TEXT}\n\u2014 {KEY.name} {LINE.split()[2][:-1]}\n",
        f"{TEXT}\n" + LINE * 101,
        "x" * 70_000 + NOTE,
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    """A note has one shape."""
    with pytest.raises(MalformedError):
        audit.open_note(note, KEY, verify_signature)


@pytest.mark.parametrize(
    ("note", "key"),
    [
        (NOTE, STRANGER),
        (NOTE.replace("\n7\n", "\n8\n"), KEY),
        (NOTE + LINE, KEY),
        (f"{TEXT}\n\u2014 {KEY.name} {base64.b64encode(KEY.id + bytes(63)).decode()}\n", KEY),
        (f"{TEXT}\n\u2014 {KEY.name} {base64.b64encode(KEY.id + bytes(64)).decode()}\n", KEY),
        (_sign(TEXT, NoteKey(name="other", public_key=KEY.public_key)), KEY),
    ],
)
def test_notes_of_others_are_refused(note: str, key: NoteKey) -> None:
    """Another key, text, name or number of signatures does not hold."""
    with pytest.raises(InvalidProofError):
        audit.open_note(note, key, verify_signature)


ROOT = base64.b64encode(b"\x07" * 32).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{KEY.name}\n7\n",
        f"{KEY.name}\n7\n{ROOT}",
        f"{KEY.name}\n7\n{ROOT}\nextension\n",
        f"\n7\n{ROOT}\n",
        f"two words\n7\n{ROOT}\n",
        f"{KEY.name}\n07\n{ROOT}\n",
        f"{KEY.name}\n-7\n{ROOT}\n",
        f"{KEY.name}\n\u0667\n{ROOT}\n",
        f"{KEY.name}\n99999999999999999999\n{ROOT}\n",
        f"{KEY.name}\n7\nAAAA\n",
        f"{KEY.name}\n7\n{ROOT[:-1]}\n",
        f"{KEY.name}\n7\n{ROOT[:-2]}d=\n",
        f"{KEY.name}\n7\n!{ROOT}\n",
        f"{KEY.name}\n7\né{ROOT}\n",
    ],
)
def test_other_checkpoints_are_refused(text: str) -> None:
    """A checkpoint is three lines: origin, size and root."""
    with pytest.raises(MalformedError):
        audit.read_checkpoint(text)


def test_checkpoint_of_another_log_is_refused() -> None:
    """A key signs for the log of its own name only."""
    foreign = Checkpoint(origin="other.example/audit", size=7, root=b"\x07" * 32)
    note = audit.sign_checkpoint(foreign, KEY, lambda data: sign_with_seed(SEED, data))
    with pytest.raises(MalformedError, match="another log"):
        audit.open_checkpoint(note, KEY, verify_signature)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"", 0),
        (NOTE.encode(), 1),
        (f"{NOTE}\n{NOTE}\n".encode(), 2),
        (f"{NOTE}{NOTE}".encode(), 2),
    ],
)
def test_file_of_notes_is_split(data: bytes, count: int) -> None:
    """Notes stand one after the other, with or without an empty line between."""
    assert [NOTE] * count == list(audit.split_notes(data))


def test_cut_file_gives_what_was_left() -> None:
    """A file that ends in the middle of a note gives a note that does not open."""
    *_, last = audit.split_notes(f"{NOTE}\n{NOTE[:-30]}".encode())
    with pytest.raises((MalformedError, InvalidProofError)):
        audit.open_checkpoint(last, KEY, verify_signature)


def test_file_of_something_else_is_refused() -> None:
    """Bytes that are no text are no checkpoints."""
    with pytest.raises(MalformedError):
        list(audit.split_notes(b"\xff\xfe"))


def test_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a file of checkpoints can be is not read."""
    monkeypatch.setattr("issuer.audit.checkpoint.MAX_FILE", 10)
    with pytest.raises(LimitError):
        list(audit.split_notes(NOTE.encode()))
