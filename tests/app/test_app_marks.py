"""Deny by default: a view without a mark is not served, whichever edge it is of (row 70)."""

from pathlib import Path

import pytest
from flask import Flask

from issuer.access import Action, mark_of, marked
from issuer.api.routing import Open
from issuer.app import build_house, flask_app
from issuer.app.http import require_marks
from issuer.clock import system_clock
from issuer.config import Settings


def test_every_view_of_the_service_says_who_may_use_it(tmp_path: Path) -> None:
    """Pages, API and whatever joins them carry an action of the table or an open word."""
    settings = Settings(data_dir=tmp_path / "data")
    app = flask_app(build_house(settings, system_clock, create=True))
    known = {*Action, *Open}
    assert {} == {
        name: mark_of(view)
        for name, view in app.view_functions.items()
        if mark_of(view) not in known
    }


def test_a_view_without_a_mark_stops_the_start() -> None:
    """Forgetting it is found before the first request."""
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", view_func=marked(lambda: "open", "public"), endpoint="opened")
    app.add_url_rule("/bare", view_func=lambda: "bare", endpoint="forgotten")
    with pytest.raises(RuntimeError, match="nobody said who may use forgotten"):
        require_marks(app)
