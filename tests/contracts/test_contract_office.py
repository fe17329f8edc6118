"""What the office reads, on SQLite and PostgreSQL alike: the log by search, groups, figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.event import listen

from issuer import accounts, assessment, reporting
from issuer.access import Role
from issuer.accounts.model import Purpose
from issuer.assessment import commands
from issuer.audit import Event
from issuer.auditing import Wanted
from issuer.errors import ForbiddenError, NotFoundError
from issuer.records import SqlUnitOfWork, open_engine
from issuer.records.event_search import SqlEventSearch
from issuer.records.tables import reporting as tables
from issuer.reporting import DecideGroupRule, GiveGroups, GroupRow
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.riverbend import School, open_school, team_leadership

__all__ = ["upgraded"]


@dataclass(frozen=True, kw_only=True)
class Office:
    """A school, and the rooms of the office on the same database."""

    school: School
    engine: sa.Engine

    def work(self, *, write: bool = False) -> SqlUnitOfWork:
        """Return a unit of work."""
        return SqlUnitOfWork(self.engine, write=write, clock=self.school.clock, sealer=PLAIN_KEYS)

    @property
    def reports(self) -> reporting.Services:
        """Return the reports."""
        return reporting.Services(
            unit_of_work=lambda: self.work(write=True),
            read_only=self.work,
            clock=self.school.clock,
            ids=self.school.services.ids,
        )

    def give(self, **groups: str) -> reporting.GroupsGiven:
        """Give groups by code-name, as the registrar."""
        rows = tuple(
            GroupRow(number=number, learner=name, group=group)
            for number, (name, group) in enumerate(groups.items(), start=2)
        )
        actor = self.school.actor("registrar", Role.REGISTRAR)
        return reporting.give_groups(GiveGroups(actor=actor, rows=rows), self.reports)

    def ids(self, wanted: Wanted, limit: int = 1000, after: str | None = None) -> list[str]:
        """Return the events that are wanted, by id."""
        with self.work() as uow:
            found = uow.event_search.page(
                self.school.organisation, wanted, after=after, limit=limit
            )
        return [each.event.id for each in found if each.event is not None]

    def events(self) -> list[Event]:
        """Return all events, newest first."""
        with self.work() as uow:
            found = uow.events.page(self.school.organisation, after=None, limit=10_000)
        numbered = list(enumerate(found))
        return [each for _, each in sorted(numbered, key=lambda it: (it[1].at, it[0]))][::-1]


@pytest.fixture
def office(upgraded: str, tmp_path: Path) -> Iterator[Office]:
    """Give a school with work under way, on each database."""
    school, close = open_school(upgraded, tmp_path)
    engine = open_engine(upgraded)
    work = school.hand_in("kestrel", school.publish(team_leadership()))
    school.rate(work, ethics="developing")
    yield Office(school=school, engine=engine)
    engine.dispose()
    close()


def test_pages_of_the_log_are_the_whole_log_once(office: Office) -> None:
    """Newest first, seven at a time: no entry is missing and none is there twice."""
    expected = [event.id for event in office.events()]
    found: list[str] = []
    while page := office.ids(Wanted(), limit=7, after=found[-1] if found else None):
        found += page
    assert expected == found
    assert len(found) > 40


def test_each_filter_finds_what_it_says(office: Office) -> None:
    """By name, learner, day and badge; what nothing fits is empty."""
    events, kestrel = office.events(), office.school.id("kestrel")
    middle = events[len(events) // 2].at
    about = {event.subject for event in events if event.name.startswith("submission.")}
    assert office.ids(Wanted(names=frozenset({"rating.recorded"}))) == [
        event.id for event in events if event.name == "rating.recorded"
    ]
    assert office.ids(Wanted(learner=kestrel)) == [e.id for e in events if e.learner == kestrel]
    assert office.ids(Wanted(since=middle)) == [e.id for e in events if e.at >= middle]
    assert office.ids(Wanted(until=middle)) == [e.id for e in events if e.at < middle]
    badge = office.ids(Wanted(badge="team-leadership"))
    assert badge == [e.id for e in events if e.subject in about or e.name.startswith("definition.")]
    assert [] == office.ids(Wanted(badge="nothing"))


def test_a_role_for_some_units_sees_no_entry_about_others(office: Office) -> None:
    """Entries about nobody stay; those about learners outside the units are not found."""
    found = office.ids(Wanted(among=frozenset({office.school.id("wren")})))
    events = {event.id: event for event in office.events()}
    learners = {events[each].learner for each in found}
    assert learners <= {None, office.school.id("wren")}
    assert None in learners


def test_a_page_begins_after_an_entry_of_the_own_school(office: Office) -> None:
    """Another school's entry is as unknown as none."""
    with pytest.raises(NotFoundError):
        office.ids(Wanted(), after="nothing")
    with office.work() as uow, pytest.raises(NotFoundError):
        uow.event_search.page("northgate", Wanted(), after=office.events()[0].id, limit=1)


