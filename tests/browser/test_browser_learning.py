"""Learner, peer and family in a real browser: one story, every page at two widths, both schemes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from issuer.access import Role
from tests.browser.conftest import Launch, served
from tests.schooling import BASE, School, found_school, open_school, open_submission
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

DESKTOP, PHONE = 1280, 390
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"
_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school of this module's own, since the story changes it."""
    folder = tmp_path_factory.mktemp("learning") / "data"
    found_school(folder)
    school = open_school(folder)
    yield school
    school.house.close()


@pytest.fixture(scope="module")
def names(living: School) -> dict[str, str]:
    """Give everybody of the story a password; return the sign-in names."""
    people = ("kestrel", "osprey", "heron", "plover", "dunlin", "teal", "siskin", "guardian")
    return {name: give_password(living, name) for name in people}


@pytest.fixture(scope="module")
def place(living: School, names: dict[str, str]) -> Iterator[str]:
    """Serve that school and return its address."""
    assert names
    with served(living.app) as address:
        yield address


@dataclass(frozen=True, kw_only=True)
class Tour:
    """Where the pages are, and under which names people sign in."""

    school: School
    place: str
    names: dict[str, str]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """Give the tour a school that no story changes, whichever runs first."""
    folder = tmp_path_factory.mktemp("tour") / "data"
    found_school(folder)
    school = open_school(folder)
    people = ("kestrel", "osprey", "heron", "plover", "dunlin", "teal", "siskin", "guardian")
    names = {name: give_password(school, name) for name in people}
    with served(school.app) as address:
        yield Tour(school=school, place=address, names=names)
    school.house.close()


def _enter(page: Page, place: str, name: str, role: Role | None = None) -> None:
    """Sign in, and take another role if one is wanted."""
    page.goto(f"{place}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/home")
    button = page.locator(f'button[name=role][value="{role}"]')
    if role is not None and button.count():
        button.click()
        page.wait_for_load_state()


def _asked(school: School, *names: str) -> str:
    """Return the first of these peers who has a review."""
    for name in names:
        found = school.call(name, "GET", "/api/v1/reviews").get_json()
        if found["items"]:
            return name
    raise AssertionError("nobody was asked")


def test_work_goes_in_comes_back_and_goes_in_again(
    browser: Browser, living: School, place: str, names: dict[str, str], tmp_path: Path
) -> None:
    """A learner hands in two pieces, a peer answers on a phone, feedback comes, a second hand-in.

    No script runs for learner or peer.
    """
    learner = browser.new_context(
        viewport={"width": DESKTOP, "height": 900}, java_script_enabled=False
    )
    page = learner.new_page()
    _enter(page, place, names["heron"])
    work, pieces = _hand_in_two_pieces(page, place, tmp_path)
    living.made("teacher", f"/api/v1/submissions/{work}/triage")
    thanked = _answer_on_a_phone(browser, place, names[_asked_about(living, work)])
    feedback = {"feedback": {"planning": "Say who did what."}}
    living.made("teacher", f"/api/v1/submissions/{work}/return", feedback)
    page.goto(f"{place}/learn/{work}")
    said = page.locator(".sayings").inner_text()
    sides = _hand_in_again(page)
    learner.close()

    assert (2, "Thank you") == (pieces, thanked)
    assert "Say who did what." in said
    assert ("New" in sides, "Kept" in sides) == (True, True)


def _hand_in_two_pieces(page: Page, place: str, folder: Path) -> tuple[str, int]:
    """Start, add a file and a link, hand in; return the work and how many pieces it had."""
    page.goto(f"{place}/learn")
    page.get_by_role("button", name="Start “Team Leadership”").click()
    page.wait_for_url("**/learn/*")
    work = page.url.rsplit("/", 1)[1]
    plan = folder / "plan.txt"
    plan.write_text("Monday: plan. Tuesday: build.")
    page.set_input_files("#files", plan)
    page.get_by_role("button", name="Add the files").click()
    page.fill("#url", "https://example.org/our-work")
    page.get_by_role("button", name="Add the link").click()
    page.locator(".pieces > li").nth(1).wait_for()
    pieces = page.locator(".pieces > li").count()
    page.fill("#authorship", "This is mine; my team helped with the plan.")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.locator("#history").wait_for()
    return work, pieces


def _answer_on_a_phone(browser: Browser, place: str, name: str) -> str:
    """Answer the newest review; return the heading at the end."""
    phone = browser.new_context(viewport={"width": PHONE, "height": 844}, java_script_enabled=False)
    peer = phone.new_page()
    _enter(peer, place, name, Role.PEER)
    peer.goto(f"{place}/reviews")
    peer.locator(".challenge a").last.click()
    peer.wait_for_url("**/reviews/*")
    peer.get_by_label("Proficient: Changed the plan once.").check()
    peer.get_by_role("button", name="Send my answers").click()
    peer.wait_for_url("**/reviews/thanks")
    thanked = peer.locator("h1").inner_text()
    phone.close()
    return thanked


