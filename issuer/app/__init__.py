"""The composition root: the only package that sees every floor."""

import os

from flask import Flask

from issuer import cli, logs
from issuer.app.house import House, build_house
from issuer.app.opening import SettingsOpening
from issuer.app.web_app import flask_app
from issuer.clock import system_clock
from issuer.config import Settings, read_settings

__all__ = ["House", "build_house", "create_app", "flask_app", "main"]


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application on the given settings, or on those of the environment.

    Raises:
        SettingsError: it must not start like this; says which setting to change.
    """
    settings = settings or read_settings(os.environ)
    logs.configure(as_json=settings.log_json)
    return flask_app(build_house(settings, system_clock))


def main() -> None:
    """Run the command line."""
    logs.configure(as_json=False, quiet=True)
    cli.commands(SettingsOpening())()
