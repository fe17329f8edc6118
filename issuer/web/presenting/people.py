"""Pages for those who manage people: the list, one person, a link to hand over, class cards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.access import POWERFUL, Role
from issuer.accounts import ClassCards, Invited
from issuer.accounts.model import Login, Person, RoleGrant
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.pictures import qr_of
from issuer.web.presenting.frame import Fact, Frame, Link, Picture, Visitor
from issuer.web.presenting.roles import role_name, roles_named
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.words import minute

_HIDDEN = "noindex, nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in the list."""

    name: str
    href: str
    roles: str
    group: str
    sign_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The people of a school, and the forms to take somebody in and to print cards."""

    frame: Frame
    token: str
    people: tuple[PersonRow, ...]
    roles: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    given: Mapping[str, str]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """One role of a person, and what there is to say about it."""

    id: str
    text: str
    note: str
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person: what is known, how they come in, roles and family."""

    frame: Frame
    token: str
    id: str
    name: str
    facts: tuple[Fact, ...]
    roles: tuple[GrantRow, ...]
    more_roles: tuple[Choice, ...]
    is_learner: bool
    has_login: bool
    is_blocked: bool
    must_change: bool
    is_oneself: bool
    guardians: tuple[str, ...]
    candidates: tuple[Choice, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """A link that is shown once, to be handed over."""

    frame: Frame
    title: str
    lead: str
    link: str
    until: str
    qr: Picture
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One learner's card."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsPage:
    """The cards of a class, to be printed and cut."""

    frame: Frame
    group: str
    school: str
    address: str
    code: str
    until: str
    qr: Picture
    cards: tuple[CardRow, ...]


def people_page(
    people: Sequence[Person],
    logins: Mapping[str, Login],
    visitor: Visitor,
    *,
    role: Role,
    given: Mapping[str, str] | None = None,
    fault: Fault | None = None,
) -> PeoplePage:
    """Present the list, by name."""
    groups = sorted({each.group for each in people if each.group and Role.LEARNER in each.roles})
    return PeoplePage(
        frame=_frame(_("People"), visitor),
        token=visitor.token,
        people=tuple(
            _row(each, logins.get(each.id)) for each in sorted(people, key=lambda one: one.name)
        ),
        roles=_grantable(role),
        groups=tuple(Choice(value=group, text=group) for group in groups),
        given=given or {"name": "", "group": "", "born": ""},
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def person_page(  # noqa: PLR0913 # what a page about a person gathers
    person: Person,
    login: Login | None,
    visitor: Visitor,
    *,
    me: str,
    role: Role,
    grants: Sequence[RoleGrant],
    now: datetime,
    guardians: Sequence[Person],
    candidates: Sequence[Person],
    fault: Fault | None = None,
) -> PersonPage:
    """Present one person."""
    return PersonPage(
        frame=_frame(person.name, visitor, below=True),
        token=visitor.token,
        id=person.id,
        name=person.name,
        facts=tuple(_facts(person, login)),
        roles=tuple(_grant(each, now, me) for each in grants if _is_open(each, now)),
        more_roles=tuple(each for each in _grantable(role) if Role(each.value) not in person.roles),
        is_learner=Role.LEARNER in person.roles,
        has_login=login is not None,
        is_blocked=login is not None and login.disabled_at is not None,
        must_change=login is not None and login.must_change,
        is_oneself=person.id == me,
        guardians=tuple(each.name for each in guardians),
        candidates=tuple(Choice(value=each.id, text=each.name) for each in candidates),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def link_page(invited: Invited, visitor: Visitor, *, name: str, link: str, back: str) -> LinkPage:
    """Present a link, the only time that it is shown."""
    return LinkPage(
        frame=_frame(_("A link to hand over"), visitor, below=True),
        title=_("A link for {name}", name=name),
        lead=_(
            "Give it to this person and to nobody else: whoever opens it comes in under this name."
            " It works once and is not shown again."
        ),
        link=link,
        until=minute(invited.invitation.expires_at),
        qr=Picture(src=qr_of(link), alt=_("QR code of the link")),
        back=back,
    )


def cards_page(made: ClassCards, visitor: Visitor, *, school: str, base_url: str) -> CardsPage:
    """Present the cards of a class."""
    address = f"{base_url}/join/{made.code}"
    return CardsPage(
        frame=_frame(_("Cards of {group}", group=made.group), visitor, below=True),
        group=made.group,
        school=school,
        address=f"{base_url}/join".partition("//")[2],
        code=made.code,
        until=day(made.expires_at),
        qr=Picture(src=qr_of(address), alt=_("QR code for {group}", group=made.group)),
        cards=tuple(CardRow(name=each.person.name, code=each.code) for each in made.cards),
    )


def _frame(title: str, visitor: Visitor, *, below: bool = False) -> Frame:
    trail = (Link(text=_("My start page"), href="/home"), Link(text=_("People"), href="/people"))
    last = (Link(text=title, href=""),)
    return Frame(
        title=f"{title} - Issuer",
        description=_("For those who look after the people of the school."),
        section="people",
        robots=_HIDDEN,
        visitor=visitor,
        trail=(*trail, *last) if below else (trail[0], Link(text=_("People"), href="")),
    )


def _row(person: Person, login: Login | None) -> PersonRow:
    return PersonRow(
        name=person.name,
        href=f"/people/{person.id}",
        roles=roles_named(person.roles),
        group=person.group or "",
        sign_in=_sign_in(login),
    )


def _sign_in(login: Login | None) -> str:
    if login is None:
        return _("Not invited")
    if login.disabled_at is not None:
        return _("Blocked")
    return _("By password") if login.password_hash else _("Invited")


def _facts(person: Person, login: Login | None) -> list[Fact]:
    found = [
        (_("Group"), person.group),
        (_("Born"), person.birth_date.isoformat() if person.birth_date else None),
        (_("Sign-in name"), login.handle if login else None),
        (_("E-mail"), login.email if login else None),
        (_("Signs in"), _sign_in(login)),
    ]
    return [Fact(label=label, value=value) for label, value in found if value]


def _is_open(grant: RoleGrant, now: datetime) -> bool:
    return (
        grant.holds(now) or grant.waits(now) or (grant.withdrawn_at is None and now < grant.since)
    )


def _grant(grant: RoleGrant, now: datetime, me: str) -> GrantRow:
    waits = grant.waits(now)
    notes = (
        _("waits for a second administrator") if waits else "",
        _("from {day}", day=day(grant.since)) if now < grant.since else "",
        _("until {day}", day=day(grant.until)) if grant.until else "",
        _("for {units}", units=", ".join(sorted(grant.units))) if grant.units else "",
    )
    return GrantRow(
        id=grant.id,
        text=role_name(grant.role),
        note="; ".join(filter(None, notes)),
        may_confirm=waits and grant.granted_by != me,
    )


def _grantable(role: Role) -> tuple[Choice, ...]:
    people = (each for each in Role if each is not Role.CLIENT)
    return _named(each for each in people if each not in POWERFUL or role is Role.ADMIN)


def _named(roles: Iterable[Role]) -> tuple[Choice, ...]:
    return tuple(Choice(value=each.value, text=role_name(each)) for each in roles)
