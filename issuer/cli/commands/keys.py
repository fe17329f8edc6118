"""`issuer keys`: the signing keys of an organisation."""

import click

from issuer import accounts, issuance
from issuer.accounts.model import Organisation
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.errors import NotFoundError
from issuer.issuance.model import KeyRecord


def keys_group(opening: Opening) -> click.Group:
    """Return the group; whoever has the data folder may use it."""

    @click.group("keys", help="List, make and rotate signing keys.")
    def keys() -> None:
        pass

    keys.add_command(_list_command(opening))
    keys.add_command(_new_command(opening))
    keys.add_command(_rotate_command(opening))
    return keys


def organisation_of(services: Services, slug: str | None) -> Organisation:
    """Return the organisation of a slug, or the only one.

    Raises:
        NotFoundError: none, or several and no slug.
    """
    if slug is not None:
        return accounts.find_organisation(slug, services.accounts)
    found = accounts.list_organisations(services.accounts)
    if len(found) == 1:
        return found[0]
    names = ", ".join(organisation.slug for organisation in found) or "none yet: run issuer init"
    raise NotFoundError(f"Name the organisation with --organisation: {names}")


_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")
_ALGORITHM = click.option(
    "--algorithm",
    type=click.Choice(["Ed25519", "ES256"]),
    default="Ed25519",
    show_default=True,
    help="Ed25519 signs credentials and lists, ES256 their JWT form.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _list_command(opening: Opening) -> click.Command:
    @click.command("list", help="Show all keys ever published, oldest first.")
    @_ORGANISATION
    @_JSON
    @told_in_one_line
    def run(organisation: str | None, *, as_json: bool) -> None:
        services = opening.services()
        found = issuance.list_keys(organisation_of(services, organisation).id, services.issuance)
        if as_json:
            say_json([_shown(key) for key in found])
        for key in () if as_json else found:
            created = format_instant(key.created_at)
            say(f"{key.state.value:12} {key.algorithm:8} {created}  {key.id}")

    return run


def _new_command(opening: Opening) -> click.Command:
    @click.command("new", help="Make the first signing keys of an organisation.")
    @_ORGANISATION
    @_JSON
    @told_in_one_line
    def run(organisation: str | None, *, as_json: bool) -> None:
        services = opening.services()
        key = issuance.create_key(organisation_of(services, organisation).id, services.issuance)
        _tell_made(key, as_json=as_json)

    return run


def _rotate_command(opening: Opening) -> click.Command:
    @click.command("rotate", help="Make a new key; the old one stays published and verifies.")
    @_ORGANISATION
    @_ALGORITHM
    @_JSON
    @told_in_one_line
    def run(organisation: str | None, algorithm: str, *, as_json: bool) -> None:
        services = opening.services()
        found = organisation_of(services, organisation)
        key = issuance.replace_key(found.id, services.issuance, algorithm)
        _tell_made(key, as_json=as_json)

    return run


def _tell_made(key: KeyRecord, *, as_json: bool) -> None:
    if as_json:
        say_json(_shown(key))
    else:
        say(f"New signing key: {key.id}")


def _shown(key: KeyRecord) -> dict[str, Json]:
    return {
        "id": key.id,
        "algorithm": key.algorithm,
        "state": key.state.value,
        "created": format_instant(key.created_at),
        "publicKeyMultibase": key.public_key_multibase,
    }
