"""Views for those who manage people: list, take in, invite, roles, guardians, class cards."""

from datetime import UTC, date, datetime, time

from flask import Response, request

from issuer import accounts
from issuer.access import Role
from issuer.accounts import (
    ChangeLogin,
    ConfirmRole,
    EnrolPerson,
    GrantRole,
    Invite,
    Invited,
    InviteGuardian,
    MakeClassCode,
    TiePeople,
    WithdrawRole,
)
from issuer.accounts.model import TieKind
from issuer.errors import IssuerError, MalformedError
from issuer.web.entrance import MENDABLE, fault_of, status_of
from issuer.web.languages import retold
from issuer.web.presenting.people import cards_page, link_page, people_page, person_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_people(here: Visit, services: Services) -> Response:
    """List the people of the school."""
    return _people(here, services)


def enrol_person(here: Visit, services: Services) -> Response:
    """Take a person in."""
    form = request.form
    try:
        person = accounts.enrol_person(
            EnrolPerson(
                actor=here.actor,
                organisation=here.actor.organisation,
                name=form.get("person_name", ""),
                roles=frozenset({_role()}),
                birth_date=_born(),
                group=form.get("group", "").strip()[:120] or None,
            ),
            services.accounts,
        )
    except MENDABLE as error:
        return _people(here, services, error)
    return go(f"/people/{person.id}")


def show_person(here: Visit, services: Services, person: str) -> Response:
    """Show one person."""
    return _person(here, services, person)


def invite_person(here: Visit, services: Services, person: str) -> Response:
    """Make a link for a person, and show it this once."""
    command = Invite(
        actor=here.actor,
        organisation=here.actor.organisation,
        person=person,
        handle=request.form.get("handle", "").strip() or None,
        email=request.form.get("email", "").strip() or None,
    )
    try:
        invited = accounts.invite(command, services.accounts)
    except MENDABLE as error:
        return _person(here, services, person, fault_of(error, "handle"), error)
    name = accounts.show_person(here.actor, person, services.accounts).name
    return _link(here, services, invited, name=name, person=person)


def invite_guardian(here: Visit, services: Services, person: str) -> Response:
    """Make a link for a guardian of a learner, and show it this once."""
    command = InviteGuardian(
        actor=here.actor, child=person, email=request.form.get("guardian_email", "").strip() or None
    )
    try:
        invited = accounts.invite_guardian(command, services.accounts)
    except MENDABLE as error:
        fault = Fault(field="guardian_email", sentence=retold(error.detail))
        return _person(here, services, person, fault, error)
    child = accounts.show_person(here.actor, person, services.accounts).name
    return _link(here, services, invited, name=f"a guardian of {child}", person=person)


def link_guardian(here: Visit, services: Services, person: str) -> Response:
    """Tie somebody who is here already to a learner, as guardian."""
    accounts.tie_people(
        TiePeople(
            actor=here.actor,
            person=request.form.get("guardian", "")[:64],
            other=person,
            kind=TieKind.GUARDIAN,
        ),
        services.accounts,
    )
    return go(f"/people/{person}")


def grant_role(here: Visit, services: Services, person: str) -> Response:
    """Give a person a role, for good or until a day."""
    try:
        accounts.grant_role(
            GrantRole(actor=here.actor, person=person, role=_role(), until=_until()),
            services.accounts,
        )
    except MENDABLE as error:
        fault = Fault(field=_BESIDE_ROLE.get(error.code, "role"), sentence=retold(error.detail))
        return _person(here, services, person, fault, error)
    return go(f"/people/{person}")


def confirm_role(here: Visit, services: Services, person: str) -> Response:
    """Be the second administrator behind a grant."""
    command = ConfirmRole(actor=here.actor, person=person, grant=_grant())
    accounts.confirm_role(command, services.accounts)
    return go(f"/people/{person}")


