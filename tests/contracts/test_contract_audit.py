"""The audit log on both databases: one root, whoever writes; forgetting; what never changes."""

import hashlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from issuer import audit, auditing, issuance, jobs, records
from issuer.audit import Event
from issuer.errors import ConflictError, UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.jobs.tasks import sign_audit_checkpoint
from issuer.proofs import verify_signature
from issuer.records import CheckpointFile
from tests import awarding
from tests.awarding import ACADEMY, KESTREL, WREN, SettableClock
from tests.databases import database, upgraded

__all__ = ["database", "upgraded"]

#: The revision before the log.
_BEFORE = "0002"

EVENTS, THREADS, PER_TRANSACTION = 10_000, 8, 10


@dataclass(frozen=True, kw_only=True)
class Log:
    """A school and its log."""

    engine: sa.Engine
    clock: SettableClock
    issuing: issuance.Services
    services: auditing.Services

    def append(self, *names: str, learner: str | None = None, subject: str = "thing") -> None:
        """Append events in one transaction."""
        with awarding.records_of(self.issuing) as uow:
            for name in names:
                uow.events.append(event(name, self.issuing, learner=learner, subject=subject))
            uow.commit()

    def records(self) -> list[bytes]:
        """Return all records in the order of the log, read past all code of ours."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.text("SELECT record FROM audit_leaf ORDER BY leaf_index")
            ).scalars()
            return [bytes(row) for row in rows]

    def root(self) -> bytes:
        """Return the root that the stored subtrees give."""
        with self.services.read_only() as uow:
            return audit.root(uow.audit_log.size(), uow.audit_log.node)


def event(
    name: str, issuing: issuance.Services, *, learner: str | None = None, subject: str = "thing"
) -> Event:
    """Return an event of the school."""
    return Event(
        id=issuing.ids.new_id(),
        at=issuing.clock(),
        organisation=ACADEMY,
        actor=f"{ACADEMY}-heron",
        role="registrar",
        name=name,
        subject=subject,
        learner=learner,
        codes={"kind": "plain"},
    )


def naive_root(records_: list[bytes]) -> bytes:
    """Compute the root as the standard defines it, by recursion over all leaves."""
    if not records_:
        return hashlib.sha256(b"").digest()
    if len(records_) == 1:
        return hashlib.sha256(b"\x00" + records_[0]).digest()
    middle = 1
    while middle * 2 < len(records_):
        middle *= 2
    left, right = naive_root(records_[:middle]), naive_root(records_[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.fixture
def log(upgraded: str) -> Iterator[Log]:
    """Give a school with a key and a log."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    issuing = replace(awarding.services_on(engine, clock=clock), sleep=time.sleep)
    awarding.open_school(issuing)
    services = awarding.audit_on(engine, issuing)
    yield Log(engine=engine, clock=clock, issuing=issuing, services=services)
    engine.dispose()


