"""Eight kinds of tampering with a real database, each at 200 places: every one is found and named.

The attacker has the database file and drops the triggers first; what he lacks is the log's private
key and the checkpoints that somebody kept outside (reliability.md 4.7, row 101).
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
import sqlalchemy as sa

from issuer import audit, auditing, issuance, records
from issuer.access import Role
from issuer.audit import Event
from issuer.auditing import LogReport, Witness
from issuer.issuance.model import ReasonCode
from issuer.records.sealing import SEALER
from tests import awarding
from tests.awarding import ACADEMY, REGISTRAR
from tests.databases import SQLITE_NAME, upgraded_sqlite
from tests.plain_keys import PLAIN_KEYS

PLACES = 200
_EVERY = 20
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


class Borrowed(records.SqlUnitOfWork):
    """A unit of work on the attacker's own open transaction, so that nothing has to be copied."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection.engine, write=False, sealer=PLAIN_KEYS)
        # The repositories look for the sealer on the connection that they are given.
        self._opened = connection.execution_options(**{SEALER: PLAIN_KEYS})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the transaction open."""


@dataclass(kw_only=True)
class Scene:
    """A database with a log, what it looked like at each size, and the notes kept outside."""

    folder: Path
    engine: sa.Engine
    issuing: issuance.Services
    services: auditing.Services
    notes: list[str] = field(default_factory=list)
    snapshots: dict[int, Path] = field(default_factory=dict)
    size: int = 0

    def append(self, name: str = "work.done", issuing: issuance.Services | None = None) -> None:
        """Append an event."""
        with awarding.records_of(issuing or self.issuing) as uow:
            uow.events.append(
                Event(
                    id=self.issuing.ids.new_id(),
                    at=self.issuing.clock(),
                    organisation=ACADEMY,
                    actor="somebody",
                    role="teacher",
                    name=name,
                    subject="work",
                    codes={"revision": "1"},
                )
            )
            uow.commit()

    def sign(self) -> None:
        """Make a checkpoint and keep it outside."""
        made = auditing.checkpoint(self.services)
        if made is not None:
            self.notes.append(made.note)
            self.size = made.size

    def kept(self, notes: list[str] | None = None) -> tuple[Witness, ...]:
        """Return what was kept outside."""
        found = self.notes if notes is None else notes
        return tuple(Witness(source=f"note {n}", note=each) for n, each in enumerate(found))

    def snapshot(self, size: int) -> None:
        """Keep the whole file as it is now."""
        path = self.folder / str(size) / SQLITE_NAME
        path.parent.mkdir()
        with sqlite3.connect(self.folder / SQLITE_NAME) as source, sqlite3.connect(path) as target:
            source.backup(target)
        self.snapshots[size] = path


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Build a school with credentials, marks and a rotated key, and 200 entries after them."""
    folder = tmp_path_factory.mktemp("tampering")
    engine = records.open_engine(upgraded_sqlite(folder))
    issuing = awarding.services_on(engine)
    awarding.open_school(issuing)
    built = Scene(
        folder=folder,
        engine=engine,
        issuing=issuing,
        services=awarding.audit_on(engine, issuing),
    )
    _live(built)
    built.sign()
    for number in range(PLACES):
        built.append()
        with built.services.read_only() as uow:
            size = uow.audit_log.size()
        if number % _EVERY == 0:
            built.sign()
        built.snapshot(size)
    built.append()
    built.sign()
    with engine.begin() as connection:
        for (name,) in connection.execute(sa.text(_TRIGGERS)).all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
    yield built
    engine.dispose()


def _live(scene: Scene) -> None:
    for name in ("k1", "k2", "k3"):
        issuance.issue_award(awarding.add_award(scene.issuing, name), scene.issuing)
    issuance.revoke_credential(
        issuance.ChangeStatus(
            actor=awarding.actor(REGISTRAR, Role.REGISTRAR),
            credential_id=issuance.CredentialId(f"{awarding.BASE}/credentials/k2"),
            reason_code=ReasonCode.ISSUED_IN_ERROR,
            reason_text="",
        ),
        scene.issuing,
    )
    issuance.replace_key(ACADEMY, scene.issuing)


