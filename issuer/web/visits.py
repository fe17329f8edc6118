"""Who visits: the session behind a request's cookie, and the cookies of an answer."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from flask import Response, has_request_context, request

from issuer import accounts
from issuer.access import Actor
from issuer.accounts import Asked, Opened, Origin, Resumed
from issuer.accounts.model import Factor, Session
from issuer.errors import SignInError
from issuer.web.form_guard import forget_forms, form_token
from issuer.web.languages import LANGUAGES, speak
from issuer.web.presenting.branding import brand_of
from issuer.web.presenting.doors import masthead_of
from issuer.web.presenting.frame import Visitor
from issuer.web.presenting.roles import role_name
from issuer.web.services import Services
from issuer.web.wishes import keep_language, kept_language, named_language

_SESSION, _DEVICE, _CEREMONY = "issuer", "issuer-device", "issuer-passkey"
_CEREMONY_SECONDS = 300
_DEVICE_SECONDS = 180 * 24 * 3600
_LONGEST = 200
_ERRAND, _ERRAND_SECONDS, _LONGEST_ERRAND = "issuer-provider", 600, 2048
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
_V4, _V6 = 24, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A signed-in person's request."""

    resumed: Resumed

    @property
    def actor(self) -> Actor:
        """Return who acts, in the role of the session."""
        return self.resumed.actor

    @property
    def session(self) -> Session:
        """Return the session."""
        return self.resumed.session

    def visitor(self) -> Visitor:
        """Return what the frame of a page says about this person."""
        return Visitor(
            name=self.resumed.person.name,
            role=role_name(self.session.role),
            token=form_token(self.session.id),
            doors=masthead_of(self.session.role, request.path),
            brand=brand_of(self.resumed.organisation),
        )


def visit(services: Services) -> Visit:
    """Return who visits; SignInError if nobody is signed in."""
    secret = request.cookies.get(_name(_SESSION, services), "")
    if not secret:
        raise SignInError("Please sign in", code="sign_in")
    return Visit(resumed=accounts.resume(secret[:_LONGEST], origin(services), services.accounts))


def is_known_browser() -> bool:
    """Tell whether the browser brings a session, good or not; asks nothing else."""
    names = (_SESSION, f"__Host-{_SESSION}")
    return has_request_context() and any(name in request.cookies for name in names)


def visit_if_any(services: Services) -> Visit | None:
    """Return who visits, if somebody is signed in."""
    try:
        return visit(services)
    except SignInError:
        return None


def origin(services: Services) -> Origin:
    """Return where the request comes from; the client's address is shortened to its network."""
    agent = request.headers.get("User-Agent", "")[:_LONGEST]
    return Origin(
        network=_network(request.remote_addr or ""),
        device=_device(agent),
        device_id=agent,
        device_mark=request.cookies.get(_name(_DEVICE, services), "")[:_LONGEST],
    )


def begin(answer: Response, opened: Opened, services: Services) -> Response:
    """Hand a new session to the browser; what it had before counts no more."""
    session = opened.session
    lasts = int((session.expires_at - session.created_at).total_seconds())
    passing = Factor.CLASS_CODE in session.factors
    _set(answer, _SESSION, opened.secret, None if passing else lasts, services)
    if opened.device_mark:
        _set(answer, _DEVICE, opened.device_mark, _DEVICE_SECONDS, services)
    forget_forms()
    return answer


def end(answer: Response, services: Services) -> Response:
    """Take the session away from the browser."""
    _set(answer, _SESSION, "", 0, services)
    keep_language(answer, "", seconds=0, is_secure=services.is_secure)
    forget_forms()
    return answer


def keep_errand(answer: Response, secret: str, wanted: str, services: Services) -> Response:
    """Let the browser keep what it goes to a provider with; an empty secret takes it away."""
    value = f"{secret}.{quote(wanted, safe='')}" if secret else ""
    _set(answer, _ERRAND, value, _ERRAND_SECONDS if secret else 0, services)
    return answer


def take_errand(services: Services) -> tuple[str, str]:
    """Return the secret and the page to go on to that a browser went away with."""
    kept = request.cookies.get(_name(_ERRAND, services), "")[:_LONGEST_ERRAND]
    secret, _, wanted = kept.partition(".")
    return secret, unquote(wanted)


def speak_as_wished(here: Visit, services: Services) -> None:
    """Speak the language that a signed-in person chose before, unless the address names one.

    What this browser keeps comes before what the account says: it is the later choice.
    """
    login = here.resumed.login
    account = "" if login is None else login.language or ""
    wish = named_language() or kept_language(is_secure=services.is_secure) or account
    if wish in LANGUAGES:
        speak(wish)


def ask(answer: Response, asked: Asked, services: Services) -> Response:
    """Let the browser keep what belongs to a challenge until its device has answered."""
    _set(answer, _CEREMONY, asked.browser, _CEREMONY_SECONDS, services)
    return answer


def asked_browser(services: Services) -> str:
    """Return what this browser keeps of the last challenge; empty if nothing."""
    return request.cookies.get(_name(_CEREMONY, services), "")[:_LONGEST]


def _set(answer: Response, name: str, value: str, seconds: int | None, services: Services) -> None:
    answer.set_cookie(
        _name(name, services),
        value,
        max_age=seconds,
        path="/",
        secure=services.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _name(name: str, services: Services) -> str:
    """Return the cookie's name; browsers keep `__Host-` cookies to this host and to TLS."""
    return f"__Host-{name}" if services.is_secure else name


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    size = _V4 if parsed.version == 4 else _V6  # noqa: PLR2004 # the two versions of IP
    return str(ipaddress.ip_network(f"{parsed}/{size}", strict=False))


def _device(agent: str) -> str:
    """Say in a few words which browser it is, from a closed list of words."""
    browser = next((name for name in _BROWSERS if re.search(rf"\b{name}\w*/", agent)), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    name = _NAMES.get(browser, browser)
    return f"{name} on {system}" if name and system else name or system
