"""Sheets as PDF, read back with another library than the one that writes them."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.errors import LimitError
from issuer.images import qr_rows
from issuer.paper import (
    MAX_PAGES,
    Answer,
    Attachment,
    Code,
    Facts,
    Heading,
    Item,
    Items,
    Sheet,
    Text,
    Tone,
    can_show,
    render_pdf,
)
from issuer.paper.model import Block

NOW = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)
FILE = Attachment(
    name="data.json", media_type="application/json", description="The data", data=b'{"a":\xc3\xa9}'
)
ADDRESS = "https://badges.riverbend.example/credentials/7Yp3kQ2mVxT9aLcR5bNw8e"


def sheet(*blocks: Block, made_at: datetime = NOW, title: str = "A title") -> Sheet:
    """Return a sheet with these blocks below its heading."""
    return Sheet(
        title=title,
        subject="A subject",
        author="did:web:riverbend.example",
        language="en",
        made_at=made_at,
        foot="A foot",
        blocks=(Heading(text="A title", level=1), *blocks),
        attachment=FILE,
    )


def everything() -> Sheet:
    """Return a sheet with every kind of block."""
    entry = Item(tone=Tone.STOP, word="Failed", title="Signature", sentences=("It is broken.",))
    return sheet(
        Answer(tone=Tone.GOOD, words="Valid", meaning="It holds."),
        Text(text="Some words."),
        Facts(rows=(("Badge", "Team Leadership"), ("Number", "1"))),
        Code(rows=qr_rows(ADDRESS), alt="QR code", says=("Scan it.",)),
        Heading(text="Checks"),
        Items(items=(entry, entry)),
    )


def read(data: bytes) -> pypdf.PdfReader:
    """Open a PDF strictly."""
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def text_of(reader: pypdf.PdfReader) -> str:
    """Return the text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements(node: Any) -> Iterator[Any]:
    """Yield all elements of a structure tree, from the top."""
    node = node.get_object()
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield node
    below = node.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        yield from elements(each)


def test_equal_sheets_give_equal_bytes() -> None:
    """No clock, no random number and no counter of the process is in the file."""
    assert render_pdf(everything()) == render_pdf(everything())


def test_another_time_gives_other_bytes() -> None:
    """The time that was given is in the file."""
    later = sheet(made_at=NOW + timedelta(seconds=1))
    assert render_pdf(sheet()) != render_pdf(later)


def test_title_language_and_dates_are_told() -> None:
    """What a screen reader says first, and what a file manager shows."""
    reader = read(render_pdf(everything()))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert ("A title", NOW, "en", True) == (
        reader.metadata.title,
        reader.metadata.creation_date,
        root["/Lang"],
        root["/ViewerPreferences"]["/DisplayDocTitle"].value,
    )


def test_attached_file_is_the_same_byte_for_byte() -> None:
    """What was signed must not change by being carried."""
    assert {FILE.name: [FILE.data]} == dict(read(render_pdf(sheet())).attachments)


def test_all_text_can_be_read_out() -> None:
    """The text layer has every word in the order in which it is read."""
    expected = (
        "A title Valid It holds. Some words. Badge Team Leadership Number 1 Scan it. Checks"
        " Failed Signature It is broken. Failed Signature It is broken. A foot 1"
    )
    assert expected == text_of(read(render_pdf(everything())))


def test_tree_names_each_kind_of_block() -> None:
    """Headings, table, list and picture are what they are for ears too."""
    root: Any = read(render_pdf(everything())).trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]))
    kinds = [str(each["/S"]) for each in found]
    expected = (
        "/Document /H1 /P /P /P /Table /TR /TH /TD /TR /TH /TD /Figure /P /H2"
        " /L /LI /Lbl /LBody /P /P /LI /Lbl /LBody /P /P"
    )
    assert expected.split() == kinds
    assert True is root["/MarkInfo"]["/Marked"].value
    assert "QR code" == next(each["/Alt"] for each in found if "/Figure" == each["/S"])


