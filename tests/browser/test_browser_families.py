"""Links, versions, levels, sounds and letters in a real browser, at two widths, in both schemes."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from issuer import jobs
from issuer.access import Role
from issuer.accounts.model import week_after
from tests.browser.conftest import Launch, served
from tests.browser.looking import Looker
from tests.posting import KeptMail, give_address
from tests.schooling import BADGE, BASE, School, found_school, open_school, open_submission
from tests.visiting import PASSWORD, give_password, riverbend

pytestmark = pytest.mark.browser

_PEOPLE = ("kestrel", "osprey", "heron", "teacher", "guardian", "plover", "dunlin")
#: Six seconds of a quiet saw: long enough to jump about in.
_SAMPLES = b"".join(struct.pack("<h", (at % 80) * 40) for at in range(6 * 8000))
_SOUND = (
    b"RIFF"
    + struct.pack("<I", 36 + len(_SAMPLES))
    + b"WAVEfmt "
    + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    + b"data"
    + struct.pack("<I", len(_SAMPLES))
    + _SAMPLES
)
_FIRST = "We met on Monday.\nWe made a plan.\nI drew the plan.\nTeal wrote it down.\nWe built it."
_SECOND = (
    "We met on Monday.\nWe made a plan with dates.\nI drew the plan.\nTeal wrote it down.\n"
    "We built it.\nThen we asked three others what they saw."
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A school in which everything that these pages show has happened."""

    school: School
    place: str
    names: dict[str, str]
    stop: str


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Found a school and let it live a little; no page of the tour changes it."""
    folder = tmp_path_factory.mktemp("families") / "data"
    found_school(folder)
    school = open_school(folder)
    names = {name: give_password(school, name) for name in _PEOPLE}
    people = school.house.accounts
    give_address(people, riverbend(school), school.ids["guardian"], "family@home.example")
    _decide(school)
    _share(school)
    _hand_in_twice(school)
    _publish_again(school)
    stop = _letter(school)
    with served(school.app) as place:
        yield Stage(school=school, place=place, names=names, stop=stop)
    school.house.close()


def _share(school: School) -> None:
    """Osprey and Wren have links: open and looked at, open and new, closed."""
    consent = {"purpose": "share-evidence"}
    school.made("osprey", f"/api/v1/people/{school.ids['osprey']}/consents", consent)
    wish: dict[str, Any] = {"kind": "share", "credential": school.ids["badge of osprey"]}
    wish["learner"] = school.ids["osprey"]
    address = school.made("osprey", "/api/v1/share-links", wish)["address"]
    for _ in range(3):
        school.client.get(address.removeprefix(BASE))
    closed = school.made("osprey", "/api/v1/share-links", {**wish, "days": 7})["id"]
    school.call("osprey", "DELETE", f"/api/v1/share-links/{closed}")
    child = {"kind": "family", "learner": school.ids["wren"]}
    school.made("guardian", "/api/v1/share-links", child)


def _decide(school: School) -> None:
    """Heron and Wren get levels in several decisions, weeks apart."""
    rounds = (
        (0, "beginning", "developing"),
        (9, "developing", "developing"),
        (30, "proficient", "advanced"),
    )
    for days, planning, ethics in rounds:
        school.clock.now += timedelta(days=days)
        for who in ("heron", "wren"):
            work = open_submission(school, who, "team")
            place = f"/api/v1/submissions/{work}"
            school.made(who, f"{place}/submit", {"authorship": "Mine."})
            school.made("teacher", f"{place}/triage")
            levels = {"planning": planning, "ethics": ethics}
            rating = {"rubric": "team-leadership@1", "levels": levels}
            school.made("teacher", f"{place}/ratings", rating)
            school.made("teacher", f"{place}/not-yet", {"feedback": {"planning": "Go on."}})


def _hand_in_twice(school: School) -> None:
    """Osprey's work has a sound, an address, and a text that was written anew."""
    work = school.ids["work of osprey"] = open_submission(school, "osprey", "team")
    place = f"/api/v1/submissions/{work}"
    sound = {"title": "What I said", "file": (io.BytesIO(_SOUND), "talk.wav")}
    school.made("osprey", f"{place}/evidence", data=sound)
    link = {"kind": "url", "title": "Our page", "url": "https://example.org/our-work"}
    school.made("osprey", f"{place}/evidence", link)
    text = {"kind": "text", "title": "What we did", "text": _FIRST}
    first = school.made("osprey", f"{place}/evidence", text)["id"]
    school.made("osprey", f"{place}/submit", {"authorship": "Mine; Teal helped."})
    school.made("teacher", f"{place}/triage")
    feedback = {"feedback": {"planning": "Say when, and ask others."}}
    school.made("teacher", f"{place}/return", feedback)
    school.call("osprey", "DELETE", f"{place}/evidence/{first}")
    school.made("osprey", f"{place}/evidence", {**text, "text": _SECOND})
    school.made("osprey", f"{place}/resubmit", {"authorship": "Still mine."})
    school.made("teacher", f"{place}/triage")


def _publish_again(school: School) -> None:
    """Team Leadership has a second version, and Heron a draft of the first."""
    school.ids["draft of heron"] = open_submission(school, "heron", "team")
    parts = [dict(each) for each in BADGE["criteria"]["all_of"]]  # type: ignore[index] # a document
    parts[0] = {**parts[0], "evidence": {"kinds": ["file", "text", "url"], "min": 2}}
    parts.append({"id": "talk", "title": "Show the talk", "evidence": {"kinds": ["video"]}})
    tree = {**BADGE["criteria"], "all_of": parts}  # type: ignore[dict-item] # a document
    document = {**BADGE, "version": 2, "criteria": tree}
    draft = school.made("teacher", "/api/v1/badges", {"document": document})["id"]
    school.made("teacher", f"/api/v1/badges/{draft}/propose")
    school.made("admin", f"/api/v1/badges/{draft}/publish")


