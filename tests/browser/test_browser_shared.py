"""A page behind a link in a real browser: a talk plays in its place, in the reader's language."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import Looker
from tests.http.test_http_evidence_parts import SOUND
from tests.http.test_http_links import LINKS
from tests.schooling import BASE, School, found_school, hand_in, open_school, open_submission

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

#: Plays from the third second on, and says where it is once it moves.
_JUMP = """async (sound) => {
    sound.muted = true;
    sound.currentTime = 3;
    await sound.play();
    while (sound.currentTime <= 3) await new Promise((go) => setTimeout(go, 20));
    sound.pause();
    return [sound.duration, sound.currentTime > 3];
}"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school in which Osprey, an adult, shares a badge, a talk and a text."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    found_school(folder)
    founded = open_school(folder)
    work = open_submission(founded, "osprey", "team")
    place = f"/api/v1/submissions/{work}/evidence"
    talk = {"title": "My talk", "file": (io.BytesIO(SOUND), "talk.wav")}
    text = {"kind": "text", "title": "What I said", "text": "Good morning."}
    items = [founded.made("osprey", place, data=talk), founded.made("osprey", place, text)]
    hand_in(founded, "osprey", work)
    consents = f"/api/v1/people/{founded.ids['osprey']}/consents"
    founded.made("osprey", consents, {"purpose": "share-evidence"})
    wish = {
        "learner": founded.ids["osprey"],
        "kind": "share",
        "credential": founded.ids["badge of osprey"],
        "evidence": [each["id"] for each in items],
    }
    founded.ids["link"] = founded.made("osprey", LINKS, wish)["address"].removeprefix(BASE)
    yield founded
    founded.house.close()


@pytest.fixture
def shown(school: School, school_site: str) -> str:
    """Return the address of the page behind the link."""
    return f"{school_site}{school.ids['link']}"


def _opened(browser: Browser, address: str, complaints: list[str], **options: object) -> Page:
    page = browser.new_context(locale="es-MX", **options).new_page()  # type: ignore[arg-type]
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    return page


def _views(school: School) -> int:
    (link,) = school.call("osprey", "GET", LINKS).get_json()["items"]
    return int(link["views"])


def test_talk_plays_from_the_middle_and_was_opened_once(
    browser: Browser, school: School, shown: str
) -> None:
    """The policy of page and file let it play; however often the player asks, one opening."""
    complaints: list[str] = []
    before = _views(school)
    page = _opened(browser, shown, complaints)
    sound = page.locator("audio")
    found = sound.evaluate(_JUMP)
    page.context.close()

    assert [pytest.approx(4.8, abs=0.1), True] == found
    assert [] == complaints
    assert before + 1 == _views(school)


def test_address_of_the_talk_alone_is_saved_and_not_played(browser: Browser, shown: str) -> None:
    """Somebody's file is never a page of ours."""
    page = _opened(browser, shown, [])
    source = page.locator("audio").get_attribute("src")
    with page.expect_download() as saved:
        page.evaluate(f"() => {{ location.href = '{source}'; }}")

    assert SOUND == Path(saved.value.path()).read_bytes()
    page.context.close()


def test_page_breaks_no_rule_and_fits_the_screen(
    browser: Browser, shown: str, looker: Looker
) -> None:
    """In Spanish, at both widths and in both schemes."""
    page = _opened(browser, shown, [], reduced_motion="reduce")
    expect(page.locator("h1")).to_be_visible()
    looker.look(page, "shared")

    assert {} == looker.faults
    assert "es" == page.evaluate("document.documentElement.lang")
    page.context.close()
