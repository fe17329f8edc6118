"""Two texts line by line: what was there before, what is there now, and what stayed around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Comparing takes the product of both lengths, so what is longer is not compared.
MOST_LINES = 400
_LONGEST_LINE = 500
#: Lines that stayed and stand around a change.
_AROUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line; `mark` is `out`, `in`, `same`, or `gap` where lines that stayed are left out."""

    mark: str
    text: str


def rows_of(before: str, after: str) -> tuple[Row, ...] | None:
    """Return the rows of a comparison; None if a text is too long, nothing if they are alike."""
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > MOST_LINES:
        return None
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return tuple(_rows(matcher, old, new))


def _lines(text: str) -> list[str]:
    return [line[:_LONGEST_LINE] for line in text.splitlines()]


def _rows(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    is_first = True
    for group in matcher.get_grouped_opcodes(_AROUND):
        if not is_first or group[0][1] > 0:
            yield Row(mark="gap", text="")
        is_first = False
        for kind, start, end, begin, stop in group:
            if kind == "equal":
                yield from (Row(mark="same", text=line) for line in old[start:end])
                continue
            yield from (Row(mark="out", text=line) for line in old[start:end])
            yield from (Row(mark="in", text=line) for line in new[begin:stop])
