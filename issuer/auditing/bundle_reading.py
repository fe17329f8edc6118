"""The strict reader of a bundle: every member there, of its kind, and no other."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from issuer import audit
from issuer.audit import NoteKey
from issuer.auditing.bundling import SPEC
from issuer.documents import Document, Json, read_document
from issuer.errors import ShapeError

MAX_BUNDLE = 8 * 1024 * 1024
_MEMBERS = frozenset(
    {
        "spec",
        "made_at",
        "credential",
        "criteria",
        "rubrics",
        "instruments",
        "facts",
        "decision",
        "did_document",
        "status_list",
        "log",
        "entries",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry with its path, and the subject behind its tag if that is shown."""

    index: int
    data: bytes
    record: Document
    path: tuple[bytes, ...]
    subject: str | None
    salt: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle as it was handed over; nothing in it is believed yet."""

    credential: bytes
    criteria: Document
    rubrics: Mapping[str, Document]
    instruments: Mapping[str, Document]
    facts: Document
    decision: Document
    did_document: Document
    status_list: bytes
    key: NoteKey
    checkpoint: str
    entries: tuple[ShownEntry, ...]


def read_bundle(data: bytes) -> Bundle:
    """Read a bundle.

    Raises:
        MalformedError: not JSON, or not a bundle (code `shape`, with the place).
        LimitError: larger than any bundle.
    """
    document = read_document(data, max_bytes=MAX_BUNDLE)
    _require(frozenset(document) == _MEMBERS and document["spec"] == SPEC, "")
    log = _object(document["log"], "/log")
    _require(frozenset(log) == frozenset({"key", "checkpoint"}), "/log")
    return Bundle(
        credential=_text(document["credential"], "/credential").encode(),
        criteria=_object(document["criteria"], "/criteria"),
        rubrics=_each(document["rubrics"], "/rubrics"),
        instruments=_each(document["instruments"], "/instruments"),
        facts=_object(document["facts"], "/facts"),
        decision=_object(document["decision"], "/decision"),
        did_document=_object(document["did_document"], "/did_document"),
        status_list=_text(document["status_list"], "/status_list").encode(),
        key=audit.read_note_key(_text(log["key"], "/log/key")),
        checkpoint=_text(log["checkpoint"], "/log/checkpoint"),
        entries=tuple(
            _entry(each, f"/entries/{number}")
            for number, each in enumerate(_list(document["entries"]))
        ),
    )


def _entry(value: Json, place: str) -> ShownEntry:
    members = _object(value, place)
    _require({"index", "record", "path"} <= members.keys(), place)
    _require(members.keys() <= {"index", "record", "path", "subject"}, place)
    index, data = members["index"], _text(members["record"], place).encode()
    if isinstance(index, bool) or not isinstance(index, int):
        raise _misshapen(f"{place}/index")
    subject, salt = None, None
    if "subject" in members:
        shown = _object(members["subject"], f"{place}/subject")
        _require(frozenset(shown) == frozenset({"id", "salt"}), f"{place}/subject")
        subject = _text(shown["id"], place)
        salt = _bytes(shown["salt"], f"{place}/subject/salt")
    return ShownEntry(
        index=index,
        data=data,
        record=audit.read_record(data),
        path=tuple(_bytes(each, f"{place}/path") for each in _list(members["path"])),
        subject=subject,
        salt=salt,
    )


def _each(value: Json, place: str) -> dict[str, Document]:
    return {name: _object(each, f"{place}/{name}") for name, each in _object(value, place).items()}


def _object(value: Json, place: str) -> Document:
    if not isinstance(value, Mapping):
        raise _misshapen(place)
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise _misshapen("/entries")
    return value


def _text(value: Json, place: str) -> str:
    if not isinstance(value, str):
        raise _misshapen(place)
    return value


def _bytes(value: Json, place: str) -> bytes:
    try:
        return base64.b64decode(_text(value, place), validate=True)
    except ValueError as error:
        raise _misshapen(place) from error


def _require(holds: bool, place: str) -> None:
    if not holds:
        raise _misshapen(place)


def _misshapen(place: str) -> ShapeError:
    return ShapeError("This is not an audit bundle", code="shape", pointer=place)