def withdraw_role(here: Visit, services: Services, person: str) -> Response:
    """Take a role away."""
    command = WithdrawRole(actor=here.actor, person=person, grant=_grant())
    try:
        accounts.withdraw_role(command, services.accounts)
    except MENDABLE as error:
        fault = Fault(field="page", sentence=retold(error.detail))
        return _person(here, services, person, fault, error)
    return go(f"/people/{person}")


def change_login(here: Visit, services: Services, person: str) -> Response:
    """Block a sign-in or let it be used again, ask for another password, forget lost devices."""
    form = request.form
    command = ChangeLogin(
        actor=here.actor,
        person=person,
        disabled=form["blocked"] == "yes" if "blocked" in form else None,
        must_change=True if form.get("must_change") == "yes" else None,
        forget_factors=form.get("forget_factors") == "yes",
    )
    accounts.change_login(command, services.accounts)
    return go(f"/people/{person}")


def print_cards(here: Visit, services: Services) -> Response:
    """Make the cards of a class and show them, to be printed."""
    command = MakeClassCode(
        actor=here.actor,
        group=request.form.get("group_name", "")[:120],
        renew=request.form.get("renew") == "yes",
    )
    made = accounts.make_class_code(command, services.accounts)
    school = accounts.show_organisation(here.actor, services.accounts)
    page = cards_page(made, here.visitor(), school=school.name, base_url=services.public_base_url)
    return answer_unlisted("cards.html", page)


def _people(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    form = request.form
    page = people_page(
        accounts.list_people(here.actor, services.accounts),
        accounts.list_logins(here.actor, services.accounts),
        here.visitor(),
        role=here.actor.role,
        given={
            "name": form.get("person_name", "")[:120],
            "group": form.get("group", "")[:120],
            "born": form.get("born", "")[:10],
        },
        fault=None
        if error is None
        else Fault(field=_BESIDE.get(error.code, "person_name"), sentence=retold(error.detail)),
    )
    return answer_unlisted("people.html", page, status=200 if error is None else status_of(error))


_BESIDE_ROLE = {"until": "until"}
_BESIDE = {"role": "role", "grant": "role", "born": "born"}


def _person(
    here: Visit,
    services: Services,
    person_id: str,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    people = accounts.list_people(here.actor, services.accounts)
    person = accounts.show_person(here.actor, person_id, services.accounts)
    guardians = accounts.list_guardians(here.actor, person_id, services.accounts)
    held = {each.id for each in guardians}
    page = person_page(
        person,
        accounts.list_logins(here.actor, services.accounts).get(person_id),
        here.visitor(),
        me=here.actor.person,
        role=here.actor.role,
        grants=accounts.list_grants(here.actor, person_id, services.accounts),
        now=services.accounts.clock(),
        guardians=guardians,
        candidates=[e for e in people if Role.GUARDIAN in e.roles and e.id not in held],
        fault=fault,
    )
    return answer_unlisted("person.html", page, status=200 if error is None else status_of(error))


def _link(here: Visit, services: Services, invited: Invited, *, name: str, person: str) -> Response:
    page = link_page(
        invited,
        here.visitor(),
        name=name,
        link=f"{services.public_base_url}/invitations/{invited.secret}",
        back=f"/people/{person}",
    )
    return answer_unlisted("link.html", page)


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError as error:
        raise MalformedError("Choose one of the roles", code="role") from error


def _born() -> date | None:
    text = request.form.get("born", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise MalformedError("Write the date as in 2012-05-31", code="born") from error


def _grant() -> str:
    return request.form.get("grant", "")[:64]


def _until() -> datetime | None:
    """Return the end of a grant: the beginning, in UTC, of the day that was written."""
    text = request.form.get("until", "").strip()
    try:
        return datetime.combine(date.fromisoformat(text), time.min, UTC) if text else None
    except ValueError as error:
        raise MalformedError("Write the day as in 2027-07-31", code="until") from error
