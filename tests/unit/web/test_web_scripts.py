"""Scripts say nothing by themselves: their words stand in the page, in its language."""

import re
from pathlib import Path

import pytest

from issuer import web

ASSETS = Path(web.__file__).parent / "assets"
TEMPLATES = Path(web.__file__).parent / "templates"
SCRIPTS = sorted(ASSETS.glob("*.js"))
#: A text that begins like a sentence and has a second word.
_SENTENCE = re.compile(r"""["'`][A-ZÁÉÍÓÚ¿¡][a-zñáéíóú]+[ ,][^"'`]*["'`]""")
_SAID = re.compile(r"\bwords\.([a-zA-Z]+)")


def _without_comments(path: Path) -> str:
    return re.sub(r"^\s*//.*$| // .*$", "", path.read_text("utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_holds_no_sentence(path: Path) -> None:
    """What stands in a script cannot be translated."""
    assert [] == _SENTENCE.findall(_without_comments(path))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_words_of_a_script_stand_in_a_page(path: Path) -> None:
    """A name that no page gives would be told as `undefined`."""
    pages = "".join(each.read_text("utf-8") for each in TEMPLATES.glob("*.html"))
    given = set(re.findall(r"\bdata-([a-z-]+)=", pages))
    said = set(_SAID.findall(_without_comments(path)))

    assert set() == {re.sub("([A-Z])", r"-\1", name).lower() for name in said} - given
