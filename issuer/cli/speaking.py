"""How the terminal speaks: one clear line for an error, JSON for scripts, text for people."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from issuer.documents import Json, write_document
from issuer.errors import IssuerError, SettingsError

P = ParamSpec("P")
R = TypeVar("R")

EXIT_REFUSED = 1
#: Settings stop the start (design: errors table).
EXIT_SETTINGS = 2


def say(text: str = "") -> None:
    """Print one line for a person."""
    click.echo(text)


def say_json(value: Json) -> None:
    """Print one JSON value on one line, for a program."""
    click.echo(write_document(value).decode("ascii"))


def hint(text: str) -> None:
    """Print a remark on standard error, where it does not disturb what a script reads."""
    click.echo(text, err=True)


def told_in_one_line(command: Callable[P, R]) -> Callable[P, R]:
    """Turn errors raised on purpose into one line on standard error and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except IssuerError as error:
            place = f" (at {error.pointer})" if error.pointer else ""
            click.echo(f"issuer: {error.detail}{place} [{error.code}]", err=True)
            sys.exit(EXIT_SETTINGS if isinstance(error, SettingsError) else EXIT_REFUSED)

    return run
