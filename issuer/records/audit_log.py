"""The audit log on one open transaction: leaves, their places, full subtrees, checkpoints.

A leaf is stored in the transaction of its event. On SQLite it has its place at once, under the
write lock; on PostgreSQL `sequence` gives places to what is committed, one sequencer at a time.
"""

from typing import Any

import sqlalchemy as sa

from issuer.audit import Event, Salts, grow, leaf_hash
from issuer.auditing.model import Entry, Leaf, LogKey, StoredCheckpoint
from issuer.clock import parse_instant
from issuer.documents import read_json
from issuer.errors import ConflictError, MalformedError, UnavailableError
from issuer.records.tables import accounts, audit

_LEAF, _NODE = audit.audit_leaf, audit.audit_node
_CHECKPOINT, _KEY, _EVENT = audit.audit_checkpoint, audit.audit_key, accounts.event
#: Any number will do, as long as every release takes the same.
_SEQUENCER_LOCK = 4_711_004
#: Leaves that get their places in one transaction.
BATCH = 1000

EVENT_MEMBERS = tuple(Event.__dataclass_fields__)
_TEXTS = ("id", "organisation", "actor", "role", "name", "subject")
SALT_MEMBERS = tuple(f"{name}_salt" for name in Salts.__dataclass_fields__)


class SqlAuditLog:
    """The one log of the installation; leaves, subtrees and checkpoints are only ever added."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, event_number: int, record: bytes) -> None:
        """Store the leaf of an event in the event's own transaction."""
        self._connection.execute(
            _LEAF.insert().values(
                event_number=event_number, record=record, hash=leaf_hash(record), leaf_index=None
            )
        )
        if self._connection.dialect.name == "sqlite":
            self.sequence()

    def sequence(self, limit: int = BATCH) -> int:
        """Give places to leaves that have none, in the order of their events; returns how many."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SEQUENCER_LOCK)))
        waiting = self._connection.execute(
            sa.select(_LEAF.c.event_number, _LEAF.c.hash)
            .where(_LEAF.c.leaf_index.is_(None))
            .order_by(_LEAF.c.event_number)
            .limit(limit)
        ).all()
        if waiting:
            self._place([(number, digest) for number, digest in waiting])
        return len(waiting)

    def _place(self, waiting: list[tuple[int, bytes]]) -> None:
        grown: dict[tuple[int, int], bytes] = {}

        def node(level: int, position: int) -> bytes:
            known = grown.get((level, position))
            return self.node(level, position) if known is None else known

        size = self.size()
        for index, (_, digest) in enumerate(waiting, start=size):
            for full in grow(index, digest, node):
                grown[full.level, full.position] = full.hash
        self._connection.execute(
            _LEAF.update()
            .where(_LEAF.c.event_number == sa.bindparam("number"))
            .values(leaf_index=sa.bindparam("place")),
            [{"number": number, "place": size + i} for i, (number, _) in enumerate(waiting)],
        )
        subtrees = [
            {"level": level, "position": position, "hash": digest}
            for (level, position), digest in grown.items()
            if level
        ]
        if subtrees:
            self._connection.execute(_NODE.insert(), subtrees)

    def size(self) -> int:
        """Return how many leaves have their place."""
        newest = self._connection.execute(sa.select(sa.func.max(_LEAF.c.leaf_index))).scalar()
        return 0 if newest is None else newest + 1

    def waiting(self) -> int:
        """Return how many leaves have no place yet."""
        query = sa.select(sa.func.count()).where(_LEAF.c.leaf_index.is_(None))
        return self._connection.execute(query).scalar_one()

    def node(self, level: int, position: int) -> bytes:
        """Return the hash of a full subtree; level 0 is a leaf.

        Raises:
            UnavailableError: it is gone, code `audit_damaged`.
        """
        query = (
            sa.select(_NODE.c.hash).where(_NODE.c.level == level, _NODE.c.position == position)
            if level
            else sa.select(_LEAF.c.hash).where(_LEAF.c.leaf_index == position)
        )
        found = self._connection.execute(query).scalar()
        if found is None:
            raise UnavailableError(
                "A part of the audit log is gone; run issuer audit verify", code="audit_damaged"
            )
        return bytes(found)

    def leaf_of(self, organisation: str, subject: str, name: str) -> Leaf | None:
        """Return the newest leaf of an event of that name about that subject, if any."""
        found = self._connection.execute(
            sa.select(*_LEAF.c)
            .join(_EVENT, _EVENT.c.number == _LEAF.c.event_number)
            .where(
                _EVENT.c.organisation == organisation,
                _EVENT.c.subject == subject,
                _EVENT.c.name == name,
            )
            .order_by(_EVENT.c.number.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else leaf_from(row)

    def entries_about(self, organisation: str, subjects: frozenset[str]) -> tuple[Entry, ...]:
        """Return the events about these subjects with their leaves, oldest first."""
        found = self._connection.execute(
            entries_query()
            .where(_EVENT.c.organisation == organisation, _EVENT.c.subject.in_(sorted(subjects)))
            .order_by(_EVENT.c.number)
        )
        return tuple(entry_from(row) for row in found.mappings())

    def newest_checkpoint(self) -> StoredCheckpoint | None:
        """Return the newest checkpoint, if any."""
        row = (
            self._connection.execute(
                sa.select(*_CHECKPOINT.c).order_by(_CHECKPOINT.c.size.desc()).limit(1)
            )
            .mappings()
            .first()
        )
        return None if row is None else StoredCheckpoint(**row)

    def checkpoints(self) -> tuple[StoredCheckpoint, ...]:
        """Return all checkpoints, oldest first."""
        rows = self._connection.execute(sa.select(*_CHECKPOINT.c).order_by(_CHECKPOINT.c.size))
        return tuple(StoredCheckpoint(**row) for row in rows.mappings())

    def add_checkpoint(self, made: StoredCheckpoint) -> None:
        """Store one; ConflictError if there is one of that size."""
        self._connection.execute(
            _CHECKPOINT.insert().values(size=made.size, root=made.root, at=made.at, note=made.note)
        )

    def key(self) -> LogKey | None:
        """Return the log's key, if it was made."""
        row = self._connection.execute(sa.select(*_KEY.c)).mappings().first()
        return None if row is None else LogKey(**row)

    def add_key(self, key: LogKey) -> None:
        """Store the log's key; ConflictError if it has one."""
        if self.key() is not None:
            raise ConflictError("The audit log has its key already", code="conflict")
        self._connection.execute(
            _KEY.insert().values(
                name=key.name,
                public_key_multibase=key.public_key_multibase,
                sealed=key.sealed,
                created_at=key.created_at,
            )
        )


