"""`issuer serve`: pages and API on a real WSGI server."""

import click

from issuer.cli.services import Opening
from issuer.cli.speaking import say, told_in_one_line


def serve_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("serve", help="Serve pages and API until interrupted.")
    @click.option("--host", help="Address to listen on instead of bind_host.")
    @click.option("--port", type=click.IntRange(1, 65535), help="Port instead of bind_port.")
    @told_in_one_line
    def serve(host: str | None, port: int | None) -> None:
        services = opening.services(host=host, port=port)
        services.serve(lambda address: say(f"Serving {services.public_base_url} on {address}"))

    return serve
