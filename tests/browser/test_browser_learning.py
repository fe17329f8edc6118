"""Learner and peer in a real browser: work goes in, comes back, goes in again; files are sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from issuer.access import Role
from tests.browser.conftest import Launch, served
from tests.browser.people import enter
from tests.schooling import BASE, School, found_school, open_school, open_submission
from tests.visiting import give_password

pytestmark = pytest.mark.browser

DESKTOP, PHONE = 1280, 390


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
    enter(page, place, names["heron"])
    work, pieces = _hand_in_two_pieces(page, place, tmp_path)
    living.made("teacher", f"/api/v1/submissions/{work}/triage")
    peer, review = _asked_about(living, work)
    thanked = _answer_on_a_phone(browser, place, names[peer], review)
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


def _answer_on_a_phone(browser: Browser, place: str, name: str, review: str) -> str:
    """Answer one review; return the heading at the end."""
    phone = browser.new_context(viewport={"width": PHONE, "height": 844}, java_script_enabled=False)
    peer = phone.new_page()
    enter(peer, place, name, Role.PEER)
    peer.goto(f"{place}/reviews")
    peer.locator(f"main a[href='{review}']").first.click()
    peer.wait_for_url(f"**{review}")
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


def _asked_about(school: School, work: str) -> tuple[str, str]:
    """Return a peer who was asked about this work, and the address of the review."""
    reviews = school.call("teacher", "GET", f"/api/v1/submissions/{work}").get_json()["reviews"]
    by_id = {person: name for name, person in school.ids.items()}
    asked = next(review for review in reviews if by_id[review["peer"]] != "wren")
    return by_id[asked["peer"]], f"/reviews/{asked['id']}"


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
    enter(page, BASE, names["osprey"])
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
