"""Passkeys of a person: added, listed, removed, and used to come in or to prove oneself (T79)."""

from dataclasses import replace

from issuer.accounts.ceremonies import Asked, new_challenge, not_taken, take_challenge
from issuer.accounts.factor_commands import (
    AddPasskey,
    ConfirmWithPasskey,
    RemovePasskey,
    SignInWithPasskey,
)
from issuer.accounts.model import Ceremony, Factor, Passkey, Person, Presented, Session
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import device_mark
from issuer.accounts.session_commands import Origin
from issuer.accounts.sessions import (
    Opened,
    actor_of,
    begin_session,
    require_fresh,
    strengthen,
)
from issuer.accounts.trying import count_failure, require_network
from issuer.badges import check_name
from issuer.errors import MalformedError, NotFoundError, RuleError, SignInError

MAX_PASSKEYS = 10
_MAX_NAME = 60


def ask_new_passkey(session: Session, origin: Origin, services: Services) -> Asked:
    """Return what the browser needs to make a passkey for the person of a session.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        RuleError: there are too many already, code `passkeys_full`.
    """
    require_fresh(session, services)
    with services.read_only() as uow:
        person = uow.people.get(session.organisation, session.person)
        login = uow.logins.of_person(session.organisation, session.person)
        known = uow.passkeys.of_person(session.organisation, session.person)
    _require_room(known)
    challenge, browser = new_challenge(Ceremony.REGISTER, origin, services, session)
    name = (login.handle or login.email if login else None) or person.name
    options = services.sign_in.passkeys.ask_for_new(challenge, person.id, name, known)
    return Asked(options=options, browser=browser)


def add_passkey(command: AddPasskey, services: Services) -> Passkey:
    """Keep a passkey; the session rests on it from now on.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        MalformedError: the answer does not fit the challenge or the name is missing.
        ConflictError: somebody has this passkey already.
        RuleError: there are too many already, code `passkeys_full`.
    """
    session, adapter = command.session, services.sign_in.passkeys
    require_fresh(session, services)
    name = check_name(command.name, "the name of the passkey", _MAX_NAME)
    presented = adapter.read(command.answer)
    with services.unit_of_work() as uow:
        ours = take_challenge(presented, Ceremony.REGISTER, command.browser, uow, services, session)
        uow.commit()
    if not ours:
        raise not_taken()
    made = adapter.made(command.answer, presented.challenge)
    passkey = Passkey(
        id=services.ids.new_id(),
        organisation=session.organisation,
        person=session.person,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        created_at=services.clock(),
    )
    with services.unit_of_work() as uow:
        _require_room(uow.passkeys.of_person(session.organisation, session.person))
        uow.passkeys.add(passkey)
        strengthen(session, Factor.PASSKEY, uow, services)
        _tell("passkey.added", session, uow, services)
        uow.commit()
    return passkey


def list_passkeys(session: Session, services: Services) -> tuple[Passkey, ...]:
    """List the person's passkeys, oldest first."""
    with services.read_only() as uow:
        return uow.passkeys.of_person(session.organisation, session.person)


def remove_passkey(command: RemovePasskey, services: Services) -> None:
    """Forget one of one's passkeys.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        NotFoundError: there is none of that id that is one's own.
    """
    session = command.session
    require_fresh(session, services)
    with services.unit_of_work() as uow:
        own = uow.passkeys.of_person(session.organisation, session.person)
        wanted = next((each for each in own if each.id == command.passkey), None)
        if wanted is None:
            raise NotFoundError("There is nothing of that name here")
        uow.passkeys.remove(wanted)
        _tell("passkey.removed", session, uow, services)
        uow.commit()


def ask_proof(origin: Origin, services: Services, session: Session | None = None) -> Asked:
    """Return what the browser needs to use a passkey, to come in or within a session."""
    ceremony = Ceremony.SIGN_IN if session is None else Ceremony.CONFIRM
    challenge, browser = new_challenge(ceremony, origin, services, session)
    options = services.sign_in.passkeys.ask_for_proof(challenge)
    return Asked(options=options, browser=browser)


