"""A data key per person, kept apart from the database: without it a person's columns are noise.

Each key is one small file, wrapped by the key-encryption key (AES-256-GCM, associated data
organisation|person). Deleting the file erases the person from the database and from every backup
of it (reliability.md rows 89 to 91). Which people were erased stands in a list beside the folder,
so that a key that an old backup brings back is deleted again.
"""

import hashlib
import hmac
import os
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from issuer.errors import StateError, UnavailableError
from issuer.keyring.kek import KeyEncryptionKey

_KEY_BYTES = 32
_NONCE_BYTES = 12
_FIRST = b"\x01"
#: Opened keys held in memory; beyond it the one that was used longest ago is dropped.
_MAX_OPENED = 4096
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Who = tuple[str, str]


class OpenedKey:
    """One opened data key: a cipher and a secret for names; shows neither."""

    __slots__ = ("cipher", "naming")

    def __init__(self, secret: bytes) -> None:
        self.cipher = AESGCM(secret)
        self.naming = hmac.digest(secret, b"issuer/names/1", "sha256")

    def __repr__(self) -> str:
        return "OpenedKey(...)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not serialised")


class FilePersonKeys:
    """Seals and opens under the keys in one folder; threads and processes may share it."""

    def __init__(
        self, kek: KeyEncryptionKey, folder: Path, previous: KeyEncryptionKey | None = None
    ) -> None:
        self._wrapping = AESGCM(kek.reveal())
        # Only while keys are wrapped anew: then some still open under the secret before.
        self._previous = None if previous is None else AESGCM(previous.reveal())
        self._folder = folder
        self._list = erasures_beside(folder)
        self._opened: OrderedDict[Who, OpenedKey] = OrderedDict()
        self._seen: tuple[tuple[int, int], frozenset[Who]] = ((0, 0), frozenset())
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def __repr__(self) -> str:
        return "FilePersonKeys(...)"

    def create(self, organisation: str, person: str) -> None:
        """Make the key of a person, durably, unless there is one.

        Raises:
            StateError: the person was erased; code `erased`.
        """
        if self.is_erased(organisation, person):
            raise _erased()
        path = self._path(organisation, person)
        if path.exists():
            return
        secret, nonce = os.urandom(_KEY_BYTES), os.urandom(_NONCE_BYTES)
        wrapped = self._wrapping.encrypt(nonce, secret, _FIRST + _bound_to(organisation, person))
        _write_once(path, _FIRST + nonce + wrapped)

    def rewrap(self, organisation: str, person: str) -> bool:
        """Wrap a key that the previous secret wraps under the present one; False without a key.

        Raises:
            UnavailableError: neither secret opens it, code `person_key`.
        """
        path = self._path(organisation, person)
        if not path.exists():
            return False
        data = path.read_bytes()
        bound = data[:1] + _bound_to(organisation, person)
        if _opened_by(self._wrapping, data, bound) is None:
            secret, nonce = self._unwrap(organisation, person, path), os.urandom(_NONCE_BYTES)
            wrapped = self._wrapping.encrypt(nonce, secret, bound)
            _write(path, data[:1] + nonce + wrapped, os.replace)
        return True

    def seal(self, organisation: str, person: str, data: bytes, place: str) -> bytes:
        """Seal bytes for one place (table|column|row), so that they open nowhere else.

        Raises:
            StateError: the person was erased, code `erased`.
            UnavailableError: the key is missing, code `person_key`.
        """
        key = self._required(organisation, person)
        if key is None:
            raise _erased()
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + key.cipher.encrypt(nonce, data, place.encode())

    def open(self, organisation: str, person: str, sealed: bytes, place: str) -> bytes | None:
        """Open what was sealed for this person and place; None once the person was erased.

        Raises:
            UnavailableError: the key is missing though nobody was erased (code `person_key`), or
                the bytes were changed or moved (code `sealed`).
        """
        key = self._required(organisation, person)
        if key is None:
            return None
        try:
            return key.cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise UnavailableError(
                "A sealed value does not open; restore it from a backup", code="sealed"
            ) from error

    def name(self, organisation: str, person: str, text: str) -> str | None:
        """Return a keyed name of a text as hex; None once the person was erased."""
        key = self._required(organisation, person)
        return None if key is None else hmac.digest(key.naming, text.encode(), "sha256").hex()

    def forget(self, organisation: str, person: str) -> None:
        """Note the erasure durably, then delete the key; safe to repeat.

        The note comes first: a kill in between leaves a key that is deleted by the repetition, and
        never a missing key that nobody can explain.
        """
        if not self.is_erased(organisation, person):
            _append(self._list, f"{organisation} {person}\n")
        with self._lock:
            self._opened.pop((organisation, person), None)
        self.drop(organisation, person)

    def drop(self, organisation: str, person: str) -> None:
        """Delete a key file; an absent one is not an error."""
        with suppress(FileNotFoundError):
            self._path(organisation, person).unlink()
        _sync_folder(self._folder)

    def drop_erased(self) -> int:
        """Delete every key of the listed that an old copy of the folder brought back."""
        back = [who for who in self.erased() if self._path(*who).exists()]
        for who in back:
            self.forget(*who)
        return len(back)

    def erased(self) -> tuple[Who, ...]:
        """Return all people on the erasure list, oldest first."""
        try:
            lines = self._list.read_text("ascii").splitlines()
        except FileNotFoundError:
            return ()
        found = [line.partition(" ") for line in lines]
        return tuple((organisation, person) for organisation, _, person in found if person)

    def is_erased(self, organisation: str, person: str) -> bool:
        """Tell whether a person stands on the erasure list."""
        try:
            status = self._list.stat()
        except FileNotFoundError:
            return False
        state = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._seen[0] != state:
                self._seen = (state, frozenset(self.erased()))
            return (organisation, person) in self._seen[1]

    def _required(self, organisation: str, person: str) -> OpenedKey | None:
        """Return the opened key, or None for an erased person.

        The file is looked at each time: another process may have deleted it a moment ago.
        """
        who, path = (organisation, person), self._path(organisation, person)
        if not path.exists():
            with self._lock:
                self._opened.pop(who, None)
            if self.is_erased(organisation, person):
                return None
            raise UnavailableError(
                "A key of the folder person-keys is missing; restore the folder", code="person_key"
            )
        with self._lock:
            if who not in self._opened:
                self._opened[who] = OpenedKey(self._unwrap(organisation, person, path))
                if len(self._opened) > _MAX_OPENED:
                    self._opened.popitem(last=False)
            self._opened.move_to_end(who)
            return self._opened[who]

    def _unwrap(self, organisation: str, person: str, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            # Erased between two looks; the next one says so.
            raise UnavailableError("Try this again in a moment", code="person_key") from error
        # A file of another version does not open either: the version is sealed with it.
        bound = data[:1] + _bound_to(organisation, person)
        for cipher in (self._wrapping, self._previous):
            secret = None if cipher is None else _opened_by(cipher, data, bound)
            if secret is not None:
                return secret
        raise UnavailableError(
            "A person's key cannot be opened; check which key-encryption key is configured",
            code="person_key",
        )

    def _path(self, organisation: str, person: str) -> Path:
        for word in (organisation, person):
            if _ID.fullmatch(word) is None:
                raise UnavailableError("This id names no key", code="person_key")
        # A file name of ids alone could be made from two pairs; a digest cannot.
        return self._folder / hashlib.sha256(_bound_to(organisation, person)).hexdigest()


def erasures_beside(folder: Path) -> Path:
    """Return the erasure list of a folder of keys: outside it, so that no old copy replaces it."""
    return folder.with_name(f"{folder.name}.erased")


def _bound_to(organisation: str, person: str) -> bytes:
    return f"{organisation}|{person}".encode()


def _opened_by(cipher: AESGCM, data: bytes, bound: bytes) -> bytes | None:
    """Return the data key in a file, or None if this secret does not open it."""
    try:
        return cipher.decrypt(data[1 : 1 + _NONCE_BYTES], data[1 + _NONCE_BYTES :], bound)
    except (InvalidTag, ValueError):
        return None


def _write_once(path: Path, data: bytes) -> None:
    """Write a whole file under its name or not at all; whoever loses a race keeps the winner's."""

    def link(name: str, to: Path) -> None:
        with suppress(FileExistsError):
            os.link(name, to)

    _write(path, data, link)


def _write(path: Path, data: bytes, name_it: Callable[[str, Path], None]) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        name_it(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    _sync_folder(path.parent)


def _append(path: Path, line: str) -> None:
    # A torn line of an earlier kill must not swallow this one.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        if file.tell() and not path.read_bytes().endswith(b"\n"):
            line = f"\n{line}"
        file.write(line.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _erased() -> StateError:
    return StateError("This person was erased; nothing new is kept about them", code="erased")
