"""`issuer serve`: pages and API on a real WSGI server, or the profile for test suites."""

from collections.abc import Callable

import click

from issuer import accounts
from issuer.cli.services import GenericServer, Opening, Services
from issuer.cli.speaking import hint, say, say_json, told_in_one_line
from issuer.errors import SettingsError

_WARNING = """\
############################################################################
#  CONFORMANCE MODE: this process signs WHATEVER it is sent, for anyone on #
#  this machine, with a key made for this run. Nothing it signs is a badge #
#  of a school. It is for interoperability test suites and nothing else.   #
############################################################################"""


def serve_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("serve")
    @click.option("--host", help="Address to listen on instead of bind_host.")
    @click.option("--port", type=click.IntRange(1, 65535), help="Port instead of bind_port.")
    @click.option("--conformance", is_flag=True, help="Serve the generic VC-API profile instead.")
    @click.option("--tls-self-signed", is_flag=True, help="With --conformance: serve https.")
    @click.option("--set-up", is_flag=True, help="Make what a new installation lacks.")
    @click.option("--json", "as_json", is_flag=True, help="Say where as one JSON object.")
    @told_in_one_line
    def serve(  # one parameter per option
        host: str | None,
        port: int | None,
        *,
        conformance: bool,
        tls_self_signed: bool,
        set_up: bool,
        as_json: bool,
    ) -> None:
        """Serve pages and API until interrupted.

        --conformance serves something else: an issuer for test suites, which signs whatever it is
        sent, with a key of its own, on this machine alone. It touches no installation.

        While there is no school, a link is printed that leads through setting one up; whoever has
        it can, and nobody else. --set-up makes database and keys first, where there are none.
        """
        if conformance:
            hint(_WARNING)
            opening.serve_generic(_told(as_json=as_json), host=host, port=port, tls=tls_self_signed)
            return
        if tls_self_signed:
            raise SettingsError(
                "--tls-self-signed: a school is served behind a proxy with a real certificate; this"
                " option goes with --conformance"
            )
        services = opening.services(host=host, port=port, create=set_up)
        services.serve(_told_school(services, as_json=as_json))

    return serve


def _told_school(services: Services, *, as_json: bool) -> Callable[[str], None]:
    def tell(address: str) -> None:
        base_url, link = services.public_base_url, _set_up_link(services)
        if as_json:
            more = {"set_up": link} if link else {}
            say_json({"base_url": base_url, "address": address, **more})
            return
        # Only the first of the two is to be opened: passkeys belong to that name.
        say(f"Serving {base_url}")
        hint(f"It listens on {address}.")
        if link:
            say(f"There is no school yet. Set it up here, and show this link to nobody: {link}")

    return tell


def _set_up_link(services: Services) -> str:
    """Return the link that sets a school up; empty once there is one."""
    if accounts.list_organisations(services.accounts):
        return ""
    return f"{services.public_base_url}/set-up/{services.set_up_secret}"


def _told(*, as_json: bool) -> Callable[[GenericServer], None]:
    def tell(server: GenericServer) -> None:
        if as_json:
            say_json({"base_url": server.base_url, "did": server.did})
        else:
            say(f"Serving {server.base_url}/vc as {server.did}")

    return tell


def work_command(opening: Opening) -> click.Command:
    """Return the command that does the background work alone."""

    @click.command("work")
    @told_in_one_line
    def work() -> None:
        """Do the background work until interrupted, beside a WSGI server of your own.

        `issuer serve` does it by itself; several workers at once do no harm.
        """
        opening.services().work()

    return work
