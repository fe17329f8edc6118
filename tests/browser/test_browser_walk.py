"""One walk over all pages of all roles: each is loaded once and looked at in every way.

Which pages there are is asked of the app itself (`touring`); what is looked for stands in
`looking`. Pictures lie in the folder that ISSUER_PICTURES names, if any.
"""

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.conftest import served
from tests.browser.looking import HEIGHT, Looker, may_be_listed, public_faults
from tests.browser.touring import READERS, Stop, Tour, gettable, tour_of
from tests.schooling import found_school, open_school

pytestmark = pytest.mark.browser

#: Breaks one rule after the other, each where no other rule would notice.
_BROKEN = """<!doctype html><html><head><title>Short</title>
<link rel="stylesheet" href="http://elsewhere.invalid/x.css"></head><body>
<main><h1>One</h1><h3>Three</h3><p style="color:#bbb;background:#fff">Hard to read</p>
<summary style="color:red;background:red;forced-color-adjust:none">Lost</summary>
<b class="tag" style="border:0;transition:color 1s">Flat</b>
<img src="/none.png"><button>x</button><div style="width:3000px">Wide</div></main></body></html>"""
#: Addresses of pages that nobody in a school at work is answered with a page, and why.
NOT_PAGES = {
    "/.well-known/change-password": "leads to the page of the password",
    "/.well-known/security.txt": "is set by the operator",
    "/favicon.ico": "leads to the icon",
    "/set-up/<secret>": "of an empty installation, see test_browser_first_run",
    "/set-up/badge": "of an empty installation, see test_browser_first_run",
    "/set-up/learner": "of an empty installation, see test_browser_first_run",
    "/set-up/done/<credential>": "of an empty installation, see test_browser_first_run",
    "/sign-in/provider/<provider>": "leads to the school's provider",
    "/sign-in/provider/callback": "comes back from the school's provider",
}


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """Find all pages of a school of this module's own."""
    folder = tmp_path_factory.mktemp("walk") / "data"
    found_school(folder)
    school = open_school(folder, styleguide=True)
    yield tour_of(school)
    school.house.close()


def test_every_address_of_a_page_was_read_by_somebody(tour: Tour) -> None:
    """A page that no link leads to would be forgotten; then this fails, and not the reader."""
    unread = gettable(tour.school) - tour.reached

    assert set(NOT_PAGES) == unread


def _context(browser: Browser, tour: Tour, place: str, who: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 1280, "height": HEIGHT}, reduced_motion="reduce"
    )
    if tour.cookies[who]:
        context.add_cookies([{"name": "issuer", "value": tour.cookies[who], "url": place}])
    return context


def _open(page: Page, place: str, stop: Stop) -> Response:
    answer = page.goto(place + stop.path)
    assert answer is not None
    return answer


def test_every_page_of_every_role_breaks_no_rule(
    tour: Tour, browser: Browser, looker: Looker
) -> None:
    """Axe, both schemes and widths, landmarks, targets, pictures, policy, and no other host.

    Pages that look the same to two readers are looked at once.
    """
    began = time.monotonic()
    public, titles = dict[str, list[str]](), dict[str, str]()
    with served(tour.school.app) as place:
        for who in READERS:
            context = _context(browser, tour, place, who)
            page = context.new_page()
            looker.watch(page)
            for stop in (each for each in tour.stops.values() if each.who == who):
                if READERS[who] is None:
                    context.clear_cookies()
                answer = _open(page, place, stop)
                looker.look(page, stop.name, answer)
                if READERS[who] is None:
                    public[stop.name] = public_faults(page, answer)
                    if may_be_listed(page, answer):
                        titles[page.url] = page.title()
            context.close()
    seconds = time.monotonic() - began
    print(  # noqa: T201 # how much was looked at is part of the result
        f"\naxe: {len(looker.found)} pages of {len(READERS)} readers, each in 2 schemes and 2"
        f" widths, {tour.seen} answers in all, {seconds:.0f} s"
    )

    assert {} == looker.faults
    assert {} == {name: faults for name, faults in public.items() if faults}
    assert [] == _repeated(titles)
    assert len(looker.found) > 80


def _repeated(titles: dict[str, str]) -> list[str]:
    """Return the titles of more than one page that search engines may list."""
    return [title for title, times in Counter(titles.values()).items() if times > 1]


def test_page_that_breaks_the_rules_is_found_out(browser: Browser, looker: Looker) -> None:
    """The look above can fail: each of its rules is broken here once."""
    site = Flask("broken", static_folder=None)
    site.add_url_rule("/", view_func=lambda: _BROKEN)
    with served(site) as place:
        context = browser.new_context()
        page = context.new_page()
        looker.watch(page)
        answer = page.goto(place)
        assert answer is not None
        looker.look(page, "broken", answer)
        head = public_faults(page, answer)
        context.close()
    told = {fault.partition(":")[0] for fault in looker.faults["broken"]}

    assert _RULES <= told
    assert {"title of 5 characters", "no canonical address", "no description"} <= set(head)


_RULES = {
    "address of another host",
    "asked another host",
    "color-contrast",
    "lost in forced colours",
    "main control below 44",
    "moves",
    "no edge in forced colours",
    "no icon",
    "no language",
    "no title",
    "no viewport",
    "nothing said about caches",
    "picture did not load",
    "picture without alt or size",
    "policy allows by default",
    "scrolls sideways",
    "scrolls sideways when large",
    "skips a heading",
    "style or script inline",
    "type may be guessed",
}
