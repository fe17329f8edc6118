"""What families read is easy to read: grade 8 at most in English, and as plain in Spanish."""

import re
from collections.abc import Iterator

import pytest

from issuer.criteria.lint.readability import HIGHEST_GRADE, reading_grade
from tests.catalogues import catalogue, page_messages
from tests.floor_sentences import Message

#: Where the pages of families have their words.
_FAMILY = (
    "templates/family.html",
    "templates/families.html",
    "templates/shared.html",
    "presenting/agreeing.py",
    "presenting/families.py",
    "presenting/progress.py",
    "presenting/shared.py",
    "presenting/sharing.py",
)
#: Fernández Huerta (1959): 60 and more is plain language, read at the age of thirteen.
_PLAIN = 60.0
_PLACE = re.compile(r"\{\w+\}")
_ENDS = re.compile(r"(?<=[.:;?]) ")
_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_WORD = re.compile(r"[a-záéíóúüñ]+")
#: Syllables of fewer words say more about the words than about the sentence.
_FEWEST_WORDS = 6


def _said() -> Iterator[Message]:
    for message, files in page_messages().items():
        if any(each.endswith(_FAMILY) for each in files):
            yield message


def _sentences() -> list[str]:
    texts = [each if isinstance(each, str) else each[1] for each in _said()]
    return [_PLACE.sub("it", each) for each in texts if each.endswith((".", "?"))]


def _plainness(text: str) -> float:
    """Return 206.84 - 60 syllables per word - 1.02 words per sentence."""
    words = _WORD.findall(text.lower())
    sentences = max(1, len(re.findall(r"[.?]+(?:\s|$)", text)))
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences


def test_reading_level_of_family_pages_as_a_whole() -> None:
    """A page is read by somebody who left school at fourteen."""
    assert reading_grade(" ".join(_sentences())) <= HIGHEST_GRADE


def test_reading_level_of_each_sentence_for_families() -> None:
    """One hard sentence is the one that decides; it is named with its grade."""
    parts = [part for each in _sentences() for part in _ENDS.split(each)]
    hard = {
        part: round(reading_grade(part), 1) for part in parts if len(part.split()) >= _FEWEST_WORDS
    }

    assert {} == {part: grade for part, grade in hard.items() if grade > HIGHEST_GRADE}


def test_reading_level_of_family_pages_in_spanish() -> None:
    """A translation is no harder to read than what it translates."""
    said = set(_said())
    book = catalogue("es", "messages.po")
    told = [
        each.string if isinstance(each.string, str) else list(each.string or ("",))[-1]
        for each in book
        if each.id and (each.id if isinstance(each.id, str) else tuple(each.id)) in said
    ]
    text = " ".join(_PLACE.sub("esto", each) for each in told if each.endswith((".", "?")))

    assert _plainness(text) >= _PLAIN


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("La casa es de mi tía.", 90.0, 140.0),
        ("La implementación institucional requiere consideraciones organizativas.", -200.0, 0.0),
    ],
    ids=["a sentence of a first reader", "a sentence of an office"],
)
def test_reading_level_tells_plain_from_hard_in_spanish(
    text: str, least: float, most: float
) -> None:
    """The measure is worth something: it finds what nobody would want to read."""
    assert least <= _plainness(text) <= most
