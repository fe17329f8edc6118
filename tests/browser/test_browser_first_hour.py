"""docs/first-hour.md is walked as it stands: real processes, real Chromium, a browser per person.

The page is the script. A block of `sh` is run; of the steps, `/address` is opened, **words** are
pressed, *Field* and `value` are filled in, and what stands in curly quotes has to be seen.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

_PAGE = Path(__file__).parents[2] / "docs" / "first-hour.md"
_ISSUER = Path(sys.executable).with_name("issuer")
_WRITTEN_BASE = "http://localhost:8000"
_PART = re.compile(r"^## (.+)\n((?:(?!^## ).*\n)*)", re.MULTILINE)
_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(
    r"\*\*(?P<press>[^*]+)\*\*|\*(?P<into>[^*]+)\*|`(?P<code>[^`]+)`|“(?P<see>[^”]+)”"
)
#: An address that nobody can know beforehand is written with an ellipsis.
_GIVEN = re.compile(r"https?://[^\s/]+/(invitations|credentials)/[\w-]+")
_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that the page says: what kind it is, and its words."""

    kind: str
    words: str


def _parts() -> tuple[list[tuple[str, str]], str]:
    """Return the walk, each part with its heading, and the text that comes after it."""
    found = [(title, text) for title, text in _PART.findall(_PAGE.read_text(encoding="utf-8"))]
    end = next(n for n, (title, _) in enumerate(found) if title == "What to know about it")
    return found[:end], "".join(text for _, text in found[end:])


def _steps(text: str) -> list[Step]:
    """Read what one part says to do and to see, in order."""
    steps: list[Step] = []
    for match in _TOKEN.finditer(" ".join(_BLOCK.sub("", text).split())):
        kind, words = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "code" and steps and steps[-1].kind == "into":
            kind = "type"
        elif kind == "code" and words.startswith("/"):
            kind = "open"
        steps.append(Step(kind=kind, words=words))
    return steps


@dataclass(slots=True, kw_only=True)
class Person:
    """One person before a browser of their own, who does what the page says."""

    page: Page
    base: str
    given: dict[str, str]
    label: str = ""
    done: list[Step] = field(default_factory=list)

    def follow(self, steps: list[Step]) -> Self:
        """Do and see one thing after the other."""
        acts = {"open": self._open, "press": self._press, "type": self._type, "see": self._see}
        for step in steps:
            if step.kind == "into":
                self.label = step.words
            else:
                acts[step.kind](self._real(step.words))
            self.done.append(step)
            self._remember()
        return self

    def _real(self, words: str) -> str:
        """Put what this run gave in the place of an ellipsis, and its port in that of the page."""
        known = re.sub(r"/(invitations|credentials)/…", lambda it: self.given[it[1]], words)
        return known.replace(_WRITTEN_BASE, self.base)

    def _remember(self) -> None:
        """Keep the addresses that one gets to see, as a person would copy them."""
        for match in _GIVEN.finditer(f"{self.page.url} {self.page.inner_text('main')}"):
            self.given[match[1]] = match[0].removeprefix(self.base)

    def _open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert 200 == answer.status, path

    def _press(self, name: str) -> None:
        """Press the button or link of that name, else the one whose name begins so."""
        whole = self._named(rf"^{re.escape(name)}$")
        pressed = whole if whole.count() else self._named(rf"^{re.escape(name)}\b")
        # Whatever this page tells to press leads to a page: the next one is what is looked at.
        with self.page.expect_navigation():
            pressed.click()

    def _named(self, name: str) -> Locator:
        main, words = self.page.locator("main"), re.compile(name)
        return main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words))

    def _type(self, value: str) -> None:
        field_of = self.page.locator("main").get_by_label(self.label)
        if _is_choice(field_of):
            field_of.select_option(label=value)
        else:
            field_of.fill(value)

    def _see(self, words: str) -> None:
        seen = " ".join(self.page.inner_text("main").split())
        assert words.casefold() in seen.casefold(), f"“{words}” is not on {self.page.url}:\n{seen}"


