"""Sessions of browsers: begun, resumed at each request, listed and ended."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from issuer.access import Actor, Role
from issuer.accounts.model import (
    Factor,
    Login,
    Need,
    Organisation,
    Person,
    Session,
    limits_of,
)
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import hash_of, new_secret
from issuer.accounts.session_commands import Origin, SwitchRole
from issuer.errors import NotFoundError, RuleError, SignInError

#: Writing each look would make every page a write.
_SEEN_EVERY = timedelta(minutes=1)
#: The role that a session begins in, where a person holds several: the least powerful first.
_FIRST_ROLES = (
    Role.LEARNER,
    Role.PEER,
    Role.GUARDIAN,
    Role.TEACHER,
    Role.ASSESSOR,
    Role.INDUSTRY_ASSESSOR,
    Role.NURSE_INSTRUCTOR,
    Role.AUDITOR,
    Role.ISSUER,
    Role.REGISTRAR,
    Role.ADMIN,
)

#: Roles that an organisation may ask a second factor of (T79).
_STAFF_OF_WEIGHT = frozenset({Role.ADMIN, Role.ISSUER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session with its secret, which is handed to the browser and never shown again.

    `device_mark` tells this browser from strangers at the next sign-in; empty where none is due.
    """

    session: Session
    secret: str
    device_mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Who is behind a request."""

    session: Session
    person: Person
    login: Login | None
    organisation: Organisation
    need: Need | None = None

    @property
    def actor(self) -> Actor:
        """Return who acts, in the role of the session."""
        return self.person.acting_as(self.session.role)


def actor_of(session: Session) -> Actor:
    """Return who acts in a session, for its events; what they may do, `Resumed.actor` knows."""
    return Actor(person=session.person, organisation=session.organisation, role=session.role)


def begin_session(  # noqa: PLR0913 - what a session is made of
    person: Person,
    factors: tuple[Factor, ...],
    origin: Origin,
    uow: UnitOfWork,
    services: Services,
    *,
    device_mark: str = "",
    proved_at: datetime | None = None,
) -> Opened:
    """Store a new session of a person in the caller's transaction.

    `proved_at` is when somebody else saw the person prove who they are; it counts for
    `Factor.PROVIDER` alone.
    """
    role = next(role for role in _FIRST_ROLES if role in person.roles)
    now, secret = services.clock(), new_secret(services)
    is_class = Factor.CLASS_CODE in factors
    session = Session(
        id=services.ids.new_id(),
        organisation=person.organisation,
        person=person.id,
        role=role,
        secret_hash=hash_of(secret),
        factors=factors,
        created_at=now,
        seen_at=now,
        expires_at=now + limits_of(role, factors).absolute,
        fresh_at=_fresh_at(factors, proved_at, now),
        device=origin.device[:100],
        address=origin.network[:64],
        bound_to=_device_digest(origin) if is_class else None,
    )
    uow.sessions.add(session)
    codes = {"role": role.value, "how": ",".join(factors)}
    event = act_of(
        person.acting_as(role), session.organisation, "signed_in", person.id, services, codes=codes
    )
    if _is_news(factors, origin, device_mark):
        tell(event, uow)
    else:
        uow.events.append(event)
    return Opened(session=session, secret=secret, device_mark=device_mark)


def _fresh_at(
    factors: tuple[Factor, ...], proved_at: datetime | None, now: datetime
) -> datetime | None:
    if Factor.CLASS_CODE in factors:
        return None
    return proved_at if Factor.PROVIDER in factors else now


def _is_news(factors: tuple[Factor, ...], origin: Origin, device_mark: str) -> bool:
    """Tell whether this is a browser that never signed in to the account; a link was a letter."""
    is_known = hmac.compare_digest(origin.device_mark.encode(), device_mark.encode())
    return bool(device_mark) and not is_known and Factor.INVITATION not in factors


def resume(secret: str, origin: Origin, services: Services) -> Resumed:
    """Return who is behind a session's secret, and note that it was used.

    Raises:
        SignInError: unknown, ended or expired (code `session`), or its role is no longer held
            (`session_void`).
    """
    wanted = hash_of(secret)
    now = services.clock()
    with services.read_only() as uow:
        session = uow.sessions.by_hash(wanted)
        if session is None or not hmac.compare_digest(session.secret_hash, wanted):
            raise SignInError("Please sign in", code="session")
        if not session.holds(now) or not _is_its_device(session, origin):
            raise SignInError("You were signed out; please sign in again", code="session")
        person = uow.people.get(session.organisation, session.person)
        login = uow.logins.of_person(session.organisation, session.person)
        need = _need_of(session, uow)
        organisation = uow.organisations.get(session.organisation)
    blocked = login is not None and login.disabled_at is not None
    if blocked or not person.active or session.role not in person.roles:
        raise SignInError("Please sign in again; your role has changed", code="session_void")
    if now - session.seen_at >= _SEEN_EVERY:
        session = _note_use(session, services)
    return Resumed(
        session=session, person=person, login=login, organisation=organisation, need=need
    )


def strengthen(session: Session, factor: Factor, uow: UnitOfWork, services: Services) -> Session:
    """Make a session fresh, and let it rest on one more factor, in the caller's transaction."""
    current = uow.sessions.get(session.organisation, session.id)
    if current.ended_at is not None:
        raise SignInError("You were signed out; please sign in again", code="session")
    kept = tuple(each for each in current.factors if each != factor)
    stronger = replace(current, fresh_at=services.clock(), factors=(*kept, factor))
    uow.sessions.save(stronger)
    return stronger


