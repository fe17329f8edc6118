"""The door for lists: what spreadsheets write is read; what they would run is not written."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import LimitError, MalformedError
from issuer.sheets import (
    MAX_BYTES,
    MAX_ROWS,
    Line,
    read_sheet,
    write_sheet,
)

NAMES = ("learner", "badge")
EXPECTED = (Line(number=2, cells={"learner": "Wren, é", "badge": "talk"}),)


def _lines(data: bytes) -> tuple[Line, ...]:
    return read_sheet(data, needed=NAMES, known=NAMES).lines


@pytest.mark.parametrize(
    "data",
    [
        pytest.param('learner,badge\n"Wren, é",talk\n'.encode(), id="plain"),
        pytest.param('learner,badge\n"Wren, é",talk\n'.encode("utf-8-sig"), id="marked"),
        pytest.param('learner;badge\r\n"Wren, é";talk\r\n'.encode("cp1252"), id="windows"),
        pytest.param('learner\tbadge\r\n"Wren, é"\ttalk\r\n'.encode("utf-16"), id="utf-16"),
        pytest.param('sep=;\r\nlearner;badge\r\n"Wren, é";talk\r\n'.encode(), id="hint"),
        pytest.param('Learner , BADGE\n\n"Wren, é",talk'.encode(), id="headings-in-capitals"),
        pytest.param('learner,badge,,\n"Wren, é",talk,,\n,,,\n'.encode(), id="empty-columns"),
    ],
)
def test_spreadsheets_dialects_read_alike(data: bytes) -> None:
    """Each way in which spreadsheets write CSV gives the same cells."""
    found = tuple(line.cells for line in _lines(data))
    assert tuple(line.cells for line in EXPECTED) == found


def test_a_quoted_cell_may_have_several_lines() -> None:
    """Rows are numbered as the spreadsheet does, not by the lines of the file."""
    found = _lines(b'learner,badge\n"a\nb\nc",one\nd,two\n')
    assert [(2, "a\nb\nc"), (3, "d")] == [(line.number, line.cells["learner"]) for line in found]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"learner\nwren\n", "lacks the heading badge"),
        (b"learner,badge,colour\n", "'colour'"),
        (b"learner,badge,badge\n", "twice"),
        (b'learner,badge\n"wren,talk\n', "quotation mark"),
        (b"learner,badge\nwren,\x00\n", "no CSV file"),
        (b"PK\x03\x04\x00\x00", "no CSV file"),
        (b"\x81\x8d", "letters"),
        (b"learner,badge" + b",x" * 30, "columns"),
    ],
)
def test_what_is_no_list_is_told_so(data: bytes, word: str) -> None:
    """A file that cannot be a list is refused with a sentence that says what to change."""
    with pytest.raises(MalformedError, match=word):
        _lines(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x" * (MAX_BYTES + 1), id="bytes"),
        pytest.param(b"learner,badge\n" + b"a,b\n" * (MAX_ROWS + 1), id="rows"),
    ],
)
def test_more_than_is_read_is_refused(data: bytes) -> None:
    """A file beyond the limits is not read on."""
    with pytest.raises(LimitError):
        _lines(data)


_CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(str.strip)


@given(st.lists(st.tuples(_CELL, _CELL).filter(any), max_size=8))
def test_written_cells_come_back(rows: list[tuple[str, str]]) -> None:
    """What is written is read again as it was, a formula included."""
    rows = [row for row in rows if not any(cell.startswith("'") for cell in row)]
    found = _lines(write_sheet(NAMES, rows))
    assert rows == [(line.cells["learner"], line.cells["badge"]) for line in found]


@given(st.text(max_size=20))
def test_no_spreadsheet_runs_a_cell(text: str) -> None:
    """No cell of a download begins with a sign that spreadsheets take for a formula."""
    data = write_sheet(["one"], [[text]]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
