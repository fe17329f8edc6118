"""The page of a badge version shows its rules before anyone starts, without the lowest level."""

from dataclasses import replace

import pytest

from issuer.badges import Achievement
from issuer.web.presenting.achievement import Offer, achievement_page, criteria_page
from issuer.web.rendering import render
from tests.unit.web.specimen_pages import CRITERIA, INSTRUMENT, LOWEST_TEXT, RUBRIC, badge

_PATH = "/achievements/team-leadership/v1"


def offer() -> Offer:
    """Return the published Team Leadership badge."""
    return Offer(
        achievement=Achievement.from_dict(badge()["credentialSubject"]["achievement"]),
        document=CRITERIA,
        content_hash="sha256:" + "0" * 64,
        rubrics=(RUBRIC,),
        instruments=(INSTRUMENT,),
        organisation="Riverbend Demo Academy",
        organisation_path="/issuers/academy",
        achievement_path=_PATH,
        art="data:image/svg+xml;base64,QQ==",
        version=1,
        versions=((1, _PATH), (2, "/achievements/team-leadership/v2")),
        issued=3,
    )


def test_rules_levels_behaviours_and_hash_are_on_the_page() -> None:
    """Row 9: everything that counts can be read before a submission exists."""
    html = render("achievement.html", achievement_page(offer()))

    for text in (
        "Peers confirm it",
        "Team leadership rubric",
        "Makes a plan with roles and dates that the team can follow.",
        "Split the work so that everyone had a real part.",
        "sha256:" + "0" * 64,
        "A second adult, not the one who assessed",
        "1 year and 6 months",
        "About 8 weeks; taking longer is fine",
    ):
        assert text in html


@pytest.mark.parametrize("page", [achievement_page, criteria_page], ids=["badge", "criteria"])
def test_lowest_level_of_a_scale_is_on_no_public_page(page: object) -> None:
    """5.1: ladders start at the second level; name and text of the first are left out."""
    assert callable(page)
    html = render("achievement.html", page(offer()))

    assert LOWEST_TEXT not in html
    assert "beginning" not in html.lower()


def test_required_level_is_marked_in_every_branch_of_the_tree() -> None:
    """Leaves inside alternatives are found as well as those at the top."""
    page = achievement_page(offer())
    marks = {
        row.title: [rung.name for rung in row.ladder if rung.note == "Needed"]
        for scale in (*page.rubrics, *page.instruments)
        for row in scale.rows
    }

    assert {"Planning": ["Developing"], "Shares work": ["Proficient"]} == marks


@pytest.mark.parametrize(
    ("issued", "text"),
    [(0, "Not yet"), (1, "Fewer than 10 times"), (9, "Fewer than 10 times"), (10, "10 times")],
)
def test_small_numbers_of_badges_are_not_told(issued: int, text: str) -> None:
    """A count below ten could point at a person."""
    page = achievement_page(replace(offer(), issued=issued))

    assert [text] == [fact.value for fact in page.facts if fact.label == "Earned so far"]


def test_older_version_names_the_newer_one() -> None:
    """A reader of version 1 learns that there is a version 2, and that badges still count."""
    page = achievement_page(offer())

    assert page.notice.startswith("Version 2 is newer.")
    assert "/achievements/team-leadership/v2" in [fact.href for fact in page.facts]


def test_newest_version_has_no_notice() -> None:
    """Nothing is newer than the newest."""
    assert "" == achievement_page(replace(offer(), version=2)).notice
