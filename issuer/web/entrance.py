"""Views by which somebody comes in, and goes: sign in, links, class codes, proof, sign out."""

from http import HTTPStatus

from flask import Response, request

from issuer import accounts, federation
from issuer.accounts import (
    AcceptInvitation,
    AskReset,
    Confirm,
    JoinWithCode,
    Opened,
    SignInWithPassword,
)
from issuer.accounts.model import Organisation
from issuer.errors import (
    ConflictError,
    IssuerError,
    LimitError,
    MalformedError,
    NotFoundError,
    RuleError,
    SignInError,
)
from issuer.federation import IdentityProvider
from issuer.problems import row_for
from issuer.web.destinations import HOME, safe_next
from issuer.web.form_guard import form_token
from issuer.web.languages import retold
from issuer.web.presenting.outside import ways_in
from issuer.web.presenting.signing_in import (
    Fault,
    asked_page,
    forgotten_page,
    invitation_page,
    join_page,
    sign_in_page,
)
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.stepping_up import ask_again
from issuer.web.visits import Visit, begin, end, origin, visit_if_any

#: What a person can mend at the form itself; everything else is a page of its own.
MENDABLE = (MalformedError, RuleError, ConflictError, SignInError, LimitError)
#: Code of an error -> the field that it is said beside.
_FIELDS = {
    "handle": "handle",
    "name_taken": "handle",
    "email": "email",
    "name": "name",
    "wrong_password": "password",
    "code": "code",
    "school": "school",
    "too_young": "email",
}


def fault_of(error: IssuerError, otherwise: str) -> Fault:
    """Say an error beside the field that it is about."""
    return Fault(field=_FIELDS.get(error.code, otherwise), sentence=retold(error.detail))


def status_of(error: IssuerError) -> HTTPStatus:
    """Return the status of a form that is shown again."""
    return row_for(error).status


def show_sign_in(services: Services) -> Response:
    """Show the form, or go on if somebody is signed in already."""
    wanted = request.args.get("next", "")
    if visit_if_any(services) is not None:
        return go(safe_next(wanted))
    return sign_in_form(services, wanted=safe_next(wanted))


def sign_in(services: Services) -> Response:
    """Begin a session, or say beside the form that it did not work."""
    form = request.form
    try:
        opened = accounts.sign_in(
            SignInWithPassword(
                organisation=_school(services),
                name=form.get("name", ""),
                password=form.get("password", ""),
                code=form.get("code", ""),
                origin=origin(services),
            ),
            services.accounts,
        )
    except MENDABLE as error:
        return sign_in_form(services, wanted=form.get("next", ""), error=error)
    return let_in(opened, services, safe_next(form.get("next", "")))


def sign_out(here: Visit, services: Services) -> Response:
    """End the session of this browser."""
    accounts.sign_out(here.session, services.accounts)
    return end(go("/sign-in"), services)


def show_forgotten(services: Services) -> Response:
    """Show the form for a forgotten password."""
    return answer_unlisted("forgotten.html", forgotten_page(_schools(services), token=form_token()))


def ask_reset(services: Services) -> Response:
    """Send a link to whoever it is, and say the same to all."""
    try:
        command = AskReset(
            organisation=_school(services),
            name=request.form.get("name", ""),
            origin=origin(services),
        )
        accounts.ask_reset(command, services.accounts)
    except MENDABLE as error:
        fault = fault_of(error, "name")
        page = forgotten_page(_schools(services), token=form_token(), fault=fault)
        return answer_unlisted("forgotten.html", page, status=status_of(error))
    return answer_unlisted("note.html", asked_page())


def show_invitation(services: Services, secret: str) -> Response:
    """Show what a link is for."""
    return _invitation_form(services, secret)


