"""Links that let somebody in once: to begin, after a forgotten password, as a guardian (T82)."""

from dataclasses import dataclass, replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor, Role, Target
from issuer.accounts.enrolling import MAX_NAME
from issuer.accounts.logins import login_for
from issuer.accounts.model import (
    Factor,
    Invitation,
    InvitationKind,
    Login,
    Organisation,
    Person,
    Tie,
    TieKind,
)
from issuer.accounts.passwords import check_password, hash_new, require_over
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.posting import Mail, post, tell
from issuer.accounts.recording import act_of
from issuer.accounts.seconding import require_way_in
from issuer.accounts.secrecy import (
    checked_email,
    device_mark,
    hash_of,
    invitation_secret,
    name_index,
)
from issuer.accounts.session_commands import AcceptInvitation, AskReset, Invite, InviteGuardian
from issuer.accounts.sessions import Opened, begin_session, end_all
from issuer.accounts.trying import RESETS, WINDOW, count_failure, require_network
from issuer.badges import check_name
from issuer.errors import GoneError, MalformedError, NotFoundError, RuleError

LIFETIME = timedelta(hours=72)
#: From this birthday on a learner may have a password and an address here (reliability.md 5).
PASSWORD_AGE = 13
_TOO_YOUNG = "Before 13 nobody has a password or an e-mail address here; print a card instead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation with its secret, to be put into a link."""

    invitation: Invitation
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What the holder of a link is asked for."""

    kind: InvitationKind
    organisation: Organisation
    person: Person | None
    login: Login | None
    child: Person | None

    is_child: bool = False  # under 13: comes in without a password

    @property
    def needs_password(self) -> bool:
        """Tell whether a password has to be chosen; a learner who is invited may do without."""
        learns = self.person is not None and self.person.roles <= {Role.LEARNER, Role.PEER}
        return self.kind is not InvitationKind.INVITE or not learns


def invite(command: Invite, services: Services) -> Invited:
    """Make a link by which a person comes in and chooses a password; earlier links end.

    Raises:
        ForbiddenError: not a manager of people, or over somebody more powerful (code `grant`),
            or as `require_way_in`.
        MalformedError: handle or address break a rule.
        ConflictError: handle or address are another's.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        person = uow.people.get(command.organisation, command.person)
        if actor is not None:
            access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=person.organisation))
            require_over(actor.role, person)
            require_way_in(actor, person, uow)
        if command.email and _is_child(person, services):
            raise RuleError(_TOO_YOUNG, code="too_young")
        _end_unused(person, uow, services)
        login = login_for(person, command.handle, command.email, uow, services)
        made = _new_invitation(
            InvitationKind.INVITE, person.organisation, actor, services, person=person.id
        )
        _store(made, actor, uow, services, mail=login.email is not None)
        uow.commit()
    return Invited(invitation=made, secret=invitation_secret(made.id, services))


def invite_guardian(command: InviteGuardian, services: Services) -> Invited:
    """Make a link by which a guardian of a child is taken in and tied to it.

    Raises:
        ForbiddenError: not a manager of people.
        RuleError: the person is no learner, code `not_a_learner`.
    """
    actor = command.actor
    access.require(actor, Action.MANAGE_PEOPLE, Target(organisation=actor.organisation))
    email = checked_email(command.email) if command.email else None
    with services.unit_of_work() as uow:
        child = uow.people.get(actor.organisation, command.child)
        if Role.LEARNER not in child.roles:
            raise RuleError("Guardians are linked to learners only", code="not_a_learner")
        made = _new_invitation(
            InvitationKind.GUARDIAN, actor.organisation, actor, services, child=child.id
        )
        made = replace(made, email=email)
        _store(made, actor, uow, services, mail=email is not None)
        uow.commit()
    return Invited(invitation=made, secret=invitation_secret(made.id, services))


def ask_reset(command: AskReset, services: Services) -> None:
    """Send a link to whoever has this name and an address; says the same to everybody.

    Raises:
        LimitError: too much was asked for from this network.
    """
    index = name_index(command.organisation, command.name, services)
    now = services.clock()
    with services.unit_of_work() as uow:
        require_network(command.origin, uow, services)
        count_failure(command.origin, uow, services)
        asked = uow.tries.count(f"reset:{index}", now, now - WINDOW)
        login = uow.logins.by_index(command.organisation, index)
        if login is not None and asked <= RESETS and _may_reset(login, uow):
            made = _new_invitation(
                InvitationKind.RESET, login.organisation, None, services, person=login.person
            )
            _store(made, None, uow, services, mail=True)
        uow.commit()


def show_invitation(secret: str, services: Services) -> Welcome:
    """Return what a link is for.

    Raises:
        NotFoundError: no such link.
        GoneError: it was used or is too old (T82).
    """
    with services.read_only() as uow:
        found = uow.invitations.find(hash_of(secret))
        return _welcome(_usable(found, services), uow, services)


def accept_invitation(command: AcceptInvitation, services: Services) -> Opened:
    """Use a link: set a password, or come in as a learner, or be taken in as a guardian.

    Raises:
        NotFoundError, GoneError: no such link, or not any more.
        MalformedError: password, name or handle break a rule.
        LimitError: too many tries from this network.
    """
    with services.unit_of_work() as uow:
        require_network(command.origin, uow, services)
        invitation = uow.invitations.find(hash_of(command.secret))
        if invitation is None:
            count_failure(command.origin, uow, services)
            uow.commit()
    welcome = show_invitation(command.secret, services)
    encoded = _hash_for(welcome, command, services)
    with services.unit_of_work() as uow:
        used = _usable(uow.invitations.by_hash(hash_of(command.secret)), services)
        uow.invitations.save(replace(used, used_at=services.clock()))
        person, login = _let_in(used, command, uow, services)
        if encoded is not None:
            uow.logins.save(replace(login, password_hash=encoded, must_change=False))
            end_all(person.organisation, person.id, uow, services)
        factors = (Factor.INVITATION,) if encoded is None else (Factor.INVITATION, Factor.PASSWORD)
        opened = begin_session(
            person,
            factors,
            command.origin,
            uow,
            services,
            device_mark=device_mark(login.id, services),
        )
        uow.commit()
    return opened


