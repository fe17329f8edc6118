"""The Spanish catalogues are whole: all that the sources say, nothing else, values and plurals.

`python -m tests.catalogues` prints what is lacking.
"""

import re
from collections.abc import Callable, Mapping

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message

from issuer.web.languages import ENGLISH, LANGUAGES
from tests.catalogues import catalogue, messages_in, page_messages
from tests.floor_sentences import ROOT, floor_sentences

_PLACE = re.compile(r"\{\w+\}")
_SAID: Mapping[str, Callable[[], Mapping[object, set[str]]]] = {
    "messages.po": page_messages,  # type: ignore[dict-item] # a narrower key
    "sentences.po": floor_sentences,  # type: ignore[dict-item] # a narrower key
}
#: Every catalogue of every language beside English, which is the source.
CATALOGUES = [(language, name) for language in LANGUAGES if language != ENGLISH for name in _SAID]


@pytest.fixture(params=CATALOGUES, ids=["/".join(each) for each in CATALOGUES])
def named(request: pytest.FixtureRequest) -> tuple[str, Catalog]:
    """Return a catalogue with its name."""
    language, name = request.param
    return name, catalogue(language, name)


def _entries(book: Catalog) -> list[Message]:
    return [each for each in book if each.id]


def _forms(entry: Message) -> list[str]:
    given = entry.string
    return [given] if isinstance(given, str) else list(given or ())


def test_catalogue_has_what_the_sources_say(named: tuple[str, Catalog]) -> None:
    """A message that is not in it would be shown in English."""
    name, book = named
    said = _SAID[name]()
    lacking = {each: sorted(said[each]) for each in said.keys() - messages_in(book)}

    assert {} == lacking


def test_catalogue_has_nothing_that_is_not_said(named: tuple[str, Catalog]) -> None:
    """A table of words that are translated where they are used marks them with `mark`."""
    name, book = named

    assert set() == messages_in(book) - _SAID[name]().keys()


def test_catalogue_is_translated_and_sure(named: tuple[str, Catalog]) -> None:
    """No empty translation, no guess of a tool, nothing that was set aside."""
    _name, book = named
    unsure = [each.id for each in _entries(book) if each.fuzzy or not all(_forms(each))]

    assert ([], []) == (unsure, [each.id for each in book.obsolete.values()])


def test_catalogue_has_the_same_places_for_values(named: tuple[str, Catalog]) -> None:
    """A translation without its value says less; one with another value breaks the page."""
    _name, book = named
    wrong = []
    for entry in _entries(book):
        wanted = _places(entry.id if isinstance(entry.id, str) else entry.id[-1])
        wrong += [entry.id for form in _forms(entry) if not _fits(_places(form), wanted, entry)]

    assert [] == wrong


def _places(text: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(text))


def _fits(found: frozenset[str], wanted: frozenset[str], entry: Message) -> bool:
    """A form for one thing may say `one` in a word where the source says a number."""
    if isinstance(entry.id, str):
        return found == wanted
    return wanted - {"{count}"} <= found <= wanted


def test_catalogue_has_every_plural(named: tuple[str, Catalog]) -> None:
    """Each message with a number has as many forms as the catalogue's language says."""
    _name, book = named
    wrong = [
        entry.id
        for entry in _entries(book)
        if not isinstance(entry.id, str) and len(_forms(entry)) != book.num_plurals
    ]

    assert (2, []) == (book.num_plurals, wrong)


def test_catalogue_rule_for_numbers_is_that_of_the_language(named: tuple[str, Catalog]) -> None:
    """The rule in the file and the one of CLDR part one and many alike, as far as pages count."""
    _name, book = named
    rule = Locale.parse(str(book.locale)).plural_form

    assert ("one", "other", "(n != 1)") == (rule(1), rule(2), book.plural_expr)


def _refused() -> list[str]:
    """Return the words that the glossary refuses, from the last column of its Spanish table."""
    text = (ROOT / "docs" / "glossary.md").read_text()
    rows = text.partition("## In Spanish")[2].splitlines()
    cells = [row.strip("| ").split("|") for row in rows if row.startswith("| ")][2:]
    return [
        word.strip() for row in cells if len(row) == 3 for word in row[2].split(",") if word.strip()
    ]


@pytest.mark.parametrize("name", list(_SAID))
def test_catalogue_keeps_to_the_words_of_the_glossary(name: str) -> None:
    """A reader who met one word for a thing is not made to learn another."""
    pattern = re.compile(rf"\\b(?:{'|'.join(_refused())})(?:e?s|a|as)?\\b", re.IGNORECASE)
    used = [form for each in _entries(catalogue("es", name)) for form in _forms(each)]

    assert [] == [form for form in used if pattern.search(form)]
