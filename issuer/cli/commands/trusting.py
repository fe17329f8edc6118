"""`issuer trust`: the installation's own list of issuers that verification shows as known."""

from pathlib import Path

import click

from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.verification import TrustedIssuer, require_issuer_id


def trust_group(opening: Opening) -> click.Group:
    """Return the group of commands."""

    @click.group("trust")
    def trust() -> None:
        """Keep the list of trusted issuers."""

    trust.add_command(_list_command(opening))
    trust.add_command(_add_command(opening))
    trust.add_command(_remove_command(opening))
    trust.add_command(_import_command(opening))
    return trust


def _list_command(opening: Opening) -> click.Command:
    @click.command("list")
    @click.option("--json", "as_json", is_flag=True, help="Print a file that import takes.")
    @told_in_one_line
    def list_issuers(*, as_json: bool) -> None:
        """Show the issuers on the list; our own organisations need no entry."""
        entries = opening.trust().entries()
        if as_json:
            say_json({"issuers": [entry.to_dict() for entry in entries]})
            return
        for entry in entries:
            say(f"{entry.id}  {entry.name}".rstrip())

    return list_issuers


def _add_command(opening: Opening) -> click.Command:
    @click.command("add")
    @click.argument("issuer_id", metavar="ID")
    @click.option("--name", default="", help="Who it is, for your own memory.")
    @click.option("--why", default="", help="Why you trust it, for those who come after you.")
    @told_in_one_line
    def add_issuer(issuer_id: str, name: str, why: str) -> None:
        """Trust an issuer by its exact DID or https id."""
        require_issuer_id(issuer_id)
        entry = TrustedIssuer(id=issuer_id, name=name, why=why, added_at=opening.clock())
        new = opening.trust().add([entry])
        say("added" if new else "it was on the list already; updated")

    return add_issuer


def _remove_command(opening: Opening) -> click.Command:
    @click.command("remove")
    @click.argument("issuer_id", metavar="ID")
    @told_in_one_line
    def remove_issuer(issuer_id: str) -> None:
        """Take an issuer off the list."""
        opening.trust().remove(issuer_id)
        say("removed")

    return remove_issuer


def _import_command(opening: Opening) -> click.Command:
    @click.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @told_in_one_line
    def import_issuers(file: Path) -> None:
        """Add the issuers of a JSON file: a list, or what `trust list --json` prints."""
        entries = opening.read_trusted(file.read_bytes())
        new = opening.trust().add(entries)
        say(f"{len(entries)} read, {new} new")

    return import_issuers
