"""`issuer clients`: programs that act for an organisation, made by its operator."""

from pathlib import Path

import click

from issuer import clients
from issuer.access import Scope, read_scopes
from issuer.cli.commands.keys import organisation_of
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clients.model import Client, Method
from issuer.documents import read_document

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")
_KEY = click.option(
    "--jwk",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the public key (JWK) of a program that signs assertions.",
)
_MAX_JWK = 8 * 1024


def clients_group(opening: Opening) -> click.Group:
    """Return the group that cares for programs."""

    @click.group("clients", help="Make, list, rotate and revoke programs that use the API.")
    def group() -> None:
        pass

    for make in (_new, _list, _rotate, _revoke):
        group.add_command(make(opening))
    return group


def _new(opening: Opening) -> click.Command:
    @click.command("new", help="Make a program; its secret is shown this once.")
    @_ORGANISATION
    @click.option("--name", required=True, help="What people call the program.")
    @click.option(
        "--scope",
        "scopes",
        multiple=True,
        required=True,
        type=click.Choice([scope.value for scope in Scope]),
    )
    @_KEY
    @_JSON
    @told_in_one_line
    def new(
        organisation: str | None,
        name: str,
        scopes: tuple[str, ...],
        jwk: Path | None,
        *,
        as_json: bool,
    ) -> None:
        services = opening.services()
        command = clients.MakeClient(
            organisation=organisation_of(services, organisation).id,
            name=name,
            scopes=read_scopes(scopes),
            method=Method.SECRET_BASIC if jwk is None else Method.PRIVATE_KEY_JWT,
            jwk=_read_key(jwk),
        )
        _show(*clients.make_client(command, services.clients), as_json=as_json)

    return new


def _list(opening: Opening) -> click.Command:
    @click.command("list", help="List the programs of an organisation.")
    @_ORGANISATION
    @told_in_one_line
    def list_all(organisation: str | None) -> None:
        services = opening.services()
        chosen = organisation_of(services, organisation).id
        for client in clients.list_clients(chosen, services.clients):
            state = "active" if client.revoked_at is None else "revoked"
            say(f"{client.id}  {state}  {client.method.value}  {client.name}")
            say(f"  {' '.join(client.scopes)}")

    return list_all


def _rotate(opening: Opening) -> click.Command:
    @click.command("rotate", help="Give a program another secret or key; the old one ends now.")
    @_ORGANISATION
    @click.argument("client")
    @_KEY
    @_JSON
    @told_in_one_line
    def rotate(organisation: str | None, client: str, jwk: Path | None, *, as_json: bool) -> None:
        services = opening.services()
        command = clients.RotateClient(
            organisation=organisation_of(services, organisation).id,
            client=client,
            jwk=_read_key(jwk),
        )
        _show(*clients.rotate_client(command, services.clients), as_json=as_json)

    return rotate


def _revoke(opening: Opening) -> click.Command:
    @click.command("revoke", help="End a program and all its tokens at once.")
    @_ORGANISATION
    @click.argument("client")
    @told_in_one_line
    def revoke(organisation: str | None, client: str) -> None:
        services = opening.services()
        chosen = organisation_of(services, organisation).id
        command = clients.RevokeClient(organisation=chosen, client=client)
        clients.revoke_client(command, services.clients)
        say("Revoked. Its tokens are refused from now on.")

    return revoke


def _read_key(file: Path | None) -> dict[str, str] | None:
    if file is None:
        return None
    members = read_document(file.read_bytes(), max_bytes=_MAX_JWK)
    return {name: str(value) for name, value in members.items()}


def _show(client: Client, secret: str | None, *, as_json: bool) -> None:
    if as_json:
        shown = {"id": client.id, "method": client.method.value}
        say_json(shown if secret is None else {**shown, "secret": secret})
        return
    say(f"Program: {client.id} ({client.method.value})")
    if secret is not None:
        say(f"Secret, shown this once: {secret}")
