"""Views of a signed-in person: start page, role, account, password, sessions."""

from flask import Response, request

from issuer import accounts, federation
from issuer.access import Role
from issuer.accounts import ChangePassword, ChooseLanguage, SwitchRole
from issuer.accounts.model import Need
from issuer.errors import MalformedError, SignInError
from issuer.web.destinations import safe_next
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import LANGUAGES, retold
from issuer.web.presenting.account import account_page, password_page, start_page
from issuer.web.presenting.doors import doors_of
from issuer.web.presenting.outside import connected_logins, ways_to_connect
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.stepping_up import ask_again
from issuer.web.visits import Visit, begin, end, origin
from issuer.web.welcoming import waiting_for
from issuer.web.wishes import KEPT_BY_MEMBERS, keep_language


def show_start(here: Visit, services: Services) -> Response:
    """Say who one is here, and where to go on."""
    school = accounts.show_organisation(here.actor, services.accounts)
    children = accounts.list_children(here.actor, services.accounts)
    page = start_page(
        here.resumed.person,
        here.actor.role,
        here.visitor(),
        school=school.name,
        children=[child.name for child in children],
        waiting=waiting_for(here, services),
        doors=doors_of(here.actor.role),
    )
    return answer_unlisted("start.html", page)


def switch_role(here: Visit, services: Services) -> Response:
    """Go on in another role, under a new session, where one wanted to be."""
    wanted = safe_next(request.form.get("next", ""))
    try:
        role = Role(request.form.get("role", ""))
    except ValueError as error:
        raise MalformedError("Choose one of your roles", code="role") from error
    try:
        opened = accounts.switch_role(
            SwitchRole(session=here.session, role=role), services.accounts
        )
    except SignInError as error:
        return ask_again(here, wanted, services, status=status_of(error))
    return begin(go(wanted), opened, services)


def show_account(here: Visit, services: Services) -> Response:
    """Show how one signs in, where one is signed in, and what one agreed to."""
    connections = federation.list_connections(here.actor, services.federation)
    page = account_page(
        here.resumed.login,
        here.visitor(),
        current=here.session,
        sessions=accounts.list_sessions(here.session, services.accounts),
        consents=accounts.list_consents(here.actor, here.actor.person, services.accounts),
        now=services.accounts.clock(),
        saved="saved" in request.args,
        connected=connected_logins(connections),
        connectable=ways_to_connect(
            federation.list_providers(here.actor.organisation, services.federation), connections
        ),
        passkeys=accounts.list_passkeys(here.session, services.accounts),
        codes=accounts.show_codes(here.session, services.accounts),
        must_enrol=here.resumed.need is Need.ENROL,
    )
    return answer_unlisted("account.html", page)


def show_password(here: Visit, _services: Services) -> Response:
    """Show the form for another password."""
    login = here.resumed.login
    must_change = login is not None and login.must_change
    return answer_unlisted("password.html", password_page(here.visitor(), must_change=must_change))


def change_password(here: Visit, services: Services) -> Response:
    """Save another password; all other devices are signed out."""
    command = ChangePassword(
        session=here.session,
        current=request.form.get("current", ""),
        password=request.form.get("password", ""),
        origin=origin(services),
    )
    try:
        accounts.change_password(command, services.accounts)
    except MENDABLE as error:
        beside = "current" if error.code in {"wrong_password", "too_many_tries"} else "password"
        fault = Fault(field=beside, sentence=retold(error.detail))
        page = password_page(here.visitor(), must_change=False, fault=fault)
        return answer_unlisted("password.html", page, status=status_of(error))
    return go("/account?saved")


def choose_language(here: Visit, services: Services) -> Response:
    """Keep the language of the person's pages and letters."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise MalformedError("Choose one of the languages of this page", code="language")
    command = ChooseLanguage(actor=here.actor, language=chosen)
    accounts.choose_language(command, services.accounts)
    answer = go("/account#language")
    keep_language(answer, chosen, seconds=KEPT_BY_MEMBERS, is_secure=services.is_secure)
    return answer


def end_session(here: Visit, services: Services, session: str) -> Response:
    """End one of one's own sessions."""
    accounts.end_session(here.session, session, services.accounts)
    if session == here.session.id:
        return end(go("/sign-in"), services)
    return go("/account")


def sign_out_everywhere(here: Visit, services: Services) -> Response:
    """End all sessions, this one too."""
    accounts.sign_out_everywhere(here.session, services.accounts)
    return end(go("/sign-in"), services)
