"""Coming in with printed codes, for learners without an e-mail address (reliability.md 5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from issuer import access
from issuer.access import Action, Role, Target
from issuer.accounts.model import ClassCode, Factor, Person, PersonalCode
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import class_code_of, code_index, personal_code_of
from issuer.accounts.session_commands import JoinWithCode, MakeClassCode
from issuer.accounts.sessions import Opened, begin_session
from issuer.accounts.trying import (
    CLASS_FAILURES,
    count_failure,
    require_network,
    reserve,
)
from issuer.errors import MalformedError, NotFoundError, SignInError

MAX_DAYS = 365
#: Said whichever of the two codes is wrong.
REFUSAL = "These codes do not open anything; check both, or ask your teacher for a new card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One learner's card; the codes are shown on paper and nowhere else."""

    person: Person
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCards:
    """The cards of a group."""

    group: str
    code: str
    expires_at: datetime
    cards: tuple[Card, ...]


def make_class_code(command: MakeClassCode, services: Services) -> ClassCards:
    """Make a class code in place of earlier ones; learners keep their codes unless renewed.

    Raises:
        ForbiddenError: not a manager of people.
        NotFoundError: no learner is in that group.
        MalformedError: a number of days out of range.
    """
    actor, now = command.actor, services.clock()
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    if not 1 <= command.days <= MAX_DAYS:
        raise MalformedError(f"Let the cards hold 1 to {MAX_DAYS} days", code="days")
    code_id = services.ids.new_id()
    code = class_code_of(code_id, services)
    made = ClassCode(
        id=code_id,
        organisation=actor.organisation,
        group=command.group,
        code_index=code_index("class", "", code, services),
        created_at=now,
        expires_at=now + timedelta(days=command.days),
        created_by=actor.person,
    )
    with services.unit_of_work() as uow:
        learners = _learners(command, uow)
        for each in uow.class_codes.of_group(actor.organisation, command.group):
            uow.class_codes.save(replace(each, ended_at=now))
        uow.class_codes.add(made)
        cards = tuple(_card(each, uow, services, renew=command.renew) for each in learners)
        codes = {"cards": str(len(cards)), "renewed": str(command.renew).lower()}
        uow.events.append(
            act_of(actor, made.organisation, "class_code.made", made.id, services, codes=codes)
        )
        uow.commit()
    return ClassCards(group=made.group, code=code, expires_at=made.expires_at, cards=cards)


def join_with_code(command: JoinWithCode, services: Services) -> Opened:
    """Begin a session of a learner, bound to the device, with both codes.

    Raises:
        SignInError: not both codes are right, code `refused`.
        LimitError: too many tries at this class or from this network.
    """
    index = code_index("class", "", command.class_code, services)
    with services.unit_of_work() as uow:
        require_network(command.origin, uow, services)
        opened_class = uow.class_codes.by_index(index)
        if opened_class is not None:
            reserve(f"class:{index}", CLASS_FAILURES, uow, services)
        person = _person_of(opened_class, command.personal_code, uow, services)
        if person is None:
            count_failure(command.origin, uow, services)
            uow.commit()
            raise SignInError(REFUSAL, code="refused")
        uow.tries.give_back(f"class:{index}")
        opened = begin_session(person, (Factor.CLASS_CODE,), command.origin, uow, services)
        uow.commit()
    return opened


def _person_of(
    opened_class: ClassCode | None, code: str, uow: UnitOfWork, services: Services
) -> Person | None:
    now = services.clock()
    if opened_class is None or opened_class.ended_at is not None or now >= opened_class.expires_at:
        return None
    organisation = opened_class.organisation
    index = code_index("personal", organisation, code, services)
    found = uow.personal_codes.by_index(organisation, index)
    if found is None:
        return None
    person = uow.people.get(organisation, found.person)
    login = uow.logins.of_person(organisation, person.id)
    blocked = login is not None and login.disabled_at is not None
    in_class = person.group == opened_class.group and _is_learner(person)
    return person if in_class and person.active and not blocked else None


def _is_learner(person: Person) -> bool:
    """Tell whether a printed card may stand for this person: nobody with another role as well."""
    return Role.LEARNER in person.roles and person.roles <= {Role.LEARNER, Role.PEER}


def _learners(command: MakeClassCode, uow: UnitOfWork) -> tuple[Person, ...]:
    members = uow.people.members(command.actor.organisation)
    found = [each for each in members if each.group == command.group and _is_learner(each)]
    if not found:
        raise NotFoundError("There is no learner in this group")
    return tuple(sorted(found, key=lambda each: (each.name, each.id)))


def _card(person: Person, uow: UnitOfWork, services: Services, *, renew: bool) -> Card:
    held = uow.personal_codes.of_person(person.organisation, person.id)
    if held is None or renew:
        code_id = services.ids.new_id()
        code = personal_code_of(code_id, services)
        held = PersonalCode(
            id=code_id,
            organisation=person.organisation,
            person=person.id,
            code_index=code_index("personal", person.organisation, code, services),
            created_at=services.clock(),
        )
        uow.personal_codes.put(held)
    return Card(person=person, code=personal_code_of(held.id, services))
