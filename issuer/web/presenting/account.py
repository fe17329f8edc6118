"""The start page of a signed-in person, and the page of the own account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Role
from issuer.accounts import CodesHeld
from issuer.accounts.model import Consent, Factor, Login, Passkey, Person, Purpose, Session
from issuer.web.languages import day, mark
from issuer.web.languages import gettext as _
from issuer.web.presenting.doors import staff_links
from issuer.web.presenting.frame import Fact, Frame, Link, Visitor
from issuer.web.presenting.learning import Challenge
from issuer.web.presenting.outside import ConnectedLogin
from issuer.web.presenting.roles import duty_of, role_name
from issuer.web.presenting.securing import PasskeyRow, passkey_rows
from issuer.web.presenting.signing_in import Choice, Fault, Way
from issuer.web.presenting.words import minute

_HIDDEN = "noindex, nofollow"
_HOW: Mapping[str, str] = {
    Factor.PASSWORD: mark("password"),
    Factor.INVITATION: mark("a link"),
    Factor.CLASS_CODE: mark("class card"),
    Factor.PROVIDER: mark("the school's login"),
    Factor.PASSKEY: mark("a passkey"),
    Factor.ONE_TIME_CODE: mark("a code"),
    Factor.RECOVERY_CODE: mark("a recovery code"),
}
_PURPOSES: Mapping[Purpose, str] = {
    Purpose.PUBLISH_PAGE: mark("The badge page is public"),
    Purpose.NAME_ON_PAGE: mark("A name stands on the badge page"),
    Purpose.SHARE_EVIDENCE: mark("Evidence is shared"),
    Purpose.PEER_REVIEW: mark("Takes part in looking at the work of others"),
    Purpose.PUBLISH_ENDORSEMENT: mark("What was said about others may be published"),
    Purpose.WALLET_EXPORT: mark("The badge may go into a wallet"),
    Purpose.ANALYTICS: mark("Counted in statistics"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Who one is here, in which role, and where to go on."""

    frame: Frame
    name: str
    school: str
    role: str
    duty: str
    other_roles: tuple[Choice, ...]
    token: str
    children: tuple[str, ...]
    waiting: tuple[Challenge, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One signed-in browser."""

    id: str
    device: str
    place: str
    began: str
    seen: str
    how: str
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """How one signs in, where one is signed in, and what one agreed to."""

    frame: Frame
    token: str
    facts: tuple[Fact, ...]
    has_password: bool
    must_change: bool
    saved: bool
    connected: tuple[ConnectedLogin, ...]
    connectable: tuple[Way, ...]
    passkeys: tuple[PasskeyRow, ...]
    has_codes: bool
    recovery_left: int
    must_enrol: bool
    sessions: tuple[SessionRow, ...]
    consents: tuple[Fact, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPage:
    """The form for another password."""

    frame: Frame
    token: str
    must_change: bool
    field: str
    fault: str


def start_page(  # noqa: PLR0913 # what the first page gathers
    person: Person,
    role: Role,
    visitor: Visitor,
    *,
    school: str,
    children: Sequence[str],
    waiting: Sequence[Challenge] = (),
    doors: Sequence[Link] = (),
) -> StartPage:
    """Present the first page after signing in; `doors` are the pages of this role."""
    return StartPage(
        frame=_frame(_("My start page"), "start", visitor),
        name=person.name,
        school=school,
        role=role_name(role),
        duty=duty_of(role),
        other_roles=tuple(
            Choice(value=each.value, text=role_name(each))
            for each in Role
            if each in person.roles and each is not role
        ),
        token=visitor.token,
        children=tuple(children),
        waiting=tuple(waiting),
        links=(*doors, *_links(role)),
    )


def account_page(  # noqa: PLR0913 # what the page of an account gathers
    login: Login | None,
    visitor: Visitor,
    *,
    current: Session,
    sessions: Sequence[Session],
    consents: Sequence[Consent],
    now: datetime,
    passkeys: Sequence[Passkey] = (),
    codes: CodesHeld,
    must_enrol: bool = False,
    saved: bool = False,
    connected: tuple[ConnectedLogin, ...] = (),
    connectable: tuple[Way, ...] = (),
) -> AccountPage:
    """Present the own account."""
    return AccountPage(
        frame=_frame(_("My account"), "account", visitor),
        token=visitor.token,
        facts=_facts(login),
        has_password=login is not None and login.password_hash is not None,
        must_change=login is not None and login.must_change,
        saved=saved,
        connected=connected,
        connectable=connectable,
        passkeys=passkey_rows(passkeys),
        has_codes=codes.is_on,
        recovery_left=codes.recovery_left,
        must_enrol=must_enrol,
        sessions=tuple(_session(each, current) for each in sessions),
        consents=tuple(
            Fact(label=_(_PURPOSES[each.purpose]), value=_("since {day}", day=day(each.at)))
            for each in consents
            if each.holds(now)
        ),
        field="",
        fault="",
    )


def password_page(
    visitor: Visitor, *, must_change: bool, fault: Fault | None = None
) -> PasswordPage:
    """Present the form for another password."""
    return PasswordPage(
        frame=_frame(_("Change my password"), "account", visitor),
        token=visitor.token,
        must_change=must_change,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _frame(title: str, section: str, visitor: Visitor) -> Frame:
    return Frame(
        title=f"{title} - Issuer",
        description=_("For signed-in people."),
        section=section,
        robots=_HIDDEN,
        visitor=visitor,
    )


def _links(role: Role) -> list[Link]:
    """Return the pages that this role has."""
    return [
        Link(text=_("Badges that can be earned"), href="/"),
        *staff_links(role),
        Link(text=_("My account"), href="/account"),
    ]


def _facts(login: Login | None) -> tuple[Fact, ...]:
    if login is None:
        return ()
    found = ((_("Sign-in name"), login.handle), (_("E-mail"), login.email))
    return tuple(Fact(label=label, value=value) for label, value in found if value)


def _device(kept: str) -> str:
    """Say on what somebody signed in, as `Firefox on Linux`."""
    browser, on, system = kept.partition(" on ")
    if not on or not browser:
        return kept or _("A browser")
    return _("{browser} on {system}", browser=browser, system=system)


def _session(session: Session, current: Session) -> SessionRow:
    how = ", ".join(_(_HOW.get(each, each)) for each in session.factors)
    return SessionRow(
        id=session.id,
        device=_device(session.device),
        place=session.address,
        began=minute(session.created_at),
        seen=minute(session.seen_at),
        how=how,
        is_this=session.id == current.id,
    )
