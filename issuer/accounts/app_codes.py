"""Codes of an authenticator app as a second factor, and codes on paper for the day it is lost."""

import re
from dataclasses import dataclass, field, replace

from issuer.accounts.factor_commands import TurnOnCodes
from issuer.accounts.model import CodeApp, Factor, RecoveryCode, Session
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import tell
from issuer.accounts.recording import act_of
from issuer.accounts.secrecy import code_index, recovery_code
from issuer.accounts.sessions import actor_of, require_fresh, strengthen
from issuer.accounts.trying import CODE_TRIES, reserve
from issuer.errors import ConflictError, MalformedError, NotFoundError

_SECRET_BYTES = 20  # RFC 4226 section 4, R6
_RECOVERY_CODES = 10
#: Under which label secrets of apps are sealed.
APP_LABEL = "one-time-codes"
_LONGEST = 40
_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A secret for an app: to be scanned from a QR code, or to be typed."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesHeld:
    """Whether codes of an app are asked for, and how many recovery codes are left."""

    is_on: bool
    recovery_left: int


def begin_codes(session: Session, services: Services) -> Enrolment:
    """Make a secret for an app; it counts once a code of it came back.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        ConflictError: an app counts already; remove it first.
    """
    require_fresh(session, services)
    secret = services.sign_in.time_codes.secret_of(services.ids.secret(_SECRET_BYTES))
    app = CodeApp(
        id=services.ids.new_id(),
        organisation=session.organisation,
        person=session.person,
        sealed=services.sign_in.secrets.seal(APP_LABEL, secret.encode(), session.person),
        created_at=services.clock(),
    )
    with services.unit_of_work() as uow:
        held = uow.code_apps.locked(session.organisation, session.person)
        if held is not None and held.confirmed_at is not None:
            raise ConflictError("You use an app already; remove it first", code="codes_on")
        uow.code_apps.put(app)
        uow.commit()
    return _enrolment(app, services)


def pending_codes(session: Session, services: Services) -> Enrolment:
    """Return the secret that still waits for its first code.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        NotFoundError: none waits.
    """
    require_fresh(session, services)
    with services.read_only() as uow:
        app = uow.code_apps.of_person(session.organisation, session.person)
    if app is None or app.confirmed_at is not None:
        raise NotFoundError("No app waits for its first code; begin again")
    return _enrolment(app, services)


def turn_on_codes(command: TurnOnCodes, services: Services) -> tuple[str, ...]:
    """Let the app count, and return the recovery codes, which are never shown again.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        MalformedError: not a code of this app and moment, code `code`.
        NotFoundError: no secret waits.
        LimitError: too many tries.
    """
    session, now = command.session, services.clock()
    require_fresh(session, services)
    with services.unit_of_work() as uow:
        reserve(f"code:{session.person}", CODE_TRIES, uow, services)
        app = _pending(session, uow)
        step = _step(app, command.code, services)
        if step is None:
            uow.commit()
            raise MalformedError(
                "This is not the code that the app shows now; type the newest one", code="code"
            )
        uow.tries.give_back(f"code:{session.person}")
        uow.code_apps.save(replace(app, confirmed_at=now, last_step=step))
        codes = _new_recovery_codes(session, uow, services)
        strengthen(session, Factor.ONE_TIME_CODE, uow, services)
        _tell("codes.turned_on", session, uow, services)
        uow.commit()
    return codes


def renew_recovery_codes(session: Session, services: Services) -> tuple[str, ...]:
    """Make recovery codes in place of earlier ones, used or not.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        NotFoundError: no app counts.
    """
    require_fresh(session, services)
    with services.unit_of_work() as uow:
        _require_on(session, uow)
        codes = _new_recovery_codes(session, uow, services)
        _append("recovery_codes.made", session, uow, services)
        uow.commit()
    return codes


def turn_off_codes(session: Session, services: Services) -> None:
    """Forget the app and its recovery codes.

    Raises:
        SignInError: the person has to prove first who they are, code `confirm`.
        NotFoundError: no app counts.
    """
    require_fresh(session, services)
    with services.unit_of_work() as uow:
        _require_on(session, uow)
        uow.code_apps.remove(session.organisation, session.person)
        _tell("codes.turned_off", session, uow, services)
        uow.commit()