Attack = Callable[[sa.Connection, int, Scene], object]


def _run(connection: sa.Connection, statement: str, **given: object) -> None:
    connection.execute(sa.text(statement), given)


def _number_at(connection: sa.Connection, at: int) -> object:
    query = sa.text("SELECT event_number FROM audit_leaf WHERE leaf_index = :at")
    return connection.execute(query, {"at": at}).scalar()


def _edit(connection: sa.Connection, at: int, _scene: Scene) -> None:
    number = _number_at(connection, at)
    _run(
        connection,
        (
            "UPDATE event SET role = 'admin' || role WHERE number = :number",
            "UPDATE event SET codes = json_object('x', 'y') WHERE number = :number",
            "UPDATE event SET codes = 'no JSON', at = 'yesterday' WHERE number = :number",
            "UPDATE event SET actor = 'another' WHERE number = :number",
            "UPDATE audit_leaf SET record = record || X'20' WHERE leaf_index = :at",
            "UPDATE audit_leaf SET hash = zeroblob(32) WHERE leaf_index = :at",
        )[at % 6],
        **({"number": number} if at % 6 < 4 else {"at": at}),
    )


def _delete(connection: sa.Connection, at: int, _scene: Scene) -> None:
    number = _number_at(connection, at)
    _run(connection, "DELETE FROM audit_leaf WHERE leaf_index = :at", at=at)
    _run(connection, "DELETE FROM event WHERE number = :number", number=number)


def _swap(connection: sa.Connection, at: int, scene: Scene) -> None:
    other = (at + 1 + at % 7) % scene.size
    for old, new in ((at, 10**9), (other, at), (10**9, other)):
        _run(
            connection,
            "UPDATE audit_leaf SET leaf_index = :new WHERE leaf_index = :old",
            old=old,
            new=new,
        )


def _truncate(connection: sa.Connection, at: int, _scene: Scene) -> None:
    """Take the last entries away with all that hangs on them, and no trace inside."""
    numbers = connection.execute(
        sa.text("SELECT event_number FROM audit_leaf WHERE leaf_index >= :at"), {"at": at}
    ).scalars()
    gone = list(numbers)
    _run(connection, "DELETE FROM audit_leaf WHERE leaf_index >= :at", at=at)
    for number in gone:
        _run(connection, "DELETE FROM event WHERE number = :number", number=number)
    _run(connection, "DELETE FROM audit_node WHERE ((position + 1) << level) > :at", at=at)
    _run(connection, "DELETE FROM audit_checkpoint WHERE size > :at", at=at)


def _insert(connection: sa.Connection, at: int, _scene: Scene) -> None:
    """Put a forged entry in between, all later ones one further."""
    _run(
        connection,
        "INSERT INTO event (id, at, organisation, actor, role, name, subject, codes, actor_salt,"
        " subject_salt) SELECT id || 'forged', at, organisation, actor, role, name, subject, codes,"
        " actor_salt, subject_salt FROM event LIMIT 1",
    )
    forged = connection.execute(sa.text("SELECT max(number) FROM event")).scalar()
    if at % 2:
        return  # an event without an entry
    _run(
        connection,
        "UPDATE audit_leaf SET leaf_index = leaf_index + 1000000000 WHERE leaf_index >= :at",
        at=at,
    )
    _run(
        connection,
        "UPDATE audit_leaf SET leaf_index = leaf_index - 999999999 WHERE leaf_index >= 1000000000",
    )
    record = b'{"forged":true}'
    _run(
        connection,
        "INSERT INTO audit_leaf (event_number, record, hash, leaf_index)"
        " VALUES (:number, :record, :hash, :at)",
        number=forged,
        record=record,
        hash=audit.leaf_hash(record),
        at=at,
    )


