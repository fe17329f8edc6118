"""What an organisation looks like: its colour and its logo, cleaned at upload and kept for good."""

import hashlib
import re
from dataclasses import dataclass, field, replace

from issuer import access, images
from issuer.access import Action, Actor, Target
from issuer.accounts.model import Logo, Organisation
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.queries import find_organisation
from issuer.accounts.recording import act_of
from issuer.badges import check_name
from issuer.errors import MalformedError, NotFoundError

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_MAX_ALT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """What was chosen: None leaves a part as it is, and what is empty takes it away.

    `colour` is `#rrggbb`, `logo` the bytes of a PNG or SVG, `alt` says what the logo shows.
    """

    colour: str | None = None
    logo: bytes | None = field(default=None, repr=False)
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBranding:
    """Change what an organisation looks like; `base_url` is where its logo will be found."""

    actor: Actor
    branding: Branding
    base_url: str


def checked_branding(branding: Branding) -> Branding:
    """Return the same with a small letters' colour, a clean PNG as logo, and a trimmed text.

    Raises:
        MalformedError: code `colour`, `alt`, or one of `images.clean_logo` for the logo.
    """
    colour = None if branding.colour is None else branding.colour.strip().lower()
    if colour and not _COLOUR.fullmatch(colour):
        raise MalformedError("Write the colour as in #1f6fb2", code="colour")
    alt = None if branding.alt is None else branding.alt.strip()
    if alt:
        try:
            check_name(alt, "what the logo shows", _MAX_ALT)
        except MalformedError as error:
            raise MalformedError(error.detail, code="alt") from error
    logo = images.clean_logo(branding.logo) if branding.logo else branding.logo
    return Branding(colour=colour, logo=logo, alt=alt)


def change_branding(command: ChangeBranding, services: Services) -> Organisation:
    """Change colour and logo; badges that are issued already keep the logo that they name.

    Raises:
        MalformedError: as `checked_branding`.
    """
    actor = command.actor
    access.require(actor, Action.MANAGE_SETTINGS, Target(organisation=actor.organisation))
    wanted = checked_branding(command.branding)
    with services.unit_of_work() as uow:
        organisation = _coloured(uow.organisations.lock(actor.organisation), wanted)
        if wanted.logo is not None:
            url = _kept(organisation, wanted.logo, command.base_url, uow, services)
            organisation = replace(organisation, logo_url=url)
        uow.organisations.save(organisation)
        chosen = {"colour": wanted.colour, "logo": wanted.logo, "alt": wanted.alt}
        codes = {n: "changed" if v else "removed" for n, v in chosen.items() if v is not None}
        name = "organisation.branding_changed"
        uow.events.append(
            act_of(actor, organisation.id, name, organisation.id, services, codes=codes)
        )
        uow.commit()
    return organisation


def find_logo(slug: str, digest: str, services: Services) -> bytes:
    """Return the PNG of a logo that an organisation has or had.

    Raises:
        NotFoundError: no such organisation, or it never had this logo.
    """
    organisation = find_organisation(slug, services)
    with services.read_only() as uow:
        found = uow.organisations.logo(organisation.id, digest)
    if found is None:
        raise NotFoundError("There is no logo of this name here")
    return found.png


def list_logos(organisation: str, services: Services) -> tuple[Logo, ...]:
    """List every logo that an organisation ever had: issued badges name them."""
    with services.read_only() as uow:
        return uow.organisations.logos_of(organisation)


def _coloured(organisation: Organisation, wanted: Branding) -> Organisation:
    if wanted.colour is not None:
        organisation = replace(organisation, colour=wanted.colour or None)
    if wanted.alt is not None:
        organisation = replace(organisation, logo_alt=wanted.alt or None)
    return organisation


def _kept(
    organisation: Organisation, png: bytes, base_url: str, uow: UnitOfWork, services: Services
) -> str | None:
    """Store a logo under its digest and return its address; None where it was taken away."""
    if not png:
        return None
    digest = hashlib.sha256(png).hexdigest()[:32]
    if uow.organisations.logo(organisation.id, digest) is None:
        uow.organisations.add_logo(
            Logo(
                id=services.ids.new_id(),
                organisation=organisation.id,
                digest=digest,
                png=png,
                created_at=services.clock(),
            )
        )
    return f"{base_url}/issuers/{organisation.slug}/logo/{digest}.png"
