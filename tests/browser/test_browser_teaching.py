"""From a template to work that is ready, by the pages of teachers alone; axe looks at each.

A teacher designs, an administrator publishes, work is rated by keyboard, returned, rated again.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.schooling import School
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
WIDTHS = (1280, 390)
_RUN = "axe.run().then(found => found.violations.map(each => each.id))"
_TEXT = "Nine people used the tap. I drew a chart of it and named what it does not show."


@pytest.fixture(scope="module")
def names(school: School) -> dict[str, str]:
    """Give those who play in this story a way in."""
    return {who: give_password(school, who) for who in ("teacher", "admin")}


@pytest.fixture
def teacher(browser: Browser, school_site: str, names: dict[str, str]) -> Iterator[Page]:
    """Sign the teacher in, without any script."""
    context = _enter(browser, school_site, names["teacher"])
    yield context.pages[0]
    context.close()


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this run that keeps a picture of each page."""
    folder = tmp_path_factory.getbasetemp() / "pictures"
    folder.mkdir(exist_ok=True)
    return folder


def _enter(browser: Browser, site: str, name: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{site}/sign-in")
    page.select_option("#school", "riverbend")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    assert page.url.endswith("/home")
    return context


def _hand_in(school: School, definition: str, work: str | None = None) -> str:
    """Let Heron hand in, the first time or again, and take it into review."""
    if work is None:
        made = school.made("heron", "/api/v1/submissions", {"badge": definition})
        work = str(made["id"])
        words = {"kind": "text", "title": "My chart", "text": _TEXT, "tags": ["work"]}
        school.made("heron", f"/api/v1/submissions/{work}/evidence", words)
        path = "submit"
    else:
        path = "resubmit"
    statement = {"authorship": "I made this myself."}
    school.made("heron", f"/api/v1/submissions/{work}/{path}", statement)
    school.made("teacher", f"/api/v1/submissions/{work}/triage")
    return work


def _state(school: School, work: str) -> str:
    answer = school.call("teacher", "GET", f"/api/v1/submissions/{work}")
    return str(answer.get_json()["state"])


def _rate_by_keyboard(page: Page) -> None:
    """Reach each group of choices with Tab, move to the third level with arrows, send by Enter."""
    groups = page.locator("form.rating fieldset")
    for number in range(groups.count()):
        group = groups.nth(number)
        group.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
    page.locator("form.rating button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=rated"))


def _design(page: Page, site: str) -> str:
    """Design a badge from a template: a title of its own, the peers left out."""
    page.goto(f"{site}/design/new")
    page.fill("#title", "Reading Charts")
    page.click("text=Begin with this: Data Analysis")
    page.wait_for_url(re.compile("done=made"))
    definition = re.sub(r".*/design/|[?#].*", "", page.url)
    page.goto(f"{site}/design/{definition}/source")
    text = page.locator("#text").input_value()
    assert "spec: cbe-criteria/1" in text
    page.fill("#text", _SMALLER)
    page.click("text=Save")
    page.wait_for_url(re.compile("done=saved"))
    page.select_option("#add-everything", "signoff")
    page.click("button:has-text('Add to All of these')")
    page.fill("#title", "A teacher was there")
    page.fill("#statement", "I saw the learner make it.")
    page.click("text=Add it")
    page.wait_for_url(re.compile("done=saved"))
    page.click("text=Propose it")
    page.wait_for_url(re.compile("done=proposed"))
    return definition


_SMALLER = """\
spec: cbe-criteria/1
badge: reading-charts
version: 1
title: Reading Charts
summary: The learner explains what a chart shows, and what it does not show.
scale: [beginning, developing, proficient, advanced]
criteria:
  id: everything
  title: All of these
  all_of:
    - id: work
      title: Show the work
      evidence: {kinds: [text, file]}
    - id: rating
      title: A teacher compares
      rubric:
        rubric: team-leadership@1
        levels: {planning: proficient, ethics: developing}
"""


def test_badge_is_designed_published_and_its_work_rated_to_ready(
    teacher: Page, browser: Browser, school_site: str, school: School, names: dict[str, str]
) -> None:
    """The whole way without a script: design, publish, rate, return, rate again."""
    definition = _design(teacher, school_site)
    admin = _enter(browser, school_site, names["admin"])
    admin.pages[0].goto(f"{school_site}/design/{definition}/publish")
    admin.pages[0].click("text=Publish for good")
    admin.pages[0].wait_for_url(re.compile("done=published"))
    admin.close()
    work = _hand_in(school, definition)
    teacher.goto(f"{school_site}/teach")
    teacher.click("a:has-text('heron, Reading Charts')")
    _rate_by_keyboard(teacher)
    teacher.locator("textarea[name='feedback.planning']").fill("Say what each part is for.")
    teacher.click("text=Return to the learner")
    teacher.wait_for_url(re.compile("done=returned"))
    returned = _state(school, work)
    _hand_in(school, definition, work)
    teacher.goto(f"{school_site}/teach/{work}")
    _rate_by_keyboard(teacher)
    teacher.click("text=I sign this sentence")
    teacher.wait_for_url(re.compile("done=signed"))

    assert ("returned", "ready") == (returned, _state(school, work))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS, ids=["desktop", "phone"])
def test_pages_of_teachers_break_no_rule_and_fit_the_screen(  # noqa: PLR0913, PLR0917 # a matrix
    teacher: Page,
    browser: Browser,
    school_site: str,
    school: School,
    axe: str,
    pictures: Path,
    width: int,
    scheme: str,
) -> None:
    """Queue, desk, board and every page of the designer; a picture of each is kept."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type] # one of its words
        storage_state=teacher.context.storage_state(),
    )
    page, found = context.new_page(), {}
    for name, path in _places(school).items():
        answer = page.goto(school_site + path)
        page.evaluate(axe)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[name] = (answer.status if answer else 0, page.evaluate(_RUN), wide)
        page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
    context.close()

    assert dict.fromkeys(found, (200, [], False)) == found


def _places(school: School) -> dict[str, str]:
    draft = school.ids["draft"]
    return {
        "queue": "/teach",
        "desk": f"/teach/{school.ids['work of kestrel']}",
        "board": "/teach/board",
        "designs": "/design",
        "new": "/design/new",
        "draft": f"/design/{draft}",
        "published": f"/design/{school.ids['team']}",
        "leaf": f"/design/{school.ids['team']}/nodes/peer-verification",
        "add": f"/design/{school.ids['team']}/add?parent=everything&kind=rubric",
        "publish": f"/design/{draft}/publish",
        "source": f"/design/{draft}/source",
        "sheets": "/design/sheets",
        "sheet": "/design/sheets/edit?kind=rubric&from=team-leadership@1",
        "instrument": "/design/sheets/edit?kind=instrument",
    }