def _rebuild(connection: sa.Connection, at: int, scene: Scene) -> None:
    """Change one entry and compute everything above it anew; only the signature is out of reach."""
    row = (
        connection.execute(
            sa.text(
                "SELECT event.*, event_number FROM event JOIN audit_leaf ON number = event_number"
                " WHERE leaf_index = :at"
            ),
            {"at": at},
        )
        .mappings()
        .one()
    )
    uow = Borrowed(connection)
    entry = next(e for e in uow.audit_trail.leaves() if e.number == row["number"])
    assert entry.event is not None
    forged = replace(entry.event, role="forged")
    record = audit.record_of(forged, entry.salts)
    _run(connection, "UPDATE event SET role = 'forged' WHERE number = :n", n=entry.number)
    _run(
        connection,
        "UPDATE audit_leaf SET record = :record, hash = :hash WHERE event_number = :n",
        n=entry.number,
        record=record,
        hash=audit.leaf_hash(record),
    )
    _run(connection, "DELETE FROM audit_checkpoint")
    for level in range(1, scene.size.bit_length()):
        position = at >> level
        if (position + 1) << level <= scene.size:
            log = uow.audit_log
            children = (log.node(level - 1, 2 * position), log.node(level - 1, 2 * position + 1))
            _run(
                connection,
                "UPDATE audit_node SET hash = :hash WHERE level = :level AND position = :position",
                hash=audit.node_hash(*children),
                level=level,
                position=position,
            )


_INSIDE: dict[str, Attack] = {
    "edit": _edit,
    "delete": _delete,
    "swap": _swap,
    "truncate": _truncate,
    "insert": _insert,
    "rebuild": _rebuild,
}


def _names_place(report: LogReport, at: int, extra: str = "") -> bool:
    """Tell whether some fault names the entry, or a range with it that is not the whole log."""
    for fault in report.faults:
        if extra and extra in fault.place:
            return True
        span = re.search(r"entries (\d+) to (\d+)", fault.place)
        if span and int(span[1]) <= at <= int(span[2]):
            return True
        if re.search(rf"entry {at}\b", fault.place):
            return True
    return False