def test_every_mark_of_every_page_is_in_the_tree() -> None:
    """Nothing on a page is without a place, and no place is without its words."""
    rows = tuple((f"Row {number}", "words " * 40) for number in range(40))
    reader = read(render_pdf(sheet(Facts(rows=rows))))
    root: Any = reader.trailer["/Root"]
    parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    counts = []
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        data = content.get_data()
        marks = [int(number) for number in re.findall(rb"<</MCID (\d+)>> BDC", data)]
        assert list(range(len(marks))) == marks
        assert data.count(b" BDC") + data.count(b" BMC") == data.count(b"EMC")
        counts.append(len(marks))
    assert len(reader.pages) > 1
    assert counts == [len(each.get_object()) for each in parents[1::2]]


def test_no_font_is_left_to_the_reader() -> None:
    """Every font that a page names is inside the file."""
    reader = read(render_pdf(everything()))
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].get_object().values()]
    assert len(fonts) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


@pytest.mark.parametrize(
    "text",
    [
        "Ærøskøbing, Łódź, İstanbul",
        "Επαλήθευση",
        "Проверка значка, Ґанок",
        "Tiếng Việt",
        "1 € ≤ “2”",
    ],
    ids=["Latin", "Greek", "Cyrillic", "Vietnamese", "signs"],
)
def test_letters_of_three_scripts_are_shown(text: str) -> None:
    """They are in the font and come back out of the file."""
    assert can_show(text)
    assert text in text_of(read(render_pdf(sheet(Text(text=text)))))


@pytest.mark.parametrize(
    "text",
    ["שלום", "سلام", "नमस्ते", "证书", "배지", "ไทย", "🏅", "a\u202eb", "a\u200bb", "\ufffd"],
    ids=range(10),
)
def test_other_letters_are_boxes_and_said_to_be(text: str) -> None:
    """No empty space and no look-alike; what hides or turns letters is a box as well."""
    assert not can_show(text)
    shown = text_of(read(render_pdf(sheet(Text(text=text)))))
    assert "\u2610" in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <a href='https://attacker.example'>here</a>",
        "<para><img src='file:///etc/passwd'/></para>",
        "&lt;i&gt; &#65; &nbsp;",
        ") Tj ET EMC /Artifact BMC BT (pwned",
        "(unbalanced \\( \\) \\",
        "endstream endobj",
        "<</JS (app.alert(1))>>",
    ],
    ids=range(7),
)
@pytest.mark.parametrize("place", ["block", "title"])
def test_markup_and_operators_are_only_letters(text: str, place: str) -> None:
    """Whatever a stranger calls a badge, it is printed as it is written and does nothing."""
    made = sheet(Text(text=text)) if place == "block" else sheet(title=text)
    data = render_pdf(made)
    reader = read(data)
    assert reader.metadata is not None
    assert text == reader.metadata.title if place == "title" else text in text_of(reader)
    root: Any = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert all("/Annots" not in page for page in reader.pages)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=650), max_size=3))
def test_any_text_makes_a_file_that_opens(texts: list[str]) -> None:
    """No letters, however odd, break the file or the tree."""
    facts = Facts(rows=tuple((text[:50], text) for text in texts))
    item = Item(tone=Tone.CALM, word="x", title="".join(texts)[:900], sentences=texts)
    reader = read(render_pdf(sheet(facts, Items(items=(item,)))))
    assert "A title" in text_of(reader)


def test_a_long_word_stays_within_its_column() -> None:
    """An address without a space is broken, not cut off."""
    word = "x" * 590
    assert word in text_of(read(render_pdf(sheet(Facts(rows=(("Address", word),)))))).replace(
        " ", ""
    )


def test_a_very_long_text_ends_with_an_ellipsis() -> None:
    """The whole stands in the attached file."""
    shown = text_of(read(render_pdf(sheet(Text(text="x" * 700))))).replace(" ", "")
    assert f"{'x' * 600}…" in shown


def test_endless_sheets_are_refused() -> None:
    """A file of a thousand pages helps nobody."""
    rows = tuple(("Row", "x") for _ in range(40 * MAX_PAGES))
    with pytest.raises(LimitError) as refused:
        render_pdf(sheet(Facts(rows=rows)))
    assert "paper" == refused.value.code
