"""Bars of a chart, measured here and drawn by a template; every bar has its words and its figure.

Bars lie on their side, so that words stay level and a phone shows them in their own size. Each has
a pattern beside its colour, and the table beside the chart says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
_PATTERNS = 4
_ROW, _TIGHT_ROW = 52, 30
_BAR, _TIGHT_BAR = 22, 18
_LABELS, _VALUES = 84, 40
_EDGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar before it is measured: words, its figure in words, and its length from 0 to 1.

    Bars of one kind share a `pattern`; without one each bar has the next.
    """

    label: str
    value: str
    length: float
    pattern: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar as it is drawn; all figures are pixels of the chart."""

    label: str
    value: str
    label_y: int
    value_x: int
    y: int
    width: float
    pattern: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with its title and what it shows, for those who do not see it."""

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    height: int
    bar_x: int
    bar_height: int
    full: int
    is_tight: bool


def bars_of(
    id: str,  # noqa: A002 # the id of the element
    title: str,
    description: str,
    rows: Sequence[Row],
    *,
    tight: bool = False,
) -> Chart:
    """Measure a chart; a tight one has short labels beside its bars."""
    row = _TIGHT_ROW if tight else _ROW
    full = WIDTH - _LABELS - _VALUES if tight else WIDTH - _EDGE
    return Chart(
        id=id,
        title=title,
        description=description,
        bars=tuple(_bar(each, number, full, tight=tight) for number, each in enumerate(rows)),
        height=len(rows) * row + _EDGE,
        bar_x=_LABELS if tight else 1,
        bar_height=_TIGHT_BAR if tight else _BAR,
        full=full,
        is_tight=tight,
    )


def _bar(row: Row, number: int, full: int, *, tight: bool) -> Bar:
    top = number * (_TIGHT_ROW if tight else _ROW)
    width = round(full * min(max(row.length, 0.0), 1.0), 1)
    return Bar(
        label=row.label,
        value=row.value,
        label_y=top + (17 if tight else 16),
        value_x=round(_LABELS + width + 6) if tight else WIDTH - _EDGE,
        y=top + (4 if tight else 24),
        width=width,
        pattern=0 if tight else (number if row.pattern is None else row.pattern) % _PATTERNS,
    )
