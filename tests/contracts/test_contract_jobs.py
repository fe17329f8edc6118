"""The outbox is drained at least once, by however many workers, on both databases."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from issuer import assessment, issuance, jobs, records
from issuer.access import Role
from issuer.issuance.model import OutboxItem, State
from issuer.jobs.draining import MAX_ATTEMPTS, pause_after
from tests import awarding
from tests.awarding import ACADEMY, BASE, SettableClock
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import open_box, people_on, post_on, retention_on

__all__ = ["upgraded"]


@dataclass(frozen=True, kw_only=True)
class Yard:
    """A school whose outbox is worked on."""

    engine: sa.Engine
    clock: SettableClock
    jobs: jobs.Services

    @property
    def issuing(self) -> issuance.Services:
        """The collaborators of issuance."""
        return self.jobs.issuance

    def put(self, kind: str, ref: str) -> None:
        """Ask for something."""
        with self.issuing.unit_of_work() as uow:
            uow.outbox.put(kind, ref, ACADEMY)
            uow.commit()

    def states(self) -> list[tuple[str, str]]:
        """Return kind and state of all items but that of the first key."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.text(
                    "SELECT kind, state FROM outbox WHERE kind <> 'audit.checkpoint' ORDER BY kind"
                )
            )
            return [(kind, state) for kind, state in rows]


