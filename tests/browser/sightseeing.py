"""Every kind of page of a living school, so that a person or a program can look at all of them.

`python -m tests.browser.sightseeing FOLDER` writes each as pictures, on desk and phone, light and
dark, and sheets of four pictures each. Looking at them is part of every change of the style sheet.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from issuer import accounts, images
from issuer.access import Role
from issuer.accounts.branding import Branding, ChangeBranding, change_branding
from issuer.app import build_house, flask_app
from issuer.config import Settings
from tests.browser.conftest import PLACES, served
from tests.http.test_http_pages import publish
from tests.schooling import BASE, School, SettableClock, found_school, open_school
from tests.visiting import HTML, come_by_link, come_in
from tests.visiting import Browser as Visitor

#: A colour that nobody could read on white, so that its shades have something to do.
COLOUR = "#e0a100"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One page to look at: whose, what it is called in pictures, and where it is."""

    who: str
    name: str
    path: str
    role: Role | None = None


@dataclass(slots=True, kw_only=True)
class Tour:
    """A school, where it is served, and the cookies of everybody who shows a page."""

    school: School
    place: str
    secrets: dict[str, str]
    stops: tuple[Stop, ...]

    def enter(self, browser: Browser, who: str, **options: object) -> BrowserContext:
        """Return a window in which somebody is signed in; `nobody` is a stranger."""
        agent = HTML["User-Agent"]
        context = browser.new_context(user_agent=agent, **options)  # type: ignore[arg-type] # options of a window
        if who in self.secrets:
            cookie = {"name": "issuer", "value": self.secrets[who], "url": self.place}
            context.add_cookies([cookie])  # type: ignore[list-item] # a plain cookie
        return context


@contextmanager
def touring(folder: Path) -> Iterator[Tour]:
    """Found a school with a colour and a logo, let it live, serve it, and sign everybody in."""
    found_school(folder)
    school = open_school(folder, styleguide=True)
    dress(school)
    publish(school, name="Osprey of Harbor")
    stops = _stops(school)
    secrets = {
        stop.who: _come_in(school, stop).secret
        for stop in {each.who: each for each in stops}.values()
        if stop.who != "nobody"
    }
    with served(school.app) as place:
        yield Tour(school=school, place=place, secrets=secrets, stops=stops)
    school.house.close()


def _come_in(school: School, stop: Stop) -> Visitor:
    """Sign somebody in; the youngest have no password."""
    if stop.who == "wren":
        return come_by_link(school, stop.who, Role.LEARNER)
    return come_in(school, stop.who, stop.role)


def dress(school: School) -> None:
    """Give the school its looks: a colour and a logo."""
    art = images.draw_badge(images.art_from_seed("riverbend", title="Riverbend"))
    actor = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    branding = Branding(colour=COLOUR, logo=art, alt="A river under a bridge")
    command = ChangeBranding(actor=actor, branding=branding, base_url=BASE)
    change_branding(command, school.house.accounts)


def _reviewer(school: School) -> tuple[str, str]:
    """Return a peer who was asked, and what about."""
    for name in ("plover", "dunlin", "teal", "siskin"):
        found = school.call(name, "GET", "/api/v1/reviews").get_json()["items"]
        if found:
            return name, str(found[0]["review"])
    raise LookupError("no peer was asked")


