"""Who may not is told in plain words what, and who helps; programs get the word of the table."""

import re
from html import unescape

import pytest

from issuer.access import Action
from tests.schooling import School
from tests.visiting import come_in

_WORDS = {action.value for action in Action}
_TEXT = re.compile(r"<main.*</main>", re.DOTALL)
_SAID = {
    "en": ("You may not read about this work;", "Ask a registrar of your school."),
    "es": ("No puedes leer sobre este trabajo;", "Pregunta en la secretaría de tu escuela."),
}


def _main(page: str) -> str:
    found = _TEXT.search(page)
    assert found is not None
    return unescape(found[0])


@pytest.mark.parametrize("language", _SAID)
def test_page_of_anothers_work_says_so(school: School, language: str) -> None:
    """Not your work: no code, no name of the learner, and somebody to ask."""
    heron = come_in(school, "heron")
    answer = heron.get(f"/learn/{school.ids['work of kestrel']}?lang={language}")
    said = _main(answer.text)
    assert (403, [], []) == (
        answer.status_code,
        [each for each in _SAID[language] if each not in said],
        [word for word in _WORDS if word in said],
    )


@pytest.mark.parametrize("language", _SAID)
def test_page_of_another_role_says_what_is_not_allowed(school: School, language: str) -> None:
    """As a role without a rule one reads the same sentence as one without a relation."""
    said = _main(come_in(school, "heron").get(f"/settings/keys?lang={language}").text)
    wanted = {
        "en": "You may not change the keys that sign badges; an administrator does.",
        "es": "No puedes cambiar las llaves que firman insignias; lo hace la administración.",
    }
    assert (True, []) == (wanted[language] in said, [word for word in _WORDS if word in said])


def test_programs_read_the_word_of_the_table(school: School) -> None:
    """Sentence and code are apart."""
    path = f"/api/v1/submissions/{school.ids['work of kestrel']}"
    told = school.call("heron", "GET", path).get_json()
    assert ("forbidden", "submission.read", False) == (
        told["code"],
        told["action"],
        "submission.read" in told["detail"],
    )
