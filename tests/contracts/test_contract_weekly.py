"""The weekly letter on both databases: once a week and family, whoever and how many write it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from issuer import assessment, jobs, records
from issuer.accounts import weekly
from issuer.accounts.model import WEEK, WeeklyLetter, week_after
from issuer.errors import UnavailableError
from tests import awarding
from tests.awarding import ACADEMY, BASE, GUARDIAN, HARBOR, KESTREL, WREN, SettableClock
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import KeptMail, give_address, open_box, people_on, post_on, retention_on

__all__ = ["upgraded"]
READER = f"{ACADEMY}-{GUARDIAN}"


@dataclass
class Week:
    """A school with a guardian who can be written to, and the letters that left it."""

    engine: sa.Engine
    clock: SettableClock
    mail: KeptMail
    jobs: jobs.Services

    def earn(self, name: str, learner: str = WREN) -> None:
        """Let a learner get a badge now."""
        award = awarding.add_award(self.jobs.issuance, name, learner=learner)
        with self.jobs.issuance.unit_of_work() as uow:
            uow.outbox.put("award.approved", award, ACADEMY)
            uow.commit()
        jobs.drain(self.jobs)

    def tick(self, workers: int = 2) -> int:
        """Let workers do a round at once; return how many weekly letters there are by now."""
        threads = [
            threading.Thread(target=jobs.run_once, args=(self.jobs,)) for _ in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return len(self.weekly)

    @property
    def weekly(self) -> list[str]:
        """Return the texts of the weekly letters, oldest first."""
        return [each.text for each in self.mail.letters if "This week's" in each.subject]


@pytest.fixture
def week(upgraded: str, tmp_path: Path) -> Iterator[Week]:
    """Give the school on a Friday at noon, before the first week ends."""
    engine = records.open_engine(upgraded)
    clock, mail = SettableClock(), KeptMail()
    issuing = awarding.services_on(engine, clock=clock)
    awarding.open_school(issuing)

    def work() -> records.SqlUnitOfWork:
        return records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, box=open_box())

    people = people_on(engine, clock)
    files = records.FileBlobs(tmp_path / "blobs", sealer=PLAIN_KEYS)
    services = jobs.Services(
        accounts=people,
        assessment=assessment.Services(
            unit_of_work=work,
            read_only=work,
            clock=clock,
            ids=awarding.CountingIds("assess"),
            blobs=files,
            base_url=BASE,
        ),
        issuance=issuing,
        auditing=awarding.audit_on(engine, issuing),
        post=post_on(engine, clock, mail),
        retention=retention_on(engine, clock, files),
    )
    give_address(people, ACADEMY, READER, "family@home.example")
    yield Week(engine=engine, clock=clock, mail=mail, jobs=services)
    engine.dispose()


def test_three_weeks_of_two_workers_write_two_letters(week: Week) -> None:
    """News, no news, news: one letter, none, one more; a second round of a week adds none."""
    week.earn("k1")
    found = [week.tick()]
    for days, news in ((0, ""), (0, ""), (7, ""), (7, "k2")):
        if news:
            week.clock.now += timedelta(days=2)
            week.earn(news)
            week.clock.now -= timedelta(days=2)
        week.clock.now = max(week.clock.now, datetime(2026, 11, 20, 20, 0, 5, tzinfo=UTC))
        week.clock.now += timedelta(days=days)
        found.append(week.tick())

    assert [0, 1, 1, 1, 2] == found


def test_letter_tells_of_the_own_child_alone(week: Week) -> None:
    """Another learner's badge of the same week is nowhere in it."""
    week.earn("k1")
    week.earn("k2", KESTREL)
    week.tick()
    week.clock.pass_time(hours=9)
    week.tick()
    (text,) = week.weekly

    found = (text.count("Team Leadership"), "Wren" in text, "Kestrel" in text)
    assert (1, True, False) == found


def test_two_children_stand_in_one_letter(week: Week) -> None:
    """A family reads one mail, child by child."""
    _two_children(week)
    week.clock.pass_time(hours=9)
    week.tick()
    (text,) = week.weekly

    assert text.index("Kestrel") < text.index("Wren")


