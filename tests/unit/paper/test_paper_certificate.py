"""The certificate: one page, tagged, readable as text, the same for the same, whatever it says."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.images import art_from_seed, draw_badge, qr_rows, render_png
from issuer.paper import PAPERS, Attachment, Certificate, Face, Tone, render_certificate
from tests.unit.paper.test_paper_pdf import elements, read, text_of

DAY = datetime(2026, 3, 5, tzinfo=UTC)
ADDRESS = "https://badges.riverbend.example/credentials/7Yp3kQ2mVxT9aLcR5bNw8e"
SIGNED = b'{"id":"urn:x","a":"\xc3\xa9"}'
CERTIFICATE = Certificate(
    title="Team Leadership - certificate of Riverbend",
    subject="What it is for",
    author="Riverbend",
    language="en",
    made_at=DAY,
    paper="a4",
    face=Face(
        colour="#27407e",
        issuer="Riverbend Demo Academy",
        picture=render_png(draw_badge(art_from_seed("heron", title="Heron")), 256),
        alt="Badge picture: Team Leadership",
        above="This certifies that",
        whom="Kestrel of Harbor",
        between="has earned the badge",
        what="Team Leadership",
        kind="Badge",
        description="The learner coordinated a project of at least three learners.",
    ),
    levels_heading="What was reached",
    levels=(("Teacher assessment: Planning", "Proficient"), ("Peers: Listens", "Advanced")),
    rules_heading="What had to be shown",
    rules=("Coordinate a project.", "\u2022 Peers confirm it: at least 3 peers"),
    facts_heading="Who says so",
    facts=(("Awarded by", "Riverbend Demo Academy"), ("Earned on", "20 November 2026")),
    tone=Tone.GOOD,
    standing="This badge is valid.",
    standing_note="As of 5 March 2026, when this sheet was made.",
    code_heading="Check it yourself",
    code=qr_rows(ADDRESS),
    code_alt="QR code that opens the page",
    says=("Scan the code:", ADDRESS),
    attachment=Attachment(
        name="badge.json",
        media_type="application/json",
        description="The signed badge",
        data=SIGNED,
    ),
)


def test_equal_certificates_give_equal_bytes_and_other_days_others() -> None:
    """The day is the only time in the file."""
    assert render_certificate(CERTIFICATE) == render_certificate(replace(CERTIFICATE))
    later = replace(CERTIFICATE, made_at=datetime(2026, 3, 6, tzinfo=UTC))
    assert render_certificate(CERTIFICATE) != render_certificate(later)


@pytest.mark.parametrize("paper", PAPERS)
def test_certificate_is_one_page_of_the_paper_asked_for(paper: str) -> None:
    """A wall takes one sheet."""
    (page,) = read(render_certificate(replace(CERTIFICATE, paper=paper))).pages
    assert PAPERS[paper] == pytest.approx((page.mediabox.width, page.mediabox.height), abs=0.01)


def test_everything_on_it_can_be_read_out() -> None:
    """The text layer has who, what, levels, rules, issuer, dates, standing and address."""
    text = text_of(read(render_certificate(CERTIFICATE)))
    lines = (
        "Riverbend Demo Academy", "Kestrel of Harbor", "Team Leadership", "Proficient",
        "Peers confirm it", "20 November 2026", "This badge is valid.", "As of 5 March 2026",
    )  # fmt: skip
    assert [] == [line for line in lines if line not in text]
    assert ADDRESS in text.replace(" ", "")


def test_signed_badge_is_inside_byte_for_byte() -> None:
    """Whoever has the sheet as a file has the badge."""
    assert {"badge.json": [SIGNED]} == dict(read(render_certificate(CERTIFICATE)).attachments)


def test_it_is_tagged_with_one_heading_and_words_for_its_pictures() -> None:
    """A screen reader gets title, language, headings, tables and what the pictures show."""
    reader = read(render_certificate(CERTIFICATE))
    root: Any = reader.trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]))
    kinds = [str(each["/S"]) for each in found]
    assert ("en", True, True) == (
        root["/Lang"],
        root["/MarkInfo"]["/Marked"].value,
        root["/ViewerPreferences"]["/DisplayDocTitle"].value,
    )
    assert (1, 4, 2) == (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/Table"))
    assert ["Badge picture: Team Leadership", "QR code that opens the page"] == [
        each["/Alt"] for each in found if each["/S"] == "/Figure"
    ]


def test_fonts_are_inside() -> None:
    """It looks the same on every printer."""
    page: Any = read(render_certificate(CERTIFICATE)).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


@settings(max_examples=20, deadline=None)
@given(
    st.fixed_dictionaries(
        {name: st.text(max_size=700) for name in ("whom", "what", "description", "issuer")}
    ),
    st.lists(st.tuples(st.text(max_size=90), st.text(max_size=40)), max_size=9),
    st.lists(st.text(max_size=400), max_size=7),
)
def test_no_text_breaks_it_or_makes_a_second_page(
    texts: dict[str, Any], levels: list[tuple[str, str]], rules: list[str]
) -> None:
    """Names and rules are typed by people, of any length and in every script."""
    face = replace(CERTIFICATE.face, **texts)
    made = replace(CERTIFICATE, levels=tuple(levels), rules=tuple(rules), face=face)
    reader = pypdf.PdfReader(io.BytesIO(render_certificate(made)), strict=True)
    assert 1 == len(reader.pages)
