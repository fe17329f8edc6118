"""The weekly letter to families: when it is due, who gets it, and how it is stopped.

What it tells, the room next door knows; how it reads, the post. A week is planned once, by a row
that no second worker can add, and each guardian's letter is an item of the outbox of its own: one
address that fails keeps nobody else waiting.
"""

import base64
from dataclasses import dataclass, field, replace
from datetime import datetime

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.accounts.corresponding import Addressee, address_of
from issuer.accounts.model import LETTER_LANGUAGES, WEEK, Person, WeeklyLetter, week_after
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.accounts.relating import target_of
from issuer.accounts.secrecy import hash_of
from issuer.clock import format_instant, parse_instant
from issuer.errors import ConflictError, MalformedError, NotFoundError

#: Kinds of outbox rows: a week of a school that is over, and the letter of one guardian.
WEEK_TASK = "family.week"
LETTER_TASK = "family.letter"
_LONGEST_SECRET = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWeeklyLetter:
    """Say whether, and in which language, one wants the weekly letter."""

    actor: Actor
    wanted: bool
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyChoice:
    """What a guardian has chosen; `reachable` tells whether the school knows an address."""

    wanted: bool
    language: str
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReader:
    """One guardian to whom a letter is due, with the children it may tell of."""

    letter: WeeklyLetter
    to: Addressee
    school: str
    until: datetime
    children: tuple[Person, ...]
    secret: str = field(repr=False)


def plan_weeks(services: Services) -> int:
    """Plan the running week of each school, unless somebody did; return how many were planned."""
    ends_at = week_after(services.clock())
    with services.read_only() as uow:
        schools = [each.id for each in uow.organisations.all()]
        waiting = [each for each in schools if not uow.weekly_letters.is_planned(each, ends_at)]
    return sum(_plan(school, ends_at, services) for school in waiting)


def begin_week(ref: str, services: Services) -> int:
    """Ask for a letter to each guardian of a school whose week is over; return how many.

    Doing it twice asks twice, and the second time there is nothing to tell.
    """
    organisation, ends_at = ref.split("|")
    with services.unit_of_work() as uow:
        now = services.clock()
        grants = uow.grants.of_role(organisation, Role.GUARDIAN)
        guardians = sorted({grant.person for grant in grants if grant.holds(now)})
        for person in guardians:
            uow.outbox.put(LETTER_TASK, f"{organisation}|{person}|{ends_at}", organisation)
        uow.commit()
    return len(guardians)


def reader_of_week(ref: str, services: Services) -> WeeklyReader | None:
    """Return to whom a letter is due and about which children; None if none is."""
    organisation, person, end = ref.split("|")
    until, now = parse_instant(end), services.clock()
    with services.unit_of_work() as uow:
        to = address_of(organisation, person, uow)
        letter = uow.weekly_letters.of_person(organisation, person)
        if to is None or (letter is not None and not letter.is_due(now)):
            return None
        if letter is None:
            letter = _new(organisation, person, until - WEEK, services)
            uow.weekly_letters.add(letter)
            uow.commit()
        children = _children_of(letter, uow, now)
        school = uow.organisations.get(organisation).name
    secret = _secret_of(letter.id, services)
    return WeeklyReader(
        letter=letter, to=to, school=school, until=until, children=children, secret=secret
    )


def mark_told(reader: WeeklyReader, told: tuple[str, ...], services: Services) -> None:
    """Note up to when a guardian was told, and of which children; with none no letter went."""
    with services.unit_of_work() as uow:
        letter = uow.weekly_letters.get(reader.letter.organisation, reader.letter.id)
        until = max(letter.told_until, reader.until)
        written = services.clock() if told else letter.written_at
        uow.weekly_letters.save(replace(letter, told_until=until, written_at=written))
        for child in told:
            uow.events.append(
                act_of(
                    None,
                    letter.organisation,
                    "weekly_letter.written",
                    letter.id,
                    services,
                    learner=child,
                )
            )
        uow.commit()


def show_weekly_choice(actor: Actor, services: Services) -> WeeklyChoice:
    """Show what a guardian has chosen; until then the letter comes, in English.

    Raises:
        ForbiddenError: not in the role of a guardian.
    """
    _require_guardian(actor)
    with services.read_only() as uow:
        letter = uow.weekly_letters.of_person(actor.organisation, actor.person)
        reachable = address_of(actor.organisation, actor.person, uow) is not None
    if letter is None:
        return WeeklyChoice(wanted=True, language="en", reachable=reachable)
    return WeeklyChoice(
        wanted=letter.stopped_at is None, language=letter.language, reachable=reachable
    )


