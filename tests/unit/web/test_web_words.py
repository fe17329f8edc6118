"""Words for dates, levels and addresses, and the few pages around them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from issuer.accounts.model import DidForm, Organisation, OrganisationKind
from issuer.errors import NotFoundError
from issuer.web.assets import asset_at, asset_path
from issuer.web.languages import day
from issuer.web.presenting.fault import fault_page
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.organisation import Key, home_page, organisation_page
from issuer.web.presenting.words import domain_of, duration, minute, name_of, title_of
from issuer.web.rendering import render

_NOW = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)


def organisation(*, sole_teacher: bool = False) -> Organisation:
    """Return a small school."""
    return Organisation(
        id="o-1",
        slug="academy",
        kind=OrganisationKind.SCHOOL,
        name="Riverbend Demo Academy",
        url="https://badges.riverbend.example/issuers/academy",
        did="did:web:badges.riverbend.example:issuers:academy",
        did_form=DidForm.PATH,
        created_at=_NOW,
        sole_teacher=sole_teacher,
    )


@pytest.mark.parametrize(
    ("competency", "says"),
    [("act-fairly", "Act fairly"), ("Self-care and care", "Self-care and care")],
)
def test_competency_is_told_in_words(competency: str, says: str) -> None:
    """Slugs become words; what a teacher wrote stays as it was written."""
    assert says == name_of(competency)


def test_dates_are_written_in_utc_without_a_locale() -> None:
    """The same instant reads the same wherever the server stands."""
    evening = datetime(2026, 3, 4, 19, 30, tzinfo=timezone(timedelta(hours=-5)))

    assert "5 March 2026" == day(evening)
    assert "5 March 2026, 00:30 UTC" == minute(evening)


@pytest.mark.parametrize(
    ("text", "words"),
    [("P3Y", "3 years"), ("P1Y6M", "1 year and 6 months"), ("P1D", "1 day"), ("P2W", "2 weeks")],
)
def test_durations_are_written_in_words(text: str, words: str) -> None:
    """Nobody should have to know ISO 8601 to read how long a badge counts."""
    assert words == duration(text)


@pytest.mark.parametrize(
    ("identifier", "domain"),
    [
        ("did:web:badges.riverbend.example:issuers:academy", "badges.riverbend.example"),
        ("did:web:localhost%3A8000", "localhost:8000"),
        ("https://school.example/issuer", "school.example"),
        ("did:key:z6Mk", None),
        ("did:web:", None),
        ("urn:uuid:1", None),
    ],
)
def test_domain_comes_from_the_identifier_alone(identifier: str, domain: str | None) -> None:
    """Row 53: the host that the signature stands for, whatever the badge calls itself."""
    assert domain == domain_of(identifier)


@pytest.mark.parametrize(
    ("word", "title"),
    [("shares-work", "Shares work"), ("proficient", "Proficient"), ("", "")],
)
def test_slugs_become_titles(word: str, title: str) -> None:
    """Levels and behaviours are read as words."""
    assert title == title_of(word)


@pytest.mark.parametrize(
    ("achievement_type", "words"),
    [(None, "Badge"), ("MicroCredential", "Micro credential"), ("ext:Club", "Club")],
)
def test_kinds_of_achievement_are_read_as_words(achievement_type: str | None, words: str) -> None:
    """An OB 3.0 type name is written as a person would."""
    assert words == kind_of_achievement(achievement_type)


def test_asset_address_changes_with_its_bytes() -> None:
    """An address that may be kept for ever must name exactly these bytes."""
    path = asset_path("issuer.css")

    assert path == asset_at(path).path
    with pytest.raises(NotFoundError):
        asset_at(path.replace(".css", "0.css"))


def test_style_sheet_loads_nothing_from_elsewhere() -> None:
    """Row 56: no import, no font, no picture of another host."""
    css = asset_at(asset_path("issuer.css")).data.decode()

    assert "@import" not in css
    assert "url(" not in css
    assert "http" not in css


def test_organisation_page_shows_did_domain_and_keys() -> None:
    """Whoever wants to be sure finds the identifier and the public keys."""
    page = organisation_page(
        organisation(),
        keys=(Key(value="z6MkExample", state="Signs today", since=_NOW, until=None),),
        badges=(),
        did_document_path="/issuers/academy/did.json",
    )
    html = render("organisation.html", page)

    for text in (
        "did:web:badges.riverbend.example:issuers:academy",
        "z6MkExample",
        "since 5 March 2026",
        "/issuers/academy/did.json",
        "No badge is published yet.",
    ):
        assert text in html


def test_sole_teacher_mode_is_disclosed() -> None:
    """Ruling 7: an exception to two pairs of eyes stands on the page."""
    page = organisation_page(
        organisation(sole_teacher=True), keys=(), badges=(), did_document_path="/d"
    )

    assert 1 == len(page.notices)


def test_home_page_lists_organisations_even_without_badges() -> None:
    """A new installation shows who issues here."""
    html = render("home.html", home_page([(organisation(), ())], host="badges.riverbend.example"))

    assert '<a href="/issuers/academy">Riverbend Demo Academy</a>' in html


def test_fault_page_escapes_what_it_tells() -> None:
    """An error's sentence may quote what a stranger sent."""
    page = fault_page(status=400, title="A", sentence="<script>x</script>", advice="B")
    html = render("fault.html", page)

    assert "<script" not in html
