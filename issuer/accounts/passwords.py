"""Which passwords are taken, and how they are changed (NIST SP 800-63B: length and a list)."""

import unicodedata
from dataclasses import replace

from issuer.access import POWERFUL, Action, Role, Target, require
from issuer.accounts.model import Login, Person
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.accounts.seconding import require_way_in
from issuer.accounts.session_commands import ChangeLogin, ChangePassword, Confirm
from issuer.accounts.sessions import actor_of, end_all
from issuer.accounts.trying import account_key, reserve
from issuer.errors import ForbiddenError, MalformedError, NotFoundError, RuleError

MIN_LENGTH = 10
MAX_LENGTH = 1024


def normal_password(password: str) -> str:
    """Return the form that is hashed: one spelling for what looks the same (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, about: tuple[str, ...], services: Services) -> str:
    """Return a new password in its normal form, or say why it is not taken.

    Raises:
        MalformedError: too short or too long, code `password_length`; common or easily guessed,
            code `password_common`.
    """
    plain = normal_password(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        raise MalformedError(
            f"Choose a password of at least {MIN_LENGTH} characters; three or four words are good",
            code="password_length",
        )
    if services.sign_in.common.is_common(plain, about):
        raise MalformedError(
            "This password is easy to guess; choose one that nobody else would think of",
            code="password_common",
        )
    return plain


def hash_new(password: str, login: Login, person: Person, services: Services) -> str:
    """Return the hash of a new password of a person; MalformedError as `check_password`."""
    about = tuple(filter(None, (person.name, login.handle, login.email)))
    return services.sign_in.passwords.hash(check_password(password, about, services))


def change_password(command: ChangePassword, services: Services) -> None:
    """Choose another password; all other sessions of the person end (T78).

    Raises:
        MalformedError: the old one is wrong (`wrong_password`), the new one is not taken.
        LimitError: too many tries.
    """
    session = command.session
    again = Confirm(session=session, password=command.current, origin=command.origin)
    login = require_own_password(again, services)
    with services.read_only() as uow:
        person = uow.people.get(session.organisation, session.person)
    encoded = hash_new(command.password, login, person, services)
    with services.unit_of_work() as uow:
        current = login_of(session.organisation, session.person, uow)
        uow.logins.save(replace(current, password_hash=encoded, must_change=False))
        end_all(session.organisation, session.person, uow, services, keep=session.id)
        event = act_of(
            actor_of(session), session.organisation, "password.changed", session.person, services
        )
        tell(event, uow)
        uow.commit()


def change_login(command: ChangeLogin, services: Services) -> Login:
    """Block or unblock a sign-in, ask for another password, or forget lost second factors.

    Raises:
        ForbiddenError: not a manager of people, or over somebody more powerful (code `grant`), or
            as `require_way_in`.
        NotFoundError: the person has no sign-in.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.person)
        require(actor, Action.MANAGE_PEOPLE, Target(organisation=person.organisation))
        require_over(actor.role, person)
        login = login_of(person.organisation, person.id, uow)
        if command.disabled is not None:
            login = replace(login, disabled_at=now if command.disabled else None)
        if command.must_change is not None:
            login = replace(login, must_change=command.must_change)
        uow.logins.save(login)
        if command.forget_factors:
            require_way_in(actor, person, uow)
            _forget_factors(person, uow)
            forgotten = "factors.forgotten"
            tell(act_of(actor, person.organisation, forgotten, person.id, services), uow)
        if command.disabled or command.forget_factors:
            end_all(person.organisation, person.id, uow, services)
        codes = {
            "disabled": str(login.disabled_at is not None).lower(),
            "must_change": str(login.must_change).lower(),
            "factors": "forgotten" if command.forget_factors else "kept",
        }
        uow.events.append(
            act_of(actor, person.organisation, "login.changed", person.id, services, codes=codes)
        )
        uow.commit()
    return login


def _forget_factors(person: Person, uow: UnitOfWork) -> None:
    """Delete passkeys and app of somebody who lost them; who they are was seen at the office."""
    for passkey in uow.passkeys.of_person(person.organisation, person.id):
        uow.passkeys.remove(passkey)
    uow.code_apps.remove(person.organisation, person.id)


def login_of(organisation: str, person: str, uow: UnitOfWork) -> Login:
    """Return a person's login, kept from changing meanwhile; NotFoundError."""
    login = uow.logins.locked(organisation, person)
    if login is None:
        raise NotFoundError("This person has no sign-in yet; invite them first")
    return login


def require_over(role: Role, person: Person) -> None:
    """Keep everybody but administrators from taking over a powerful person's sign-in.

    Raises:
        ForbiddenError: code `grant`.
    """
    if person.roles & POWERFUL and role is not Role.ADMIN:
        raise ForbiddenError("Only an administrator may do this for this person", code="grant")


def require_own_password(command: Confirm, services: Services) -> Login:
    """Let somebody pass who types their own password, and return the login.

    Raises:
        MalformedError: another password, code `wrong_password`.
        RuleError: this person signs in without a password, code `no_password`.
        LimitError: too many tries.
    """
    session = command.session
    with services.unit_of_work() as uow:
        login = uow.logins.of_person(session.organisation, session.person)
        if login is None or login.password_hash is None:
            raise RuleError("You sign in without a password", code="no_password")
        key, most = account_key(login.id, command.origin, services)
        reserve(key, most, uow, services)
        uow.commit()
    plain = normal_password(command.password)
    if len(plain) > MAX_LENGTH or not services.sign_in.passwords.verify(login.password_hash, plain):
        raise MalformedError("This is not your password", code="wrong_password")
    with services.unit_of_work() as uow:
        uow.tries.give_back(key)
        uow.commit()
    return login
