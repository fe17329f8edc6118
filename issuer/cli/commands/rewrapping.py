"""`issuer keys rewrap`: everything under another key-encryption key."""

from pathlib import Path

import click

from issuer.cli.services import Opening
from issuer.cli.speaking import hint, say, say_json, told_in_one_line

_EVERY = 100


def rewrap_command(opening: Opening) -> click.Command:
    """Return the command; running it again goes on where it was interrupted."""

    @click.command(
        "rewrap", help="Seal everything under a new key-encryption key. Stop the service first."
    )
    @click.option(
        "--to",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File of the new secret; without it one is made in the data folder.",
    )
    @click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @told_in_one_line
    def run(to: Path | None, *, yes: bool, as_json: bool) -> None:
        if not yes:
            click.confirm(
                "Open links, class codes, learners' cards and recovery codes end with the old"
                " secret. Go on?",
                abort=True,
                err=True,
            )
        done = opening.rewrap(to, _tell)
        if as_json:
            say_json(
                {
                    "old": done.old,
                    "new": done.new,
                    "people": done.people,
                    "ended": done.ended,
                    "place": str(done.place),
                    "kept": None if done.kept is None else str(done.kept),
                }
            )
            return
        say(f"Everything is sealed by {done.new}. People: {done.people}. Ended: {done.ended}.")
        if done.kept is None:
            say(f"Now let the setting of the secret give what is in {done.place}, then start.")
        else:
            say(f"Back up {done.place} apart from the rest, then start the service.")
            say(f"{done.kept} opens backups from before: move it to them, off this host.")

    return run


def _tell(done: int, of: int) -> None:
    if done % _EVERY == 0 or done == of:
        hint(f"Data keys: {done} of {of}")
