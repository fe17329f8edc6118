"""Coming in because a provider that the school trusts vouched for somebody."""

from dataclasses import replace

from issuer.accounts.app_codes import asks_for_code
from issuer.accounts.model import Factor, Session
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import device_mark
from issuer.accounts.session_commands import ConfirmVouched, Origin, SignInVouched
from issuer.accounts.sessions import Opened, actor_of, begin_session
from issuer.accounts.trying import network_key, require_network, reserve
from issuer.errors import RuleError, SignInError

#: Each one asks a provider, so one network cannot make us ask for ever; a school shares one.
DEPARTURES = 600


def sign_in_vouched(command: SignInVouched, services: Services) -> Opened:
    """Begin a session of a person whom a provider vouched for.

    Raises:
        SignInError: blocked, or no member any more, code `refused`.
    """
    with services.unit_of_work() as uow:
        person = uow.people.get(command.organisation, command.person)
        # Locked, so that no session slips past a block that happens meanwhile.
        login = uow.logins.locked(command.organisation, command.person)
        is_blocked = login is not None and login.disabled_at is not None
        if is_blocked or not person.active or not person.roles:
            uow.events.append(
                act_of(None, person.organisation, "sign_in.refused", person.id, services)
            )
            uow.commit()
            raise SignInError("You cannot sign in now; ask your school", code="refused")
        opened = begin_session(
            person,
            (Factor.PROVIDER,),
            command.origin,
            uow,
            services,
            device_mark=device_mark(person.id if login is None else login.id, services),
            proved_at=command.proved_at,
        )
        uow.commit()
    return opened


def confirm_vouched(command: ConfirmVouched, services: Services) -> Session:
    """Make a session as fresh as the person's last proof at the provider.

    Raises:
        SignInError: the session ended.
        RuleError: an app of this person counts, so its code is needed, code `code_needed`.
    """
    session = command.session
    with services.unit_of_work() as uow:
        if asks_for_code(session.organisation, session.person, uow):
            raise RuleError(
                "Your account asks for a code from your app before this; type it instead",
                code="code_needed",
            )
        current = uow.sessions.get(session.organisation, session.id)
        if current.ended_at is not None:
            raise SignInError("You were signed out; please sign in again", code="session")
        known = [at for at in (current.fresh_at, command.proved_at) if at is not None]
        fresh = replace(current, fresh_at=max(known, default=None))
        uow.sessions.save(fresh)
        uow.events.append(
            act_of(
                actor_of(session),
                session.organisation,
                "confirmed",
                session.person,
                services,
                codes={"how": Factor.PROVIDER.value},
            )
        )
        uow.commit()
    return fresh


def note_departure(origin: Origin, services: Services) -> None:
    """Count that a browser is sent to a provider; LimitError if one network does so too often."""
    with services.unit_of_work() as uow:
        require_network(origin, uow, services)
        reserve(f"away:{network_key(origin, services)}", DEPARTURES, uow, services)
        uow.commit()