def _is_choice(found: Locator) -> bool:
    return bool(found.evaluate("it => it.tagName === 'SELECT'"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISSUER_")}
    return {
        **kept,
        "ISSUER_PUBLIC_BASE_URL": f"http://localhost:{port}",
        "ISSUER_BIND_PORT": str(port),
        "PYTHONPATH": str(_PAGE.parents[1]),
    }


@contextmanager
def _terminal(text: str, folder: Path, environ: dict[str, str]) -> Iterator[str]:
    """Run the blocks of the first part: the last one serves meanwhile. Yield what was printed."""
    *before, last = (shlex.split(block) for block in _BLOCK.findall(text))
    said = "".join(
        subprocess.run(  # noqa: S603 # our own program, as the page writes it
            _ours(command), cwd=folder, env=environ, check=True, capture_output=True, text=True
        ).stdout
        for command in before
    )
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 # our own program, as the page writes it
            _ours(last), cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        assert server.stdout is not None
        try:
            yield said + server.stdout.readline()
        finally:
            # A run in the background hands down that SIGINT is ignored; this one is not.
            server.terminate()
            server.wait(_SECONDS)


def _ours(command: list[str]) -> list[str]:
    name, *arguments = (word for word in command if word.strip())
    assert "issuer" == name
    return [str(_ISSUER), *arguments]


def _reader(title: str) -> str:
    """Tell who acts in a part of that heading."""
    return next(who for who in ("adult", "learner", "anybody") if who in title.casefold())


def test_first_hour_ends_with_a_badge_that_a_stranger_finds_valid(
    browser: Browser, tmp_path: Path
) -> None:
    """Every address, button and field of the page is used in order; every quoted word is seen."""
    ((_, opening), *parts), rest = _parts()
    port = _free_port()
    base, given = f"http://localhost:{port}", dict[str, str]()
    with _terminal(opening, tmp_path, _environment(port)) as said:
        given |= {it[1]: it[0].removeprefix(base) for it in _GIVEN.finditer(said)}
        people = {
            who: Person(page=browser.new_context(base_url=base).new_page(), base=base, given=given)
            for who in ("adult", "learner", "anybody")
        }
        for title, text in parts:
            people[_reader(title)].follow(_steps(text))
        stranger = people["anybody"].follow([Step(kind="open", words="/credentials/…")]).page
        blank = stranger.evaluate(_BLANK)
        where = stranger.get_attribute("link[type='application/vc+ld+json']", "href")
        (tmp_path / "badge.json").write_bytes(stranger.request.get(str(where)).body())
        verified = subprocess.run(  # noqa: S603 # our own program
            [str(_ISSUER), "verify", "badge.json"],
            cwd=tmp_path,
            env=_environment(port),
            check=False,
            capture_output=True,
            text=True,
        )
        people["adult"].page.screenshot(path=tmp_path / "adult.png", full_page=True)
        stranger.screenshot(path=tmp_path / "stranger.png", full_page=True)
        people["adult"].follow(_AS_ADMINISTRATOR)
        closed = [path for path in _ADDRESS.findall(rest) if not _opens(path, people)]
        for person in people.values():
            person.page.context.close()
    promised = [step.words for step in _steps(opening) if step.kind == "see"]
    told = [words for words in promised if words.replace(_WRITTEN_BASE, base) in said]
    kinds = Counter(step.kind for person in people.values() for step in person.done)

    assert promised == told
    assert (0, []) == (verified.returncode, blank), verified.stderr
    assert ("/account" in rest, []) == (True, closed)
    assert {"open", "press", "into", "type", "see"} == set(kinds)
    assert kinds["press"] >= len(parts) * 3


def _opens(path: str, people: dict[str, Person]) -> bool:
    """Tell whether one of them may open an address that the page only mentions."""
    return any(
        (200, path) == (answer.status, urlsplit(answer.url).path)
        for answer in (person.page.request.get(path) for person in people.values())
    )


_ADDRESS = re.compile(r"`(/[^`]*)`")
_AS_ADMINISTRATOR = [
    Step(kind="open", words="/home"),
    Step(kind="press", words="Go on as Administrator"),
]
#: Pictures of a page that did not load, the QR code among them.
_BLANK = (
    "[...document.images].filter(it => !it.complete || !it.naturalWidth).map(it => it.src)"
    ".concat(document.querySelector('.qr img') ? [] : ['no QR code'])"
)