def entries_query() -> sa.Select[Any]:
    """Return the query of events with what there is of their leaves."""
    return sa.select(*entry_columns()).join_from(
        _EVENT, _LEAF, _LEAF.c.event_number == _EVENT.c.number, isouter=True
    )


def entry_columns() -> list[sa.ColumnElement[Any]]:
    """Return the columns of an event and its leaf, as plain as the database has them.

    Somebody may have written there what our own types refuse, and that is to be told, not raised.
    """
    plain = {"at": sa.String(), "codes": sa.Text()}
    members = [
        sa.type_coerce(_EVENT.c[name], plain[name]).label(name) if name in plain else _EVENT.c[name]
        for name in (*EVENT_MEMBERS, *SALT_MEMBERS)
    ]
    return [_EVENT.c.number.label("event_row"), *members, *_LEAF.c]


def leaf_from(row: sa.RowMapping) -> Leaf:
    """Return the leaf of a row."""
    return Leaf(
        event_number=row["event_number"],
        record=_bytes(row["record"]),
        hash=_bytes(row["hash"]),
        index=row["leaf_index"],
    )


def entry_from(row: sa.RowMapping) -> Entry:
    """Return event and leaf of a row, as far as both are there."""
    has_event = row["event_row"] is not None
    event = _event_from(row) if has_event else None
    names = ("actor_salt", "subject_salt", "learner_salt")
    actor, subject, learner = (None if row[n] is None else _bytes(row[n]) for n in names)
    return Entry(
        number=row["event_row"] if has_event else row["event_number"],
        event=event,
        salts=Salts(actor=actor, subject=subject, learner=learner),
        leaf=None if row["event_number"] is None else leaf_from(row),
        unreadable=has_event and event is None,
    )


def _event_from(row: sa.RowMapping) -> Event | None:
    members = {name: row[name] for name in EVENT_MEMBERS}
    try:
        codes = members["codes"]
        # PostgreSQL's driver reads JSON by itself.
        members["codes"] = read_json(codes.encode()) if isinstance(codes, str) else codes
        members["at"] = parse_instant(members["at"])
    except (MalformedError, AttributeError, TypeError):
        return None
    told = [members[name] for name in _TEXTS]
    is_ours = isinstance(members["codes"], dict) and all(isinstance(each, str) for each in told)
    return Event(**members) if is_ours else None


def _bytes(value: bytes | str) -> bytes:
    """Return the bytes of a column; SQLite keeps text in it if somebody wrote text."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)


__all__ = ["BATCH", "SqlAuditLog", "entries_query", "entry_columns", "entry_from", "leaf_from"]
