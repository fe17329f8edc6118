"""What is over its time goes, on SQLite and on PostgreSQL; what is held or appealed stays."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from issuer import assessment, records, retention
from issuer.access import Role
from issuer.accounts.model import LegalHold
from issuer.assessment import commands
from issuer.assessment.model import EvidenceItem, Submission
from issuer.errors import NotFoundError
from issuer.letters import Letter, LetterKind
from issuer.records import SqlUnitOfWork
from issuer.retention import What, Why
from issuer.retention.model import months_before
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import open_box, retention_on
from tests.riverbend import PDF, School, open_school, team_leadership

__all__ = ["upgraded"]
YEAR = timedelta(days=367)


@dataclass(kw_only=True)
class Archive:
    """A school with one awarded work, and what keeps its time."""

    school: School
    engine: sa.Engine
    work: Submission
    services: retention.Services

    @property
    def home(self) -> str:
        """Return the organisation."""
        return self.school.organisation

    def open(self) -> SqlUnitOfWork:
        """Return a unit of work."""
        return SqlUnitOfWork(
            self.engine, write=True, sealer=PLAIN_KEYS, clock=self.school.clock, box=open_box()
        )

    def items(self, work: Submission | None = None) -> tuple[EvidenceItem, ...]:
        """Return the evidence of the work."""
        with self.open() as uow:
            return uow.evidence.of(self.home, (work or self.work).id)

    def forget(self) -> retention.Forgotten:
        """Let one round run."""
        return retention.forget_overdue(self.home, self.services)

    def names_of_events(self) -> list[str]:
        """Return the names of the last events, oldest first."""
        with self.engine.connect() as connection:
            return list(
                connection.execute(sa.text("SELECT name FROM event ORDER BY number")).scalars()
            )

    def has_file(self, item: EvidenceItem, blob: str | None) -> bool:
        """Tell whether the bytes are on the disk."""
        try:
            self.school.services.blobs.of(self.home, item.learner).open(blob or "").close()
        except NotFoundError:
            return False
        return True


@pytest.fixture
def archive(upgraded: str, tmp_path: Path) -> Iterator[Archive]:
    """Give a school in which kestrel's work was awarded."""
    school, close = open_school(upgraded, tmp_path)
    work = school.make_ready("kestrel", school.publish(team_leadership()))
    award = school.approve(work)
    assessment.mark_issued(award.id, school.services)
    engine = records.open_engine(upgraded)
    services = retention_on(engine, school.clock, school.services.blobs)
    yield Archive(school=school, engine=engine, work=work, services=services)
    engine.dispose()
    close()


def test_evidence_stays_until_its_time_is_over(archive: Archive) -> None:
    """Eleven months after the award nothing is due."""
    archive.school.clock.pass_time(days=330)
    assert () == retention.overdue(archive.services)


def test_evidence_goes_and_digest_and_decision_stay(archive: Archive) -> None:
    """After twelve months the bytes are gone, and what was decided about them is not."""
    (before,) = archive.items()
    archive.school.clock.now += YEAR
    done = archive.forget()
    (after,) = archive.items()
    with archive.open() as uow:
        decided = uow.decisions.of(archive.home, archive.work.id)[0].decision
    assert (1, True, None, None, before.digest, before.title, True, False) == (
        done.items,
        after.deleted_at is not None,
        after.blob,
        after.file_name,
        after.digest,
        after.title,
        bool(decided),
        archive.has_file(before, before.blob),
    )


def test_a_round_repeated_changes_nothing(archive: Archive) -> None:
    """The second round of a day finds nothing."""
    archive.school.clock.now += YEAR
    archive.forget()
    events = archive.names_of_events()
    assert (0, events) == (archive.forget().items, archive.names_of_events())


def test_each_item_that_goes_leaves_an_event(archive: Archive) -> None:
    """Whoever asks later is told what went, when and why."""
    archive.school.clock.now += YEAR
    archive.forget()
    assert 1 == archive.names_of_events().count("evidence.deleted")


def test_opening_what_went_says_why_it_is_gone(archive: Archive) -> None:
    """Not a fault, and not a missing file."""
    (item,) = archive.items()
    archive.school.clock.now += YEAR
    archive.forget()
    teacher = archive.school.actor("teacher", Role.TEACHER)
    with pytest.raises(NotFoundError) as caught:
        assessment.open_evidence(teacher, archive.work.id, item.id, archive.school.services)
    assert "evidence_deleted" == caught.value.code


