"""Chromium through Playwright, and a site of specimen pages with the real templates and headers.

Playwright never downloads a browser of its own here: the system's Chromium is used.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from tests.browser.looking import Looker
from tests.browser.site import site_app
from tests.node_packages import installed, unavailable
from tests.schooling import School, found_school, open_school

#: Starts a browser with further arguments.
Launch = Callable[..., Browser]

_NODE = Path(__file__).parent / "node"
PLACES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the specimen pages on a free port of this host and return their address."""
    with served(site_app()) as address:
        yield address


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school for each file, on the real stack: what one does to it, no other meets."""
    folder = tmp_path_factory.mktemp("browsed") / "data"
    found_school(folder)
    founded = open_school(folder)
    yield founded
    founded.house.close()


@pytest.fixture(scope="module")
def school_site(school: School) -> Iterator[str]:
    """Serve that school and return its address."""
    with served(school.app) as address:
        yield address


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of this host meanwhile, and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Return what starts the system's Chromium with further arguments."""
    found = next(filter(None, map(shutil.which, PLACES)), None)
    if found is None:
        unavailable(f"none of {', '.join(PLACES)} is on PATH; install Chromium")
    # Containers have no user namespaces for the sandbox, and only our own pages are opened.
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    with sync_playwright() as playwright:
        yield lambda *further: playwright.chromium.launch(
            executable_path=found, args=[*arguments, *further]
        )


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    """Start the system's Chromium once."""
    chromium = launch()
    yield chromium
    chromium.close()


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """Close what a test opened."""
    opened: list[BrowserContext] = []
    yield opened
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """Return the source of axe-core, installed once from its lock file."""
    cache = request.config.cache
    assert cache is not None
    source = installed(_NODE, cache) / "node_modules" / "axe-core" / "axe.min.js"
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Return the folder for pictures of pages, if ISSUER_PICTURES names one."""
    named = os.environ.get("ISSUER_PICTURES")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def looker(axe: str, pictures: Path | None) -> Looker:
    """Return what looks at open pages and keeps their pictures if somebody asks for them."""
    return Looker(axe=axe, folder=pictures)
