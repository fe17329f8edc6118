"""Erase a person: two adults decide, and a job that survives any kill carries it out.

What goes: the key, and with it every sealed value in the database, its log and all its backups; the
files; the personal columns of rows that may change. What stays: hashes, status bits, counts, and
events about a pseudonym that nobody can resolve any more (reliability.md section 5).
"""

from dataclasses import replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor, Role
from issuer.accounts.commands import ErasePerson
from issuer.accounts.model import Erasure, ErasureState, Person
from issuer.accounts.ports import UnitOfWork
from issuer.accounts.privacy import Privacy
from issuer.accounts.recording import act_of
from issuer.accounts.relating import target_of
from issuer.errors import ForbiddenError, NotFoundError, RuleError, StateError, UnavailableError

_OPERATOR = "system"
#: Whole days, since a key is that of a day.
ANSWERS_KEPT = timedelta(days=7)


def erase_person(command: ErasePerson, privacy: Privacy) -> Erasure:
    """Propose the erasure of a person, or confirm and carry out what another adult proposed.

    One of the two is an administrator. Where one adult is the whole school, and for the operator of
    the installation, one call does both. Repeating a finished erasure changes nothing.

    Raises:
        NotFoundError: no such person in the organisation.
        ForbiddenError: the actor may not erase, or proposed it and would confirm it too.
        RuleError: a legal hold is on the person, code `legal_hold`.
        StateError: the person was erased already, code `erased`.
        UnavailableError: something is in use; a job finishes what was begun.
    """
    erasure = _decide(command, privacy)
    privacy.reached("after_decision")
    if erasure.state is ErasureState.CONFIRMED:
        return run_erasure(erasure.id, privacy)
    return erasure


def run_erasure(erasure_id: str, privacy: Privacy) -> Erasure:
    """Carry out a confirmed erasure from its beginning; each step is safe to repeat.

    The key goes first: from then on the rest is only tidying up.

    Raises:
        UnavailableError: a reader holds the database's log; to be repeated.
    """
    services = privacy.accounts
    with services.read_only() as uow:
        erasure = uow.erasures.get(erasure_id)
    if erasure.state is not ErasureState.CONFIRMED:
        return erasure
    _remove(erasure.organisation, erasure.person, privacy)
    with services.unit_of_work() as uow:
        erasure = replace(erasure, state=ErasureState.DONE, done_at=services.clock())
        uow.erasures.save(erasure)
        _note(uow, None, erasure, "erasure.done", privacy)
        uow.commit()
    privacy.reached("after_done")
    # Only now is the log empty of the last step as well.
    privacy.compact()
    return erasure


def resume_erasures(privacy: Privacy) -> int:
    """Finish what was confirmed and then interrupted; returns how many were finished."""
    with privacy.accounts.read_only() as uow:
        waiting = uow.erasures.under_way()
    done = 0
    for erasure in waiting:
        try:
            run_erasure(erasure.id, privacy)
        except UnavailableError:
            continue
        done += 1
    return done


def replay_erasures(privacy: Privacy) -> int:
    """Erase again whom a restored backup brought back; returns how many there were.

    The list of erasures lies beside the keys and is not part of any backup of the database, so it
    knows of erasures that the restored database never heard of.
    """
    listed = privacy.keys.erased()
    again = [who for who in listed if _is_back(*who, privacy)]
    # Rows that may not change are still there, sealed: an old copy of a key would open them.
    privacy.keys.drop_erased()
    for organisation, person in again:
        _remove(organisation, person, privacy)
    for organisation, person in listed:
        privacy.files.forget(organisation, person)
    return len(again)


def forget_answers(privacy: Privacy) -> None:
    """Forget what was answered more than a week ago, first the keys and then the rows.

    An answer kept for a repeat tells what somebody was sent; nobody repeats a request that late.
    """
    services = privacy.accounts
    midnight = services.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    before = midnight - ANSWERS_KEPT
    with services.read_only() as uow:
        days = uow.holdings.old_answers(before)
    if not days:
        return
    for organisation, day in days:
        privacy.keys.drop(organisation, day)
    with services.unit_of_work() as uow:
        uow.holdings.drop_answers(before)
        uow.commit()


