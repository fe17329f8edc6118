"""`issuer check`: may this installation run, and if not, what is to be done?"""

import sys

import click

from issuer.cli.services import Opening
from issuer.cli.speaking import EXIT_SETTINGS, say, say_json, told_in_one_line


def check_command(opening: Opening) -> click.Command:
    """Return the command; it changes nothing."""

    @click.command("check", help="Ask everything that must hold, and say what to do.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @told_in_one_line
    def run(*, as_json: bool) -> None:
        answers = opening.check()
        if as_json:
            say_json([{"check": a.name, "ok": a.fine, "sentence": a.sentence} for a in answers])
        for answer in () if as_json else answers:
            say(f"{'ok' if answer.fine else 'NOT OK':7} {answer.name}: {answer.sentence}")
        if not all(answer.fine for answer in answers):
            sys.exit(EXIT_SETTINGS)

    return run