def test_a_page_is_read_by_an_index(office: Office) -> None:
    """Nothing is sorted and no more is read than the page: the cost of a long log is flat.

    PostgreSQL is told not to prefer a small table's short way.
    """
    is_sqlite = office.engine.dialect.name == "sqlite"
    told: list[str] = []

    def explain(
        connection: sa.Connection, _cursor: object, statement: str, given: Any, *_: object
    ) -> None:
        if "FROM event LEFT OUTER JOIN" in statement:
            raw = connection.connection.cursor()
            for way in () if is_sqlite else ("seqscan", "sort", "bitmapscan"):
                raw.execute(f"SET LOCAL enable_{way} = off")
            raw.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", given)
            told.extend(str(row[-1]) for row in raw.fetchall())

    after = office.events()[5].id
    listen(office.engine, "before_cursor_execute", explain)
    with office.work() as uow:
        SqlEventSearch(uow._connection).page(  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 # its own connection
            office.school.organisation, Wanted(), after=after, limit=5
        )
    plan = " | ".join(told)
    assert "ix_event_organisation_at" in plan
    assert [] == [word for word in ("TEMP B-TREE", "Sort") if word in plan]


def test_groups_are_kept_sealed_and_replaced(office: Office) -> None:
    """A second list changes what it names, and an empty group takes a learner out."""
    first = office.give(kestrel="North", wren="South", heron="North")
    second = office.give(wren="North", heron="", kestrel="North")
    view = reporting.show_groups(office.school.actor("registrar", Role.REGISTRAR), office.reports)
    with office.work() as uow:
        connection = uow._connection  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 # as stored
        stored = connection.execute(sa.select(tables.report_group.c.name)).scalars().all()
    assert (3, 2) == (first.changed, second.changed)
    assert {"North": 2} == view.sizes
    assert not any("North" in each for each in stored)


def test_a_list_with_a_fault_is_not_kept_at_all(office: Office) -> None:
    """Unknown, twice, too long: each row with its remedy."""
    actor = office.school.actor("registrar", Role.REGISTRAR)
    rows = (
        GroupRow(number=2, learner="kestrel", group="North"),
        GroupRow(number=3, learner="phoenix", group="North"),
        GroupRow(number=4, learner="Kestrel ", group="South"),
        GroupRow(number=5, learner="wren", group="x" * 41),
        GroupRow(number=6, learner="teacher", group="North"),
    )
    given = reporting.give_groups(GiveGroups(actor=actor, rows=rows), office.reports)
    view = reporting.show_groups(actor, office.reports)
    assert ([3, 4, 5, 6], 0, {}) == (
        [fault.number for fault in given.faults],
        given.changed,
        view.sizes,
    )


def test_learners_are_counted_by_consent_or_by_rule(office: Office) -> None:
    """Before anybody agrees nobody is counted; the rule counts all; a withdrawal counts at once."""
    office.give(kestrel="North", wren="North")
    school, reports = office.school, office.reports
    registrar = school.actor("registrar", Role.REGISTRAR)
    counted = [reporting.equity_report(registrar, reports).counted]
    school.consent("guardian", "kestrel", Purpose.ANALYTICS)
    counted.append(reporting.equity_report(registrar, reports).counted)
    admin = school.enrol("admin", Role.ADMIN, age=40)
    rule = DecideGroupRule(actor=admin.acting_as(Role.ADMIN), everybody=True)
    reporting.decide_group_rule(rule, reports)
    counted.append(reporting.equity_report(registrar, reports).counted)
    reporting.decide_group_rule(
        DecideGroupRule(actor=admin.acting_as(Role.ADMIN), everybody=False), reports
    )
    accounts.withdraw_consent(
        accounts.WithdrawConsent(
            actor=school.actor("guardian", Role.GUARDIAN),
            subject=school.id("kestrel"),
            purpose=Purpose.ANALYTICS,
        ),
        school.accounts_services,
    )
    counted.append(reporting.equity_report(registrar, reports).counted)
    assert [0, 1, 2, 0] == counted


def test_only_an_administrator_counts_those_who_did_not_agree(office: Office) -> None:
    """A registrar gives groups and decides nothing about consent."""
    command = DecideGroupRule(
        actor=office.school.actor("registrar", Role.REGISTRAR), everybody=True
    )
    with pytest.raises(ForbiddenError):
        reporting.decide_group_rule(command, office.reports)


def test_work_waits_from_the_day_it_was_handed_in(office: Office) -> None:
    """One piece, three days old, before everybody who may assess it but its learner."""
    office.school.clock.pass_time(days=3)
    report = reporting.age_report(office.school.actor("registrar", Role.REGISTRAR), office.reports)
    teachers = {each.name: each.count for each in report.teachers}
    assert (1, 3, 3) == (report.together.count, report.together.median, report.together.oldest)
    assert {office.school.id(name): 1 for name in ("teacher", "assessor", "guardian")} == teachers


def test_figures_come_from_events_alone(office: Office) -> None:
    """The return rate is that of the learner's own history, event by event."""
    school = office.school
    work = school.hand_in("wren", school.publish({**team_leadership(), "version": 2}))
    back = commands.ReturnSubmission(
        actor=school.actor("teacher", Role.TEACHER),
        submission=work.id,
        feedback={"planning": "Say when."},
    )
    assessment.return_submission(back, school.services)
    with office.work() as uow:
        since = school.clock.now - timedelta(days=1)
        names = frozenset({"submission.submitted", "feedback.returned"})
        acts = uow.report_rows.acts(school.organisation, names, since)
        told = [
            (event.name, event.subject)
            for event in uow.events.of_learner(school.organisation, school.id("wren"))
            if event.name in names
        ]
    assert told == [(act.name, act.subject) for act in acts if act.learner == school.id("wren")]
    assert ["submission.submitted", "feedback.returned"] == [name for name, _ in told]
