"""The public page of a badge says what its JSON says, and nothing that 5.1 keeps private."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.web.presenting.badge import badge_page
from issuer.web.presenting.standings import headline
from issuer.web.rendering import render
from tests.unit.web.specimen_pages import ACHIEVEMENT, BASE, PUBLIC_ID, badge, exhibit

_DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("standing", "sentence", "tone", "icon"),
    [
        (Valid(), "This badge is valid.", "good", "check"),
        (
            NotYetValid(at=_DAY),
            "This badge starts to count on 22 November 2026.",
            "calm",
            "clock",
        ),
        (Expired(at=_DAY), "This badge expired on 22 November 2026.", "wait", "hourglass"),
        (Suspended(reason_code="under_investigation"), "This badge is on hold.", "wait", "pause"),
        (
            Revoked(at=_DAY, reason_code="misattributed_work"),
            "This badge was withdrawn on 22 November 2026.",
            "stop",
            "cross",
        ),
        (Revoked(), "This badge was withdrawn.", "stop", "cross"),
    ],
    ids=["valid", "not-yet", "expired", "suspended", "revoked", "revoked-by-a-foreign-list"],
)
def test_each_standing_has_its_sentence_tone_and_icon(
    standing: Standing, sentence: str, tone: str, icon: str
) -> None:
    """The first line tells what holds today in words, with a shape and a colour of its own."""
    page = badge_page(exhibit(standing=standing))

    assert (sentence, tone, icon) == (page.banner.headline, page.banner.tone, page.banner.icon)
    assert sentence == headline(standing)


@pytest.mark.parametrize(
    "standing", [Valid(), NotYetValid(at=_DAY), Expired(at=_DAY), Suspended(), Revoked()]
)
def test_the_sentence_of_the_standing_is_the_first_one_on_the_page(standing: Standing) -> None:
    """Whoever reads ten seconds has read it: it stands before the name of the badge."""
    html = render("badge.html", badge_page(exhibit(standing=standing)))

    assert 0 < html.index(headline(standing)) < html.index("<h1>")


@pytest.mark.parametrize(
    "standing",
    [NotYetValid(at=_DAY), Expired(at=_DAY), Suspended(), Revoked()],
    ids=["not-yet", "expired", "suspended", "revoked"],
)
def test_a_badge_that_does_not_hold_claims_nothing_about_today(standing: Standing) -> None:
    """A withdrawn badge never says what the learner can do."""
    html = render("badge.html", badge_page(exhibit(standing=standing)))

    assert "What this learner can do" not in html
    assert "fades" in html


def test_reason_is_told_by_its_code_in_words() -> None:
    """The reason code is public (5.1), so a reader gets it as words."""
    page = badge_page(exhibit(standing=Revoked(at=_DAY, reason_code="misattributed_work")))

    assert "Reason given: The work was somebody else's." in page.banner.meaning


def test_the_page_states_the_facts_of_the_json() -> None:
    """Row 45: name, dates, issuer, levels, evidence and narratives are those of the document."""
    html = render("badge.html", badge_page(exhibit()))

    for fact in (
        "Team Leadership",
        "The learner coordinated a project of at least three learners.",
        "Riverbend Demo Academy",
        "badges.riverbend.example",
        "20 November 2026",
        "20 November 2029",
        "Proficient",
        "Makes a plan with roles and dates that the team can follow.",
        "A project plan with roles",
        "uEiAyOzw1Jc8f6vN2vQyXl0eGfS9wq7Zt5mK3bXc8dRhTnA",
        "3 assigned peers (2 teammates, 1 outside the team).",
        "Assessed by 1 adult (teacher); approved by a second adult.",
        "at least 3 peers",
        "Maintaining interpersonal relationships",
        f"{BASE}/credentials/{PUBLIC_ID}",
    ):
        assert fact in html


@pytest.mark.parametrize("is_public", [False, True], ids=["by link", "public"])
@pytest.mark.parametrize(
    "secret",
    [
        "5ec2e700",
        "kestrel@secret.example",
        "2026-09-01",
        "1 September 2026",
        "A secret narrative",
    ],
)
def test_what_51_forbids_never_appears(secret: str, *, is_public: bool) -> None:
    """No subject id, identifier, activity date or text about the person reaches any page."""
    html = render("badge.html", badge_page(exhibit(is_public=is_public, display_name="Kestrel")))

    assert secret not in html


@pytest.mark.parametrize(
    ("display_name", "is_public", "expected"),
    [
        (None, False, "A learner at Riverbend Demo Academy"),
        (None, True, "A learner at Riverbend Demo Academy"),
        ("Kestrel", False, "A learner at Riverbend Demo Academy"),
        ("Kestrel", True, "Kestrel"),
    ],
    ids=["by link", "public without a name", "a name, but by link", "public with a name"],
)
def test_a_name_needs_both_consents(
    display_name: str | None, expected: str, *, is_public: bool
) -> None:
    """The page stays nameless unless it is public and a name was chosen (ruling 6)."""
    page = badge_page(exhibit(display_name=display_name, is_public=is_public))

    assert expected == page.learner


def test_a_learner_of_another_school_is_called_by_that_school() -> None:
    """Where a district issues, the learner belongs to the assessing school (`source`)."""
    document = badge()
    document["credentialSubject"]["source"] = {
        "id": "did:web:northgate.example",
        "type": ["Profile"],
        "name": "Northgate School",
    }

    assert "A learner at Northgate School" == badge_page(exhibit(document)).learner


@pytest.mark.parametrize(
    ("is_public", "expected"), [(False, ""), (True, "Our river clean-up plan")]
)
def test_own_title_of_evidence_needs_a_public_page(expected: str, *, is_public: bool) -> None:
    """Without consent a page shows the leaf's title only."""
    (row,) = badge_page(exhibit(is_public=is_public)).evidence

    assert expected == row.own_title