def choose_weekly_letter(command: ChooseWeeklyLetter, services: Services) -> WeeklyLetter:
    """Turn the weekly letter on or off. What happened while it was off is not told later.

    Raises:
        ForbiddenError: not in the role of a guardian.
        MalformedError: a language that it is not written in, code `language`.
    """
    actor, now = command.actor, services.clock()
    _require_guardian(actor)
    if command.language not in LETTER_LANGUAGES:
        raise MalformedError("Choose English or Spanish", code="language")
    with services.unit_of_work() as uow:
        letter = uow.weekly_letters.of_person(actor.organisation, actor.person)
        if letter is None:
            letter = _new(actor.organisation, actor.person, week_after(now) - WEEK, services)
            uow.weekly_letters.add(letter)
        letter = _chosen(letter, command, now)
        uow.weekly_letters.save(letter)
        codes = {"wanted": "yes" if command.wanted else "no", "language": command.language}
        uow.events.append(
            act_of(
                actor,
                letter.organisation,
                "weekly_letter.chosen",
                letter.id,
                services,
                codes=codes,
            )
        )
        uow.commit()
    return letter


def find_weekly_letter(secret: str, services: Services) -> WeeklyLetter:
    """Return the letter whose own link this is; looking changes nothing. NotFoundError."""
    with services.read_only() as uow:
        return _found(secret, uow)


def stop_weekly_letter(secret: str, services: Services) -> WeeklyLetter:
    """Stop the letter whose link this is, without signing in; stopping twice changes nothing.

    Raises:
        NotFoundError: no such link.
    """
    with services.unit_of_work() as uow:
        letter = _found(secret, uow)
        if letter.stopped_at is not None:
            return letter
        letter = replace(letter, stopped_at=services.clock())
        uow.weekly_letters.save(letter)
        uow.events.append(
            act_of(None, letter.organisation, "weekly_letter.stopped", letter.id, services)
        )
        uow.commit()
    return letter


def _plan(organisation: str, ends_at: datetime, services: Services) -> bool:
    try:
        with services.unit_of_work() as uow:
            if uow.weekly_letters.is_planned(organisation, ends_at):
                return False
            uow.weekly_letters.plan(organisation, ends_at)
            ref = f"{organisation}|{format_instant(ends_at)}"
            uow.outbox.put(WEEK_TASK, ref, organisation, not_before=ends_at)
            uow.commit()
    except ConflictError:
        # Another worker planned it between our look and our row.
        return False
    return True


def _children_of(letter: WeeklyLetter, uow: UnitOfWork, now: datetime) -> tuple[Person, ...]:
    """Return the children for whom the reader acts as guardian today, by name."""
    ties = uow.ties.of(letter.organisation, letter.person)
    wards = {tie.other for tie in ties if tie.person == letter.person}
    people = [uow.people.get(letter.organisation, ward) for ward in sorted(wards)]
    mine = [
        each
        for each in people
        if each.active and letter.person in target_of(each, uow, now).guardians
    ]
    return tuple(sorted(mine, key=lambda each: each.name))


def _chosen(letter: WeeklyLetter, command: ChooseWeeklyLetter, now: datetime) -> WeeklyLetter:
    if not command.wanted:
        return replace(letter, language=command.language, stopped_at=letter.stopped_at or now)
    until = letter.told_until if letter.stopped_at is None else now
    return replace(letter, language=command.language, told_until=until, stopped_at=None)


def _new(organisation: str, person: str, since: datetime, services: Services) -> WeeklyLetter:
    letter_id = services.ids.new_id()
    return WeeklyLetter(
        id=letter_id,
        organisation=organisation,
        person=person,
        language="en",
        stop_hash=hash_of(_secret_of(letter_id, services)),
        told_until=since,
    )


def _secret_of(letter_id: str, services: Services) -> str:
    """Return the secret of a letter's link; its row holds only the hash."""
    raw = services.sign_in.secrets.mac("weekly-letter", letter_id)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _found(secret: str, uow: UnitOfWork) -> WeeklyLetter:
    letter = uow.weekly_letters.by_hash(hash_of(secret[:_LONGEST_SECRET]))
    if letter is None:
        raise NotFoundError("There is nothing at this address, or it is private")
    return letter


def _require_guardian(actor: Actor) -> None:
    own = Target(organisation=actor.organisation, learner=actor.person)
    access.require(actor, Action.CHOOSE_LETTERS, own)
