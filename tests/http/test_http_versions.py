"""A newer version of a badge: shown with what changed, moved to by choice, and stayed away from."""

from typing import Any

import pytest

from issuer.access import Role
from tests.schooling import BADGE, School
from tests.visiting import Browser, come_by_link, come_in


@pytest.fixture
def newer(school: School) -> School:
    """Return a school that has published a second version of Team Leadership."""
    document: dict[str, Any] = {**BADGE, "version": 2, "summary": "Led a team. Others saw it."}
    draft = school.made("teacher", "/api/v1/badges", {"document": document})
    school.ids["team 2"] = draft["id"]
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    return school


def _place(school: School, who: str) -> str:
    return f"/learn/{school.ids[f'work of {who}']}"


def test_work_leads_to_the_newer_version(newer: School) -> None:
    """The page of the work says that there is one."""
    page = come_by_link(newer, "wren", Role.LEARNER).get(_place(newer, "wren")).text

    assert "Version 2 of this badge is out" in page


def test_without_a_newer_version_there_is_nothing_to_choose(school: School) -> None:
    """Neither a line on the page nor a page of its own."""
    browser = come_by_link(school, "wren", Role.LEARNER)
    place = _place(school, "wren")
    answer = browser.get(f"{place}/version")

    assert (False, place) == ("is out" in browser.get(place).text, answer.headers["Location"])


def test_page_says_what_changed(newer: School) -> None:
    """One sentence per change, and what stays is not listed."""
    browser = come_by_link(newer, "wren", Role.LEARNER)
    page = browser.get(f"{_place(newer, 'wren')}/version").text

    assert "Summary: Led a team. Others saw it. instead of" in page


def test_draft_moves_without_losing_anything(newer: School) -> None:
    """The evidence stays, and the newer version counts."""
    browser = come_by_link(newer, "wren", Role.LEARNER)
    place = _place(newer, "wren")
    browser.get(f"{place}/version")
    browser.post(f"{place}/version", {"definition": newer.ids["team 2"]})
    page = browser.get(place).text

    assert (newer.ids["team 2"], True) == (_pinned(newer, "wren"), "What I did" in page)


def _pinned(school: School, who: str) -> str:
    services = school.house.assessment
    with services.read_only() as uow:
        found = uow.submissions.get(school.ids["org"], school.ids[f"work of {who}"])
    return found.definition


def test_handed_in_work_moves_as_a_new_hand_in(newer: School) -> None:
    """With a statement of authorship the work is handed in once more under the newer version."""
    browser = come_in(newer, "kestrel", Role.LEARNER)
    place = _place(newer, "kestrel")
    browser.get(f"{place}/version")
    browser.post(
        f"{place}/version", {"definition": newer.ids["team 2"], "authorship": "Still mine."}
    )
    page = browser.get(place).text

    assert (newer.ids["team 2"], True) == (_pinned(newer, "kestrel"), "Hand-in 2" in page)


def test_moving_without_a_statement_is_told_beside_its_field(newer: School) -> None:
    """Nothing moves, and the sentence says what is missing."""
    browser = come_in(newer, "kestrel", Role.LEARNER)
    place = _place(newer, "kestrel")
    browser.get(f"{place}/version")
    answer = browser.post(
        f"{place}/version", {"definition": newer.ids["team 2"], "authorship": " "}
    )
    fault = answer.text.split('id="authorship-fault" role="alert">', 1)[1].split("<", 1)[0]

    assert (400, True, newer.ids["team"]) == (
        answer.status_code,
        fault.startswith("Say in a sentence"),
        _pinned(newer, "kestrel"),
    )


def test_another_badge_is_no_newer_version(newer: School) -> None:
    """A form that names another badge moves nothing."""
    browser = come_by_link(newer, "wren", Role.LEARNER)
    place = _place(newer, "wren")
    browser.get(f"{place}/version")
    answer = browser.post(f"{place}/version", {"definition": newer.ids["safety"]})

    assert (422, newer.ids["team"]) == (answer.status_code, _pinned(newer, "wren"))


def test_guardian_reads_and_does_not_move(newer: School) -> None:
    """The choice is the learner's; a guardian reads what changed."""
    browser = come_in(newer, "guardian")
    place = f"{_place(newer, 'wren')}/version"
    page = browser.get(place).text
    answer = browser.post(place, {"definition": newer.ids["team 2"]})

    assert (True, False, 403) == (
        "The learner chooses." in page,
        "Move to the newer version" in page,
        answer.status_code,
    )


def test_version_page_of_other_work_is_closed(newer: School) -> None:
    """Another learner and another school find nothing to read."""
    browser: Browser = come_in(newer, "osprey")
    found = [
        browser.get(f"/learn/{newer.ids[name]}/version").status_code
        for name in ("work of wren", "work of stork")
    ]

    assert [403, 404] == found