def _letter(school: School) -> str:
    """Let a week end; return the path of the link in the letter that the guardian got."""
    mail, working = KeptMail(), school.house.jobs
    services = replace(working, post=replace(working.post, mailer=mail))
    jobs.run_once(services)
    school.clock.now = week_after(school.clock.now) + timedelta(minutes=1)
    jobs.run_once(services)
    (address,) = [each.unsubscribe for each in mail.letters if each.unsubscribe]
    return address.removeprefix(BASE)


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


def test_pages_break_no_rule_and_fit_the_screen(
    browser: Browser, stage: Stage, looker: Looker
) -> None:
    """Where much has happened, pages still break no rule, at both widths and in both schemes."""
    for who, role, pages in _tour(stage):
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        looker.watch(page)
        _enter(page, stage.place, stage.names[who], role)
        for name, path in pages.items():
            looker.look(page, f"families-{name}", page.goto(f"{stage.place}{path}"))
        context.close()

    assert {} == looker.faults


def _tour(stage: Stage) -> tuple[tuple[str, Role, dict[str, str]], ...]:
    """Return who looks at which pages."""
    school = stage.school
    osprey = school.ids["work of osprey"]
    child = school.ids["wren"]
    return (
        (
            "osprey",
            Role.LEARNER,
            {
                "backpack": "/learn/badges",
                "links": "/learn/links",
                "hand-ins": f"/learn/{osprey}",
                "moving": f"/learn/{osprey}/version",
            },
        ),
        (
            "heron",
            Role.LEARNER,
            {
                "record": "/learn/record",
            },
        ),
        (
            "guardian",
            Role.GUARDIAN,
            {
                "family": "/family",
                "family-links": f"/family/{child}/links",
                "stop": stage.stop,
            },
        ),
        ("teacher", Role.TEACHER, {"desk": f"/teach/{osprey}"}),
    )


def test_guardian_shares_and_stops_letters_by_keyboard(browser: Browser, stage: Stage) -> None:
    """With neither script nor mouse a link is made and shown, and the letter is turned off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _enter(page, stage.place, stage.names["guardian"])
    page.goto(f"{stage.place}/family/{stage.school.ids['wren']}/links")
    page.get_by_role("button", name="Make the link for “Safety Talk”").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    address = page.locator("#made").input_value()
    page.goto(f"{stage.place}/family")
    page.locator("#wanted-no").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save the choice about the weekly letter").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    is_off = page.locator("#wanted-no").is_checked()
    shown = context.new_page()
    shown.goto(address.replace(BASE, stage.place))
    title = shown.locator("h1").inner_text()
    context.close()

    assert ("Safety Talk", True) == (title, is_off)


def test_sound_is_played_from_its_middle(browser: Browser, stage: Stage) -> None:
    """A teacher jumps to the fourth second: the browser asks for a part, and gets it."""
    context = browser.new_context()
    page = context.new_page()
    statuses: list[int] = []
    _enter(page, stage.place, stage.names["teacher"])
    page.on(
        "response",
        lambda answer: statuses.append(answer.status) if "/evidence/" in answer.url else None,
    )
    page.goto(f"{stage.place}/teach/{stage.school.ids['work of osprey']}")
    at = page.evaluate(
        """async () => {
            const sound = document.querySelector("audio");
            sound.preload = "auto";
            if (sound.readyState < 1) {
                await new Promise((done) => sound.addEventListener("loadedmetadata", done));
            }
            const there = new Promise((done) => sound.addEventListener("seeked", done));
            sound.currentTime = 4;
            await there;
            return [Math.round(sound.duration), sound.currentTime];
        }"""
    )
    context.close()

    assert ([6, 4], {206}) == (at, set(statuses))


def test_files_go_one_by_one_and_words_stay_in_the_tab(launch: Launch, stage: Stage) -> None:
    """Of three files the good ones are saved and the bad one is told; a text survives a reload."""
    work = stage.school.ids["draft of heron"]
    port = stage.place.rsplit(":", 1)[1]
    browser = launch(f"--host-resolver-rules=MAP localhost:8000 127.0.0.1:{port}")
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _enter(page, BASE, stage.names["heron"])
    page.goto(f"{BASE}/learn/{work}")
    page.fill("#text", "Half a sentence")
    page.locator("#text").blur()
    files = [_file("one.txt", b"one"), _file("bad.exe", b"MZ\x90\x00"), _file("two.txt", b"two")]
    page.set_input_files("#files", files)
    page.get_by_role("button", name="Add the files").click()
    page.get_by_role("link", name="Show what was saved").wait_for()
    told = page.locator(".sending").inner_text()
    page.get_by_role("link", name="Show what was saved").click()
    page.locator(".pieces > li").nth(1).wait_for()
    found = page.locator(".pieces").inner_text()
    kept = page.locator("#text").input_value()
    browser.close()

    assert ("one.txt: Saved" in told, "bad.exe: Send a picture" in told) == (True, True)
    assert ("one.txt" in found, "two.txt" in found, kept) == (True, True, "Half a sentence")
    assert [] == complaints


def _file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
