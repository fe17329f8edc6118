"""`issuer export-site`: the public site as files, so that badges outlive the service."""

from dataclasses import asdict
from pathlib import Path

import click

from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line


def export_site_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("export-site")
    @click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
    @click.option("--unlisted", is_flag=True, help="Also badges that are seen by their link alone.")
    @click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
    @told_in_one_line
    def export_site(folder: Path, *, unlisted: bool, as_json: bool) -> None:
        """Write all that is public into DIR, for any web server; remove what is not any more."""
        services = opening.services()
        try:
            exported = services.export_site(folder, unlisted)
        finally:
            services.close()
        if as_json:
            say_json(asdict(exported))
            return
        say(
            f"{exported.badges} badges; {exported.written} files written,"
            f" {exported.unchanged} unchanged, {exported.removed} removed"
        )

    return export_site
