"""The door for lists: what spreadsheets write as CSV, and CSV that no spreadsheet runs.

Reads UTF-8 with or without a mark, UTF-16 with one, and what older spreadsheets write on Windows;
comma, semicolon or tab; quoted cells over several lines. Knows no badge and no learner.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issuer.errors import LimitError, MalformedError

MAX_BYTES = 1024 * 1024
MAX_ROWS = 2000
MAX_COLUMNS = 20
MAX_CELL = 1000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = (",", ";", "\t")
_HINT = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
#: Spreadsheets take a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its number as a spreadsheet shows it, and its cells by heading.

    `beyond` is how many cells it has beyond the last heading.
    """

    number: int
    cells: dict[str, str]
    beyond: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file as a table."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(data: bytes, *, needed: Sequence[str], known: Sequence[str]) -> Sheet:
    """Read a file whose first row holds the headings; empty rows are passed over.

    Raises:
        MalformedError: no text, no headings, or headings that are unknown, missing or repeated;
            code `sheet`.
        LimitError: more than is read here.
    """
    if len(data) > MAX_BYTES:
        raise LimitError(
            f"The file has more than {MAX_BYTES // 1024} kilobytes; cut it into smaller files",
            code="sheet_size",
        )
    text, separator = _text_of(data)
    rows = _rows(text, separator)
    if not rows:
        raise _malformed("The file is empty. Start with a first row of headings")
    headings = _headings(rows[0], needed, known)
    lines = tuple(
        _line(number, row, headings)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    )
    if len(lines) > MAX_ROWS:
        raise LimitError(
            f"The file has more than {MAX_ROWS} rows; cut it into smaller files", code="sheet_size"
        )
    return Sheet(headings=headings, lines=lines)


def write_sheet(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write CSV as spreadsheets open it: UTF-8 with a mark, and no cell that they would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(each) for each in headings])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    """Take away the mark that `write_sheet` put before a cell, so that a file comes back whole."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _text_of(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _older(data)
    if "\0" in text:
        raise _malformed("This is no CSV file. Save the sheet as CSV (UTF-8) and choose that file")
    hint = _HINT.match(text)
    if hint is not None:
        return text[hint.end() :], hint[1]
    head = text.partition("\n")[0]
    return text, max(_SEPARATORS, key=head.count)


def _older(data: bytes) -> str:
    """Read what spreadsheets on Windows write unless told otherwise."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _malformed(
            "The letters of this file cannot be read. Save the sheet as CSV (UTF-8)"
        ) from error


def _rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > 2 * MAX_ROWS:
                break
    except csv.Error as error:
        raise _malformed(
            f"Row {len(rows) + 1} cannot be read: a quotation mark is missing or in the wrong"
            " place. Save the sheet as CSV once more"
        ) from error
    return rows


def heading_of(cell: str) -> str:
    """Return a heading as it is compared: small letters, one underscore between words."""
    return "_".join(cell.strip().lower().replace("_", " ").replace("-", " ").split())


def _headings(row: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    found = tuple(heading_of(cell) for cell in row)
    while found and not found[-1]:
        found = found[:-1]
    if len(found) > MAX_COLUMNS:
        raise _malformed(f"The file has more than {MAX_COLUMNS} columns. Remove what is not asked")
    missing = [name for name in needed if name not in found]
    if missing:
        raise _malformed(
            f"The first row lacks the heading {', '.join(missing)}. The headings are"
            f" {', '.join(known)}"
        )
    for name in found:
        if name not in known:
            raise _malformed(
                f"Nobody knows the heading {name[:40]!r}. The headings are {', '.join(known)}"
            )
        if found.count(name) > 1:
            raise _malformed(f"The heading {name} is there twice. Remove one of the two columns")
    return found


def _line(number: int, row: Sequence[str], headings: Sequence[str]) -> Line:
    cells = [_bare(cell.strip()) for cell in row]
    beyond = [cell for cell in cells[len(headings) :] if cell]
    padded = [*cells, *[""] * len(headings)][: len(headings)]
    return Line(number=number, cells=dict(zip(headings, padded, strict=True)), beyond=len(beyond))


def _malformed(sentence: str) -> MalformedError:
    return MalformedError(sentence, code="sheet")