def sign_in_with_passkey(command: SignInWithPasskey, services: Services) -> Opened:
    """Begin a session for the person whom the device names.

    Raises:
        SignInError: whatever is wrong, code `refused`.
        LimitError: too many failures from this network.
    """
    proven = _proven(command.answer, command.browser, command.origin, services)
    if proven is None:
        raise _refused(command.origin, services)
    presented, count = proven
    with services.unit_of_work() as uow:
        passkey = _counted(presented, count, uow, services)
        person = None if passkey is None else _may_come_in(passkey, presented, uow)
        if passkey is None or person is None:
            uow.commit()
            raise _refused(command.origin, services)
        login = uow.logins.of_person(person.organisation, person.id)
        mark = "" if login is None else device_mark(login.id, services)
        opened = begin_session(
            person, (Factor.PASSKEY,), command.origin, uow, services, device_mark=mark
        )
        uow.commit()
    return opened


def confirm_with_passkey(command: ConfirmWithPasskey, services: Services) -> Session:
    """Make a session fresh by a passkey of its own person (T79).

    Raises:
        MalformedError: whatever is wrong, code `passkey`.
        LimitError: too many failures from this network.
    """
    session = command.session
    proven = _proven(command.answer, command.browser, command.origin, services, session)
    if proven is None:
        raise _not_confirmed(command.origin, services)
    presented, count = proven
    with services.unit_of_work() as uow:
        passkey = _counted(presented, count, uow, services, session)
        if passkey is None:
            uow.commit()
            raise _not_confirmed(command.origin, services)
        fresh = strengthen(session, Factor.PASSKEY, uow, services)
        _append("confirmed", session, uow, services)
        uow.commit()
    return fresh


def _proven(
    answer: str,
    browser: str,
    origin: Origin,
    services: Services,
    session: Session | None = None,
) -> tuple[Presented, int] | None:
    """Check everything but owner and counter; None if anything is wrong."""
    adapter = services.sign_in.passkeys
    ceremony = Ceremony.SIGN_IN if session is None else Ceremony.CONFIRM
    with services.unit_of_work() as uow:
        require_network(origin, uow, services)
        try:
            presented = adapter.read(answer)
        except MalformedError:
            return None
        ours = take_challenge(presented, ceremony, browser, uow, services, session)
        passkey = uow.passkeys.locked(presented.credential_id)
        uow.commit()
    if not ours or passkey is None:
        return None
    try:
        return presented, adapter.proven(answer, presented.challenge, passkey.public_key)
    except MalformedError:
        return None


def _counted(
    presented: Presented,
    count: int,
    uow: UnitOfWork,
    services: Services,
    session: Session | None = None,
) -> Passkey | None:
    """Store the counter; None if the passkey is another person's or its counter went back.

    A counter that goes back means that the device was copied, or that an answer was kept.
    """
    passkey = uow.passkeys.locked(presented.credential_id)
    if passkey is None or (session is not None and session.person != passkey.person):
        return None
    if not passkey.takes(count):
        uow.events.append(
            act_of(
                None,
                passkey.organisation,
                "passkey.counter_went_back",
                passkey.person,
                services,
                codes={"passkey": passkey.id},
            )
        )
        return None
    used = replace(passkey, sign_count=count, used_at=services.clock())
    uow.passkeys.save(used)
    return used


def _may_come_in(passkey: Passkey, presented: Presented, uow: UnitOfWork) -> Person | None:
    """Return the person whom device and passkey both name, unless they may not come in."""
    login = uow.logins.locked(passkey.organisation, passkey.person)
    person = uow.people.get(passkey.organisation, passkey.person)
    blocked = login is not None and login.disabled_at is not None
    allowed = presented.owner == person.id and person.active and bool(person.roles)
    return person if allowed and not blocked else None


def _require_room(known: tuple[Passkey, ...]) -> None:
    if len(known) >= MAX_PASSKEYS:
        raise RuleError(
            f"You have {MAX_PASSKEYS} passkeys; remove one that you no longer use",
            code="passkeys_full",
        )


def _refused(origin: Origin, services: Services) -> SignInError:
    with services.unit_of_work() as uow:
        count_failure(origin, uow, services)
        uow.commit()
    return SignInError(
        "This passkey does not open anything here; try again, or use your password", code="refused"
    )


def _not_confirmed(origin: Origin, services: Services) -> MalformedError:
    with services.unit_of_work() as uow:
        count_failure(origin, uow, services)
        uow.commit()
    return not_taken()


def _tell(name: str, session: Session, uow: UnitOfWork, services: Services) -> None:
    """Record an act that its person is written about, should it have been somebody else."""
    tell(act_of(actor_of(session), session.organisation, name, session.person, services), uow)


def _append(name: str, session: Session, uow: UnitOfWork, services: Services) -> None:
    uow.events.append(
        act_of(actor_of(session), session.organisation, name, session.person, services)
    )
