"""The pictures of README.md: `python -m docs.screenshots` plays the demo and takes them anew.

Nothing is served: each request of the browser is answered by the app in this very process, under
the address that a school would have. Needs Chromium and the extra `test`.
"""

import io
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

from issuer import accounts, assessment
from issuer.access import Actor, Role
from issuer.app import House, build_house, flask_app
from issuer.assessment import commands
from issuer.clock import system_clock
from issuer.config import Settings

FOLDER = Path(__file__).parent / "pictures"
BASE = "https://badges.riverbend.example"
#: GitHub shows a README about as wide as half of this, and screens have two pixels for one.
SIZE = {"width": 1280, "height": 960}
LARGEST = 150_000
_QUALITY = 86
_LEARNED = "I asked everybody on Tuesdays and Fridays how it goes. Next time the lights come first."
#: What peers saw Heron do, by item of the instrument.
_SEEN = {
    "shares-work": "everybody had a part, and knew which",
    "listens": "moved the music after the neighbours had said something",
    "keeps-commitments": "told us early that the lights come later",
}
_PLACES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: who looks, from where, at the page of which rule, and from which part on.

    Attributes:
        who: the role of a sign-in of the demo, or Heron; empty for a stranger.
        start: the page that is opened; `{badge}` is the address of the learner's badge.
        rule: of the address in the picture. If `start` is another page, its first link there is
            followed.
        top: selector of what stands at the top of the picture; empty for the page as it opens.
    """

    name: str
    who: str
    start: str
    rule: str
    top: str = ""

    @property
    def file(self) -> Path:
        """Return where the picture lies."""
        return FOLDER / f"{self.name}.webp"


SHOTS = (
    Shot(name="challenge", who="heron", start="/learn", rule="/learn/<submission>"),
    Shot(name="review", who="teacher", start="/teach", rule="/teach/<submission>"),
    Shot(name="badge", who="", start="{badge}", rule="/badges/<public_id>"),
    Shot(name="verdict", who="", start="/verify?url={address}", rule="/verify"),
)


def main() -> None:
    """Play the demo, take all pictures, and say how large they are."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        told = _play(Path(folder))
        house = build_house(_settings(Path(folder)), system_clock)
        told["sign_ins"]["heron"] = _go_on(house)
        client = flask_app(house).test_client(use_cookies=False)
        found = next(filter(None, map(shutil.which, _PLACES)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for shot in SHOTS:
            page = _page(browser, client)
            _open(page, shot, told)
            _save(page, shot)
            print(f"{shot.file.name}: {shot.file.stat().st_size} bytes of {page.url}")
        browser.close()
        house.close()


def _settings(folder: Path) -> Settings:
    return Settings(public_base_url=BASE, data_dir=folder, small_host=True)


def _play(folder: Path) -> dict[str, Any]:
    """Play the demo in a folder and return what it tells other programs."""
    issuer = Path(sys.executable).with_name("issuer")
    command = [str(issuer), "demo", "--data", str(folder), "--no-serve"]
    environ = {**os.environ, "ISSUER_PUBLIC_BASE_URL": BASE}
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 # our own program
    told: dict[str, Any] = json.loads((folder / "demo.json").read_text())
    return told


def _go_on(house: House) -> dict[str, str]:
    """Go on where the demo ends: Heron hands in again, peers answer; return Heron's sign-in."""
    (school,) = accounts.list_organisations(house.accounts)
    with house.accounts.read_only() as uow:
        people = {person.name: person.id for person in uow.people.members(school.id)}

    def act(person: str, role: Role) -> Actor:
        return Actor(person=person, organisation=school.id, role=role)

    heron, teacher = act(people["Heron"], Role.LEARNER), act(people["Teacher"], Role.TEACHER)
    (progress,) = assessment.progress_of(heron, heron.person, house.assessment)
    work = progress.submission
    text = commands.AddText(
        actor=heron, submission=work, text=_LEARNED, title="What I learned", tags=("reflection",)
    )
    assessment.add_text(text, house.assessment)
    again = commands.Resubmit(actor=heron, submission=work, authorship="Made by me and my team.")
    assessment.resubmit_revision(again, house.assessment)
    assessment.triage_submission(commands.Triage(actor=teacher, submission=work), house.assessment)
    for review in assessment.show_submission(teacher, work, house.assessment).reviews:
        if review.is_open():
            answer = commands.Attest(
                actor=act(review.peer, Role.PEER),
                review=review.id,
                levels=dict.fromkeys(_SEEN, "proficient"),
                examples=_SEEN,
            )
            assessment.record_attestation(answer, house.assessment)
    return _way_in(school.id, people["Heron"], house)


def _way_in(school: str, person: str, house: House) -> dict[str, str]:
    invited = accounts.invite(
        accounts.Invite(organisation=school, person=person, handle="heron"), house.accounts
    )
    password = secrets.token_urlsafe(12)
    accounts.accept_invitation(
        accounts.AcceptInvitation(secret=invited.secret, password=password), house.accounts
    )
    return {"handle": "heron", "password": password}


def _page(browser: Browser, client: Any) -> Page:
    """Return a page whose requests are answered by the app; all others are refused."""
    context = browser.new_context(
        viewport={"width": SIZE["width"], "height": SIZE["height"]}, reduced_motion="reduce"
    )

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        given = client.open(
            address.path + (f"?{address.query}" if address.query else ""),
            method=route.request.method,
            base_url=BASE,
            headers=route.request.all_headers(),
            data=route.request.post_data_buffer,
            buffered=True,
        )
        kept = {name: value for name, value in given.headers.items() if name != "Set-Cookie"}
        cookies: list[Any] = [_cookie(text) for text in given.headers.getlist("Set-Cookie")]
        context.add_cookies(cookies)
        route.fulfill(status=given.status_code, headers=kept, body=given.data)

    context.route(f"{BASE}/**", answer)
    return context.new_page()


def _cookie(text: str) -> dict[str, str]:
    name, _, value = text.partition(";")[0].partition("=")
    return {"name": name, "value": value, "url": BASE}


def _open(page: Page, shot: Shot, told: dict[str, Any]) -> None:
    """Come in if somebody looks, and go where the picture is taken."""
    badge = next(each for each in told["credentials"] if each["status"] == "valid")
    if shot.who:
        _sign_in(page, told["sign_ins"][shot.who])
    address = quote(badge["id"], safe="")
    page.goto(BASE + shot.start.format(badge=urlsplit(badge["url"]).path, address=address))
    pattern = re.compile(f"^{re.sub('<[^>]+>', '[1-9A-Za-z]{22}', shot.rule)}$")
    if not pattern.match(urlsplit(page.url).path):
        links = page.eval_on_selector_all("main a", "all => all.map(e => e.getAttribute('href'))")
        page.goto(BASE + next(link for link in links if pattern.match(link)))


def _sign_in(page: Page, given: dict[str, str]) -> None:
    page.goto(f"{BASE}/sign-in")
    page.fill("#name", given["handle"])
    page.fill("#password", given["password"])
    page.click("main form button[type=submit]")
    page.wait_for_url("**/home")


def _save(page: Page, shot: Shot) -> None:
    if shot.top:
        page.eval_on_selector(shot.top, "e => e.scrollIntoView()")
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").save(shot.file, quality=_QUALITY, method=6)


if __name__ == "__main__":
    main()
