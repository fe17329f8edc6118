"""`issuer providers`: whom an organisation trusts to say who signs in."""

from pathlib import Path

import click

from issuer import federation
from issuer.access import POWERFUL, Role
from issuer.cli.commands.keys import organisation_of
from issuer.cli.services import Opening
from issuer.cli.speaking import say, told_in_one_line
from issuer.federation.model import ProviderMethod

_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")


def providers_group(opening: Opening) -> click.Group:
    """Return the group that cares for identity providers."""

    @click.group("providers", help="Add, list and remove OpenID Connect providers for sign-in.")
    def group() -> None:
        pass

    for make in (_add, _list, _remove, _register):
        group.add_command(make(opening))
    return group


def _add(opening: Opening) -> click.Command:
    @click.command("add", help="Trust a provider; register the printed address there.")
    @_ORGANISATION
    @click.option("--name", required=True, help="What the sign-in button calls it.")
    @click.option("--issuer", required=True, help="Its issuer identifier, such as https://...")
    @click.option("--client-id", required=True, help="Our id there.")
    @click.option(
        "--secret-file",
        required=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="File with the client secret, or with an RSA private key (PEM).",
    )
    @click.option(
        "--method",
        default=ProviderMethod.SECRET_BASIC.value,
        show_default=True,
        type=click.Choice([method.value for method in ProviderMethod]),
    )
    @click.option("--domain", "domains", multiple=True, help="Only verified addresses of these.")
    @click.option(
        "--newcomers",
        type=click.Choice([role.value for role in Role if role not in POWERFUL | {Role.CLIENT}]),
        help="Take unknown people in, in this role. Without it nobody unknown comes in.",
    )
    @told_in_one_line
    def add(organisation: str | None, newcomers: str | None, **given: object) -> None:
        services = opening.services()
        command = federation.AddProvider(
            organisation=organisation_of(services, organisation).id,
            name=str(given["name"]),
            issuer=str(given["issuer"]),
            client_id=str(given["client_id"]),
            secret=Path(str(given["secret_file"])).read_text(encoding="utf-8").strip(),
            method=ProviderMethod(str(given["method"])),
            domains=_texts(given["domains"]),
            newcomer_role=None if newcomers is None else Role(newcomers),
        )
        provider = federation.add_provider(command, services.federation)
        say(f"Provider: {provider.id}")
        redirect = services.public_base_url + federation.CALLBACK_PATH
        say(f"Redirect address to register there: {redirect}")

    return add


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _list(opening: Opening) -> click.Command:
    @click.command("list", help="List the providers of an organisation.")
    @_ORGANISATION
    @told_in_one_line
    def list_all(organisation: str | None) -> None:
        services = opening.services()
        chosen = organisation_of(services, organisation).id
        for provider in federation.list_providers(chosen, services.federation):
            say(f"{provider.id}  {provider.name}  {provider.issuer}  {provider.client_id}")

    return list_all


def _remove(opening: Opening) -> click.Command:
    @click.command("remove", help="Trust a provider no more.")
    @_ORGANISATION
    @click.argument("provider")
    @told_in_one_line
    def remove(organisation: str | None, provider: str) -> None:
        services = opening.services()
        command = federation.RemoveProvider(
            organisation=organisation_of(services, organisation).id, provider=provider
        )
        federation.remove_provider(command, services.federation)
        say("Removed. Nobody signs in that way any more.")

    return remove


def _register(opening: Opening) -> click.Command:
    @click.command("register", help="Say beforehand which subject of a provider a person is.")
    @_ORGANISATION
    @click.argument("provider")
    @click.option("--subject", required=True, help="The provider's sub of this person.")
    @click.option("--person", required=True, help="Id of the person here.")
    @told_in_one_line
    def register(organisation: str | None, provider: str, subject: str, person: str) -> None:
        services = opening.services()
        command = federation.RegisterSubject(
            organisation=organisation_of(services, organisation).id,
            provider=provider,
            subject=subject,
            person=person,
        )
        federation.register_subject(command, services.federation)
        say("Registered. The next sign-in of that account is this person's.")

    return register
