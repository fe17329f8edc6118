"""Rubrics and peer instruments as tables: a row per criterion or behaviour, a column per level.

A table is what people write; `document_of` turns it into the document, and `parse_rubric`,
`parse_instrument` and their lint say what is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from issuer.criteria.settings import slug_of
from issuer.criteria.vocabulary import INSTRUMENT_SPEC, RUBRIC_SPEC
from issuer.documents import Document, Json

RUBRIC, INSTRUMENT = "rubric", "instrument"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One criterion (its title) or behaviour (its statement), with a text per level."""

    id: str
    text: str
    levels: Mapping[str, str]
    needs_feedback: bool = False
    competency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole table; `anchors` of an instrument are carried along unchanged."""

    kind: str
    slug: str
    version: int
    title: str
    scale: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    example_required: bool = True
    anchors: Json = ()

    def grown(self) -> "Sheet":
        """Return the table with an empty row more."""
        return replace(self, rows=(*self.rows, SheetRow(id="", text="", levels={})))

    def without(self, number: int) -> "Sheet":
        """Return the table without the row of that number; one row always stays."""
        left = tuple(row for n, row in enumerate(self.rows) if n != number)
        return replace(self, rows=left or self.rows)


def empty_sheet(kind: str, scale: Sequence[str]) -> Sheet:
    """Return a table with one empty row."""
    sheet = Sheet(kind=kind, slug="", version=1, title="", scale=tuple(scale), rows=())
    return sheet.grown()


def sheet_of(document: Document) -> Sheet:
    """Return the table of a published document, as its next version."""
    members: Any = document
    kind = RUBRIC if RUBRIC in members else INSTRUMENT
    rows = members["criteria" if kind == RUBRIC else "items"]
    return Sheet(
        kind=kind,
        slug=members[kind],
        version=int(members["version"]) + 1,
        title=members["title"],
        scale=tuple(members["scale"]),
        rows=tuple(
            SheetRow(
                id=row["id"],
                text=row["title"] if kind == RUBRIC else row.get("statement", ""),
                levels=dict(row["levels"]),
                needs_feedback=row.get("feedback") == "required",
                competency=row.get("competency", ""),
            )
            for row in rows
        ),
        example_required=members.get("example_required", True),
        anchors=members.get("anchors", ()),
    )


def document_of(sheet: Sheet) -> Document:
    """Return the document of a table; rows without an id get one from their text."""
    head: dict[str, Json] = {
        "spec": RUBRIC_SPEC if sheet.kind == RUBRIC else INSTRUMENT_SPEC,
        sheet.kind: sheet.slug or slug_of(sheet.title),
        "version": sheet.version,
        "title": sheet.title,
        "scale": list(sheet.scale),
    }
    rows = list(_named(sheet.rows))
    if sheet.kind == RUBRIC:
        return {**head, "criteria": [_criterion(row) for row in rows]}
    return {
        **head,
        "items": [_item(row) for row in rows],
        "example_required": sheet.example_required,
        "anchors": sheet.anchors,
    }


def _named(rows: Sequence[SheetRow]) -> Sequence[SheetRow]:
    taken = {row.id for row in rows if row.id}
    named: list[SheetRow] = []
    for row in rows:
        found = row.id or slug_of(row.text, taken)
        taken.add(found)
        named.append(replace(row, id=found))
    return named


def _criterion(row: SheetRow) -> Document:
    feedback = "required" if row.needs_feedback else "optional"
    competency = {"competency": row.competency} if row.competency else {}
    return {
        "id": row.id,
        "title": row.text,
        "feedback": feedback,
        **competency,
        "levels": _written(row),
    }


def _item(row: SheetRow) -> Document:
    return {"id": row.id, "statement": row.text, "levels": _written(row)}


def _written(row: SheetRow) -> Document:
    return {level: text for level, text in row.levels.items() if text}
