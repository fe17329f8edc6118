"""Which learners are counted in which group: given by the school, counted by consent or by rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action, Actor, Role, Target, is_within, require
from issuer.audit import Event
from issuer.reporting.model import LONGEST_NAME, GroupMember, GroupRule
from issuer.reporting.ports import Person, Services, UnitOfWork

#: The purpose of a consent (education.md section 5.3).
ANALYTICS = "analytics"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One row of a list: its number, a learner's id or name, and the group; empty takes it away."""

    number: int
    learner: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveGroups:
    """Say in which group learners are counted, all of the rows or none."""

    actor: Actor
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideGroupRule:
    """Say whether learners are counted who did not agree to it."""

    actor: Actor
    everybody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong in a row, and what to do."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsGiven:
    """How many learners have another group than before, or what has to be mended first."""

    changed: int
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Learner -> group, for those who are counted; `grouped` is how many have a group at all."""

    groups: Mapping[str, str]
    grouped: int
    everybody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsView:
    """What the school gave so far: group -> learners in it; and who of them may be counted."""

    sizes: Mapping[str, int]
    counted: int
    everybody: bool
    learners: tuple[Person, ...]
    groups: Mapping[str, str]


def counted_groups(actor: Actor, uow: UnitOfWork, now: datetime) -> Counted:
    """Return in which group each learner is counted, as far as the actor's units go."""
    given = _given(actor, uow)
    rule = uow.report_groups.rule(actor.organisation)
    everybody = rule is not None and rule.everybody
    agreed = (
        frozenset(given)
        if everybody
        else uow.report_groups.consenting(actor.organisation, ANALYTICS, now)
    )
    return Counted(
        groups={who: name for who, name in given.items() if who in agreed},
        grouped=len(given),
        everybody=everybody,
    )


def is_reached(actor: Actor, person: Person) -> bool:
    """Tell whether a person of the own organisation is one of the actor's units, or oneself."""
    target = Target(organisation=person.organisation, learner=person.id, units=person.units)
    return is_within(actor, target)


def show_groups(actor: Actor, services: Services) -> GroupsView:
    """Return the groups that were given, to those who may give them.

    Raises:
        ForbiddenError: the actor manages no people.
    """
    require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        counted = counted_groups(actor, uow, services.clock())
        given = _given(actor, uow)
        learners = tuple(_learners(actor, uow))
    sizes: dict[str, int] = {}
    for name in given.values():
        sizes[name] = sizes.get(name, 0) + 1
    return GroupsView(
        sizes=dict(sorted(sizes.items())),
        counted=len(counted.groups),
        everybody=counted.everybody,
        learners=learners,
        groups=given,
    )


def give_groups(command: GiveGroups, services: Services) -> GroupsGiven:
    """Keep the groups of all rows, or of none if one of them has a fault.

    Raises:
        ForbiddenError: the actor manages no people.
    """
    actor = command.actor
    require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    with services.unit_of_work() as uow:
        wanted, faults = _read(command.rows, tuple(_learners(actor, uow)))
        if faults:
            return GroupsGiven(changed=0, faults=faults)
        before = _given(actor, uow)
        changed = {who: name for who, name in wanted.items() if before.get(who, "") != name}
        for learner, name in changed.items():
            _keep(actor, learner, name, uow, services)
        if changed:
            codes = {"learners": str(len(changed))}
            uow.events.append(_act(actor, "report.groups_given", services, codes))
        uow.commit()
    return GroupsGiven(changed=len(changed))


def decide_group_rule(command: DecideGroupRule, services: Services) -> GroupRule:
    """Keep whose groups are counted.

    Raises:
        ForbiddenError: the actor decides on no settings of the school.
    """
    actor = command.actor
    require(actor, Action.MANAGE_SETTINGS, Target(organisation=actor.organisation))
    rule = GroupRule(
        organisation=actor.organisation,
        everybody=command.everybody,
        set_by=actor.person,
        set_at=services.clock(),
    )
    with services.unit_of_work() as uow:
        uow.report_groups.put_rule(rule)
        codes = {"everybody": "yes" if rule.everybody else "no"}
        uow.events.append(_act(actor, "report.rule_changed", services, codes))
        uow.commit()
    return rule


def _given(actor: Actor, uow: UnitOfWork) -> dict[str, str]:
    reach = None if actor.units is None else uow.people.in_units(actor.organisation, actor.units)
    members = uow.report_groups.of(actor.organisation)
    return {each.id: each.name for each in members if reach is None or each.id in reach}


def _learners(actor: Actor, uow: UnitOfWork) -> Iterable[Person]:
    for person in uow.people.members(actor.organisation):
        if Role.LEARNER in person.roles and is_reached(actor, person):
            yield person


def _keep(actor: Actor, learner: str, name: str, uow: UnitOfWork, services: Services) -> None:
    uow.report_groups.remove(actor.organisation, learner)
    if name:
        uow.report_groups.put(
            GroupMember(
                id=learner,
                organisation=actor.organisation,
                name=name,
                given_by=actor.person,
                given_at=services.clock(),
            )
        )


def _read(
    rows: Iterable[GroupRow], learners: tuple[Person, ...]
) -> tuple[dict[str, str], tuple[RowFault, ...]]:
    """Return the group of each learner that the rows name, and what has to be mended."""
    by_id = {each.id: each.id for each in learners}
    by_name: dict[str, list[str]] = {}
    for each in learners:
        by_name.setdefault(_plain(each.name), []).append(each.id)
    wanted: dict[str, str] = {}
    faults: list[RowFault] = []
    for row in rows:
        found = [by_id[row.learner]] if row.learner in by_id else by_name.get(_plain(row.learner))
        sentence = _fault(row, found or [], wanted)
        if sentence:
            faults.append(RowFault(number=row.number, sentence=sentence))
        elif found:
            wanted[found[0]] = row.group
    return wanted, tuple(faults)


def _fault(row: GroupRow, found: list[str], wanted: Mapping[str, str]) -> str:
    if not found:
        return (
            f"No learner is called {row.learner[:60]!r} here."
            " Write the name as on the list of people."
        )
    if len(found) > 1:
        return f"{len(found)} learners are called {row.learner[:60]!r}. Write the id instead."
    if found[0] in wanted:
        return f"{row.learner[:60]!r} is there twice. Leave one row."
    if len(row.group) > LONGEST_NAME or not row.group.isprintable():
        return f"Write the group in at most {LONGEST_NAME} letters, on one line."
    return ""


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _act(actor: Actor, name: str, services: Services, codes: Mapping[str, str]) -> Event:
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=actor.organisation,
        actor=actor.person,
        role=actor.role.value,
        name=name,
        subject=actor.organisation,
        codes=codes,
    )