def show_codes(session: Session, services: Services) -> CodesHeld:
    """Tell whether codes are asked for, without any code."""
    with services.read_only() as uow:
        app = uow.code_apps.of_person(session.organisation, session.person)
        left = uow.code_apps.unused_recovery(session.organisation, session.person)
    return CodesHeld(is_on=app is not None and app.confirmed_at is not None, recovery_left=left)


def accepted_factor(
    organisation: str, person: str, code: str, uow: UnitOfWork, services: Services
) -> Factor | None:
    """Use up a code of the app or of the paper in the caller's transaction; None if it is neither.

    Each time step is taken once, so a code that somebody looked at is worth nothing (RFC 6238
    section 5.2).
    """
    app = uow.code_apps.locked(organisation, person)
    if app is None or app.confirmed_at is None:
        return None
    step = _step(app, code, services)
    if step is not None and step > app.last_step:
        uow.code_apps.save(replace(app, last_step=step))
        return Factor.ONE_TIME_CODE
    index = code_index("recovery", person, code[:_LONGEST], services)
    if uow.code_apps.use_recovery(organisation, person, index, services.clock()):
        tell(act_of(None, organisation, "recovery_code.used", person, services), uow)
        return Factor.RECOVERY_CODE
    return None


def asks_for_code(organisation: str, person: str, uow: UnitOfWork) -> bool:
    """Tell whether a person has an app that counts."""
    app = uow.code_apps.of_person(organisation, person)
    return app is not None and app.confirmed_at is not None


def _step(app: CodeApp, code: str, services: Services) -> int | None:
    plain = re.sub(r"\s", "", code[:_LONGEST])
    if _DIGITS.fullmatch(plain) is None:
        return None
    mechanisms = services.sign_in
    secret = mechanisms.secrets.unseal(APP_LABEL, app.sealed, app.person).decode()
    return mechanisms.time_codes.step_of(secret, plain, services.clock())


def _pending(session: Session, uow: UnitOfWork) -> CodeApp:
    app = uow.code_apps.locked(session.organisation, session.person)
    if app is None or app.confirmed_at is not None:
        raise NotFoundError("No app waits for its first code; begin again")
    return app


def _require_on(session: Session, uow: UnitOfWork) -> None:
    if not asks_for_code(session.organisation, session.person, uow):
        raise NotFoundError("You use no app here")


def _enrolment(app: CodeApp, services: Services) -> Enrolment:
    with services.read_only() as uow:
        school = uow.organisations.get(app.organisation).name
        person = uow.people.get(app.organisation, app.person)
        login = uow.logins.of_person(app.organisation, app.person)
    mechanisms = services.sign_in
    secret = mechanisms.secrets.unseal(APP_LABEL, app.sealed, app.person).decode()
    name = (login.handle or login.email if login else None) or person.name
    return Enrolment(secret=secret, address=mechanisms.time_codes.address(secret, name, school))


def _new_recovery_codes(session: Session, uow: UnitOfWork, services: Services) -> tuple[str, ...]:
    codes = tuple(recovery_code(services) for _ in range(_RECOVERY_CODES))
    rows = tuple(
        RecoveryCode(
            id=services.ids.new_id(),
            organisation=session.organisation,
            person=session.person,
            code_index=code_index("recovery", session.person, code, services),
            created_at=services.clock(),
        )
        for code in codes
    )
    uow.code_apps.put_recovery(session.organisation, session.person, rows)
    return codes


def _tell(name: str, session: Session, uow: UnitOfWork, services: Services) -> None:
    """Record an act that its person is written about, should it have been somebody else."""
    tell(act_of(actor_of(session), session.organisation, name, session.person, services), uow)


def _append(name: str, session: Session, uow: UnitOfWork, services: Services) -> None:
    uow.events.append(
        act_of(actor_of(session), session.organisation, name, session.person, services)
    )
