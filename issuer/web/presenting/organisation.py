"""The home page, and the page of one organisation: its Profile, its keys, its badges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.accounts.model import Organisation, OrganisationKind
from issuer.web.languages import day, mark, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.branding import brand_of, logo_of
from issuer.web.presenting.catalogue import ANYTHING, Finder, Offered, Wish, finder, matching
from issuer.web.presenting.frame import NOT_OURS, Alternate, Fact, Frame, Link, Picture, Tile
from issuer.web.presenting.titles import tab_title
from issuer.web.presenting.words import domain_of, safe_link

#: A page of what was searched is nobody's entry.
_FOUND = "noindex, follow"
_KINDS = {
    OrganisationKind.SCHOOL: mark("School"),
    OrganisationKind.DISTRICT: mark("School district"),
    OrganisationKind.HOMESCHOOL: mark("Homeschool"),
    OrganisationKind.TRAINING: mark("Training provider"),
    OrganisationKind.EMPLOYER: mark("Employer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The public half of a key: what it is, and since and until when it signs."""

    value: str
    state: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One key as the page shows it."""

    value: str
    state: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """Everything that the template of an organisation shows."""

    frame: Frame
    name: str
    kind: str
    description: str
    logo: Picture | None
    did: str
    domain: str
    facts: tuple[Fact, ...]
    notices: tuple[str, ...]
    keys: tuple[KeyRow, ...]
    badges: tuple[Tile, ...]
    did_document_href: str
    finder: Finder


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The badges of one organisation on the home page."""

    organisation: Link
    note: str
    logo: Picture | None
    badges: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Everything that the home page shows."""

    frame: Frame
    host: str
    shelves: tuple[Shelf, ...]
    finder: Finder


def organisation_page(
    organisation: Organisation,
    *,
    keys: Sequence[Key],
    badges: Sequence[Offered],
    did_document_path: str,
    wish: Wish = ANYTHING,
) -> OrganisationPage:
    """Present one organisation."""
    kind = _(_KINDS[organisation.kind])
    path = f"/issuers/{organisation.slug}"
    return OrganisationPage(
        frame=Frame(
            title=tab_title(organisation.name, "Issuer"),
            description=organisation.description or _("{kind} that awards badges.", kind=kind),
            canonical=organisation.url if organisation.url.endswith(path) else "",
            robots="" if wish.is_empty else _FOUND,
            alternates=(Alternate(type="application/json", href=f"{path}.json"),),
            brand=brand_of(organisation),
            trail=(Link(text=_("Badges"), href="/"), Link(text=organisation.name, href="")),
        ),
        name=organisation.name,
        kind=kind,
        description=organisation.description or "",
        logo=logo_of(organisation),
        did=organisation.did,
        domain=domain_of(organisation.did) or _("A key without an address"),
        facts=tuple(_facts(organisation)),
        notices=_notices(organisation),
        keys=tuple(_key(key) for key in keys),
        badges=tuple(tile(each) for each in matching(badges, wish)),
        did_document_href=did_document_path,
        finder=finder(path, badges, wish),
    )


def home_page(
    shelves: Sequence[tuple[Organisation, Sequence[Offered]]],
    *,
    host: str,
    wish: Wish = ANYTHING,
    base_url: str = "",
) -> HomePage:
    """Present what is published here; with a wish, the schools that have what fits.

    `base_url` is where the world reaches the page, for its canonical address.
    """
    found = [(each, matching(badges, wish)) for each, badges in shelves]
    return HomePage(
        frame=Frame(
            title=_("Issuer - badges that say what was shown, and who says so"),
            description=_(
                "Badges for real work: rules that anyone can read, evidence, peers and an adult's"
                " word, signed so that anyone can check."
            ),
            section="home",
            brand=brand_of(shelves[0][0]) if len(shelves) == 1 else None,
            canonical=f"{base_url}/" if base_url and wish.is_empty else "",
            robots="" if wish.is_empty else _FOUND,
        ),
        host=host,
        shelves=tuple(
            Shelf(
                organisation=Link(text=each.name, href=f"/issuers/{each.slug}"),
                note=_note(each, len(badges)),
                logo=logo_of(each),
                badges=tuple(tile(badge) for badge in badges),
            )
            for each, badges in found
            if badges or wish.is_empty
        ),
        finder=finder("/", [badge for _, badges in shelves for badge in badges], wish),
    )


def _note(organisation: Organisation, badges: int) -> str:
    return ngettext(
        "{kind}, {count} badge", "{kind}, {count} badges", badges, kind=_(_KINDS[organisation.kind])
    )


def tile(offered: Offered) -> Tile:
    """Present one badge in a list; the picture is decoration beside the name."""
    art = Picture(src=offered.art, alt="")
    return Tile(name=offered.name, href=offered.path, art=art, text=offered.kind)


def _facts(organisation: Organisation) -> Iterable[Fact]:
    # An organisation without a site of its own has this very page as its address.
    if not organisation.url.endswith(f"/issuers/{organisation.slug}"):
        link = safe_link(organisation.url) or ""
        yield Fact(label=_("Web address"), value=organisation.url, href=link, rel=NOT_OURS)
    if organisation.email is not None:
        yield Fact(label=_("E-mail"), value=organisation.email)


def _notices(organisation: Organisation) -> tuple[str, ...]:
    """Say the exceptions that a reader must know of (README ruling 7)."""
    if not organisation.sole_teacher:
        return ()
    return (
        _("One adult may both assess and approve here, because this organisation is very small."),
    )


def _key(key: Key) -> KeyRow:
    since = day(key.since)
    time = (
        _("since {since}", since=since)
        if key.until is None
        else _("since {since}, until {until}", since=since, until=day(key.until))
    )
    return KeyRow(value=key.value, state=key.state, time=time)