def _stops(school: School) -> tuple[Stop, ...]:
    ids = school.ids
    badge, work = f"/badges/{ids['badge of osprey']}", ids["work of kestrel"]
    peer, review = _reviewer(school)
    achievement = school.call("teacher", "GET", f"/api/v1/badges/{ids['team']}").get_json()
    catalogue = f"/achievements/{achievement['public_slug']}/v1"
    pages: dict[str, dict[str, str]] = {
        "nobody": {
            "public-home": "/",
            "public-badge": badge,
            "public-embed": f"{badge}/embed",
            "public-verify": "/verify",
            "public-report": f"/verify?url={BASE}/credentials/{ids['badge of osprey']}",
            "public-achievement": catalogue,
            "public-criteria": f"{catalogue}/criteria",
            "public-issuer": "/issuers/riverbend",
            "public-fault": "/nothing-here",
            "door-sign-in": "/sign-in",
            "door-forgotten": "/forgotten",
            "door-join": "/join/AB2C-DE3F-GH4J",
            "styleguide": "/styleguide",
        },
        "osprey": {
            "learner-home": "/home",
            "learner-challenges": "/learn",
            "learner-badges": "/learn/badges",
            "learner-record": "/learn/record",
        },
        "kestrel": {"learner-work": f"/learn/{work}"},
        "wren": {"learner-draft": f"/learn/{ids['work of wren']}"},
        peer: {
            "peer-home": "/home",
            "peer-reviews": "/reviews",
            "peer-review": f"/reviews/{review}",
        },
        "guardian": {"family-home": "/home", "family": "/family"},
        "teacher": {
            "teacher-home": "/home",
            "teacher-queue": "/teach",
            "teacher-desk": f"/teach/{work}",
            "teacher-board": "/teach/board",
            "design-list": "/design",
            "design-new": "/design/new",
            "design-draft": f"/design/{ids['draft']}",
            "design-node": f"/design/{ids['team']}/nodes/peer-verification",
            "design-publish": f"/design/{ids['draft']}/publish",
            "design-sheet": "/design/sheets/edit?kind=rubric&from=team-leadership@1",
        },
        "registrar": {
            "registrar-home": "/home",
            "registrar-people": "/people",
            "registrar-person": f"/people/{ids['wren']}",
            "registrar-cohorts": "/cohorts",
            "registry": "/registry",
            "registry-entry": f"/registry/{ids['badge of osprey']}",
        },
        "approver": {
            "issuer-home": "/home",
            "issuer-approvals": "/approvals",
            "issuer-approval": f"/approvals/{ids['talk of heron']}",
        },
        "admin": {
            "admin-home": "/home",
            "admin-settings": "/settings",
            "admin-looks": "/settings/looks",
            "admin-keys": "/settings/keys",
            "admin-account": "/account",
        },
        "auditor": {"auditor-home": "/home"},
    }
    roles = {peer: Role.PEER, "osprey": Role.LEARNER, "kestrel": Role.LEARNER, "wren": Role.LEARNER}
    return tuple(
        Stop(who=who, name=name, path=path, role=roles.get(who))
        for who, found in pages.items()
        for name, path in found.items()
    )


def picture(tour: Tour, browser: Browser, folder: Path) -> None:
    """Write every page as pictures, and sheets of the four pictures of each."""
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            for who in {stop.who: None for stop in tour.stops}:
                view = {"width": width, "height": height}
                context = tour.enter(browser, who, viewport=view, color_scheme=scheme)
                page = context.new_page()
                for stop in tour.stops:
                    if stop.who == who:
                        page.goto(tour.place + stop.path)
                        _keep(page, folder / f"{stop.name}-{size}-{scheme}.png")
                context.close()
    _picture_set_up(browser, folder)
    _picture_files(tour.school, folder)
    for name in sorted({path.name.rsplit("-", 2)[0] for path in folder.glob("*-desk-light.png")}):
        _sheet(folder, name)


def _keep(page: Page, file: Path) -> None:
    page.screenshot(path=file, full_page=True)


def _picture_set_up(browser: Browser, folder: Path) -> None:
    """Keep the first form of an empty installation."""
    with tempfile.TemporaryDirectory() as empty:
        settings = Settings(public_base_url=BASE, data_dir=Path(empty) / "data", small_host=True)
        house = build_house(settings, SettableClock(), create=True)
        app: Flask = flask_app(house)
        with served(app) as place:
            for size, (width, height) in SIZES.items():
                for scheme in SCHEMES:
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,  # type: ignore[arg-type] # light or dark
                    )
                    page = context.new_page()
                    page.goto(f"{place}/set-up/{house.set_up_secret}")
                    page.eval_on_selector_all("main details", "all => all.map(e => e.open = true)")
                    _keep(page, folder / f"set-up-{size}-{scheme}.png")
                    context.close()
        house.close()


def _picture_files(school: School, folder: Path) -> None:
    """Keep the certificate and the card for social networks."""
    badge = school.ids["badge of osprey"]
    pdf = school.client.get(f"/credentials/{badge}.pdf").data
    (folder / "certificate.pdf").write_bytes(pdf)
    (folder / "card.png").write_bytes(school.client.get(f"/badges/{badge}/card.png").data)


def _sheet(folder: Path, name: str) -> None:
    """Put the four pictures of a page side by side, by ImageMagick if it is there."""
    parts = [str(folder / f"{name}-{size}-{scheme}.png") for size in SIZES for scheme in SCHEMES]
    command = ["montage", *parts, "-tile", "4x1", "-geometry", "620x1500>+8+8", "-gravity", "north"]
    subprocess.run([*command, str(folder / f"sheet-{name}.png")], check=False)  # noqa: S603 # our own names


def main() -> None:
    """Write all pictures into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, PLACES)))
    with (
        tempfile.TemporaryDirectory() as data,
        touring(Path(data) / "data") as tour,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        picture(tour, browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
