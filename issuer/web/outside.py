"""Views of signing in with the school's provider: away, back, connected, disconnected.

What goes along in the browser's cookie is a secret that this browser alone knows, and the page to
go on to afterwards. Every answer of the way back takes the cookie away: it counts once.
"""

from urllib.parse import parse_qsl

from flask import Response, request

from issuer import accounts, federation
from issuer.accounts import ConfirmVouched, SignInVouched
from issuer.errors import (
    ConflictError,
    IssuerError,
    LimitError,
    MalformedError,
    NotFoundError,
    RuleError,
    SignInError,
    UnavailableError,
)
from issuer.federation import BeginOidc, Disconnect, FinishOidc, SignedIn
from issuer.web.destinations import safe_next
from issuer.web.entrance import let_in, status_of
from issuer.web.languages import retold
from issuer.web.presenting.outside import away_page, failed_page
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit, keep_errand, origin, take_errand, visit_if_any

ACCOUNT = "/account"
#: What a person can mend or has to be told here; everything else is a page of its own.
_TOLD = (MalformedError, SignInError, ConflictError, LimitError, UnavailableError, RuleError)
_MOST_FIELDS, _LONGEST_QUERY = 12, 8192


def show_provider(services: Services, provider: str) -> Response:
    """Send the browser to a provider, to sign in or to prove once more who one is."""
    here = visit_if_any(services)
    wanted = safe_next(request.args.get("next", ""))
    try:
        accounts.note_departure(origin(services), services.accounts)
        school = _school_of(provider, services)
        return _away(services, school, provider, wanted, again=here is not None)
    except _TOLD as error:
        return _failed(error, here)


def show_callback(services: Services) -> Response:
    """Take what the browser brings back, and let in whoever it is."""
    here = visit_if_any(services)
    browser, wanted = take_errand(services)
    try:
        signed = federation.finish_oidc(
            FinishOidc(
                browser=browser,
                parameters=read_query(request.query_string),
                person=None if here is None else here.actor.person,
            ),
            services.federation,
        )
        answer = _welcome(signed, here, safe_next(wanted), services)
    except _TOLD as error:
        answer = _failed(error, here)
    return keep_errand(answer, "", "", services)


def connect_provider(here: Visit, services: Services, provider: str) -> Response:
    """Begin to connect a login of a provider with the person who is signed in."""
    try:
        accounts.note_departure(origin(services), services.accounts)
        found = _provider(here.actor.organisation, provider, services)
        school = here.actor.organisation
        answer = _away(services, school, provider, ACCOUNT, person=here.actor.person)
    except _TOLD as error:
        return _failed(error, here)
    # Browsers hold forms to addresses of ours, so a person follows a link to go on.
    page = away_page(here.visitor(), provider=found.name, href=answer.headers["Location"])
    shown = answer_unlisted("away.html", page)
    for cookie in answer.headers.getlist("Set-Cookie"):
        shown.headers.add("Set-Cookie", cookie)
    return shown


def disconnect_provider(here: Visit, services: Services, identity: str) -> Response:
    """Take a connected login back."""
    login = here.resumed.login
    has_password = login is not None and login.password_hash is not None
    command = Disconnect(actor=here.actor, identity=identity, has_password=has_password)
    try:
        federation.disconnect(command, services.federation)
    except RuleError as error:
        return _failed(error, here)
    return go(ACCOUNT)


def read_query(raw: bytes) -> dict[str, str]:
    """Read what a provider sent by way of the browser, strictly.

    Raises:
        MalformedError: no query, or a parameter that is there twice, code `oidc_query`.
    """
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise _unreadable() from error
    found = dict(pairs)
    if len(found) != len(pairs) or len(raw) > _LONGEST_QUERY:
        raise _unreadable()
    return found


def _welcome(signed: SignedIn, here: Visit | None, wanted: str, services: Services) -> Response:
    """Begin a session, or make the one of the same person fresh."""
    if here is not None and here.actor.person == signed.person:
        command = ConfirmVouched(session=here.session, proved_at=signed.proved_at)
        accounts.confirm_vouched(command, services.accounts)
        return go(wanted)
    opened = accounts.sign_in_vouched(
        SignInVouched(
            organisation=signed.organisation,
            person=signed.person,
            proved_at=signed.proved_at,
            origin=origin(services),
        ),
        services.accounts,
    )
    return let_in(opened, services, wanted)


def _away(
    services: Services,
    school: str,
    provider: str,
    wanted: str,
    *,
    person: str | None = None,
    again: bool = False,
) -> Response:
    browser = accounts.new_secret(services.accounts)
    command = BeginOidc(
        organisation=school, provider=provider, browser=browser, person=person, again=again
    )
    place = federation.begin_oidc(command, services.federation)
    return keep_errand(go(place), browser, wanted, services)


def _failed(error: IssuerError, here: Visit | None) -> Response:
    page = failed_page(
        None if here is None else here.visitor(),
        sentence=retold(error.detail),
        back="/sign-in" if here is None else ACCOUNT,
    )
    return answer_unlisted("note.html", page, status=status_of(error))


def _school_of(provider: str, services: Services) -> str:
    """Return the school that trusts a provider; NotFoundError."""
    for school in accounts.list_organisations(services.accounts):
        if any(
            each.id == provider
            for each in federation.list_providers(school.id, services.federation)
        ):
            return school.id
    raise NotFoundError("There is no such way to sign in here")


def _provider(school: str, provider: str, services: Services) -> federation.IdentityProvider:
    for each in federation.list_providers(school, services.federation):
        if each.id == provider:
            return each
    raise NotFoundError("There is no such way to sign in here")


def _unreadable() -> MalformedError:
    return MalformedError(
        "What came back cannot be read; begin signing in again", code="oidc_query"
    )
