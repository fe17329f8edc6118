"""`issuer keys`: the signing keys of an organisation."""

from datetime import timedelta

import click

from issuer import accounts, issuance
from issuer.accounts.model import Organisation
from issuer.cli.commands.agreeing import add_agreeing, asked_at_terminal, tell_proposal
from issuer.cli.commands.compromise import (
    check_genuine_command,
    compromise_command,
    genuine_command,
)
from issuer.cli.commands.rewrapping import rewrap_command
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.errors import MalformedError, NotFoundError
from issuer.issuance import KeyAct, KeyProposal
from issuer.issuance.model import KeyRecord, KeyState


def keys_group(opening: Opening) -> click.Group:
    """Return the group; whoever has the data folder may use it."""

    @click.group("keys", help="List, make, rotate and end signing keys.")
    def keys() -> None:
        pass

    keys.add_command(_list_command(opening))
    keys.add_command(_new_command(opening))
    keys.add_command(_rotate_command(opening))
    keys.add_command(compromise_command(opening))
    keys.add_command(genuine_command(opening))
    keys.add_command(check_genuine_command())
    keys.add_command(rewrap_command(opening))
    add_agreeing(keys, opening)
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
    @click.command("list", help="Show all keys ever made: state, since when, what is next.")
    @_ORGANISATION
    @_JSON
    @told_in_one_line
    def run(organisation: str | None, *, as_json: bool) -> None:
        services = opening.services()
        found = issuance.list_keys(organisation_of(services, organisation).id, services.issuance)
        if as_json:
            say_json([shown(key) for key in found])
        for key in () if as_json else found:
            since = format_instant(key.since)
            say(f"{key.state.value:12} {key.algorithm:8} {key.backend:9} since {since}  {key.id}")
            say(f"{'':12} {next_of(key)}")

    return run


def _new_command(opening: Opening) -> click.Command:
    @click.command("new", help="Make the first signing keys of an organisation.")
    @_ORGANISATION
    @_JSON
    @told_in_one_line
    def run(organisation: str | None, *, as_json: bool) -> None:
        services = opening.services()
        key = issuance.create_key(organisation_of(services, organisation).id, services.issuance)
        _tell(key, as_json=as_json)

    return run


def _rotate_command(opening: Opening) -> click.Command:
    @click.command(
        "rotate", help="Publish a new key, and later let it sign; old ones go on verifying."
    )
    @_ORGANISATION
    @_ALGORITHM
    @click.option("--wait", "wait", type=float, metavar="HOURS", help="Wait so long, not as set.")
    @click.option("--switch", "switch", is_flag=True, help="The wait is over: sign with it.")
    @click.option("--now", "at_once", is_flag=True, help="Do not wait at all.")
    @_JSON
    @told_in_one_line
    def run(
        organisation: str | None,
        algorithm: str,
        wait: float | None,
        *,
        switch: bool,
        at_once: bool,
        as_json: bool,
    ) -> None:
        if switch + at_once + (wait is not None) > 1:
            raise MalformedError("Give one of --wait, --switch and --now", code="options")
        services = opening.services()
        found = organisation_of(services, organisation).id
        pause = timedelta(0) if at_once else _pause_of(wait)
        asked = None if switch else _asked(services, found, algorithm, pause)
        if asked is not None:
            tell_proposal(asked, as_json=as_json)
            return
        if switch:
            key = issuance.switch_key(found, services.issuance, algorithm)
        elif at_once:
            key = issuance.replace_key(found, services.issuance, algorithm)
        else:
            key = issuance.begin_rotation(found, services.issuance, algorithm, wait=pause)
        _tell(key, as_json=as_json, at_once=at_once)

    return run


def _asked(
    services: Services, organisation: str, algorithm: str, pause: timedelta | None
) -> KeyProposal | None:
    seconds = None if pause is None else int(pause.total_seconds())
    return asked_at_terminal(services, organisation, KeyAct.ROTATE, algorithm, seconds)


def _pause_of(hours: float | None) -> timedelta | None:
    if hours is None:
        return None
    if not 0 <= hours <= 24 * 366:
        raise MalformedError("Wait between 0 and 8784 hours", code="wait")
    return timedelta(hours=hours)


def _tell(key: KeyRecord, *, as_json: bool, at_once: bool = False) -> None:
    if as_json:
        say_json(shown(key))
        return
    if key.state is KeyState.PUBLISHED:
        say(f"Published: {key.id}")
    else:
        say(f"New signing key: {key.id}")
    say(next_of(key))
    if at_once:
        say(
            "You did not wait: for up to a day, programs that keep an older copy of the school's"
            " keys cannot check badges that are signed from now on. Old badges are not touched."
        )


def next_of(key: KeyRecord) -> str:
    """Say in plain words what happens with a key next."""
    if key.paused_at is not None:
        return "Paused: a signature did not hold. Look at the key store, then rotate."
    at = "" if key.switch_at is None else format_instant(key.switch_at)
    option = "" if key.algorithm == "Ed25519" else f" --algorithm {key.algorithm}"
    sentences = {
        KeyState.CREATED: f"Not published yet. Run issuer keys rotate{option} to go on.",
        KeyState.PUBLISHED: (
            f"Signs from {at}, so that everybody has seen it by then. It switches by itself while"
            f" the service runs, or run issuer keys rotate --switch{option} then."
        ),
        KeyState.ACTIVE: "Signs. Nothing to do until you rotate.",
        KeyState.RETIRED: "Signs nothing new. It stays published so that old badges verify.",
        KeyState.COMPROMISED: "Ended. Nothing that only this key vouches for is valid.",
    }
    return sentences[key.state]


def shown(key: KeyRecord) -> dict[str, Json]:
    """Return what a program is told of a key."""
    moments = {"published": key.published_at, "switch": key.switch_at, "since": key.since}
    return {
        "id": key.id,
        "algorithm": key.algorithm,
        "backend": key.backend,
        "state": key.state.value,
        "created": format_instant(key.created_at),
        **{name: format_instant(at) for name, at in moments.items() if at is not None},
        "next": next_of(key),
        "publicKeyMultibase": key.public_key_multibase,
    }
