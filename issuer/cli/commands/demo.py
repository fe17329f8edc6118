"""`issuer demo`: the whole product in one command."""

import socket
from pathlib import Path

import click

from issuer.cli.demo import playing
from issuer.cli.demo.result import finished
from issuer.cli.services import Opening
from issuer.cli.speaking import hint, say, say_json, told_in_one_line
from issuer.documents import Document

_PORTS = range(8000, 8021)


def demo_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("demo")
    @click.option(
        "--data",
        default=Path("demo-data"),
        show_default=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder for everything that the demo makes.",
    )
    @click.option("--reports", is_flag=True, help="Add thirty learners, for reports to count.")
    @click.option("--no-serve", is_flag=True, help="Stop after the story.")
    @click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
    @click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on.")
    @told_in_one_line
    def demo(data: Path, *, reports: bool, no_serve: bool, as_json: bool, port: int | None) -> None:
        """Play the story of a fictional school: evidence, peers, teacher, badge, revocation.

        A second run on the same folder changes nothing.
        """
        tell = hint if as_json else say
        result = finished(data)
        if result is None:
            chosen = port or _free_port()
            result = playing.play_demo(opening, data.absolute(), chosen, tell, reports=reports)
        else:
            tell(f"{data} holds a finished demo already; nothing was changed.")
        tell("")
        for line in playing.what_next(result, serving=not no_serve):
            tell(line)
        if as_json:
            say_json(playing.shown(result))
        if not no_serve:
            _serve(opening, data.absolute(), result, port)

    return demo


def _serve(opening: Opening, data: Path, result: Document, port: int | None) -> None:
    """Serve under the address that the badges name, whatever the settings say."""
    base_url = str(result["base_url"])
    chosen = port or playing.port_of(base_url)
    services = opening.services(data=data, base_url=base_url, port=chosen, embedded=True)
    services.serve(lambda _address: hint(f"Serving {base_url}; press Ctrl+C to stop."))


def _free_port() -> int:
    """Return the first port nobody listens on; the demo's badges will name it for ever."""
    for port in _PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return _PORTS.start
