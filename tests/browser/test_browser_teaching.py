"""From a template to work that is ready, by the pages of teachers alone.

A teacher designs, an administrator publishes, work is rated by keyboard, returned, rated again.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.people import rate_by_keyboard
from tests.schooling import School
from tests.visiting import PASSWORD, give_password

pytestmark = pytest.mark.browser

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
    rate_by_keyboard(teacher)
    teacher.locator("textarea[name='feedback.planning']").fill("Say what each part is for.")
    teacher.click("text=Return to the learner")
    teacher.wait_for_url(re.compile("done=returned"))
    returned = _state(school, work)
    _hand_in(school, definition, work)
    teacher.goto(f"{school_site}/teach/{work}")
    rate_by_keyboard(teacher)
    teacher.click("text=I sign this sentence")
    teacher.wait_for_url(re.compile("done=signed"))

    assert ("returned", "ready") == (returned, _state(school, work))
