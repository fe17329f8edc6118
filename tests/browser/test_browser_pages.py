"""In a real browser: nothing scrolls sideways, runs, leaks or is out of a keyboard's reach."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import Looker
from tests.browser.site import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_PATHS = pytest.mark.parametrize("path", PAGES)
#: One page per template, where the values on it make no difference.
_KINDS = pytest.mark.parametrize(
    "path",
    [
        "/",
        "/verify",
        "/badges/valid",
        "/achievements/x/v1",
        "/issuers/academy",
        "/report/mixed",
        "/fault",
    ],
)
_WIDTHS = (320, 390, 768, 1280)
_FOCUSABLE = (
    "a[href], button, summary, input:not([type='hidden']), textarea, select, [tabindex='0']"
)

#: Number what can be seen and have the focus, and return how many there are.
_NUMBER_ALL = """selector => {
    const all = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
    all.forEach((e, n) => { e.dataset.n = String(n); });
    return all.length;
}"""
#: Which element has the focus, and whether it or the tile around it is outlined.
_NUMBER_AND_OUTLINE = """() => {
    const seen = element => getComputedStyle(element).outlineStyle !== 'none';
    const focused = document.activeElement;
    return [focused.dataset.n, seen(focused) || seen(focused.closest('.tile') || focused)];
}"""
Open = Callable[..., Page]


class Watched:
    """What a page asked for, and what the browser complained of."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []


@pytest.fixture
def watched() -> Watched:
    """Return an empty notebook."""
    return Watched()


@pytest.fixture
def visit(browser: Browser, site: str, watched: Watched) -> Iterator[Open]:
    """Open pages of the site, each in a fresh context, noting requests and complaints."""
    contexts = []

    def open_page(path: str, *, width: int = 1280, **options: Any) -> Page:
        # Places and colours are measured at rest, so nothing moves unless a test wants it to.
        settings = {"reduced_motion": "reduce", **options}
        context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: watched.requests.append(request.url))
        page.on("console", lambda message: watched.complaints.append(message.text))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
        page.goto(site + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _wait_for_width(page: Page, width: int) -> None:
    """Wait up to ten seconds; the page's policy forbids the driver to ask from within the page."""
    for _ in range(200):
        if page.evaluate("innerWidth") == width:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the window never was {width} wide")


@_PATHS
def test_page_breaks_no_rule_at_any_width(
    visit: Open, looker: Looker, watched: Watched, site: str, path: str
) -> None:
    """WCAG 2.2 A and AA, both schemes, from the smallest phone to a desk, whatever is written.

    No third party is told who reads, no policy is broken, and nothing written runs (row 56, 59).
    """
    page = visit(path)
    # The question goes the way of all events, so that those of the page have arrived before it.
    pwned = page.evaluate("document.fonts.ready.then(() => window.pwned ?? null)")
    looker.look(page, f"specimen{path.replace('/', '-')}")
    seen = []
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        _wait_for_width(page, width)
        seen.append(page.evaluate("document.documentElement.scrollWidth"))

    assert {} == looker.faults
    assert list(_WIDTHS) == seen
    assert [] == [url for url in watched.requests if not url.startswith((f"{site}/", "data:"))]
    assert [] == watched.complaints
    assert pwned is None


@_KINDS
def test_pages_say_the_same_without_javascript(visit: Open, path: str) -> None:
    """A page is complete as it was sent, with its landmarks for screen readers."""
    plain = visit(path, java_script_enabled=False).inner_text("body")
    page = visit(path)
    # Buttons that copy a field are all that a script adds; the field can be copied without them.
    page.eval_on_selector_all(".copies > :not([readonly])", "all => all.forEach(e => e.remove())")

    assert plain == page.inner_text("body")
    assert 100 < len(plain)
    for landmark in ("header", "main", "footer", "nav[aria-label]", "html[lang=en]", "title"):
        assert page.locator(landmark).count() >= 1


@_KINDS
def test_keyboard_reaches_everything_in_order_and_is_always_seen(visit: Open, path: str) -> None:
    """Tab alone visits every link and control once, each with an outline (WCAG 2.4.3, 2.4.7)."""
    page = visit(path)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    wanted = page.evaluate(_NUMBER_ALL, _FOCUSABLE)
    reached = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_NUMBER_AND_OUTLINE))

    assert [[str(n), True] for n in range(wanted)] == reached


def test_skip_link_shows_itself_and_leads_to_the_content(visit: Open) -> None:
    """It is out of sight until it has the focus, and then it works."""
    page = visit("/badges/valid", reduced_motion="no-preference")
    page.keyboard.press("Tab")
    link = page.locator(".skip")
    # It slides in; where it comes to rest is what a person sees.
    link.evaluate("e => Promise.all(e.getAnimations().map(each => each.finished))")
    box = link.bounding_box()
    page.keyboard.press("Enter")

    assert box is not None
    assert box["y"] >= 0
    assert "content" == page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("path", ["/badges/valid", "/badges/revoked"])
def test_printed_badge_keeps_the_answer_and_a_code_of_two_centimetres(
    visit: Open, path: str
) -> None:
    """wallets.md section 9: at least 2 cm; a printed sheet has no navigation."""
    page = visit(path, width=794)
    page.emulate_media(media="print")
    code = page.locator(".qr img").bounding_box()

    assert code is not None
    assert code["width"] >= 2 / 2.54 * 96
    assert page.locator(".banner .headline").is_visible()
    assert not page.locator("nav").first.is_visible()