@pytest.fixture
def yard(upgraded: str, tmp_path: Path) -> Iterator[Yard]:
    """Give a school with a key, and a worker."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    issuing = awarding.services_on(engine, clock=clock)
    awarding.open_school(issuing)

    def write() -> records.SqlUnitOfWork:
        return records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, box=open_box())

    def read() -> records.SqlUnitOfWork:
        return records.SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS)

    assessing = assessment.Services(
        unit_of_work=write,
        read_only=read,
        clock=clock,
        ids=awarding.CountingIds("assess"),
        blobs=records.FileBlobs(tmp_path / "blobs", sealer=PLAIN_KEYS),
        base_url=BASE,
    )
    services = jobs.Services(
        accounts=people_on(engine, clock),
        assessment=assessing,
        issuance=issuing,
        auditing=awarding.audit_on(engine, issuing),
        post=post_on(engine, clock),
        retention=retention_on(engine, clock, assessing.blobs),
    )
    # The first key asked for a checkpoint.
    jobs.drain(services)
    yield Yard(engine=engine, clock=clock, jobs=services)
    engine.dispose()


def test_an_approved_award_becomes_a_credential(yard: Yard) -> None:
    """If the page died after the approval, the outbox issues."""
    award = awarding.add_award(yard.issuing, "k1")
    yard.put("award.approved", award)
    jobs.drain(yard.jobs)
    record = issuance.credential_of_award(award, yard.issuing)
    assert record is not None
    assert record.state is State.ISSUED


def test_a_second_drain_finds_nothing(yard: Yard) -> None:
    """What is done is done."""
    yard.put("award.approved", awarding.add_award(yard.issuing, "k1"))
    jobs.drain(yard.jobs)
    assert 0 == jobs.drain(yard.jobs)


def test_work_that_fails_comes_back_later(yard: Yard) -> None:
    """Without a usable key the award waits, and nobody else waits with it."""
    key = issuance.list_keys(ACADEMY, yard.issuing)[0].id
    with awarding.records_of(yard.issuing) as uow:
        uow.keys.pause(key, yard.clock())
        uow.commit()
    yard.put("award.approved", awarding.add_award(yard.issuing, "k1"))
    failed = jobs.drain(yard.jobs)
    with awarding.records_of(yard.issuing) as uow:
        uow.keys.pause(key, None)
        uow.commit()
    early = jobs.drain(yard.jobs)
    yard.clock.pass_time(minutes=2)
    jobs.drain(yard.jobs)
    record = issuance.credential_of_award("award-k1", yard.issuing)
    assert record is not None
    assert (0, 0, State.ISSUED) == (failed, early, record.state)


def test_what_can_never_succeed_is_laid_aside(yard: Yard) -> None:
    """A person looks at dead items; they block nobody."""
    yard.put("a.kind.of.tomorrow", "x")
    yard.put("award.approved", "award-of-nobody")
    jobs.drain(yard.jobs)
    assert [("a.kind.of.tomorrow", "dead"), ("award.approved", "dead")] == yard.states()


def test_a_worker_that_died_is_succeeded_after_its_lease(yard: Yard) -> None:
    """The item comes back, and the task finds its own work done."""

    class _KilledError(Exception):
        """Stands for the death of the process."""

    def die(name: str) -> None:
        if name == "after_task":
            raise _KilledError

    yard.put("award.approved", awarding.add_award(yard.issuing, "k1"))
    dying = replace(yard.jobs, issuance=replace(yard.issuing, reached=die))
    with pytest.raises(_KilledError):
        jobs.drain(dying)
    yard.clock.pass_time(minutes=6)
    jobs.drain(yard.jobs)
    with yard.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT count(*) FROM credential")).scalar_one()
    assert (1, ("award.approved", "done")) == (rows, yard.states()[0])


def test_two_workers_share_the_outbox(yard: Yard) -> None:
    """No item is done twice while its worker lives."""
    for number in range(6):
        yard.put("award.approved", awarding.add_award(yard.issuing, f"n{number}"))
    counts: list[int] = []
    workers = [
        threading.Thread(target=lambda: counts.append(jobs.drain(yard.jobs))) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with yard.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT count(*) FROM outbox WHERE kind = 'award.approved' AND state = 'done'")
        ).scalar_one()
    assert 6 == rows


def test_a_late_revocation_is_published_by_the_outbox(yard: Yard) -> None:
    """The page answered "not yet"; the worker makes it true."""
    issuance.issue_award(awarding.add_award(yard.issuing, "k1"), yard.issuing)
    key = issuance.list_keys(ACADEMY, yard.issuing)[0].id
    with awarding.records_of(yard.issuing) as uow:
        uow.keys.pause(key, yard.clock())
        uow.commit()
    change = issuance.revoke_credential(
        issuance.ChangeStatus(
            actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
            credential_id=issuance.CredentialId(f"{BASE}/credentials/k1"),
            reason_code=issuance.ReasonCode.OTHER,
        ),
        yard.issuing,
    )
    with awarding.records_of(yard.issuing) as uow:
        uow.keys.pause(key, None)
        uow.commit()
    jobs.drain(yard.jobs)
    with yard.issuing.read_only() as reading:
        (status_list,) = reading.status_lists.all()
    assert (False, status_list.wanted_version) == (change.published, status_list.version)


def test_a_round_sweeps_what_a_crash_left(yard: Yard) -> None:
    """Intent without publication is finished by the next round, its outbox rows included."""

    class _KilledError(Exception):
        """Stands for the death of the process."""

    def die(name: str) -> None:
        if name == "after_intent":
            raise _KilledError

    award = awarding.add_award(yard.issuing, "k1")
    with pytest.raises(_KilledError):
        issuance.issue_award(award, replace(yard.issuing, reached=die))
    jobs.run_once(yard.jobs, older_than=timedelta(0))
    record = issuance.credential_of_award(award, yard.issuing)
    assert record is not None
    assert record.state is State.ISSUED


def test_the_worker_stops_when_told(yard: Yard) -> None:
    """A stop ends the loop after the step at hand, with the work done."""
    award = awarding.add_award(yard.issuing, "k1")
    yard.put("award.approved", award)
    stop = threading.Event()
    told = replace(
        yard.jobs,
        issuance=replace(
            yard.issuing, reached=lambda name: stop.set() if name == "after_task" else None
        ),
    )
    worker = threading.Thread(target=jobs.run, args=(told, stop))
    worker.start()
    worker.join(60)
    record = issuance.credential_of_award(award, yard.issuing)
    assert record is not None
    assert (False, State.ISSUED) == (worker.is_alive(), record.state)


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 2), (5, 16), (MAX_ATTEMPTS, 1440)],
    ids=["the first", "the second", "the fifth", "the last"],
)
def test_pauses_double_up_to_a_day(attempts: int, minutes: int) -> None:
    """A target that is down is asked less and less often, spread by at most a tenth."""
    item = OutboxItem(
        id="x",
        organisation=ACADEMY,
        kind="k",
        ref="r",
        attempts=attempts,
        not_before=awarding.START,
    )
    pause = pause_after(item) / timedelta(minutes=1)
    assert minutes <= pause <= minutes * 1.1
