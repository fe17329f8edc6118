"""Every action, role and relation against the committed table; deny by default."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from issuer.access import (
    RULES,
    SCOPED_ROLES,
    Action,
    Actor,
    Relation,
    Role,
    Target,
    conflicts_between,
    guardians_of,
    is_adult,
    require,
)
from issuer.accounts.model import Tie, TieKind
from issuer.errors import ForbiddenError, NotFoundError

_TABLE = Path(__file__).with_name("permissions.csv")
with _TABLE.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

SOUTH = Target(organisation="riverbend", learner="kid", units=frozenset({"south", "music"}))
#: For each relation a target to which `me`, who acts for the unit north, stands in that way.
TARGETS = {
    "any": SOUTH,
    "unit": replace(SOUTH, units=frozenset({"north", "music"})),
    "own": replace(SOUTH, learner="me"),
    "child": replace(SOUTH, guardians=frozenset({"me"})),
    "assigned": replace(SOUTH, assigned=frozenset({"me"})),
    "opened": replace(SOUTH, opened_by=frozenset({"me"})),
}
#: What a relation opens beside itself: who may act on all may on each, and nobody's units matter
#: where the act is about oneself.
OPENS = {"any": frozenset(Relation), "unit": frozenset({"unit", "own", "listed"})}


ME = {
    role: Actor(person="me", organisation="riverbend", role=role, units=frozenset({"north"}))
    for role in Role
}


def _allowed(action: Action, role: Role, target: Target) -> bool:
    try:
        require(ME[role], action, target)
    except (ForbiddenError, NotFoundError):
        return False
    return True


def _target(relation: str, role: Role) -> Target:
    if relation == "listed":
        return replace(TARGETS["unit"], listed_roles=frozenset({role.value}))
    return TARGETS[relation]


def test_the_table_has_a_row_for_every_action_and_role() -> None:
    """A new action or role is nobody's until somebody writes its row."""
    expected = {(action.value, role.value) for action in Action for role in Role}
    assert expected == {(row["action"], row["role"]) for row in ROWS}
    assert len(expected) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['action']} as {row['role']}")
def test_the_rules_are_the_committed_ones(row: dict[str, str]) -> None:
    """Each relation opens exactly the doors that the table names."""
    action, role = Action(row["action"]), Role(row["role"])
    granted = set(row["relations"].split())
    expected = {str(opened) for each in granted for opened in (each, *OPENS.get(each, ()))}
    assert expected == {
        relation.value
        for relation in Relation
        if _allowed(action, role, _target(relation.value, role))
    }


@pytest.mark.parametrize("action", list(Action), ids=lambda action: action.value)
def test_another_organisation_is_not_found(action: Action) -> None:
    """Row 71: nobody learns that another school's object exists, whatever the role."""
    target = Target(organisation="northgate", learner="me", guardians=frozenset({"me"}))
    for role in Role:
        with pytest.raises(NotFoundError):
            require(Actor(person="me", organisation="riverbend", role=role), action, target)


@pytest.mark.parametrize("action", list(Action), ids=lambda action: action.value)
def test_another_unit_is_not_found(action: Action) -> None:
    """Row 72: who acts for one unit does not learn that a learner of another one exists."""
    for role in SCOPED_ROLES:
        if "any" not in {relation.value for relation in RULES[action].get(role, ())}:
            with pytest.raises(NotFoundError):
                require(ME[role], action, replace(SOUTH, listed_roles=frozenset({role.value})))


def test_acts_on_any_target_are_about_no_learner() -> None:
    """Whatever a teacher, registrar or issuer does to a learner stays within the units."""
    unlimited = {
        action.value
        for action in Action
        for role in SCOPED_ROLES
        if Relation.ANY in RULES[action].get(role, ())
    }
    assert {
        "conflict.declare",
        "definition.draft",
        "definition.publish",
        "definition.read",
        "glass.close",
        "glass.read",
        "rubric.publish",
        "trust.manage",
        "trust.read",
    } == unlimited