def _is_back(organisation: str, person_id: str, privacy: Privacy) -> bool:
    with privacy.accounts.read_only() as uow:
        try:
            return uow.people.get(organisation, person_id).erased_at is None
        except (NotFoundError, UnavailableError):
            # Nobody of that id here, or a key that came back and does not open.
            return False


def _remove(organisation: str, person: str, privacy: Privacy) -> None:
    privacy.keys.forget(organisation, person)
    privacy.reached("after_key")
    with privacy.accounts.unit_of_work() as uow:
        uow.holdings.blank(organisation, person, privacy.accounts.clock())
        forget_in_events(uow, organisation, person)
        uow.commit()
    privacy.reached("after_rows")
    privacy.files.forget(organisation, person)
    privacy.reached("after_files")
    privacy.compact()
    privacy.reached("after_compacting")


def forget_in_events(uow: UnitOfWork, organisation: str, person: str) -> None:
    """Drop what links the events of a person to the person; the events themselves stay.

    Entries of the audit log and its root stay as they are (reliability.md row 89).
    """
    uow.events.forget(organisation, person)


def _decide(command: ErasePerson, privacy: Privacy) -> Erasure:
    services, actor = privacy.accounts, command.actor
    with services.unit_of_work() as uow:
        person = uow.people.lock(command.organisation, command.person)
        if actor is not None:
            access.require(actor, Action.ERASE_PERSON, target_of(person, uow, services.clock()))
        running = uow.erasures.running(command.organisation, person.id)
        if running is not None and running.state is ErasureState.CONFIRMED:
            return running
        _require_erasable(person, uow)
        erasure = running or _proposal(command, uow, privacy)
        if _may_confirm(actor, erasure, uow, is_new=running is None):
            erasure = replace(
                erasure,
                state=ErasureState.CONFIRMED,
                confirmed_by=_OPERATOR if actor is None else actor.person,
                confirmed_at=services.clock(),
            )
            uow.erasures.save(erasure)
            _note(uow, actor, erasure, "erasure.confirmed", privacy)
        uow.commit()
    return erasure


def _proposal(command: ErasePerson, uow: UnitOfWork, privacy: Privacy) -> Erasure:
    services = privacy.accounts
    erasure = Erasure(
        id=services.ids.new_id(),
        organisation=command.organisation,
        person=command.person,
        reason=command.reason,
        state=ErasureState.PROPOSED,
        proposed_by=_OPERATOR if command.actor is None else command.actor.person,
        proposed_at=services.clock(),
    )
    uow.erasures.add(erasure)
    _note(uow, command.actor, erasure, "erasure.proposed", privacy)
    return erasure


def _require_erasable(person: Person, uow: UnitOfWork) -> None:
    if person.erased_at is not None:
        raise StateError("This person was erased already", code="erased")
    if uow.legal_holds.open_on(person.organisation, person.id):
        raise RuleError(
            "A legal hold is on this person; an administrator lifts it first", code="legal_hold"
        )


def _may_confirm(actor: Actor | None, erasure: Erasure, uow: UnitOfWork, *, is_new: bool) -> bool:
    """Tell whether this call confirms; a proposal of one's own is confirmed by somebody else.

    Raises:
        ForbiddenError: nobody confirms alone, code `second_person`; one of two is an administrator.
    """
    if actor is None or uow.organisations.get(erasure.organisation).sole_teacher:
        return True
    if is_new:
        return False
    if actor.person == erasure.proposed_by:
        raise ForbiddenError(
            "You proposed this; another administrator or registrar confirms it",
            code="second_person",
        )
    proposer = uow.people.get(erasure.organisation, erasure.proposed_by)
    if Role.ADMIN not in {actor.role, *proposer.roles}:
        raise ForbiddenError("One of the two has to be an administrator", code="second_person")
    return True


def _note(
    uow: UnitOfWork, actor: Actor | None, erasure: Erasure, name: str, privacy: Privacy
) -> None:
    uow.events.append(
        act_of(
            actor,
            erasure.organisation,
            name,
            erasure.id,
            privacy.accounts,
            learner=erasure.person,
            codes={"reason": erasure.reason.value},
        )
    )