def _two_children(week: Week) -> None:
    """Give the guardian a second child, and both a badge; plan the week."""
    with week.jobs.accounts.unit_of_work() as uow:
        ties = uow.ties.of(ACADEMY, READER)
        kestrel = uow.people.get(ACADEMY, f"{ACADEMY}-{KESTREL}")
        child = datetime(2015, 1, 1, tzinfo=UTC).date()
        uow.people.save(replace(kestrel, birth_date=child))
        uow.ties.add(replace(ties[0], id="second", other=kestrel.id))
        uow.commit()
    week.earn("k1")
    week.earn("k2", KESTREL)
    week.tick()


@pytest.mark.parametrize("erased", [KESTREL, WREN])
def test_erased_child_takes_its_own_news_along(week: Week, erased: str) -> None:
    """A letter that waits for a server loses one child and keeps the other, whoever came first."""
    _two_children(week)
    week.clock.pass_time(hours=9)
    week.mail.error = UnavailableError("away", code="mail")
    week.tick()
    with week.jobs.accounts.unit_of_work() as uow:
        uow.holdings.blank(ACADEMY, f"{ACADEMY}-{erased}", week.clock())
        uow.commit()
    week.mail.error = None
    week.clock.pass_time(minutes=10)
    week.tick()
    (text,) = week.weekly
    other = WREN if erased == KESTREL else KESTREL

    assert (False, True) == (erased.title() in text, other.title() in text)


def test_worker_that_dies_before_noting_writes_no_second_letter(week: Week) -> None:
    """The letter is stored under the same id again, and the family gets one."""
    week.earn("k1")
    week.tick()
    week.clock.pass_time(hours=9)
    reached = jobs.drain(week.jobs)
    with week.engine.begin() as connection:
        connection.execute(sa.text("UPDATE weekly_letter SET written_at = NULL"))
        connection.execute(
            sa.text("UPDATE outbox SET state = 'waiting' WHERE kind = 'family.letter'")
        )
    jobs.drain(week.jobs)

    assert (True, 1) == (reached > 0, len(week.weekly))


def test_letter_that_came_late_does_not_draw_the_next_near(week: Week) -> None:
    """After five days without a worker the late letter and the next are a week apart."""
    week.earn("k1")
    week.tick()
    week.clock.pass_time(days=5)
    late = week.tick()
    week.earn("k2")
    week.clock.now = datetime(2026, 11, 27, 20, 0, 5, tzinfo=UTC)
    early = week.tick()
    week.clock.now += WEEK
    then = week.tick()

    assert (1, 1, 2) == (late, early, then)


def test_week_is_planned_once(week: Week) -> None:
    """However many workers look, one row asks for the letters of a week."""
    planned = [weekly.plan_weeks(week.jobs.accounts) for _ in range(3)]

    assert [1, 0, 0] == planned


def test_stopped_letter_is_not_written(week: Week) -> None:
    """Whoever stopped it hears nothing, and nothing is caught up on later."""
    week.earn("k1")
    week.tick()
    with week.jobs.accounts.unit_of_work() as uow:
        uow.weekly_letters.add(
            WeeklyLetter(
                id="w",
                organisation=ACADEMY,
                person=READER,
                language="en",
                stop_hash="0" * 64,
                told_until=week.clock() - WEEK,
                stopped_at=week.clock(),
            )
        )
        uow.commit()
    week.clock.pass_time(hours=9)

    assert 0 == week.tick()


def test_other_school_plans_its_own_week(week: Week) -> None:
    """A second school is planned beside the first."""
    awarding.open_school(week.jobs.issuance, HARBOR)

    assert 2 == weekly.plan_weeks(week.jobs.accounts)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 # UTC is added
def test_week_ends_on_the_next_friday_evening(naive: datetime) -> None:
    """Later than now, at most a week later, and on a Friday at eight."""
    now = naive.replace(tzinfo=UTC)
    end = week_after(now)

    assert (True, 4, 20, 0) == (
        timedelta() < end - now <= WEEK,
        end.weekday(),
        end.hour,
        end.minute,
    )
