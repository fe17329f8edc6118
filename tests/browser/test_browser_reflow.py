"""Every kind of page, as those see it who make it large, choose their colours, or are made ill.

Four hundred percent on a desk of 1280 pixels leaves 320 to a page (WCAG 2.2, 1.4.10).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sightseeing import Tour, touring

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
#: Text that lies on a ground of nearly its own colour, as seen by the browser.
_LOST = """() => [...document.querySelectorAll('main a, main button, .tag, .masthead a, summary')]
    .filter(e => e.checkVisibility())
    .filter(e => getComputedStyle(e).color === getComputedStyle(e).backgroundColor)
    .map(e => e.outerHTML.slice(0, 80))"""
#: What moves or fades, and for how long.
_MOVING = """() => [...document.querySelectorAll('*')]
    .filter(e => getComputedStyle(e).transitionDuration.split(', ').some(each => each !== '0s')
        || getComputedStyle(e).animationName !== 'none')
    .map(e => e.outerHTML.slice(0, 80))"""
#: Chips and marks keep an outline where grounds of colour are taken away.
_BORDERLESS = """() => [...document.querySelectorAll('.tag, .card, .notice, .banner')]
    .filter(e => e.checkVisibility() && getComputedStyle(e).borderTopStyle === 'none')
    .map(e => e.outerHTML.slice(0, 80))"""


#: Pages on which the colour of a school does most.
_BRANDED = frozenset(
    {
        "public-badge",
        "public-issuer",
        "public-embed",
        "admin-looks",
        "learner-badges",
        "teacher-desk",
        "styleguide",
        "registry",
    }
)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """Let a school live, and sign everybody in."""
    with touring(tmp_path_factory.mktemp("reflowed") / "data") as made:
        yield made


def _pages(
    tour: Tour, browser: Browser, names: frozenset[str] = frozenset(), **options: object
) -> Iterator[tuple[str, Page]]:
    """Open every page once, or those of these names, as whoever it is for."""
    stops = [stop for stop in tour.stops if not names or stop.name in names]
    for who in dict.fromkeys(stop.who for stop in stops):
        context = tour.enter(browser, who, **options)
        page = context.new_page()
        for stop in stops:
            if stop.who == who:
                page.goto(tour.place + stop.path)
                yield stop.name, page
        context.close()


@pytest.fixture(scope="module")
def seen(tour: Tour, browser: Browser) -> dict[str, dict[str, object]]:
    """Open each page once, and ask it everything; kind of complaint -> page -> what was found."""
    found: dict[str, dict[str, object]] = {"wide": {}, "lost": {}, "moving": {}}
    for name, page in _pages(tour, browser, viewport={"width": 320, "height": 256}):
        page.emulate_media(reduced_motion="reduce", forced_colors="active")
        found["lost"][name] = page.evaluate(_LOST) + page.evaluate(_BORDERLESS)
        found["moving"][name] = page.evaluate(_MOVING)
        page.emulate_media(reduced_motion="reduce", forced_colors="none")
        page.eval_on_selector_all("details", "all => all.forEach(e => { e.open = true; })")
        found["wide"][name] = page.evaluate(_WIDE)
    return found


def test_no_page_scrolls_sideways_at_four_hundred_percent(
    seen: dict[str, dict[str, object]],
) -> None:
    """With menus and details open, every page fits 320 pixels."""
    assert dict.fromkeys(seen["wide"], False) == seen["wide"]


def test_chosen_colours_of_a_person_lose_nothing(seen: dict[str, dict[str, object]]) -> None:
    """In forced colours words stay visible, and what was told by its ground has an edge."""
    assert {name: [] for name in seen["lost"]} == seen["lost"]


def test_nothing_moves_for_those_whom_motion_makes_ill(seen: dict[str, dict[str, object]]) -> None:
    """With reduced motion no part has a transition or an animation."""
    assert {name: [] for name in seen["moving"]} == seen["moving"]


def test_menu_of_a_phone_opens_without_a_script(tour: Tour, browser: Browser) -> None:
    """A tap on the summary shows the pages of the role, and one of them opens."""
    context = tour.enter(
        browser, "registrar", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{tour.place}/home")
    before = page.get_by_role("link", name="Registry of badges").count()
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name="Registry of badges").click()
    heading = page.locator("h1").inner_text()
    context.close()

    # The start page has the same link among its ways on.
    assert (1, "Registry of badges") == (before, heading)


def test_pages_of_a_branded_school_break_no_rule(
    tour: Tour, browser: Browser, axe: str, tmp_path: Path
) -> None:
    """A colour that nobody could read on white passes axe, light and dark, once shades are made."""
    run = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)"
    found = {}
    for name, page in _pages(tour, browser, _BRANDED, bypass_csp=True, reduced_motion="reduce"):
        page.evaluate(axe)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found[name, scheme] = page.evaluate(run)
            page.screenshot(path=tmp_path / f"{name}-{scheme}.png")

    assert {key: [] for key in found} == found