def test_open_graph_stands_on_public_pages_only() -> None:
    """A badge by link gives preview robots nothing to spread (wallets.md section 8)."""
    assert () == badge_page(exhibit()).frame.open_graph
    properties = [name for name, _ in badge_page(exhibit(is_public=True)).frame.open_graph]
    assert {"og:type", "og:title", "og:description", "og:url", "og:image"} <= set(properties)


def test_every_badge_page_refuses_to_be_listed_and_names_its_other_forms() -> None:
    """Ruling 2: page and document link each other; 5.1: all levels are noindex."""
    html = render("badge.html", badge_page(exhibit(is_public=True)))

    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
    assert f'<link rel="canonical" href="{BASE}/credentials/{PUBLIC_ID}">' in html
    assert f'type="application/vc+ld+json" href="/credentials/{PUBLIC_ID}.json">' in html


def test_ladder_follows_the_signed_rank_not_the_order_of_the_array() -> None:
    """The order of a JSON array is not signed, so a page must not rely on it."""
    (level,) = badge_page(exhibit()).levels

    assert ["Developing", "Proficient", "Advanced"] == [rung.name for rung in level.ladder]
    assert ["passed", "reached", ""] == [rung.mark for rung in level.ladder]
    assert "Step 2 of 3" == level.rank


def test_reached_level_is_named_in_words_and_not_by_colour_alone() -> None:
    """The step that was reached carries the word itself."""
    html = render("badge.html", badge_page(exhibit()))

    assert 1 == html.count('<span class="mark">Reached</span>')


def test_result_without_a_description_says_nothing() -> None:
    """A result that refers to nothing on this badge is not invented into a level."""
    document = badge()
    document["credentialSubject"]["result"][0]["resultDescription"] = f"{ACHIEVEMENT}#result/other"

    assert () == badge_page(exhibit(document)).levels


def test_peers_and_adults_are_told_apart_from_evidence() -> None:
    """The aggregate records are shown as people's word, not as files."""
    page = badge_page(exhibit())

    assert ["A project plan with roles"] == [row.title for row in page.evidence]
    assert (1, 1) == (len(page.peers), len(page.assessments))


def test_a_did_key_shows_that_no_address_stands_behind_it() -> None:
    """OB-50: a key alone proves no name, and the page says so."""
    document = badge()
    document["issuer"]["id"] = "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"
    page = badge_page(exhibit(document))

    assert document["issuer"]["id"] == page.domain
    assert "a key without an address" in page.domain_note


def test_rules_and_issuer_are_linked_on_this_host() -> None:
    """Links to ourselves are paths, so they also work where there is no TLS yet."""
    page = badge_page(exhibit())

    assert "/achievements/team-leadership/v1" == page.achievement_href
    assert "/issuers/academy" == page.issuer_href


def test_page_values_hold_no_document() -> None:
    """Templates get strings, so nothing else of the credential is within their reach."""
    assert "identifier" not in str(asdict(badge_page(exhibit())))
