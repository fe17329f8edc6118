"""The list of trusted issuers as one JSON file, which people may read, copy and version.

Read again whenever it changed, so that the command line and a running service agree. Whoever
changes it holds a lock meanwhile, so that of two changes at once none is lost.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from issuer.clock import parse_instant
from issuer.documents import Document, Json, read_json
from issuer.errors import LimitError, MalformedError, NotFoundError, SettingsError
from issuer.verification.model import TrustedIssuer

#: As many as a national register may have.
MAX_ISSUERS = 5_000
_MAX_BYTES = 2 * 1024 * 1024
_MEMBER = "issuers"


class TrustFile:
    """A TrustList in one file; a missing file is an empty list."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[str, TrustedIssuer] = {}
        self._lock = Lock()

    def entries(self) -> tuple[TrustedIssuer, ...]:
        """Return all issuers, in the order of the file.

        Raises:
            SettingsError: the file is not such a list; says what to do.
        """
        return tuple(self._current().values())

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether this exact identifier is on the list; raises as `entries`."""
        return issuer_id in self._current()

    def add(self, issuers: Iterable[TrustedIssuer]) -> int:
        """Add issuers, replacing those of the same id; returns how many are new.

        Raises:
            LimitError: more than 5,000 in all.
        """
        with self._alone():
            known = dict(self._current())
            before = len(known)
            known.update({issuer.id: issuer for issuer in issuers})
            if len(known) > MAX_ISSUERS:
                raise LimitError(f"A list holds at most {MAX_ISSUERS} issuers", code="size")
            self._write(known.values())
        return len(known) - before

    def remove(self, issuer_id: str) -> None:
        """Take an issuer off the list.

        Raises:
            NotFoundError: it is not on it.
        """
        with self._alone():
            known = dict(self._current())
            if known.pop(issuer_id, None) is None:
                raise NotFoundError(f"{issuer_id} is not on the list")
            self._write(known.values())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other thread or process change the list meanwhile."""
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _current(self) -> dict[str, TrustedIssuer]:
        with self._lock:
            try:
                state = self._path.stat()
            except FileNotFoundError:
                self._seen, self._known = None, {}
                return self._known
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen != self._seen:
                self._known = {issuer.id: issuer for issuer in self._read()}
                self._seen = seen
            return self._known

    def _read(self) -> tuple[TrustedIssuer, ...]:
        try:
            return read_trusted(self._path.read_bytes())
        except (MalformedError, LimitError) as error:
            raise SettingsError(f"{self._path}: {error.detail}; mend or remove the file") from error

    def _write(self, issuers: Iterable[TrustedIssuer]) -> None:
        """Write a new file beside the old one and put it in its place in one step."""
        text = json.dumps({_MEMBER: [each.to_dict() for each in issuers]}, indent=2) + "\n"
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=".trust-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()


def read_trusted(data: bytes) -> tuple[TrustedIssuer, ...]:
    """Read a list of issuers: `{"issuers": [...]}` or a plain list, of objects or ids.

    Raises:
        MalformedError: it is none; with the pointer of the entry at fault.
        LimitError: too many, or too large a file.
    """
    value = read_json(data, max_bytes=_MAX_BYTES)
    listed = value.get(_MEMBER) if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise MalformedError(f"Write a list, or an object with the member {_MEMBER}", code="shape")
    if len(listed) > MAX_ISSUERS:
        raise LimitError(f"A list holds at most {MAX_ISSUERS} issuers", code="size")
    return tuple(_issuer(entry, index) for index, entry in enumerate(listed))


def _issuer(entry: Json, index: int) -> TrustedIssuer:
    document: Document = {"id": entry} if isinstance(entry, str) else _object(entry, index)
    found, added = document.get("id"), document.get("added_at")
    if not isinstance(found, str) or not found.startswith(("did:", "https://")):
        raise MalformedError("An issuer is named by a DID or an https URL", pointer=f"/{index}/id")
    words = {key: document.get(key) or "" for key in ("name", "why", "added_by", "organisation")}
    told = {key: word for key, word in words.items() if isinstance(word, str)}
    if len(told) < len(words) or not isinstance(added, str | None):
        members = ", ".join([*words, "added_at"])
        raise MalformedError(f"Write {members} as text", pointer=f"/{index}")
    return TrustedIssuer(id=found, added_at=None if added is None else parse_instant(added), **told)


def _object(entry: Json, index: int) -> Document:
    if not isinstance(entry, dict):
        raise MalformedError("Write each issuer as an object or an id", pointer=f"/{index}")
    return entry
