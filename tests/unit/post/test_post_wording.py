"""Letters in words: every kind has both parts, and names do nothing in them."""

from datetime import UTC, datetime

import pytest

from issuer.letters import NEEDS, Letter, LetterKind, Line
from issuer.post import Worded, word
from issuer.post.subjects import SUBJECTS, VERBS
from issuer.web.languages import LANGUAGES

BASE = "https://badges.example.org"


def worded(kind: LetterKind, **words: str) -> Worded:
    """Return a letter of a kind in words."""
    given = {name: f"<x-{name}>" for name in NEEDS[kind]} | {"url": f"{BASE}/x?a=1&b=2"} | words
    letter = Letter(
        id="letter-1",
        organisation="academy",
        person="wren",
        to="wren@example.org",
        kind=kind,
        at=datetime(2026, 11, 20, tzinfo=UTC),
        words=given,
        lines=(Line(text="<b>Badge</b>", url=f"{BASE}/badges/1"),),
    )
    return word(letter, BASE)


@pytest.mark.parametrize("language", list(SUBJECTS))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_text_says_each_word_as_it_is(kind: LetterKind, language: str) -> None:
    """Nothing is escaped where nothing is markup, and the link can be copied."""
    text = worded(kind, language=language).text
    needed = {f"<x-{name}>" for name in NEEDS[kind] - {"url"}} | {f"{BASE}/x?a=1&b=2"}
    assert set() == {piece for piece in needed if piece not in text}


@pytest.mark.parametrize("language", list(SUBJECTS))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_page_escapes_each_word(kind: LetterKind, language: str) -> None:
    """A name is never markup: in the page, no word stands with its angle brackets."""
    html = worded(kind, language=language).html
    assert set() == {name for name in NEEDS[kind] if f"<x-{name}>" in html}


@pytest.mark.parametrize("language", list(SUBJECTS))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_page_links_once_to_the_page_that_the_letter_is_about(
    kind: LetterKind, language: str
) -> None:
    """One thing to do per letter."""
    assert 1 == worded(kind, language=language).html.count(f'href="{BASE}/x?a=1&amp;b=2"')


def test_digest_escapes_its_lines() -> None:
    """A badge's title does nothing in a digest."""
    html = worded(LetterKind.FAMILY_DIGEST).html
    assert (True, False) == ("&lt;b&gt;Badge&lt;/b&gt;" in html, "<b>Badge</b>" in html)


@pytest.mark.parametrize("part", ["text", "html"])
def test_mails_one_may_choose_say_where(part: str) -> None:
    """A letter that may be unsubscribed from says so in both parts."""
    letter = worded(LetterKind.BADGE_ISSUED, unsubscribe=f"{BASE}/settings/mail")
    assert f"{BASE}/settings/mail" in getattr(letter, part)


def test_long_names_are_cut_in_the_subject() -> None:
    """A subject fits the line of a mail program."""
    assert 120 == len(worded(LetterKind.BADGE_ISSUED, school="x" * 400).subject)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_subject_names_the_school_and_nothing_personal(kind: LetterKind) -> None:
    """A locked screen and every server on the way show it: no learner, no badge, no link."""
    told = {name for name in NEEDS[kind] if f"<x-{name}>" in worded(kind).subject}
    assert {"school"} == told


def test_letters_are_written_in_every_language_of_the_pages() -> None:
    """Whoever reads pages in a language gets letters in it, each kind and each line of a digest."""
    kinds = {language: (set(SUBJECTS[language]), set(VERBS[language])) for language in SUBJECTS}

    assert (set(LANGUAGES), [(set(LetterKind), set(VERBS["en"]))] * len(SUBJECTS)) == (
        set(SUBJECTS),
        list(kinds.values()),
    )


@pytest.mark.parametrize("part", ["subject", "text", "html"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_letter_in_spanish_keeps_no_english_line(kind: LetterKind, part: str) -> None:
    """Apart from addresses, no line of the two is the same."""
    english, spanish = (
        {line.strip() for line in getattr(worded(kind, language=each), part).splitlines()}
        for each in ("en", "es")
    )
    same = {line for line in english & spanish if any(word.isalpha() for word in line.split())}

    assert set() == {line for line in same if not line.startswith(("<", "http", "- <b>"))}


def test_letter_in_an_unknown_language_is_english() -> None:
    """A language that was given up does not keep a letter back."""
    assert worded(LetterKind.RESET).subject == worded(LetterKind.RESET, language="tlh").subject
