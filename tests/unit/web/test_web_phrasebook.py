"""Sentences of the floors below are found again by their patterns, whatever their values are."""

import ast
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.web.languages import retold, speaking
from issuer.web.phrasebook import Phrase, Phrasebook
from issuer.web.presenting.rules import told_rules
from tests.catalogues import catalogue
from tests.floor_sentences import ROOT, floor_sentences

BOOK = Phrasebook(
    [
        Phrase(message="Something was changed", told="Algo se cambió"),
        Phrase(message="The signature does not hold: {detail}.", told="No vale: {detail}."),
        Phrase(message="{count} of {amount}", told="{count} de {amount}"),
        Phrase(
            message="{count} peer",
            many="{count} peers",
            told="{count} compañero",
            told_many="{count} compañeros",
        ),
        Phrase(message="{say}; still open: {still}", told="{say}; queda abierto: {still}"),
        Phrase(message="It starts on {start}.", told="Empieza el {start}."),
        Phrase(message="{who}: rate “{node}”.", told="{who}: valorar «{node}»."),
        Phrase(message="Teacher", told="Docente"),
        Phrase(message="teacher", told="docente"),
        Phrase(message="registrar", told="secretaría"),
        Phrase(message="Waived by a {role}", told="Lo dispensa: {role}"),
        Phrase(message="{some} or {last}", told="{some} o {last}"),
    ],
    day=lambda day: f"el día {day.day}",
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Something was changed", "Algo se cambió"),
        ("Something was changed.", "Algo se cambió."),
        (
            "The signature does not hold: Something was changed.",
            "No vale: Algo se cambió.",
        ),
        ("The signature does not hold: 7 mice", "No vale: 7 mice"),
        ("2 of 3 peers", "2 de 3 compañeros"),
        ("0 of 1 peer; still open: listens", "0 de 1 compañero; queda abierto: listens"),
        ("It starts on 3 March 2026.", "Empieza el el día 3."),
        ("Teacher: rate “Teacher”.", "Docente: valorar «Teacher»."),
        ("Waived by a teacher or registrar", "Lo dispensa: docente o secretaría"),
        ("plan.pdf: Something was changed", "plan.pdf: Algo se cambió"),
        ("Nobody wrote this down", "Nobody wrote this down"),
        ("mice of 3 peers", "mice of 3 peers"),
        ("", ""),
    ],
    ids=[
        "whole",
        "a full stop of its own",
        "a phrase within",
        "a value that is no phrase",
        "a number and a plural",
        "a singular, and what was added",
        "a day",
        "a title in quotation marks is somebody's own",
        "a list",
        "after the name of a file",
        "unknown",
        "no number where one is wanted",
        "nothing",
    ],
)
def test_phrasebook_retells(said: str, expected: str) -> None:
    """What is known is put into the language; what is not stays as it was said."""
    assert expected == BOOK.retell(said)


@given(st.text(max_size=200))
def test_phrasebook_takes_any_text(text: str) -> None:
    """Sentences hold the words of strangers: nothing in them raises."""
    assert BOOK.retell(f"The signature does not hold: {text}.").startswith("No vale: ")


def test_phrasebook_is_not_slowed_by_a_stranger() -> None:
    """A text made of joints is read once: no pattern is tried again from each of its letters."""
    hostile = "; still open: " * 140

    assert BOOK.retell(hostile).startswith("; ")


def test_phrasebook_knows_every_sentence_in_spanish() -> None:
    """Each pattern of the catalogue is found by a sentence that was made from it."""
    with speaking("es"):
        lost = [
            each
            for each in floor_sentences()
            if isinstance(each, str) and "{" not in each and retold(each) == each
        ]

    assert [] == [each for each in lost if _differs(each)]


def _differs(message: str) -> bool:
    found = next(each for each in catalogue("es", "sentences.po") if each.id == message)
    return found.string != message


def test_english_is_left_as_it_was_said() -> None:
    """In English nothing is looked up."""
    assert "1 of 3 peers" == retold("1 of 3 peers")


def test_rules_of_a_badge_are_told_in_spanish_around_what_people_wrote() -> None:
    """Titles and the sentence to sign stay as written; who does what is told."""
    narrative = (
        "They spoke.\n\n- **All of these**\n  - **A teacher saw it**: 1 teacher signs:"
        ' "I heard the talk." (may be waived by a registrar)\n\n'
        "Approved by an adult of the issuer other than the only one who assessed."
    )
    with speaking("es"):
        told = told_rules(narrative)

    assert (
        "They spoke.\n\n- **All of these**\n  - **A teacher saw it**: 1 docente firma:"
        " «I heard the talk.» (lo puede dispensar: secretaría)\n\n"
        "Lo aprueba un adulto del emisor que no es el único que evaluó."
    ) == told


def test_days_of_the_floors_below_are_written_in_the_language() -> None:
    """A day in a finding is a day, not a word to be left."""
    with speaking("es"):
        told = retold("It expired on 3 March 2026.")

    assert "Caducó el 3 de marzo de 2026." == told


def test_a_day_is_a_day_of_the_calendar() -> None:
    """What only looks like a day stays a text."""
    book = Phrasebook([], day=lambda day: str(date.isoformat(day)))

    assert ("2026-03-03", "33 March 2026", "3 Mars 2026") == (
        book.retell("3 March 2026"),
        book.retell("33 March 2026"),
        book.retell("3 Mars 2026"),
    )


def test_every_error_that_a_page_shows_is_retold() -> None:
    """A view that takes the sentence of an error as it is would show English to everybody."""
    plain = []
    for path in sorted((ROOT / "issuer" / "web").rglob("*.py")):
        tree = ast.parse(path.read_text())
        told = {
            id(each)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "retold"
            for each in ast.walk(call)
        }
        plain += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "detail" and id(node) not in told
        ]

    assert [] == plain
