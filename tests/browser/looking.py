"""One look at a page that is open in a browser: rules, screens, addresses, and a picture of each.

A page is loaded once. Width and colours are changed under it, since that is all that differs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import ConsoleMessage, Page, Request, Response, ViewportSize

Scheme = Literal["light", "dark"]

DESKTOP, PHONE = 1280, 390
HEIGHT = 900
#: What a desk leaves to a page at four hundred percent (WCAG 2.2, 1.4.10).
_LARGE: ViewportSize = {"width": 320, "height": 256}
#: Width, scheme and rules of axe, in the order of looking: all rules at a desk by day and on a
#: phone by night, with a picture; of colours alone, which is what a scheme changes, in the others.
_COLOURS = ["color-contrast", "link-in-text-block"]
_LOOKS: tuple[tuple[int, Scheme, list[str]], ...] = (
    (DESKTOP, "light", []),
    (DESKTOP, "dark", _COLOURS),
    (PHONE, "dark", []),
    (PHONE, "light", _COLOURS),
)
_AXE = """async only => (await axe.run(document, {
    resultTypes: ['violations'],
    runOnly: only.length ? {type: 'rule', values: only} : {type: 'tag', values: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
})).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)"""
#: What one look finds wrong with a page as it stands at this width.
_FAULTS = """() => {
    const found = [], root = document.documentElement;
    const all = selector => [...document.querySelectorAll(selector)];
    const say = (rule, elements) => elements.forEach(
        e => found.push(`${rule}: ${e.outerHTML.replace(/\\s+/g, ' ').slice(0, 120)}`));
    const meta = name => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
    const need = (rule, is) => is || found.push(rule);
    const below = least => e => {
        const box = e.getBoundingClientRect();
        return e.checkVisibility() && box.height > 0 && (box.height < least || box.width < 24);
    };
    const levels = all('h1,h2,h3,h4,h5,h6').filter(e => e.checkVisibility());
    need('scrolls sideways', root.scrollWidth <= innerWidth);
    need('no language', /^(en|es)$/.test(root.lang));
    need('no viewport', meta('viewport').includes('width=device-width'));
    need('no title', document.title.trim().length >= 10);
    need('no icon', document.querySelector('link[rel=icon]'));
    need('not one h1', levels.filter(e => e.tagName === 'H1').length === 1);
    say('skips a heading', levels.filter(
        (e, n) => n && e.tagName[1] - levels[n - 1].tagName[1] > 1));
    say('picture without alt or size', all('img').filter(
        e => !e.hasAttribute('alt') || !e.getAttribute('width') || !e.getAttribute('height')));
    say('picture did not load', all('img').filter(
        e => e.complete && !e.naturalWidth && e.checkVisibility()));
    say('address of another host', all('script, img, iframe, link[rel~=stylesheet], link[rel=icon]')
        .filter(e => !/^(data:|$)/.test(e.src ?? e.href ?? ''))
        .filter(e => new URL(e.src ?? e.href).host !== location.host));
    say('main control below 44', all(
        'button, .button, select, textarea, .masthead a,' +
        'input:not([type=hidden]):not([type=radio]):not([type=checkbox])')
        .filter(e => !e.matches('.small-button, .visually-hidden')).filter(below(44)));
    say('target below 24', all('a[href], .small-button, summary, label:has(input)').filter(
        e => getComputedStyle(e).display !== 'inline').filter(below(24)));
    return found;
}"""

#: What is wrong for those who choose their colours or are made ill by what moves: words on a ground
#: of their own colour, chips and marks without an edge, and whatever moves or fades.
_CHOSEN = """() => {
    const found = [];
    const say = (rule, selector, test) => [...document.querySelectorAll(selector)]
        .filter(e => e.checkVisibility()).filter(e => test(getComputedStyle(e)))
        .forEach(e => found.push(`${rule}: ${e.outerHTML.slice(0, 80)}`));
    say('lost in forced colours', 'main a, main button, .tag, .masthead a, summary',
        style => style.color === style.backgroundColor);
    say('no edge in forced colours', '.tag, .card, .notice, .banner',
        style => style.borderTopStyle === 'none');
    say('moves', '*', style => style.animationName !== 'none'
        || style.transitionDuration.split(', ').some(each => each !== '0s'));
    return found;
}"""
_OPEN_ALL = "document.querySelectorAll('details').forEach(e => { e.open = true; })"
_WIDE = "document.documentElement.scrollWidth > innerWidth"

#: What a search engine and a program that shows a link read of a page.
_HEAD = """() => ({
    title: document.title,
    canonical: document.querySelector('link[rel=canonical]')?.href ?? '',
    robots: document.querySelector('meta[name=robots]')?.content ?? '',
    description: document.querySelector('meta[name=description]')?.content ?? '',
})"""
_INLINE = re.compile(r"""\sstyle=["']|<style|\son\w+=["']|<script(?![^>]*(?:src=|json"))""")
#: Pixels of a page that is taken whole.
_LONGEST = 12_000
#: What fits into one packet gains nothing by being packed.
_ONE_PACKET = 1400


@dataclass(kw_only=True)
class Looker:
    """Looks at pages and remembers what it found; keeps pictures if there is a folder for them."""

    axe: str
    folder: Path | None
    found: dict[str, list[str]] = field(default_factory=dict)
    _heard: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note from now on what a page asks of other hosts and what the browser says about it."""
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))

    def look(self, page: Page, name: str, answer: Response | None = None) -> None:
        """Look at the page that is open, in every way, under a name of its own.

        Afterwards it is as those have it who make it large, with all its details open.
        """
        faults = [*self._heard, *([] if answer is None else policy_faults(answer))]
        self._heard.clear()
        page.evaluate(self.axe)
        for width, scheme, rules in _LOOKS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce", forced_colors="none")
            faults += page.evaluate(_AXE, rules)
            if not rules:
                faults += page.evaluate(_FAULTS)
                self._keep(page, f"{name}-{width}-{scheme}")
        self.found[name] = sorted({*faults, *_faults_for_some(page)})

    def look_beside(self, page: Page, name: str) -> None:
        """Look at the page of a visit that runs no script, in a browser that runs axe."""
        with self._beside(page) as beside:
            self.look(beside, name, beside.goto(page.url))

    def look_at_answer(self, page: Page, name: str) -> None:
        """Look at the answer of a form in such a visit: nothing can be asked for it once more."""
        shown = page.content()
        with self._beside(page) as beside:
            beside.route(
                page.url, lambda route: route.fulfill(body=shown, content_type="text/html")
            )
            beside.goto(page.url)
            self.look(beside, name)

    @contextmanager
    def _beside(self, page: Page) -> Iterator[Page]:
        browser = page.context.browser
        assert browser is not None
        context = browser.new_context(
            storage_state=page.context.storage_state(), reduced_motion="reduce"
        )
        beside = context.new_page()
        self.watch(beside)
        yield beside
        context.close()

    @property
    def faults(self) -> dict[str, list[str]]:
        """Return the pages with faults alone."""
        return {name: faults for name, faults in self.found.items() if faults}

    def _keep(self, page: Page, name: str) -> None:
        if self.folder is None:
            return
        path = self.folder / f"{name}.jpg"
        # The reference of the API is a hundred screens long; its first one is enough.
        is_long = page.evaluate("document.documentElement.scrollHeight") > _LONGEST
        page.screenshot(path=path, full_page=not is_long, type="jpeg", quality=80)

    def _on_request(self, request: Request) -> None:
        own = request.frame.url.split("/")[2:3]
        if not request.url.startswith("data:") and request.url.split("/")[2:3] != own:
            is_first = request.is_navigation_request()
            self._heard.extend([] if is_first else [f"asked another host: {request.url}"])

    def _on_console(self, message: ConsoleMessage) -> None:
        # Lower levels are advice, and Chromium calls the page of a fault a failure to load.
        if message.type in {"error", "warning"} and "404 (NOT FOUND)" not in message.text:
            self._heard.append(f"console: {message.text[:200]}")


def _faults_for_some(page: Page) -> list[str]:
    """Return what is wrong for those who make a page large, choose its colours or want it still."""
    page.set_viewport_size(_LARGE)
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    found: list[str] = page.evaluate(_CHOSEN)
    page.emulate_media(reduced_motion="reduce", forced_colors="none")
    page.evaluate(_OPEN_ALL)
    return [*found, *(["scrolls sideways when large"] if page.evaluate(_WIDE) else [])]


def policy_faults(answer: Response) -> list[str]:
    """Return what is wrong with the headers of a page, or inline in it."""
    headers = answer.headers
    policy = headers.get("content-security-policy", "")
    rules = {
        "policy allows what is unsafe": "unsafe" in policy,
        "policy allows by default": "default-src 'none'" not in policy,
        "policy allows another host": "http" in policy.replace("http-equiv", ""),
        "nothing said about caches": not headers.get("cache-control"),
        "style or script inline": _INLINE.search(answer.text()) is not None,
        "type may be guessed": headers.get("x-content-type-options") != "nosniff",
    }
    return [rule for rule, is_broken in rules.items() if is_broken]


def may_be_listed(page: Page, answer: Response) -> bool:
    """Tell whether neither headers nor the page itself ask search engines to leave it out."""
    robots: str = page.evaluate(_HEAD)["robots"]
    return "noindex" not in answer.headers.get("x-robots-tag", "") + robots


def public_faults(page: Page, answer: Response) -> list[str]:
    """Return what a page lacks that strangers and search engines open."""
    seen: dict[str, str] = page.evaluate(_HEAD)
    said_none = "sets no cookie" in page.inner_text("body")
    is_open = all(
        each.get("name", "").endswith("issuer-language") for each in page.context.cookies()
    )
    large = is_open and len(answer.body()) > _ONE_PACKET
    rules = {
        f"title of {len(seen['title'])} characters": not 10 <= len(seen["title"]) <= 65,
        "no canonical address": may_be_listed(page, answer) and not seen["canonical"],
        "no description": len(seen["description"]) < 20,
        "sets a cookie and says it does not": said_none and bool(page.context.cookies()),
        "sent unpacked": large and answer.headers.get("content-encoding") != "gzip",
    }
    return [rule for rule, is_broken in rules.items() if is_broken]
