"""Proving once more who one is, by password and by the code of an app (T79)."""

from dataclasses import dataclass, replace

from issuer.accounts.app_codes import accepted_factor, asks_for_code
from issuer.accounts.model import Factor, Need, Session
from issuer.accounts.passwords import require_own_password
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.session_commands import Confirm
from issuer.accounts.sessions import Resumed, actor_of
from issuer.accounts.trying import CODE_TRIES, reserve
from issuer.errors import MalformedError, RuleError, SignInError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How the person of a session can prove once more who they are.

    `provider` says whether the word of a connected login's provider is enough.
    """

    password: bool
    code: bool
    passkey: bool
    provider: bool


def ways_to_prove(resumed: Resumed, services: Services) -> Ways:
    """Return the ways of a person; where a second factor is due, no password or provider alone."""
    session, login = resumed.session, resumed.login
    with services.read_only() as uow:
        code = asks_for_code(session.organisation, session.person, uow)
        passkey = bool(uow.passkeys.of_person(session.organisation, session.person))
    has_password = login is not None and login.password_hash is not None
    is_due = resumed.need is Need.PROVE
    return Ways(
        password=has_password and (code or not is_due),
        code=code,
        passkey=passkey,
        provider=not code and not is_due,
    )


def confirm(command: Confirm, services: Services) -> Session:
    """Make a session fresh: by the password, and by a code where an app counts.

    Raises:
        MalformedError: another password or code, code `wrong_password` or `code`.
        RuleError: this person has neither, code `no_password`.
        LimitError: too many tries.
    """
    session = command.session
    with services.read_only() as uow:
        login = uow.logins.of_person(session.organisation, session.person)
        needs_code = asks_for_code(session.organisation, session.person, uow)
    has_password = login is not None and login.password_hash is not None
    if not needs_code and not has_password:
        raise RuleError("You sign in without a password", code="no_password")
    if has_password:
        require_own_password(command, services)
    return _made_fresh(command, services, needs_code=needs_code)


def _made_fresh(command: Confirm, services: Services, *, needs_code: bool) -> Session:
    session, key = command.session, f"code:{command.session.person}"
    with services.unit_of_work() as uow:
        factor: Factor | None = None
        if needs_code:
            reserve(key, CODE_TRIES, uow, services)
            factor = accepted_factor(
                session.organisation, session.person, command.code, uow, services
            )
            if factor is None:
                uow.commit()
                raise MalformedError(
                    "This is not a code that counts now; type the newest one", code="code"
                )
            uow.tries.give_back(key)
        current = uow.sessions.get(session.organisation, session.id)
        if current.ended_at is not None:
            raise SignInError("You were signed out; please sign in again", code="session")
        kept = tuple(each for each in current.factors if each != factor)
        factors = current.factors if factor is None else (*kept, factor)
        fresh = replace(current, fresh_at=services.clock(), factors=factors)
        uow.sessions.save(fresh)
        uow.events.append(
            act_of(actor_of(session), session.organisation, "confirmed", session.person, services)
        )
        uow.commit()
    return fresh