def require_fresh(session: Session, services: Services) -> None:
    """Let a session pass whose person proved who they are just now.

    Raises:
        SignInError: that was more than ten minutes ago, code `confirm` (T79).
    """
    if not session.is_fresh(services.clock()):
        raise SignInError("Show once more that it is you before this", code="confirm")


def sign_out(session: Session, services: Services) -> None:
    """End a session; ending it twice changes nothing."""
    end_session(session, session.id, services)


def end_session(session: Session, session_id: str, services: Services) -> None:
    """End one of one's own sessions.

    Raises:
        NotFoundError: there is none of that id that is one's own.
    """
    with services.unit_of_work() as uow:
        wanted = uow.sessions.get(session.organisation, session_id)
        if wanted.person != session.person:
            raise NotFoundError("There is nothing of that name here")
        if wanted.ended_at is None:
            uow.sessions.save(replace(wanted, ended_at=services.clock()))
            uow.events.append(
                act_of(
                    actor_of(session), session.organisation, "signed_out", wanted.person, services
                )
            )
            uow.commit()


def sign_out_everywhere(session: Session, services: Services) -> int:
    """End all sessions of the person, this one too; return how many there were."""
    with services.unit_of_work() as uow:
        count = end_all(session.organisation, session.person, uow, services)
        uow.events.append(
            act_of(
                actor_of(session),
                session.organisation,
                "signed_out_everywhere",
                session.person,
                services,
                codes={"sessions": str(count)},
            )
        )
        uow.commit()
    return count


def end_all(
    organisation: str, person: str, uow: UnitOfWork, services: Services, keep: str = ""
) -> int:
    """End a person's sessions in the caller's transaction, all but `keep`; return how many."""
    count = 0
    # A session that changes its role meanwhile has ended and begun anew: it is looked for again.
    while ended := [each for each in uow.sessions.open_of(organisation, person) if each.id != keep]:
        for each in ended:
            uow.sessions.save(replace(each, ended_at=services.clock()))
        count += len(ended)
    return count


def list_sessions(session: Session, services: Services) -> tuple[Session, ...]:
    """List the person's sessions that may still be used, newest first."""
    with services.read_only() as uow:
        found = uow.sessions.open_of(session.organisation, session.person)
    return tuple(each for each in found if each.holds(services.clock()))


def switch_role(command: SwitchRole, services: Services) -> Opened:
    """Go on in another role under a new secret; the old one ends at once (T78).

    Raises:
        RuleError: the person does not hold that role, code `role_not_held`.
        SignInError: from a long-lived role to one of staff only right after a proof, code
            `confirm`; the session was ended in the meantime (`session`).
    """
    old, now = command.session, services.clock()
    limits = limits_of(command.role, old.factors)
    if limits.absolute < limits_of(old.role, old.factors).absolute:
        require_fresh(old, services)
    secret = new_secret(services)
    with services.unit_of_work() as uow:
        person = uow.people.get(old.organisation, old.person)
        if command.role not in person.roles:
            raise RuleError(f"You do not have the role {command.role.value}", code="role_not_held")
        session = replace(
            old,
            id=services.ids.new_id(),
            role=command.role,
            secret_hash=hash_of(secret),
            seen_at=now,
            expires_at=min(old.expires_at, now + limits.absolute),
        )
        if uow.sessions.get(old.organisation, old.id).ended_at is not None:
            raise SignInError("You were signed out; please sign in again", code="session")
        uow.sessions.save(replace(old, ended_at=now))
        uow.sessions.add(session)
        codes = {"from": old.role.value, "role": command.role.value}
        uow.events.append(
            act_of(
                actor_of(session),
                session.organisation,
                "role.switched",
                session.person,
                services,
                codes=codes,
            )
        )
        uow.commit()
    return Opened(session=session, secret=secret)


def _need_of(session: Session, uow: UnitOfWork) -> Need | None:
    """Return what a session lacks: one's own second factor, or the one that its role needs."""
    if session.is_strong:
        return None
    organisation, person = session.organisation, session.person
    app = uow.code_apps.of_person(organisation, person)
    has_app = app is not None and app.confirmed_at is not None
    is_asked = (
        session.role in _STAFF_OF_WEIGHT and uow.organisations.get(organisation).staff_second_factor
    )
    if has_app or (is_asked and uow.passkeys.of_person(organisation, person)):
        return Need.PROVE
    return Need.ENROL if is_asked else None


def _note_use(session: Session, services: Services) -> Session:
    """Store that the session was used, unless somebody ended it in the meantime."""
    with services.unit_of_work() as uow:
        current = uow.sessions.get(session.organisation, session.id)
        if current.ended_at is not None:
            raise SignInError("You were signed out; please sign in again", code="session")
        seen = replace(current, seen_at=services.clock())
        uow.sessions.save(seen)
        uow.commit()
    return seen


def _is_its_device(session: Session, origin: Origin) -> bool:
    return session.bound_to is None or hmac.compare_digest(session.bound_to, _device_digest(origin))


def _device_digest(origin: Origin) -> str:
    return hashlib.sha256(origin.device_id.encode()).hexdigest()