@pytest.mark.parametrize("role", sorted(SCOPED_ROLES))
def test_a_grant_without_units_reaches_everyone(role: Role) -> None:
    """A small school needs no units."""
    whole = Actor(person="me", organisation="riverbend", role=role)
    require(whole, Action.READ_CREDENTIAL, SOUTH)


def test_an_auditor_changes_nothing_but_breaking_glass() -> None:
    """Row 76: read-only, by the table."""
    acts = {action.value for action in Action if Role.AUDITOR in RULES[action]}
    assert {
        "audit.bundle",
        "submission.read",
        "evidence.read",
        "credential.read",
        "definition.read",
        "events.read",
        "glass.break",
        "glass.close",
        "glass.read",
        "log.read",
        "trust.read",
    } == acts


def test_a_guardian_never_attests_rates_or_writes() -> None:
    """Ruling 8: the guardian's acts are reading, consent, sharing, withdrawal and appeal.

    And whether letters come to oneself.
    """
    child = {action.value for action in Action if Role.GUARDIAN in RULES[action]}
    assert {
        "submission.withdraw",
        "submission.appeal",
        "submission.read",
        "evidence.read",
        "credential.read",
        "credential.share",
        "definition.read",
        "consent.give",
        "events.read",
        "people.export",
        "link.share",
        "link.family",
        "letters.choose",
    } == child


@pytest.mark.parametrize(
    ("birth", "adult"),
    [
        (date(2008, 11, 20), True),
        (date(2008, 11, 21), False),
        (date(2008, 11, 19), True),
        (None, False),
    ],
    ids=["on the birthday", "the day before", "the day after", "without a birth date"],
)
def test_majority_begins_on_the_birthday(birth: date | None, *, adult: bool) -> None:
    """Row 75: rights pass on that day, and never by a guess."""
    assert adult is is_adult(birth, majority=18, on=date(2026, 11, 20))


def _tie(kind: TieKind, *, person: str = "adult", until: datetime | None = None) -> Tie:
    return Tie(
        id="t",
        organisation="riverbend",
        person=person,
        other="kid",
        kind=kind,
        since=NOW - timedelta(days=10),
        until=until,
    )


@pytest.mark.parametrize(
    ("tie", "birth", "expected"),
    [
        (_tie(TieKind.GUARDIAN), date(2012, 1, 1), {"adult"}),
        (_tie(TieKind.GUARDIAN), date(2000, 1, 1), set()),
        (_tie(TieKind.GUARDIAN, until=NOW), date(2012, 1, 1), set()),
        (_tie(TieKind.FAMILY), date(2012, 1, 1), set()),
    ],
    ids=["in force", "of an adult", "ended", "another tie"],
)
def test_guardianship_ends_with_its_interval_or_majority(
    tie: Tie, birth: date, expected: set[str]
) -> None:
    """Row 75: access changes exactly then."""
    found = guardians_of("kid", [tie], birth_date=birth, majority=18, now=NOW)
    assert expected == found


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([_tie(TieKind.FAMILY)], {"family"}),
        ([_tie(TieKind.FAMILY), _tie(TieKind.GUARDIAN)], {"guardian"}),
        ([_tie(TieKind.FAMILY, until=NOW - timedelta(days=5))], set()),
        ([_tie(TieKind.FAMILY, until=NOW - timedelta(days=1))], {"family"}),
        ([_tie(TieKind.FAMILY, person="somebody")], set()),
    ],
    ids=[
        "a relative",
        "a guardian carries only guardian",
        "ended before the act",
        "ended between act and evaluation",
        "of somebody else",
    ],
)
def test_ties_void_from_the_act_to_the_evaluation(ties: list[Tie], expected: set[str]) -> None:
    """A tie that held at any time in between still counts as a conflict."""
    found = conflicts_between("adult", "kid", ties, since=NOW - timedelta(days=2), until=NOW)
    assert expected == found