def test_ten_thousand_events_under_load_keep_one_root(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eight threads write while a sequencer and a signer run; the root is that of the records."""
    stop = threading.Event()
    worker = threading.Thread(target=_keep, args=(log, stop))
    worker.start()
    batches = EVENTS // PER_TRANSACTION
    began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [
            pool.submit(_insist, log, ["load.written"] * PER_TRANSACTION) for _ in range(batches)
        ]:
            done.result(timeout=300)
    stop.set()
    worker.join(60)
    auditing.sequence(log.services)
    took = time.monotonic() - began
    found = log.records()
    report = auditing.check_log(log.services)
    with capsys.disabled():
        print(  # noqa: T201 # the figures are the point
            f"\n{log.engine.dialect.name}: {len(found)} entries by {THREADS} threads, {took:.1f} s,"
            f" {report.checkpoints} checkpoints, {len(report.faults)} faults"
        )
    assert (naive_root(found), (), 0) == (log.root(), report.faults, report.waiting)


def test_key_that_lost_the_race_signs_nothing(log: Log) -> None:
    """A worker that made a key of its own and could not store it goes on with the one that is."""
    lost = log.services.keyring.make(log.services.origin, log.clock())
    log.services.keyring.signer(lost)
    log.append("was.done")
    made = auditing.checkpoint(log.services)
    report = auditing.check_log(log.services)
    assert made is not None
    assert ((), 1) == (report.faults, report.checkpoints)


def _insist(log: Log, names: list[str]) -> None:
    """Repeat a transaction that found the database busy, as callers do (reliability.md 2.7)."""
    for _ in range(20):
        with suppress(UnavailableError):
            log.append(*names)
            return
    raise AssertionError("the database stayed busy")


def _keep(log: Log, stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(UnavailableError):
            auditing.checkpoint(log.services)
        stop.wait(0.2)


def test_entry_of_an_unfinished_act_has_no_place(log: Log) -> None:
    """What is rolled back leaves no entry, and no gap in the log."""
    with awarding.records_of(log.issuing) as uow:
        uow.events.append(event("never.done", log.issuing))
    log.append("was.done")
    auditing.sequence(log.services)
    report = auditing.check_log(log.services)
    names = [b"never.done" in each for each in log.records()]
    assert ((), False) == (report.faults, any(names))


def test_late_commit_gets_a_later_place(log: Log) -> None:
    """A slow act keeps nobody waiting, and what was signed before it stays as it was."""
    if log.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time, so nobody commits late")
    with awarding.records_of(log.issuing) as slow:
        slow.events.append(event("slow.done", log.issuing))
        log.append("quick.done")
        before = auditing.checkpoint(log.services)
        slow.commit()
    auditing.checkpoint(log.services)
    assert before is not None
    last = audit.read_record(log.records()[-1])
    assert ((), "slow.done") == (auditing.check_log(log.services).faults, last["name"])


def test_record_holds_no_id_of_a_person(log: Log) -> None:
    """Actor, learner and subject stand behind salted tags."""
    log.append("work.done", learner=f"{ACADEMY}-{KESTREL}", subject=f"{ACADEMY}-{WREN}")
    auditing.sequence(log.services)
    record = log.records()[-1]
    assert [] == [name for name in (KESTREL, WREN, "heron") if name.encode() in record]


def test_same_person_has_another_tag_in_every_entry(log: Log) -> None:
    """Two entries about one learner cannot be told to be about the same one."""
    log.append("work.done", "work.done", learner=f"{ACADEMY}-{KESTREL}")
    auditing.sequence(log.services)
    first, second = (audit.read_record(each) for each in log.records()[-2:])
    assert first["learner"] != second["learner"]


@pytest.fixture
def forgotten(log: Log) -> Log:
    """Give a log that was signed, in which one learner was then forgotten."""
    log.append("work.done", "work.seen", learner=f"{ACADEMY}-{KESTREL}", subject="submission-1")
    log.append("work.done", learner=f"{ACADEMY}-{WREN}", subject="submission-2")
    issuance.issue_award(awarding.add_award(log.issuing, "k1"), log.issuing)
    auditing.checkpoint(log.services)
    with awarding.records_of(log.issuing) as uow:
        uow.events.forget(ACADEMY, f"{ACADEMY}-{KESTREL}")
        uow.commit()
    return log


def test_forgetting_changes_no_entry(forgotten: Log) -> None:
    """Record and root stay, and the log checks as before (T89)."""
    report = auditing.check_log(forgotten.services)
    assert ((), naive_root(forgotten.records())) == (report.faults, report.root)


def test_forgetting_leaves_no_id_and_no_salt(forgotten: Log) -> None:
    """Nobody can tell any longer which entries were about that learner (T89)."""
    about = sa.text(
        "SELECT count(*) FROM event WHERE learner LIKE :who OR actor LIKE :who OR subject LIKE :who"
        " OR (learner = 'forgotten' AND learner_salt IS NOT NULL)"
        " OR (subject = 'forgotten' AND subject_salt IS NOT NULL) OR subject = 'submission-1'"
    )
    with forgotten.engine.connect() as connection:
        left = connection.execute(about, {"who": f"%{KESTREL}%"}).scalar()
    assert 0 == left


def test_forgetting_one_leaves_the_others(forgotten: Log) -> None:
    """The history of another learner is as it was."""
    with awarding.records_of(forgotten.issuing) as uow:
        names = [each.name for each in uow.events.of_learner(ACADEMY, f"{ACADEMY}-{WREN}")]
    assert ["work.done"] == names


def test_credential_of_somebody_forgotten_keeps_its_entry(forgotten: Log) -> None:
    """Its address is public and stays, so its proof does too."""
    proof = auditing.credential_proof(
        ACADEMY, f"{awarding.BASE}/credentials/k1", forgotten.services
    )
    said = audit.read_checkpoint(proof.checkpoint.partition("\n\n")[0] + "\n")
    leaf = audit.leaf_hash(proof.record)
    audit.require_included(leaf, proof.index, proof.size, proof.path, said.root)


_FORBIDDEN = (
    "UPDATE audit_leaf SET record = hash",
    "UPDATE audit_leaf SET hash = record",
    "UPDATE audit_leaf SET leaf_index = leaf_index + 100",
    "DELETE FROM audit_leaf",
    "UPDATE audit_node SET hash = hash",
    "DELETE FROM audit_node",
    "UPDATE audit_checkpoint SET note = ''",
    "DELETE FROM audit_checkpoint",
    "UPDATE audit_key SET name = 'other'",
    "DELETE FROM audit_key",
    "UPDATE event SET role = 'admin'",
    "UPDATE event SET name = 'other.name'",
    "UPDATE event SET actor = 'somebody'",
    "UPDATE event SET actor = 'forgotten'",
    "UPDATE event SET actor_salt = subject_salt",
    "UPDATE event SET codes = '{}'",
    "UPDATE event SET learner = 'forgotten', learner_salt = NULL WHERE learner IS NULL",
    "DELETE FROM event",
)


@pytest.mark.parametrize("statement", _FORBIDDEN)
def test_database_refuses(log: Log, statement: str) -> None:
    """What the log holds never changes, whoever asks the database."""
    log.append("work.done", "work.seen", "work.done")
    auditing.checkpoint(log.services)
    with (
        log.engine.connect() as connection,
        pytest.raises(DBAPIError),
        connection.begin(),
    ):
        connection.execute(sa.text(statement))


def test_checkpoint_is_made_once_a_minute(log: Log) -> None:
    """Rounds within a minute make one checkpoint; the next minute makes another."""
    first = auditing.keep(log.services)
    log.append("work.done")
    early = auditing.keep(log.services)
    log.clock.pass_time(seconds=61)
    late = auditing.keep(log.services)
    idle = auditing.keep(log.services)
    assert [True, False, True, False] == [each is not None for each in (first, early, late, idle)]


def test_new_key_is_signed_at_once(log: Log) -> None:
    """A change of keys asks for a checkpoint that does not wait for the minute."""
    auditing.checkpoint(log.services)
    issuance.replace_key(ACADEMY, log.issuing)
    with awarding.records_of(log.issuing) as uow:
        items = uow.outbox.claim(log.clock(), log.clock(), 100)
    assert "audit.checkpoint" in {item.kind for item in items}


def test_background_work_signs_the_log(log: Log) -> None:
    """The task of a key event makes a checkpoint that the key opens."""
    services = jobs.Services(
        accounts=None,  # type: ignore[arg-type] # this task asks for nothing of it
        assessment=None,  # type: ignore[arg-type] # nor of this
        post=None,  # type: ignore[arg-type] # nor of this
        retention=None,  # type: ignore[arg-type] # nor of this
        issuance=log.issuing,
        auditing=log.services,
    )
    sign_audit_checkpoint(ACADEMY, services)
    made = auditing.newest_checkpoint(log.services)
    key = audit.read_note_key(auditing.public_key(log.services))
    said = audit.open_checkpoint(made.note, key, verify_signature)
    assert naive_root(log.records()) == said.root


def test_checkpoints_go_outside(log: Log, tmp_path: Path) -> None:
    """Each checkpoint is added to the file, and the file reads back."""
    file = tmp_path / "checkpoints"
    services = replace(log.services, outside=CheckpointFile(file))
    auditing.checkpoint(services)
    log.append("work.done")
    auditing.checkpoint(services)
    with services.read_only() as uow:
        stored = [each.note for each in uow.audit_log.checkpoints()]
    assert stored == list(audit.split_notes(file.read_bytes()))


def test_full_disk_outside_is_told(log: Log, tmp_path: Path) -> None:
    """A checkpoint that cannot leave is an error; the stored one stays."""
    services = replace(log.services, outside=CheckpointFile(tmp_path / "no" / "folder"))
    with pytest.raises(UnavailableError, match="cannot be written"):
        auditing.checkpoint(services)
    assert auditing.newest_checkpoint(log.services).size


def test_log_has_one_key(log: Log) -> None:
    """A second key is refused: it would be a second log."""
    made = log.services.keyring.make("other/audit", log.clock())
    auditing.log_key(log.services)
    with log.services.unit_of_work() as uow, pytest.raises(ConflictError):
        uow.audit_log.add_key(made)


def test_key_by_sql_is_named(log: Log) -> None:
    """Whoever adds a key row behind our back changes a document nobody recorded (T20)."""
    made = awarding.keyring().make(ACADEMY)
    with log.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO key (id, organisation, algorithm, public_key_multibase, sealed,"
                " version, state, created_at, backend, published_at, active_at, retired_at)"
                " VALUES (:id, :school, 'Ed25519', :key, :sealed, 1, 'retired', :at, 'envelope',"
                " :at, :at, :at)"
            ),
            {
                "id": f"{awarding.organisation().did}#{made.public_key_multibase}",
                "school": ACADEMY,
                "key": made.public_key_multibase,
                "sealed": made.sealed,
                "at": "2026-11-20T12:00:00.000000Z",
            },
        )
    auditing.sequence(log.services)
    report = auditing.check_log(log.services)
    assert {"key_unlogged", "did_unlogged"} == {fault.code for fault in report.faults}
    assert any(made.public_key_multibase in fault.place for fault in report.faults)


def test_older_installations_begin_their_documents_once(log: Log) -> None:
    """A document without any recorded version gets its first; one with a version does not."""
    first = issuance.begin_did_versions(log.issuing)
    with awarding.records_of(log.issuing) as uow:
        uow.organisations.add(awarding.organisation("harbor"))
        made = log.issuing.keyring.make("harbor")
        uow.keys.add(
            KeyRecord(
                id=f"{awarding.organisation('harbor').did}#{made.public_key_multibase}",
                organisation="harbor",
                public_key_multibase=made.public_key_multibase,
                sealed=made.sealed,
                created_at=log.clock(),
                published_at=log.clock(),
                active_at=log.clock(),
            )
        )
        uow.commit()
    found = [issuance.begin_did_versions(log.issuing) for _ in range(2)]
    assert (0, [1, 0]) == (first, found)


def test_upgrade_gives_older_events_their_entries(database: str) -> None:
    """Events from before the log get entries that check, in the order of their rows."""
    engine = records.open_engine(database)
    _upgrade_to_before_the_log(engine)
    records.upgrade(engine)
    services = awarding.audit_on(engine, awarding.services_on(engine))
    auditing.sequence(services)
    report = auditing.check_log(services)
    with services.read_only() as uow:
        names = [entry.event.name for entry in uow.audit_trail.leaves() if entry.event]
    engine.dispose()
    assert ((), ["old.one", "old.two"]) == (report.faults, names)


def _upgrade_to_before_the_log(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(records.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
        connection.execute(
            sa.text(
                "INSERT INTO organisation (id, slug, kind, name, url, did, did_form, created_at,"
                " sole_teacher, scale, age_of_majority, appeal_days) VALUES ('academy', 'academy',"
                " 'school', 'Academy', 'https://a.example', 'did:web:a.example', 'host',"
                " '2026-11-20T12:00:00.000000Z', false, 'a,b', 18, 30)"
            )
        )
        for name, learner in (("old.one", None), ("old.two", "kestrel")):
            connection.execute(
                sa.text(
                    "INSERT INTO event (id, at, organisation, actor, role, name, subject, learner,"
                    " codes) VALUES (:name, '2026-11-20T12:00:00.000007Z', 'academy', 'heron',"
                    ' \'teacher\', :name, \'thing\', :learner, \'{"z": "1", "a": "\u00e9"}\')'
                ),
                {"name": name, "learner": learner},
            )
