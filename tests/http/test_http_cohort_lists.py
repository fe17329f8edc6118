"""A list of 500 rows with 37 faults: named row by row, mended, issued once and never twice."""

import csv
import io
import time
from collections.abc import Sequence

import pytest

from issuer import accounts, assessment, jobs
from issuer.access import Actor, Role
from issuer.assessment import cohorts
from issuer.assessment.cohorts import AboutCohort, ReadCohort
from issuer.assessment.commands import Hold
from issuer.assessment.model import CohortState
from issuer.errors import ForbiddenError, NotFoundError, RuleError, StateError
from tests.schooling import School
from tests.visiting import riverbend

HEAD = ("learner", "badge", "signed_off", "seen_on")
DAY = "2026-11-03"
Row = list[str]


def _actor(school: School, who: str, role: Role) -> Actor:
    return Actor(person=school.ids[who], organisation=riverbend(school), role=role)


def _teacher(school: School) -> Actor:
    return _actor(school, "teacher", Role.TEACHER)


def _approver(school: School) -> Actor:
    return _actor(school, "approver", Role.ISSUER)


def _enrol(school: School, names: Sequence[str]) -> None:
    for name in names:
        accounts.enrol_person(
            accounts.EnrolPerson(
                organisation=riverbend(school), name=name, roles=frozenset({Role.LEARNER})
            ),
            school.house.accounts,
        )