def _hand_in_again(page: Page) -> str:
    """Add a text, hand in once more; return both hand-ins as they stand side by side."""
    page.fill("#text", "Teal wrote, I drew.")
    page.get_by_role("button", name="Add the text").click()
    page.fill("#authorship", "Still mine.")
    page.get_by_role("button", name="Hand in again").click()
    page.get_by_text("Hand-in 2,").wait_for()
    return page.locator(".sides").first.inner_text()


def _asked_about(school: School, work: str) -> str:
    """Return a peer who was asked about this work."""
    reviews = school.call("teacher", "GET", f"/api/v1/submissions/{work}").get_json()["reviews"]
    by_id = {person: name for name, person in school.ids.items()}
    return next(by_id[review["peer"]] for review in reviews if by_id[review["peer"]] != "wren")


def test_dropped_files_are_sent_with_their_progress(
    launch: Launch, living: School, place: str, names: dict[str, str]
) -> None:
    """With script, two files go in at once without leaving the page, and a bad one is told.

    A script's request says where it comes from, so the page is opened under its public address.
    """
    work = open_submission(living, "osprey", "team")
    port = place.rsplit(":", 1)[1]
    browser = launch(f"--host-resolver-rules=MAP localhost:8000 127.0.0.1:{port}")
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _enter(page, BASE, names["osprey"])
    page.goto(f"{BASE}/learn/{work}")
    page.set_input_files("#files", [_file("bad.exe", b"MZ\x90\x00")])
    page.get_by_role("button", name="Add the files").click()
    told = page.locator("#upload p.fault")
    told.wait_for()
    first = told.inner_text()
    page.set_input_files("#files", [_file("one.txt", b"one"), _file("two.txt", b"two")])
    page.get_by_role("button", name="Add the files").click()
    page.locator(".pieces > li").nth(1).wait_for()
    found = page.locator(".pieces").inner_text()
    browser.close()

    assert "bad.exe: Send a picture" in first
    assert ("one.txt" in found, "two.txt" in found, complaints) == (True, True, [])


def _file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_break_no_rule_and_fit_the_screen(
    browser: Browser,
    tour: Tour,
    axe: str,
    width: int,
    scheme: str,
    tmp_path: Path,
) -> None:
    """Every page of learner, peer and family by axe, none scrolls sideways; a picture of each."""
    found = {}
    for who, role, pages in _tour(tour.school):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type] # light or dark
            bypass_csp=True,
        )
        page = context.new_page()
        _enter(page, tour.place, tour.names[who], role)
        for name, path in pages.items():
            page.goto(f"{tour.place}{path}")
            page.screenshot(path=tmp_path / f"{name}-{width}-{scheme}.png", full_page=True)
            page.evaluate(axe)
            found[name] = (page.evaluate(_RUN), page.evaluate(_WIDE))
        context.close()

    assert dict.fromkeys(found, ([], False)) == found


def _tour(school: School) -> tuple[tuple[str, Role, dict[str, str]], ...]:
    """Return who looks at which pages."""
    peer = _asked(school, "plover", "dunlin")
    review = school.call(peer, "GET", "/api/v1/reviews").get_json()["items"][0]["review"]
    returned = _returned(school)
    return (
        (
            "osprey",
            Role.LEARNER,
            {
                "start": "/home",
                "learning": "/learn",
                "draft": f"/learn/{_draft(school)}",
                "badges": "/learn/badges",
                "empty-record": "/learn/record",
            },
        ),
        ("heron", Role.LEARNER, {"returned": f"/learn/{returned}", "record": "/learn/record"}),
        ("kestrel", Role.LEARNER, {"in-review": f"/learn/{school.ids['work of kestrel']}"}),
        (
            peer,
            Role.PEER,
            {
                "peer-start": "/home",
                "reviews": "/reviews",
                "review": f"/reviews/{review}",
                "thanks": "/reviews/thanks",
            },
        ),
        (
            "guardian",
            Role.GUARDIAN,
            {
                "family-start": "/home",
                "family": "/family",
                "family-work": f"/learn/{school.ids['work of wren']}",
            },
        ),
    )


def _draft(school: School) -> str:
    """Return an open draft of Osprey's."""
    work = school.ids.get("draft of osprey") or open_submission(school, "osprey", "team")
    school.ids["draft of osprey"] = work
    return work


def _returned(school: School) -> str:
    """Return work of Heron's that came back, and give it a decided one for the record."""
    work = school.ids.get("returned of heron", "")
    if work:
        return work
    for end in ("not-yet", "return"):
        work = open_submission(school, "heron", "team")
        body = {"kind": "text", "title": "What I did", "text": f"I planned, then {end}."}
        school.made("heron", f"/api/v1/submissions/{work}/evidence", body)
        place = f"/api/v1/submissions/{work}"
        school.made("heron", f"{place}/submit", {"authorship": "Mine."})
        school.made("teacher", f"{place}/triage")
        levels = {"planning": "developing", "ethics": "proficient"}
        school.made(
            "teacher", f"{place}/ratings", {"rubric": "team-leadership@1", "levels": levels}
        )
        school.made("teacher", f"{place}/{end}", {"feedback": {"planning": "Say who did what."}})
    school.ids["returned of heron"] = work
    return work