def _hash_for(welcome: Welcome, command: AcceptInvitation, services: Services) -> str | None:
    """Hash the chosen password before the transaction; None where none is needed nor given."""
    if not command.password:
        if welcome.needs_password:
            raise MalformedError("Choose a password first", code="password_length")
        return None
    if welcome.is_child:
        raise RuleError(_TOO_YOUNG, code="too_young")
    name = command.name or ""
    about = tuple(filter(None, (name, command.handle)))
    if welcome.person is None or welcome.login is None:
        return services.sign_in.passwords.hash(check_password(command.password, about, services))
    return hash_new(command.password, welcome.login, welcome.person, services)


def _let_in(
    used: Invitation, command: AcceptInvitation, uow: UnitOfWork, services: Services
) -> tuple[Person, Login]:
    if used.kind is InvitationKind.GUARDIAN:
        return _take_in_guardian(used, command, uow, services)
    person = uow.people.get(used.organisation, used.person or "")
    login = uow.logins.locked(used.organisation, person.id)
    if login is None or login.disabled_at is not None or not person.active:
        raise GoneError("This link does not work any more; ask the school for a new one")
    name = "password.reset" if used.kind is InvitationKind.RESET else "invitation.accepted"
    actor = Actor(person=person.id, organisation=person.organisation, role=min(person.roles))
    event = act_of(actor, person.organisation, name, person.id, services)
    if used.kind is InvitationKind.RESET:
        tell(event, uow)
    else:
        uow.events.append(event)
    return person, login


def _take_in_guardian(
    used: Invitation, command: AcceptInvitation, uow: UnitOfWork, services: Services
) -> tuple[Person, Login]:
    """Enrol the guardian, tie the two, and make the login: one transaction."""
    now = services.clock()
    person = Person(
        id=services.ids.new_id(),
        organisation=used.organisation,
        name=check_name(command.name or "", "your name", MAX_NAME),
        roles=frozenset({Role.GUARDIAN}),
        created_at=now,
    )
    uow.people.add(person)
    tie = Tie(
        id=services.ids.new_id(),
        organisation=used.organisation,
        person=person.id,
        other=used.child or "",
        kind=TieKind.GUARDIAN,
        since=now,
    )
    uow.ties.add(tie)
    login = login_for(person, command.handle or None, used.email, uow, services)
    actor = Actor(person=person.id, organisation=person.organisation, role=Role.GUARDIAN)
    for name, subject in (("person.enrolled", person.id), ("tie.recorded", tie.id)):
        uow.events.append(
            act_of(actor, person.organisation, name, subject, services, learner=used.child)
        )
    return person, login


def _new_invitation(
    kind: InvitationKind,
    organisation: str,
    actor: Actor | None,
    services: Services,
    *,
    person: str | None = None,
    child: str | None = None,
) -> Invitation:
    invitation_id, now = services.ids.new_id(), services.clock()
    return Invitation(
        id=invitation_id,
        organisation=organisation,
        kind=kind,
        secret_hash=hash_of(invitation_secret(invitation_id, services)),
        created_at=now,
        expires_at=now + LIFETIME,
        person=person,
        child=child,
        created_by=None if actor is None else actor.person,
    )


def _store(
    made: Invitation, actor: Actor | None, uow: UnitOfWork, services: Services, *, mail: bool
) -> None:
    uow.invitations.add(made)
    if mail:
        post(Mail.INVITATION, made.id, made.organisation, uow)
    uow.events.append(
        act_of(
            actor,
            made.organisation,
            "invitation.made",
            made.person or made.child or made.id,
            services,
            codes={"kind": made.kind.value},
        )
    )


def _end_unused(person: Person, uow: UnitOfWork, services: Services) -> None:
    for each in uow.invitations.unused_of(person.organisation, person.id):
        uow.invitations.save(replace(each, used_at=services.clock()))


def _may_reset(login: Login, uow: UnitOfWork) -> bool:
    person = uow.people.get(login.organisation, login.person)
    return login.email is not None and login.disabled_at is None and person.active


def _usable(found: Invitation | None, services: Services) -> Invitation:
    if found is None:
        raise NotFoundError("There is no such link")
    if found.used_at is not None or services.clock() >= found.expires_at:
        raise GoneError(
            "This link was used already or is too old; ask for a new one where you got it"
        )
    return found


def _is_child(person: Person, services: Services) -> bool:
    """Tell whether somebody is known to be too young for a password and an address (T94)."""
    return person.birth_date is not None and not access.is_adult(
        person.birth_date, majority=PASSWORD_AGE, on=services.clock().date()
    )


def _welcome(invitation: Invitation, uow: UnitOfWork, services: Services) -> Welcome:
    organisation, person_id = invitation.organisation, invitation.person
    person = None if person_id is None else uow.people.get(organisation, person_id)
    login = None if person_id is None else uow.logins.of_person(organisation, person_id)
    child = None if invitation.child is None else uow.people.get(organisation, invitation.child)
    return Welcome(
        kind=invitation.kind,
        organisation=uow.organisations.get(organisation),
        person=person,
        login=login,
        child=child,
        is_child=person is not None and _is_child(person, services),
    )