def _file(rows: Sequence[Row], separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([list(HEAD), *rows])
    return out.getvalue().encode("utf-8-sig")


def _read(school: School, data: bytes, who: Actor | None = None) -> str:
    command = ReadCohort(actor=who or _teacher(school), data=data)
    return cohorts.read_cohort(command, school.house.assessment).id


def _about(cohort: str, who: Actor) -> AboutCohort:
    return AboutCohort(actor=who, cohort=cohort)


def _issue(school: School, cohort: str) -> int:
    """Sign, approve and drain; return how many are issued."""
    services = school.house.assessment
    cohorts.sign_cohort(_about(cohort, _teacher(school)), services)
    jobs.drain(school.house.jobs)
    cohorts.approve_cohort(_about(cohort, _approver(school)), services)
    jobs.drain(school.house.jobs)
    return cohorts.show_cohort(_approver(school), cohort, services).counts["issued"]


#: Column, wrong cell, code; `{other}` is another row's learner.
FAULTS: tuple[tuple[int, str, str], ...] = (
    *((0, cell, "learner_missing") for cell in ("", "  ", "\t")),
    *((0, cell, "learner_unknown") for cell in ("Wern", "=1+1", "teacher", "stork", "@x", "Row 9")),
    *((0, cell, "learner_ambiguous") for cell in ("Twin", "twin", " TWIN ")),
    (0, "kestrel", "learner_fine"),
    *((1, cell, "badge_missing") for cell in ("", " ")),
    *((1, cell, "badge_unknown") for cell in ("safety-talks", "fire-drill", "safety talk")),
    *((1, cell, "badge_draft") for cell in ("safety-talk@2", "SAFETY-TALK@2")),
    *((1, cell, "badge_asks_more") for cell in ("team-leadership", "team-leadership@1")),
    *((2, cell, "signed_off_missing") for cell in ("", " ")),
    *((2, cell, "not_signed_off") for cell in ("no", "not yet", "0", "maybe")),
    *((3, cell, "day_missing") for cell in ("",)),
    *((3, cell, "day_unreadable") for cell in ("31.05.2026", "5/31/26", "2026-02-30", "May")),
    *((3, cell, "day_to_come") for cell in ("2026-12-01", "2027-01-01")),
    (3, "2006-01-01", "day_long_ago"),
)


def _planted(rows: Sequence[Row]) -> tuple[list[Row], dict[int, tuple[str, str]]]:
    """Return rows with 37 faults, and for each spreadsheet row its column and code."""
    wrong = [list(row) for row in rows]
    expected: dict[int, tuple[str, str]] = {}
    planted = [fault for fault in FAULTS if fault[2] != "learner_fine"]
    for place, (column, cell, code) in enumerate(planted):
        index = 7 + 13 * place
        wrong[index][column] = cell
        expected[index + 2] = (HEAD[column], code)
    for place in range(37 - len(planted)):
        index = 8 + 13 * place
        wrong[index][0] = wrong[index - 2][0]
        expected[index + 2] = ("learner", "repeated")
    return wrong, expected


def test_500_rows_with_37_faults(school: School) -> None:
    """Each fault is named by row, column and remedy; the mended file issues 500, and then 0."""
    services = school.house.assessment
    names = [f"Learner {number:03}" for number in range(500)]
    _enrol(school, [*names, "Twin", "Twin"])
    rows = [[name, "safety-talk", "yes", DAY] for name in names]
    wrong, expected = _planted(rows)
    began = time.perf_counter()

    draft = _read(school, _file(wrong, ";"))
    checked = cohorts.check_cohort(_teacher(school), draft, services)
    found = {fault.row: (fault.column, fault.code) for fault in checked.faults}
    assert (37, expected) == (len(checked.faults), found)
    assert all(fault.remedy.endswith(".") for fault in checked.faults)

    sent = cohorts.cohort_file(_teacher(school), draft, services)
    mended = _mended(sent, rows)
    dry = time.perf_counter()
    assert 500 == _issue(school, _read(school, mended))
    issued = time.perf_counter()

    again = _read(school, mended)
    repeated = cohorts.check_cohort(_teacher(school), again, services)
    assert (0, 500, 0) == (len(repeated.good), len(repeated.already), len(repeated.faults))
    with pytest.raises(RuleError, match="nothing new"):
        cohorts.sign_cohort(_about(again, _teacher(school)), services)
    print(f"\ndry run {dry - began:.1f} s, 500 issued in {issued - dry:.1f} s")  # noqa: T201


def _mended(sent: bytes, rows: Sequence[Row]) -> bytes:
    """Mend the downloaded file where its last column says so, and leave that column in."""
    table = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")))
    for number, row in enumerate(table[1:]):
        if row[-1]:
            row[:4] = rows[number]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode()


def test_a_registrars_list_waits_for_a_teacher(school: School) -> None:
    """A registrar hands a file in and puts it forward; the signature stays a teacher's."""
    services = school.house.assessment
    registrar = _actor(school, "registrar", Role.REGISTRAR)
    _enrol(school, ["Siskin A"])
    draft = _read(school, _file([["Siskin A", "safety-talk", "yes", DAY]]), registrar)
    cohorts.keep_cohort(_about(draft, registrar), services)
    with pytest.raises(ForbiddenError):
        cohorts.sign_cohort(_about(draft, registrar), services)
    assert 1 == _issue(school, draft)


def test_whoever_signed_does_not_approve(school: School) -> None:
    """Two adults stand behind each badge of a list, as behind any other."""
    services = school.house.assessment
    _enrol(school, ["Siskin B"])
    draft = _read(school, _file([["Siskin B", "safety-talk", "yes", DAY]]))
    cohorts.sign_cohort(_about(draft, _teacher(school)), services)
    jobs.drain(school.house.jobs)
    same = Actor(person=school.ids["teacher"], organisation=riverbend(school), role=Role.ISSUER)
    with pytest.raises(RuleError) as refused:
        cohorts.approve_cohort(_about(draft, same), services)
    assert "second_approver" == refused.value.code


def test_one_row_that_fails_stops_no_other(school: School) -> None:
    """A learner whose work was held after the signature is told in its own row."""
    services = school.house.assessment
    _enrol(school, ["Siskin C", "Siskin D"])
    rows = [[name, "safety-talk", "yes", DAY] for name in ("Siskin C", "Siskin D")]
    draft = _read(school, _file(rows))
    cohorts.sign_cohort(_about(draft, _teacher(school)), services)
    jobs.drain(school.house.jobs)
    registrar = _actor(school, "registrar", Role.REGISTRAR)
    waiting = assessment.list_approvals(_approver(school), services)
    held = next(row.submission for row in waiting if row.learner_name == "Siskin C")
    command = Hold(actor=registrar, submission=held, reason="A question")
    assessment.hold_submission(command, services)
    cohorts.approve_cohort(_about(draft, _approver(school)), services)
    jobs.drain(school.house.jobs)
    view = cohorts.show_cohort(_approver(school), draft, services)
    assert (1, 1, ["A registrar holds this work; ask why"]) == (
        view.counts["issued"],
        view.counts["failed"],
        [row.fault for row in view.rows if row.fault],
    )


def test_a_file_is_forgotten_when_it_is_put_forward(school: School) -> None:
    """The bytes with the names go as soon as the rows are known."""
    services = school.house.assessment
    _enrol(school, ["Siskin E"])
    draft = _read(school, _file([["Siskin E", "safety-talk", "yes", DAY]]))
    cohorts.keep_cohort(_about(draft, _teacher(school)), services)
    assert None is cohorts.show_cohort(_teacher(school), draft, services).cohort.sheet


def test_a_draft_is_its_owners_alone(school: School) -> None:
    """Nobody else finds a file that was not put forward."""
    draft = _read(school, _file([["wren", "safety-talk", "yes", DAY]]))
    with pytest.raises(NotFoundError):
        cohorts.show_cohort(_approver(school), draft, school.house.assessment)


def test_a_foreign_school_finds_no_list(school: School) -> None:
    """Another organisation's list does not exist."""
    draft = _read(school, _file([["wren", "safety-talk", "yes", DAY]]))
    other = accounts.find_organisation("northgate", school.house.accounts).id
    stranger = Actor(person=school.ids["finch"], organisation=other, role=Role.TEACHER)
    with pytest.raises(NotFoundError):
        cohorts.show_cohort(stranger, draft, school.house.assessment)


def test_a_teacher_of_other_units_names_nobody(school: School) -> None:
    """A learner of other units is as unknown as one who is not there."""
    teacher = Actor(
        person=school.ids["teacher"],
        organisation=riverbend(school),
        role=Role.TEACHER,
        units=frozenset({"north"}),
    )
    draft = _read(school, _file([["kestrel", "safety-talk", "yes", DAY]]), teacher)
    checked = cohorts.check_cohort(teacher, draft, school.house.assessment)
    assert ["learner_unknown"] == [fault.code for fault in checked.faults]


def test_a_stopped_list_is_over(school: School) -> None:
    """Stopping frees the rows, and the list is never signed."""
    services = school.house.assessment
    _enrol(school, ["Siskin F"])
    data = _file([["Siskin F", "safety-talk", "yes", DAY]])
    draft = _read(school, data)
    teacher = _teacher(school)
    cohorts.keep_cohort(_about(draft, teacher), services)
    stopped = cohorts.stop_cohort(_about(draft, teacher), services)
    with pytest.raises(StateError):
        cohorts.sign_cohort(_about(draft, teacher), services)
    again = cohorts.check_cohort(teacher, _read(school, data), services)
    assert (CohortState.STOPPED, 1) == (stopped.state, len(again.good))


def test_a_repeated_run_changes_nothing(school: School) -> None:
    """A job that is done once more finds no row to do."""
    services = school.house.assessment
    _enrol(school, ["Siskin G"])
    draft = _read(school, _file([["Siskin G", "safety-talk", "yes", DAY]]))
    assert 1 == _issue(school, draft)
    assert 0 == cohorts.run_cohort(draft, services)
