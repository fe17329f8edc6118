"""From a sheet to the bytes of its PDF; equal sheets give equal bytes."""

import io
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from issuer.paper.attaching import attach, pdf_date
from issuer.paper.fonts import BOLD, PLAIN, load_fonts, wrap
from issuer.paper.model import (
    Answer,
    Block,
    Code,
    Described,
    Facts,
    Heading,
    Item,
    Items,
    Sheet,
    Text,
)
from issuer.paper.pages import INK, MARGIN, MAX_PAGES, SOFT, WIDTH, Pages, height_of
from issuer.paper.signs import COLOURS, draw_code, draw_sign
from issuer.paper.tagging import Element

__all__ = ["MAX_PAGES", "render_pdf"]

_BODY = 10.0
_SMALL = 9.0
_SIZES = {1: 20.0, 2: 13.0}
_LABEL = 128.0
_WORD = 92.0
_GAP = 10.0
_CODE = 92.0  # 3.2 cm
#: `invariant` leaves out the clock; without the font's name a font is named that is not inside.
FILE: Mapping[str, Any] = {
    "pageCompression": 1,
    "invariant": 1,
    "pdfVersion": (1, 7),
    "initialFontName": PLAIN,
}
#: reportlab keeps the fonts of all documents in one table.
ONE_AT_A_TIME = Lock()


def render_pdf(sheet: Sheet) -> bytes:
    """Return a tagged PDF 1.7 of a sheet, its fonts and its attachment inside.

    Raises:
        LimitError: it needs more than `MAX_PAGES` pages, code `paper`.
    """
    output = io.BytesIO()
    with ONE_AT_A_TIME:
        load_fonts()
        canvas = Canvas(output, pagesize=A4, **FILE, lang=sheet.language)
        describe(canvas, sheet)
        pages = Pages(canvas, sheet.foot)
        for block in sheet.blocks:
            _DRAW[type(block)](block, pages)
        pages.finish()
        attach(sheet.attachment, sheet.made_at, pages.document)
        canvas.save()
    return output.getvalue()


def describe(canvas: Canvas, sheet: Described) -> None:
    """Tell what readers and file managers show about a document."""
    canvas.setTitle(sheet.title)
    canvas.setSubject(sheet.subject)
    canvas.setAuthor(sheet.author)
    canvas.setCreator("Issuer")
    canvas.setDateFormatter(lambda *_: pdf_date(sheet.made_at))
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _heading(block: Heading, pages: Pages) -> None:
    size = _SIZES[block.level]
    lines = wrap(block.text, BOLD, size, WIDTH)
    pages.space(0 if block.level == 1 else _GAP)
    # A heading never stands alone at the foot of a page.
    pages.need(height_of(lines, size) + 4 * _BODY)
    element = pages.structure.root.add(f"H{block.level}")
    pages.top = pages.write(lines, element, x=MARGIN, top=pages.top, size=size, face=BOLD)
    pages.space(_GAP / 2)


def _text(block: Text, pages: Pages) -> None:
    lines = wrap(block.text, PLAIN, _BODY, WIDTH)
    pages.need(height_of(lines, _BODY))
    element = pages.structure.root.add("P")
    pages.top = pages.write(lines, element, x=MARGIN, top=pages.top, size=_BODY)
    pages.space(_GAP / 2)


def _answer(block: Answer, pages: Pages) -> None:
    ink, ground = COLOURS[block.tone]
    inset, side = 12.0, 30.0
    left, room = MARGIN + 2 * inset + side, WIDTH - 3 * inset - side
    words = wrap(block.words, BOLD, 17, room)
    meaning = wrap(block.meaning, PLAIN, _BODY, room)
    height = height_of(words, 17) + height_of(meaning, _BODY) + 2 * inset
    pages.need(height)
    with pages.artifact():
        pages.canvas.setFillColor(ground)
        pages.canvas.roundRect(MARGIN, pages.top - height, WIDTH, height, 6, stroke=0, fill=1)
        draw_sign(pages.canvas, block.tone, MARGIN + inset, pages.top - inset - side, side)
    top, root = pages.top - inset, pages.structure.root
    top = pages.write(words, root.add("P"), x=left, top=top, size=17, face=BOLD, ink=ink)
    pages.write(meaning, root.add("P"), x=left, top=top, size=_BODY)
    pages.space(height + _GAP)


def _facts(block: Facts, pages: Pages) -> None:
    table = pages.structure.root.add("Table")
    for label, value in block.rows:
        labels = wrap(label, PLAIN, _BODY, _LABEL - _GAP)
        values = wrap(value, PLAIN, _BODY, WIDTH - _LABEL)
        height = height_of(max(labels, values, key=len), _BODY) + 6
        pages.need(height)
        pages.rule()
        row, top = table.add("TR"), pages.top - 3
        pages.write(labels, row.add("TH", Scope="Row"), x=MARGIN, top=top, size=_BODY, ink=SOFT)
        pages.write(values, row.add("TD"), x=MARGIN + _LABEL, top=top, size=_BODY)
        pages.space(height)
    pages.space(_GAP / 2)


def _items(block: Items, pages: Pages) -> None:
    entries = pages.structure.root.add("L")
    for item in block.items:
        _item(item, pages, entries.add("LI"))
    pages.space(_GAP / 2)


def _item(item: Item, pages: Pages, entry: Element) -> None:
    room = WIDTH - _WORD
    title = wrap(item.title, BOLD, _BODY, room)
    sentences = [wrap(each, PLAIN, _SMALL, room) for each in item.sentences]
    first = sentences[0] if sentences else []
    pages.need(height_of(title, _BODY) + height_of(first, _SMALL) + 8)
    pages.rule()
    pages.space(4)
    ink = COLOURS[item.tone][0]
    with pages.artifact():
        draw_sign(pages.canvas, item.tone, MARGIN, pages.top - 12, 12)
    word, left = wrap(item.word, BOLD, _BODY, _WORD - 17), MARGIN + _WORD
    pages.write(
        word, entry.add("Lbl"), x=MARGIN + 17, top=pages.top, size=_BODY, face=BOLD, ink=ink
    )
    body = entry.add("LBody")
    pages.top = pages.write(title, body.add("P"), x=left, top=pages.top, size=_BODY, face=BOLD)
    for lines in sentences:
        pages.need(height_of(lines, _SMALL))
        pages.top = pages.write(lines, body.add("P"), x=left, top=pages.top, size=_SMALL)
    pages.space(4)


def _code(block: Code, pages: Pages) -> None:
    pages.need(_CODE + _GAP)
    with pages.marked(pages.structure.root.add("Figure", alt=block.alt)):
        draw_code(pages.canvas, block.rows, MARGIN, pages.top, _CODE)
    left, top = MARGIN + _CODE + _GAP, pages.top - 8
    for text in block.says:
        lines = wrap(text, PLAIN, _BODY, WIDTH - _CODE - _GAP)
        element = pages.structure.root.add("P")
        top = pages.write(lines, element, x=left, top=top, size=_BODY, ink=INK) - 4
    pages.space(_CODE + _GAP / 2)


_DRAW: dict[type[Block], Callable[[Any, Pages], None]] = {
    Heading: _heading,
    Text: _text,
    Answer: _answer,
    Facts: _facts,
    Items: _items,
    Code: _code,
}
