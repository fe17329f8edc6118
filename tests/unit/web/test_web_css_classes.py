"""Templates and style sheet know the same classes; tokens have the contrast that they promise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.web.presenting.styleguide import PAIRS
from issuer.web.shades import contrast
from issuer.web.tokens import tokens

_ISSUER = Path(__file__).parents[3] / "issuer"
_TEMPLATES = (*(_ISSUER / "web/templates").glob("*.html"), *(_ISSUER / "api").rglob("*.html"))
_CSS = (_ISSUER / "web/assets/issuer.css").read_text(encoding="utf-8")
_SCRIPTS = tuple((_ISSUER / "web/assets").glob("*.js"))
#: What a template fills in from a page: the marks of steps and rungs, tones, and the look of a
#: badge that does not hold.
_TONES = ("tone-good", "tone-wait", "tone-stop", "tone-calm")
_FILLED_IN = frozenset({"done", "here", "reached", "passed", "fades", *_TONES})
#: What a template passes to a macro of its own.
_PASSED_ON = re.compile(r'call act\([^)]*, "([a-z -]+)"\)')
_IN_SCRIPTS = re.compile(r'class(?:Name = |List\.toggle\()"([a-z-]+)"')


def _written() -> Iterator[str]:
    """Yield each class that a template or a script writes."""
    for file in _TEMPLATES:
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from (word for found in _PASSED_ON.findall(text) for word in found.split())
        plain = re.sub(r"\{\{.*?\}\}", "{", text, flags=re.DOTALL)
        plain = re.sub(r"\{%.*?%\}", " ", plain, flags=re.DOTALL)
        for value in re.findall(r'class="([^"]*)"', plain):
            yield from (word for word in value.split() if "{" not in word)
    for file in _SCRIPTS:
        yield from _IN_SCRIPTS.findall(file.read_text(encoding="utf-8"))


def _styled() -> frozenset[str]:
    """Return each class that a selector of the style sheet names."""
    plain = re.sub(r"/\*.*?\*/", "", _CSS, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", plain))
    return frozenset(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r'"[^"]*"', "", selectors)))


def test_every_class_of_a_template_is_in_the_style_sheet() -> None:
    """A class without a rule is a misspelling or a left-over."""
    assert frozenset() == frozenset(_written()) - _styled()


def test_every_class_of_the_style_sheet_is_in_a_template() -> None:
    """A rule that nothing uses is dead weight, or hides a misspelling."""
    assert frozenset() == _styled() - frozenset(_written()) - _FILLED_IN


def test_every_token_that_is_used_is_defined_in_both_schemes() -> None:
    """A colour that only one scheme knows is unreadable in the other."""
    used = frozenset(re.findall(r"var\(--([a-z0-9-]+)\)", _CSS))

    assert used == frozenset(tokens().light)
    assert frozenset(tokens().colours(dark=False)) == frozenset(tokens().dark) - {"lift"}


def test_no_selector_of_one_class_has_two_homes() -> None:
    """Two areas that style the same bare class spoil each other's pages (`.share`, `.filters`)."""
    plain = re.sub(r"/\*.*?\*/", "", _CSS, flags=re.DOTALL)
    outside = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", plain)
    rules = re.findall(r"^\.([a-z0-9-]+) \{([^}]*)\}", outside, flags=re.MULTILINE)
    homes = [name for name, body in rules if "display:" in body]

    assert sorted(set(homes)) == sorted(homes)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_tokens_keep_the_contrast_that_their_use_needs(*, dark: bool) -> None:
    """Text has 4.5 to 1 and parts of controls 3 to 1, as the page of parts shows (WCAG 2.2)."""
    known = tokens().colours(dark=dark)
    weak = [
        (fore, ground)
        for fore, ground, least in PAIRS
        if contrast(known[fore], known[ground]) < least
    ]

    assert [] == weak
