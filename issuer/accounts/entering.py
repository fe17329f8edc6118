"""Signing in by password: one answer, and one amount of work, whoever asks for whom (T77)."""

from dataclasses import replace
from typing import NoReturn

from issuer.accounts.app_codes import accepted_factor, asks_for_code
from issuer.accounts.model import Factor, Login, Person
from issuer.accounts.passwords import MAX_LENGTH, normal_password
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import device_mark, name_index
from issuer.accounts.session_commands import Origin, SignInWithPassword
from issuer.accounts.sessions import Opened, begin_session
from issuer.accounts.trying import (
    account_key,
    count_failure,
    is_first_stranger,
    require_network,
    reserve,
)
from issuer.errors import SignInError

#: Said to everybody who does not get in: unknown, blocked and mistyped are not told apart.
REFUSAL = (
    "That did not work; check the name and the password, and the code if you use an app for codes"
)


def sign_in(command: SignInWithPassword, services: Services) -> Opened:
    """Begin a session for whoever knows the password, and has the code if one is asked for.

    Password and code are one try with one answer: nobody learns of a right password without both.

    Raises:
        SignInError: unknown name, blocked, no password yet, or another one: code `refused`.
        LimitError: too many tries at this account or from this network.
        NotFoundError: there is no such school.
    """
    organisation = command.organisation
    index = name_index(organisation, command.name, services)
    with services.unit_of_work() as uow:
        uow.organisations.get(organisation)
        require_network(command.origin, uow, services)
        login = uow.logins.by_index(organisation, index)
        # Handle and address are two names of one account; a name of nobody counts for itself.
        account = index if login is None else login.id
        key, most = account_key(account, command.origin, services)
        reserve(key, most, uow, services)
        uow.commit()
    # The hash takes its time outside any transaction, and the same time for nobody.
    if not _is_right(login, command.password, services) or login is None:
        _refuse(organisation, login, command.origin, services)
    opened = _begin(login, key, command, services)
    if opened is None:
        _refuse(organisation, login, command.origin, services)
    return opened


def _begin(
    login: Login, key: str, command: SignInWithPassword, services: Services
) -> Opened | None:
    """Begin the session and give the try back; None if the person may not come in after all."""
    with services.unit_of_work() as uow:
        # Locked, so that no session slips past a change of password that happens meanwhile.
        current = uow.logins.locked(login.organisation, login.person)
        person = _still_allowed(login, current, uow)
        if person is None or current is None:
            return None
        factors = _factors(person, command.code, uow, services)
        if factors is None:
            return None
        uow.tries.give_back(key)
        _rehash(current, command.password, uow, services)
        opened = begin_session(
            person,
            factors,
            command.origin,
            uow,
            services,
            device_mark=device_mark(current.id, services),
        )
        uow.commit()
    return opened


def _factors(
    person: Person, code: str, uow: UnitOfWork, services: Services
) -> tuple[Factor, ...] | None:
    """Return what the session rests on; None if a code is asked for and this is none."""
    if not asks_for_code(person.organisation, person.id, uow):
        return (Factor.PASSWORD,)
    second = accepted_factor(person.organisation, person.id, code, uow, services)
    return None if second is None else (Factor.PASSWORD, second)


def _is_right(login: Login | None, password: str, services: Services) -> bool:
    plain = normal_password(password[: MAX_LENGTH + 1])
    encoded = None if login is None else login.password_hash
    passwords = services.sign_in.passwords
    if encoded is None or len(plain) > MAX_LENGTH:
        passwords.verify_nobody(plain[:MAX_LENGTH])
        return False
    return passwords.verify(encoded, plain)


def _still_allowed(login: Login, current: Login | None, uow: UnitOfWork) -> Person | None:
    """Return the person, unless the password was changed, or the person left, in between."""
    person = uow.people.get(login.organisation, login.person)
    same = current is not None and current.password_hash == login.password_hash
    blocked = current is None or current.disabled_at is not None
    return person if same and not blocked and person.active and person.roles else None


def _refuse(organisation: str, login: Login | None, origin: Origin, services: Services) -> NoReturn:
    with services.unit_of_work() as uow:
        count_failure(origin, uow, services)
        if login is not None or is_first_stranger(organisation, origin, uow, services):
            subject = "unknown" if login is None else login.person
            uow.events.append(act_of(None, organisation, "sign_in.refused", subject, services))
        uow.commit()
    raise SignInError(REFUSAL, code="refused")


def _rehash(login: Login, password: str, uow: UnitOfWork, services: Services) -> None:
    """Store a hash by today's parameters where the old one was made by others."""
    passwords = services.sign_in.passwords
    if login.password_hash is not None and passwords.is_outdated(login.password_hash):
        encoded = passwords.hash(normal_password(password))
        uow.logins.save(replace(login, password_hash=encoded))