@pytest.mark.parametrize("step", ["after_emptying", "after_file"])
def test_a_round_that_dies_is_finished_by_the_next(archive: Archive, step: str) -> None:
    """Between row and file no death leaves bytes behind for good."""
    (before,) = archive.items()
    archive.school.clock.now += YEAR

    def die(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retention.forget_overdue(archive.home, replace(archive.services, reached=die))
    archive.forget()
    (after,) = archive.items()
    assert (None, False, 1) == (
        after.blob,
        archive.has_file(before, before.blob),
        archive.names_of_events().count("evidence.deleted"),
    )


def test_a_legal_hold_keeps_evidence(archive: Archive) -> None:
    """It is told, and it stays."""
    _hold(archive)
    archive.school.clock.now += YEAR
    (row,) = retention.overdue(archive.services)
    assert (Why.HOLD, 0) == (row.kept, archive.forget().items)


def _hold(archive: Archive) -> None:
    with archive.open() as uow:
        uow.legal_holds.add(
            LegalHold(
                id="held",
                organisation=archive.home,
                person=archive.work.learner,
                reason="A court asked",
                placed_by=archive.school.id("registrar"),
                placed_at=archive.school.clock(),
            )
        )
        uow.commit()


def test_an_open_appeal_keeps_what_was_made_for_the_badge(archive: Archive) -> None:
    """Withdrawn work of the same badge may be what the appeal is about."""
    school = archive.school
    definition = school.publish(team_leadership(version=2))
    withdrawn = school.open("wren", definition)
    school.add_plan("wren", withdrawn)
    wren = school.actor("wren", Role.LEARNER)
    assessment.withdraw_submission(
        commands.Withdraw(actor=wren, submission=withdrawn.id), school.services
    )
    appealed = school.make_ready("wren", definition)
    school.clock.now += timedelta(days=200)
    with archive.open() as uow:
        uow.submissions.save(replace(uow.submissions.get(archive.home, appealed.id), appealed=True))
        uow.commit()
    (row,) = retention.overdue(archive.services)
    assert (What.WITHDRAWN, Why.APPEAL, 0) == (row.what, row.kept, archive.forget().items)


def test_a_file_that_other_work_rests_on_stays_for_that(archive: Archive) -> None:
    """The same bytes handed in twice are one file."""
    school = archive.school
    newer = school.open("kestrel", school.publish(team_leadership(version=2)))
    school.clock.now += YEAR
    school.add_plan("kestrel", newer, PDF)
    archive.forget()
    (item,) = archive.items(newer)
    assert (None, True) == (archive.items()[0].blob, archive.has_file(item, item.blob))


def test_withdrawn_work_goes_after_the_days_of_the_school(archive: Archive) -> None:
    """180 days unless the school says otherwise."""
    school = archive.school
    work = school.open("wren", school.publish(team_leadership(version=2)))
    school.add_plan("wren", work)
    wren = school.actor("wren", Role.LEARNER)
    assessment.withdraw_submission(
        commands.Withdraw(actor=wren, submission=work.id), school.services
    )
    school.clock.now += timedelta(days=179)
    early = archive.forget().items
    school.clock.now += timedelta(days=2)
    assert (0, 1) == (early, archive.forget().items)


def test_letters_lose_their_words_after_thirty_days(archive: Archive) -> None:
    """Also those that could never be sent."""
    school = archive.school
    with archive.open() as uow:
        uow.letters.post(
            Letter(
                id="letter",
                organisation=archive.home,
                person=archive.work.learner,
                to="kestrel@example.org",
                kind=LetterKind.BADGE_ISSUED,
                at=school.clock(),
                words={"school": "Riverbend"},
            )
        )
        uow.commit()
    school.clock.now += timedelta(days=31)
    done = archive.forget().letters
    with archive.open() as uow:
        stored = uow.letters.get("letter")
    assert (1, None, "", 1) == (
        done,
        stored.letter,
        stored.recipient,
        archive.names_of_events().count("letters.emptied"),
    )


def test_a_day_is_planned_once_whoever_plans(archive: Archive) -> None:
    """N workers run it once: the row's id is made of organisation and day."""
    first, second = retention.plan_rounds(archive.services), retention.plan_rounds(archive.services)
    archive.school.clock.pass_time(days=1)
    with archive.open() as uow:
        # Another worker looked at the same moment and found nothing either.
        day = f"{archive.school.clock.now:%Y-%m-%d}"
        uow.old_rows.plan(retention.ROUND, day, archive.home, archive.school.clock.now)
        uow.commit()
    third = retention.plan_rounds(archive.services)
    assert (1, 0, 0) == (first, second, third)


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 12, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(now: datetime, months: int, then: datetime) -> None:
    """A shorter month ends earlier."""
    assert then == months_before(now, months)