def accept_invitation(services: Services, secret: str) -> Response:
    """Use a link."""
    form = request.form
    command = AcceptInvitation(
        secret=secret,
        password=form.get("password") or None,
        name=form.get("name"),
        handle=form.get("handle") or None,
        origin=origin(services),
    )
    try:
        opened = accounts.accept_invitation(command, services.accounts)
    except MENDABLE as error:
        return _invitation_form(services, secret, error)
    return let_in(opened, services, HOME)


def show_join(_services: Services) -> Response:
    """Show the form for the two codes."""
    return answer_unlisted("join.html", join_page(token=form_token()))


def show_join_class(_services: Services, class_code: str) -> Response:
    """Show the form with the code of the class filled in, as its QR code has it."""
    return answer_unlisted("join.html", join_page(token=form_token(), class_code=class_code[:40]))


def join(services: Services) -> Response:
    """Begin a session of a learner with both codes."""
    given = request.form.get("class_code", "")
    command = JoinWithCode(
        class_code=given,
        personal_code=request.form.get("personal_code", ""),
        origin=origin(services),
    )
    try:
        opened = accounts.join_with_code(command, services.accounts)
    except MENDABLE as error:
        page = join_page(
            token=form_token(), class_code=given[:40], fault=fault_of(error, "personal_code")
        )
        return answer_unlisted("join.html", page, status=status_of(error))
    return let_in(opened, services, HOME)


def show_confirm(here: Visit, services: Services) -> Response:
    """Ask once more who it is."""
    return ask_again(here, safe_next(request.args.get("next", "")), services)


def confirm(here: Visit, services: Services) -> Response:
    """Make the session fresh, and go back to where one was."""
    wanted = safe_next(request.form.get("next", ""))
    command = Confirm(
        session=here.session,
        password=request.form.get("password", ""),
        code=request.form.get("code", ""),
        origin=origin(services),
    )
    try:
        accounts.confirm(command, services.accounts)
    except MENDABLE as error:
        fault = fault_of(error, "password")
        return ask_again(here, wanted, services, status=status_of(error), fault=fault)
    return go(wanted)


def sign_in_form(services: Services, *, wanted: str, error: IssuerError | None = None) -> Response:
    """Show the form, with what was wrong beside its field."""
    page = sign_in_page(
        _schools(services),
        token=form_token(),
        name=request.form.get("name", "")[:254],
        school=request.form.get("school", ""),
        wanted=wanted,
        providers=ways_in(_providers(services), wanted),
        fault=None if error is None else fault_of(error, "password"),
    )
    status = HTTPStatus.OK if error is None else status_of(error)
    return answer_unlisted("sign_in.html", page, status=status)


def _providers(
    services: Services,
) -> tuple[tuple[Organisation, tuple[IdentityProvider, ...]], ...]:
    return tuple(
        (school, federation.list_providers(school.id, services.federation))
        for school in _schools(services)
    )


def _invitation_form(services: Services, secret: str, error: IssuerError | None = None) -> Response:
    page = invitation_page(
        accounts.show_invitation(secret, services.accounts),
        token=form_token(),
        action=f"/invitations/{secret}",
        name=request.form.get("name", "")[:120],
        handle=request.form.get("handle", "")[:40],
        fault=None if error is None else fault_of(error, "password"),
    )
    status = HTTPStatus.OK if error is None else status_of(error)
    return answer_unlisted("invitation.html", page, status=status)


def let_in(opened: Opened, services: Services, place: str) -> Response:
    """Begin the new session; one that this browser had before ends."""
    before = visit_if_any(services)
    if before is not None and before.session.id != opened.session.id:
        accounts.sign_out(before.session, services.accounts)
    return begin(go(place), opened, services)


def _schools(services: Services) -> tuple[Organisation, ...]:
    return accounts.list_organisations(services.accounts)


def _school(services: Services) -> str:
    """Return the id of the school that the form names, or of the only one."""
    schools = _schools(services)
    if len(schools) == 1:
        return schools[0].id
    try:
        return accounts.find_organisation(request.form.get("school", ""), services.accounts).id
    except NotFoundError as error:
        raise MalformedError("Choose your school", code="school") from error