@pytest.mark.parametrize("kind", sorted(_INSIDE))
def test_tampering_is_found_and_its_place_named(
    scene: Scene, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of 200 attacks of one kind all are found, and each report names where."""
    began, found, named = time.monotonic(), 0, 0
    first = scene.size - PLACES
    for at in range(first, scene.size):
        with scene.engine.connect() as connection:
            connection.begin()
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            _INSIDE[kind](connection, at, scene)
            services = replace(scene.services, read_only=lambda c=connection: Borrowed(c))  # type: ignore[misc] # a default binds the name
            report = auditing.check_log(services, scene.kept())
            connection.rollback()
        forged = "forged" if kind == "insert" else ""
        found += bool(report.faults)
        named += _names_place(report, at, forged)
    _tell(capsys, kind, found, named, time.monotonic() - began)
    assert (PLACES, PLACES) == (found, named)


def _at(path: Path, scene: Scene) -> tuple[sa.Engine, issuance.Services, auditing.Services]:
    engine = records.open_engine(f"sqlite:///{path}")
    issuing = awarding.services_on(engine, ids=awarding.CountingIds("fork"))
    services = replace(awarding.audit_on(engine, issuing), clock=scene.issuing.clock)
    return engine, issuing, services


def test_rollback_to_every_snapshot_is_found(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole older database, flawless by itself, is found by a note that is younger."""
    began, found, named, alarms = time.monotonic(), 0, 0, 0
    for size, path in scene.snapshots.items():
        engine, _, services = _at(path, scene)
        report = auditing.check_log(services, scene.kept())
        honest = auditing.check_log(services, scene.kept(_notes_up_to(scene, size)))
        engine.dispose()
        found += bool(report.faults)
        named += _names_place(report, size)
        alarms += len(honest.faults)
    _tell(capsys, "rollback", found, named, time.monotonic() - began, alarms)
    assert (PLACES, PLACES, 0) == (found, named, alarms)


def test_forks_shown_to_two_auditors_are_found(
    scene: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log that goes on in two ways, each truly signed, fails beside the other's note."""
    began, found, named = time.monotonic(), 0, 0
    for size, path in scene.snapshots.items():
        copy = tmp_path / SQLITE_NAME
        for suffix in ("", "-wal", "-shm"):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)
        copy.write_bytes(path.read_bytes())
        engine, issuing, services = _at(copy, scene)
        scene.append("fork.done", issuing)
        made = auditing.checkpoint(services)
        engine.dispose()
        assert made is not None
        report = auditing.check_log(scene.services, scene.kept([*scene.notes, made.note]))
        found += bool(report.faults)
        named += _names_place(report, size)
    _tell(capsys, "fork", found, named, time.monotonic() - began)
    assert (PLACES, PLACES) == (found, named)


def test_honest_log_raises_no_alarm(scene: Scene) -> None:
    """With every note ever kept, the untouched log has no fault at all."""
    report = auditing.check_log(scene.services, scene.kept())
    assert ((), scene.size) == (report.faults, report.size)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM revocation", "mark_changed"),
        ("UPDATE revocation SET reason_code = 'other'", "mark_changed"),
        ("UPDATE credential SET data = X'7B7D'", "credential_bytes"),
        (
            (
                "UPDATE credential SET document = X'7B7D', document_sha256 ="
                " '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'"
            ),
            "credential_unlogged",
        ),
        ("DELETE FROM credential WHERE public_id = 'k3'", "credential_gone"),
        ("UPDATE key SET state = 'active' WHERE state = 'retired' AND algorithm = 'x'", ""),
        ("UPDATE key SET state = 'compromised'", "key_unlogged"),
        ("DELETE FROM audit_node WHERE level = 1 AND position = 3", "subtree_missing"),
        ("UPDATE audit_node SET hash = zeroblob(32) WHERE level = 2", "subtree_hash"),
        ("INSERT INTO audit_node VALUES (1, 5000, zeroblob(32))", "subtree_extra"),
        ("UPDATE audit_checkpoint SET note = replace(note, 'a', 'b')", "checkpoint_foreign"),
        ("DELETE FROM audit_key", "checkpoint_foreign"),
    ],
)
def test_changed_rows_are_named_by_their_fault(scene: Scene, statement: str, code: str) -> None:
    """Rows that the entries speak of are compared with them, both ways."""
    with scene.engine.connect() as connection:
        connection.begin()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        _run(connection, statement)
        services = replace(scene.services, read_only=lambda: Borrowed(connection))
        report = auditing.check_log(services)
        connection.rollback()
    codes = {fault.code for fault in report.faults}
    assert code in codes if code else codes == set()


def test_another_log_key_is_told(scene: Scene) -> None:
    """Whoever kept the log's key sees that it was replaced."""
    other = audit.NoteKey(name="badges.riverbend.example/audit", public_key=bytes(range(1, 33)))
    report = auditing.check_log(scene.services, (), other)
    assert "log_key" in {fault.code for fault in report.faults}


def _notes_up_to(scene: Scene, size: int) -> list[str]:
    return [note for note in scene.notes if int(note.split("\n")[1]) <= size]


def _tell(
    capsys: pytest.CaptureFixture[str],
    kind: str,
    found: int,
    named: int,
    took: float,
    alarms: int = 0,
) -> None:
    with capsys.disabled():
        print(  # noqa: T201 # the figures are the point
            f"\n{kind}: {found} of {PLACES} found, {named} named, {alarms} false alarms,"
            f" {took:.1f} s"
        )
