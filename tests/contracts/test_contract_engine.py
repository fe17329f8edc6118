"""How the databases are opened, and what their faults are called (reliability.md 2.7 and 2.8)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event

from issuer import issuance, records
from issuer.errors import ConflictError, SettingsError, UnavailableError
from issuer.issuance.model import KeyState
from issuer.records.tables import Instant
from tests import awarding
from tests.databases import upgraded, upgraded_sqlite
from tests.plain_keys import PLAIN_KEYS

__all__ = ["upgraded"]


@pytest.fixture
def engine(upgraded: str) -> Iterator[sa.Engine]:
    """Give an engine on a database with all tables."""
    engine = records.open_engine(upgraded)
    yield engine
    engine.dispose()


@pytest.mark.usefixtures("disk_is_waited_for")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("cell_size_check", 1),
        ("auto_vacuum", 2),
        ("journal_size_limit", 67_108_864),
        ("wal_autocheckpoint", 1000),
        ("recursive_triggers", 1),
    ],
)
def test_sqlite_is_opened_durably(tmp_path: Path, pragma: str, value: object) -> None:
    """Python's defaults are off or unsafe for each of these."""
    engine = records.open_engine(upgraded_sqlite(tmp_path))
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
    engine.dispose()
    assert value == found


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_other_databases_are_refused(url: str) -> None:
    """Nothing that forgets, and nothing that was never tested."""
    with pytest.raises(SettingsError):
        records.open_engine(url)


def test_a_writer_takes_its_lock_at_once(tmp_path: Path) -> None:
    """A second writer waits at its beginning, so that no transaction fails half way."""
    url = upgraded_sqlite(tmp_path)
    engine = records.open_engine(url)
    path = sa.make_url(url).database
    assert path is not None
    with (
        records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        closing(sqlite3.connect(path)) as other,
    ):
        other.execute("PRAGMA busy_timeout=0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    engine.dispose()


def test_a_busy_database_is_unavailable_not_broken(tmp_path: Path) -> None:
    """The page says: try again in a minute, nothing is lost."""
    url = upgraded_sqlite(tmp_path)
    engine = records.open_engine(url)
    path = sa.make_url(url).database
    assert path is not None
    event.listen(engine, "checkout", _lose_patience)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(UnavailableError),
            records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        ):
            pass
    engine.dispose()


def _lose_patience(connection: sqlite3.Connection, *_rest: object) -> None:
    connection.execute("PRAGMA busy_timeout=0").close()


def test_leaving_without_commit_rolls_back(engine: sa.Engine) -> None:
    """An error anywhere in a verb leaves nothing behind."""
    services = awarding.services_on(engine)
    awarding.open_school(services)
    key = issuance.list_keys(awarding.ACADEMY, services)[0]
    with records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS) as uow:
        uow.keys.retire(key.id, awarding.START)
    after = issuance.list_keys(awarding.ACADEMY, services)[0]
    assert KeyState.ACTIVE is after.state


def test_the_second_of_two_equal_rows_is_a_conflict(engine: sa.Engine) -> None:
    """Two workers that do the same thing are told apart by name, not by driver."""
    services = awarding.services_on(engine)
    awarding.open_school(services)
    with awarding.records_of(services) as uow, pytest.raises(ConflictError):
        uow.organisations.add(awarding.organisation())


def test_a_reader_sees_one_state(engine: sa.Engine) -> None:
    """Version and bits of a list are read at one moment, whatever happens meanwhile."""
    services = awarding.services_on(engine)
    awarding.open_school(services)
    with records.SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS) as reading:
        before = reading.keys.of(awarding.ACADEMY)
        issuance.replace_key(awarding.ACADEMY, services)
        after = reading.keys.of(awarding.ACADEMY)
    assert before == after


def test_a_unit_of_work_is_opened_before_use(engine: sa.Engine) -> None:
    """Using one outside its `with` is a bug that says so."""
    with pytest.raises(RuntimeError, match="with"):
        _ = records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS).keys.active("academy")


def test_instants_keep_their_microseconds_in_utc() -> None:
    """Text of fixed width sorts like time."""
    instant = datetime(2026, 11, 20, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    kind, dialect = Instant(), sa.create_engine("sqlite://").dialect
    text = kind.process_bind_param(instant, dialect)
    assert ("2026-11-20T12:00:00.000005Z", instant.astimezone(UTC)) == (
        text,
        kind.process_result_value(text, dialect),
    )


def test_a_naive_instant_is_refused() -> None:
    """An instant without a zone is two instants."""
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(datetime(2026, 11, 20), sa.create_engine("sqlite://").dialect)  # noqa: DTZ001 - that is the point


def test_no_secret_is_in_the_database(tmp_path: Path) -> None:
    """Neither seed nor key-encryption key is among the bytes on disk (reliability.md 6.3)."""
    engine = records.open_engine(upgraded_sqlite(tmp_path))
    services = awarding.services_on(engine)
    awarding.open_school(services)
    key = issuance.list_keys(awarding.ACADEMY, services)[0]
    bound = f"{key.organisation}|{key.public_key_multibase}|{key.version}".encode()
    seed = AESGCM(awarding.KEK).decrypt(key.sealed[:12], key.sealed[12:], bound)
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert (32, True, False, False) == (
        len(seed),
        key.sealed in stored,
        seed in stored,
        awarding.KEK in stored,
    )
