"""What is refused is told in words: a sentence per action, in each language, without a code."""

import ast
import re

import pytest

from issuer.access import REFUSALS, RULES, Action, Actor, Role, Target, require
from issuer.errors import ForbiddenError
from issuer.web.languages import ENGLISH, LANGUAGES, retold, speaking
from tests.floor_sentences import ROOT

#: A word of code: parts joined by a dot or an underscore, as in `rating.record`.
_CODE = re.compile(r"\b\w+[._]\w+\b")
_WHAT = {ENGLISH: "You may not ", "es": "No puedes "}
#: Between what is not allowed and who helps.
_WHO = re.compile(r"; (.{10,})$")


def test_each_action_has_a_sentence() -> None:
    """An action that nobody put into words cannot be refused."""
    assert (set(Action), set(Action)) == (set(RULES), set(REFUSALS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", Action)
def test_refusal_says_what_and_who_helps(action: Action, language: str) -> None:
    """In the reader's own language, and as somebody would say it."""
    with speaking(language):
        told = retold(REFUSALS[action])

    assert (True, True, None) == (
        told.startswith(_WHAT[language]),
        bool(_WHO.search(told)),
        _CODE.search(told),
    )


def test_no_two_actions_are_told_in_the_same_words() -> None:
    """Whoever reads it knows what it was."""
    assert len(Action) == len(set(REFUSALS.values()))


@pytest.mark.parametrize("action", Action)
def test_a_missing_relation_and_a_missing_role_are_told_alike(action: Action) -> None:
    """The word of the table goes to programs, apart from the sentence."""
    told = set()
    for role in Role:
        actor = Actor(person="wren", organisation="academy", role=role)
        try:
            require(actor, action, Target(organisation="academy", learner="somebody else"))
        except ForbiddenError as error:
            told.add((error.detail, error.code, error.action))

    assert {(REFUSALS[action], "forbidden", action.value)} >= told


def test_no_refusal_is_put_together_from_values() -> None:
    """A sentence that is whole in the source cannot show a code, and is translated as it stands."""
    values = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "issuer").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "ForbiddenError"
        and not isinstance(call.args[0], ast.Constant)
        and not ast.unparse(call.args[0]).startswith("REFUSALS[")
    }
    assert set() == values
