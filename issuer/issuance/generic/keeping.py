"""Keeps what was issued for as long as the process runs, as long as its key lives."""

from threading import Lock

from issuer.errors import LimitError, NotFoundError, RepeatError
from issuer.issuance.generic.record import GenericRecord

#: A run of all public suites issues a few thousand.
MAX_RECORDS = 50_000


class KeptInMemory:
    """Credentials, the names under which they were asked for, and positions of the lists."""

    def __init__(self, max_records: int = MAX_RECORDS) -> None:
        self._lock = Lock()
        self._max = max_records
        self._records: dict[str, GenericRecord] = {}
        self._names: dict[str, str] = {}
        self._own_ids: dict[str, str] = {}
        self._deleted: set[str] = set()
        self._marked: set[int] = set()
        self._next = 0

    def repeated(self, names: tuple[str, ...], request_hash: str) -> GenericRecord | None:
        """Return what was issued under one of these names before.

        Raises:
            RepeatError: another request had this name.
        """
        with self._lock:
            return self._repeated(names, request_hash)

    def add(self, record: GenericRecord, names: tuple[str, ...]) -> GenericRecord:
        """Keep a credential, or return the one that another thread kept under the same name.

        Raises:
            LimitError: no more are kept in one run.
            RepeatError: as `repeated`.
        """
        with self._lock:
            earlier = self._repeated(names, record.request_hash)
            if earlier is not None:
                return earlier
            if len(self._records) >= self._max:
                raise LimitError(
                    f"One run issues at most {self._max} credentials; start a new one",
                    code="kept",
                    retry_after=60,
                )
            self._records[record.id] = record
            self._names.update(dict.fromkeys(names, record.id))
            if record.own_id is not None:
                self._own_ids[record.own_id] = record.id
            return record

    def get(self, name: str) -> GenericRecord:
        """Return a credential by our id, the caller's name for it, or its own id.

        Raises:
            NotFoundError: there is none (`not_found`), or it was deleted (`gone`).
        """
        with self._lock:
            found = self._find(name)
            if found in self._deleted:
                raise NotFoundError("This credential was deleted", code="gone")
            if found is None:
                raise NotFoundError("There is no credential of this name", code="not_found")
            return self._records[found]

    def delete(self, record_id: str) -> None:
        """Forget the bytes; the status bit, if any, stays taken."""
        with self._lock:
            self._deleted.add(record_id)

    def take_position(self) -> int:
        """Return the next position, never given before."""
        with self._lock:
            self._next += 1
            return self._next - 1

    def mark(self, position: int) -> None:
        """Set a bit for good."""
        with self._lock:
            self._marked.add(position)

    def taken(self) -> int:
        """Return how many positions were given."""
        with self._lock:
            return self._next

    def marked(self) -> frozenset[int]:
        """Return the positions whose bit is set."""
        with self._lock:
            return frozenset(self._marked)

    def _find(self, name: str) -> str | None:
        if name in self._records:
            return name
        return self._names.get(f"id {name}") or self._own_ids.get(name)

    def _repeated(self, names: tuple[str, ...], request_hash: str) -> GenericRecord | None:
        for name in names:
            if name not in self._names:
                continue
            earlier = self._records[self._names[name]]
            if earlier.request_hash != request_hash:
                raise RepeatError(
                    "This name was given to another credential; choose a new one",
                    code="credential_id" if name.startswith("id ") else "repeat",
                )
            return earlier
        return None
