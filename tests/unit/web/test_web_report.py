"""A report never shows more good than was found, and shows foreign text as text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from issuer.badges import Expired, Revoked, Standing, Suspended, Valid
from issuer.verification import (
    CredentialFacts,
    EvidenceFact,
    Finding,
    Outcome,
    ResultFact,
    VerificationReport,
)
from issuer.web.presenting.report import report_page, verify_page
from issuer.web.presenting.strangers import foreign, script_warning
from issuer.web.rendering import render

_NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
FACTS = CredentialFacts(
    id="https://badges.attacker.example/credentials/1",
    name="Team Leadership",
    description=None,
    issuer_id="did:web:attacker.example",
    issuer_name="Famous University",
    issuer_domain="attacker.example",
    achievement_id="https://badges.attacker.example/a/1",
    achievement_name="Team Leadership",
    achievement_description="Led a team.",
    criteria_id="https://badges.attacker.example/a/1/criteria",
    criteria_narrative=None,
    results=(ResultFact(name="Planning", reached="proficient"),),
    evidence=(EvidenceFact(id=None, name="Plan", description=None, genre="file", digest="uEiA"),),
    awarded_at=_NOW,
    valid_from=_NOW,
    valid_until=None,
    subject_kind="urn",
    endorsements=0,
)
#: Strings that try to run, to break out of an attribute, to hide or to turn the line around.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "\u202egnp.exe",
    "a\u200bb\ufeffc",
    "\x1b[31mred\x07",
    "x" * 50_000,
    "\U0001f469\u200d\U0001f680",
)


def finding(outcome: Outcome, code: str = "proof", sentence: str = "As found.") -> Finding:
    """Return one finding."""
    return Finding(check=code, code=code, outcome=outcome, title="Signature", sentence=sentence)


def page_of(report: VerificationReport) -> str:
    """Return the HTML of a report."""
    return render("report.html", report_page(report, source="the file you chose", checked_at=_NOW))


@pytest.mark.parametrize(
    ("outcome", "tone", "headline", "trusted"),
    [
        (Outcome.VALID, "good", "This badge is valid.", True),
        (Outcome.VALID, "wait", "The badge is intact, but we do not know who made it.", False),
        (Outcome.INDETERMINATE, "wait", "This badge could not be checked to the end.", True),
        (Outcome.INVALID, "stop", "This badge is not valid.", True),
    ],
    ids=["valid and known", "valid, not known", "not checked", "not valid"],
)
def test_big_answer_is_one_of_four(
    outcome: Outcome, tone: str, headline: str, *, trusted: bool
) -> None:
    """Green needs both: every check passed, and an issuer that is known here (row 53)."""
    report = VerificationReport(
        findings=(finding(outcome),), trusted=trusted, standing=Valid(), facts=FACTS
    )
    banner = report_page(report, source="a", checked_at=_NOW).banner

    assert (tone, headline) == (banner.tone, banner.headline)


def test_nothing_checked_is_not_good() -> None:
    """A report without findings is an open question."""
    report = VerificationReport(findings=(finding(Outcome.INDETERMINATE),))

    assert "good" != report_page(report, source="a", checked_at=_NOW).banner.tone


@pytest.mark.parametrize(
    ("standing", "tone"),
    [(Revoked(), "stop"), (Suspended(), "wait"), (Expired(at=_NOW), "wait")],
    ids=["revoked", "suspended", "expired"],
)
def test_a_standing_that_is_known_is_told_as_such(standing: Standing, tone: str) -> None:
    """A withdrawn badge is called withdrawn, not merely invalid, even of a known issuer."""
    report = VerificationReport(
        findings=(finding(Outcome.INVALID),), trusted=True, standing=standing, facts=FACTS
    )
    banner = report_page(report, source="a", checked_at=_NOW).banner

    assert tone == banner.tone
    assert "This badge is not valid." != banner.headline


def test_each_finding_has_its_own_line_and_word() -> None:
    """Named checks stand apart, each with its outcome in a word."""
    report = VerificationReport(
        findings=(
            finding(Outcome.VALID, "structure"),
            finding(Outcome.VALID, "proof"),
            finding(Outcome.VALID, "controller"),
            finding(Outcome.VALID, "dates"),
            replace(finding(Outcome.VALID, "schema"), is_note=True),
            finding(Outcome.INDETERMINATE, "status"),
            finding(Outcome.INVALID, "endorsements"),
        )
    )
    lines = report_page(report, source="a", checked_at=_NOW).checks
    shown = {line.title: (line.word, line.icon) for line in lines}

    assert [
        ("Passed", "check"),
        ("Not checked", "note"),
        ("Not checked", "question"),
        ("Failed", "cross"),
    ] == [shown[title] for title in ("Dates", "Schema", "Revocation", "Endorsements")]


def test_without_a_signature_nothing_of_the_badge_is_shown() -> None:
    """What nobody signed is not repeated under our roof."""
    html = page_of(VerificationReport(findings=(finding(Outcome.INVALID),)))

    assert "The badge says" not in html


def test_unknown_issuer_is_shown_by_domain_and_called_not_confirmed() -> None:
    """OB-50: a famous name inside a badge proves nothing; the domain of the DID is shown."""
    html = page_of(
        VerificationReport(findings=(finding(Outcome.VALID),), standing=Valid(), facts=FACTS)
    )

    assert '<p class="domain large">attacker.example</p>' in html
    assert "Issuer not confirmed." in html
    assert html.index("attacker.example") < html.index("Famous University")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_stays_text(text: str) -> None:
    """Names, levels, evidence and sentences of strangers cannot become markup or hide."""
    facts = replace(
        FACTS,
        name=text,
        achievement_name=text,
        achievement_description=text,
        issuer_name=text,
        issuer_domain=text,
        issuer_id=text,
        criteria_id=text,
        results=(ResultFact(name=text, reached=text),),
        evidence=(EvidenceFact(id=text, name=text, description=text, genre=text, digest=text),),
    )
    html = page_of(
        VerificationReport(
            findings=(finding(Outcome.INVALID, sentence=text),), standing=Valid(), facts=facts
        )
    )

    for forbidden in ("<script", "<img src=x", "<svg onload", "onmouseover='", 'href="javascript'):
        assert forbidden not in html
    assert not set("\u202e\u200b\ufeff\x1b\x07") & set(html)
    assert len(html) < 60_000


@pytest.mark.parametrize(
    ("address", "is_linked"),
    [
        ("https://school.example/criteria", True),
        ("http://school.example/criteria", False),
        ("javascript:alert(1)", False),
        ("https://user@school.example/", False),
        ("https://", False),
        ("https://[broken", False),
        ("data:text/html,x", False),
    ],
)
def test_only_plain_https_addresses_become_links(address: str, *, is_linked: bool) -> None:
    """An address in a foreign badge is hostile input; a link says that it is not ours."""
    report = VerificationReport(
        findings=(finding(Outcome.VALID),),
        standing=Valid(),
        facts=replace(FACTS, criteria_id=address),
    )
    html = page_of(report)

    assert is_linked == (f'<a href="{address}" rel="nofollow noopener">' in html)
    assert is_linked == ("nofollow noopener" in html)


@pytest.mark.parametrize(
    ("name", "warns"),
    [
        ("Riverbend Demo Academy", False),
        ("École Élémentaire", False),
        ("\u0420\u0456verbend", True),
        ("\u0410\u0412\u0421", True),
        ("\u6e05\u6d41", False),
        ("", False),
    ],
    ids=["Latin", "accents", "mixed Cyrillic", "all Cyrillic", "Han", "empty"],
)
def test_letters_that_look_latin_but_are_not_are_warned_of(name: str, *, warns: bool) -> None:
    """Row 32: an all-Cyrillic look-alike of a Latin name shows the warning."""
    assert warns == bool(script_warning(name))


def test_emoji_sequences_survive() -> None:
    """Joiners are kept, since they are part of ordinary emoji and scripts."""
    assert "\U0001f469\u200d\U0001f680" == foreign("\U0001f469\u200d\U0001f680")


def test_fault_stands_beside_its_field_and_is_tied_to_it() -> None:
    """A screen reader is told the message together with the field."""
    html = render(
        "verify.html",
        verify_page(
            host="badges.riverbend.example",
            limit=4 * 1024 * 1024,
            fault="This is no address of a badge.",
            field="url",
            address='"><script>',
        ),
    )

    assert 1 == html.count("This is no address of a badge.")
    assert 'aria-describedby="url-hint url-fault" aria-invalid="true"' in html
    assert '"><script>' not in html.split("</head>")[1]
