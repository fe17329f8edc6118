"""`issuer people erase`, `export`, `replay-erasures`: what a person may ask of the operator."""

import os
from pathlib import Path

import click

from issuer import accounts
from issuer.accounts import Export
from issuer.accounts.model import ErasureReason, ErasureState
from issuer.cli.commands.keys import organisation_of
from issuer.cli.services import Opening
from issuer.cli.speaking import say, told_in_one_line

_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")


def add_privacy(people: click.Group, opening: Opening) -> None:
    """Add the commands about what is held about a person."""
    people.add_command(_erase(opening))
    people.add_command(_export(opening))
    people.add_command(_replay(opening))


def _erase(opening: Opening) -> click.Command:
    @click.command("erase", help="Erase a person for good; nothing brings the data back.")
    @click.argument("person")
    @_ORGANISATION
    @click.option(
        "--reason", required=True, type=click.Choice([reason.value for reason in ErasureReason])
    )
    @click.option("--yes", is_flag=True, help="Do not ask again.")
    @told_in_one_line
    def erase(person: str, organisation: str | None, reason: str, *, yes: bool) -> None:
        services = opening.services()
        command = accounts.ErasePerson(
            organisation=organisation_of(services, organisation).id,
            person=person,
            reason=ErasureReason(reason),
        )
        if not yes:
            click.confirm(f"Erase {person} for good?", abort=True, err=True)
        erasure = accounts.erase_person(command, services.privacy)
        if erasure.state is ErasureState.DONE:
            say(f"Erased {person}. Drop copies of the key folder that are older than 30 days.")

    return erase


def _export(opening: Opening) -> click.Command:
    @click.command("export", help="Write everything that is held about a person to a ZIP file.")
    @click.argument("person")
    @_ORGANISATION
    @click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
    @told_in_one_line
    def export(person: str, organisation: str | None, out: Path) -> None:
        services = opening.services()
        command = accounts.ExportPerson(
            organisation=organisation_of(services, organisation).id, person=person
        )
        _write(accounts.export_person(command, services.privacy), out)
        say(f"Wrote {out}. It holds personal data: hand it over, then delete it.")

    return export


def _write(export: Export, out: Path) -> None:
    # A file of a child's data is nobody else's to read, and never replaces another file.
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    with os.fdopen(descriptor, "wb") as file:
        for piece in export.pieces:
            file.write(piece)


def _replay(opening: Opening) -> click.Command:
    @click.command(
        "replay-erasures", help="After a restore: erase again whom the backup brought back."
    )
    @told_in_one_line
    def replay() -> None:
        # Opening the installation replays them before anything else; this says so and repeats it.
        services = opening.services()
        again = accounts.replay_erasures(services.privacy)
        listed = len(services.privacy.keys.erased())
        say(f"{listed} people are on the erasure list; {again} had still to be erased.")

    return replay
