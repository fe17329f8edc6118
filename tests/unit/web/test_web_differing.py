"""Comparing hand-ins, and drawing levels: what changed, and nothing out of its frame."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from issuer.web.presenting.differing import MOST_LINES, rows_of
from issuer.web.presenting.level_charts import Mark, chart_of

START = datetime(2026, 1, 1, tzinfo=UTC)
SCALE = ("beginning", "developing", "proficient", "advanced")
_TEXTS = st.lists(st.sampled_from(["a", "b", "c", "plan", ""]), max_size=20).map("\n".join)


def _marks(rows: str, before: str, after: str) -> list[str]:
    found = rows_of(before, after)
    assert found is not None, rows
    return [f"{row.mark} {row.text}".strip() for row in found]


def test_changed_line_stands_between_what_stayed() -> None:
    """Two lines around a change are shown, the rest is a gap."""
    before = "one\ntwo\nthree\nfour\nfive"
    after = "one\ntwo\nthree\nFOUR\nfive"

    assert ["gap", "same two", "same three", "out four", "in FOUR", "same five"] == _marks(
        "rows", before, after
    )


def test_same_text_has_no_rows() -> None:
    """Nothing is shown where nothing changed."""
    assert () == rows_of("a\nb", "a\nb")


def test_long_text_is_not_compared() -> None:
    """Comparing takes the product of both lengths, so there is an end to it."""
    assert None is rows_of("a\n" * (MOST_LINES + 1), "b")


@given(_TEXTS, _TEXTS)
def test_rows_tell_both_texts(before: str, after: str) -> None:
    """Lines taken out are of the earlier text, new ones of the later, in their order."""
    rows = rows_of(before, after) or ()
    out = [row.text for row in rows if row.mark == "out"]
    come = [row.text for row in rows if row.mark == "in"]

    assert (True, True) == (_is_within(out, before), _is_within(come, after))


def _is_within(lines: list[str], text: str) -> bool:
    rest = iter(text.splitlines())
    return all(line in rest for line in lines)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 900), st.booleans()), min_size=1, max_size=14
    )
)
def test_dots_stay_in_the_drawing_and_apart(rows: list[tuple[int, int, bool]]) -> None:
    """However the days fall, dots go from left to right and none leaves the frame."""
    marks = [
        Mark(number=at, step=step, at=START + timedelta(days=days), earned=earned)
        for at, (step, days, earned) in enumerate(sorted(rows, key=lambda row: row[1]), 1)
    ]
    chart = chart_of("c", "Planning", SCALE, marks)
    xs = [dot.x for dot in chart.dots]
    ys = [dot.y for dot in chart.dots]

    assert (True, True, True) == (
        all(later - earlier >= 24 for earlier, later in pairwise(xs)),
        all(0 < x < chart.width for x in xs),
        all(0 < y < chart.height for y in ys),
    )


def test_higher_level_stands_higher() -> None:
    """The scale goes up the drawing, and the line says both ends in words."""
    marks = [
        Mark(number=1, step=2, at=START, earned=False),
        Mark(number=2, step=4, at=START + timedelta(days=40), earned=True),
    ]
    chart = chart_of("c", "Planning", SCALE, marks)
    low, high = chart.dots

    said = "2 decisions. From Developing on 1 January 2026 to Advanced on 10 February 2026."
    assert (True, said) == (low.y > high.y, chart.says)


def test_lowest_level_has_no_name_on_paper() -> None:
    """On paper, which goes further, it is not there yet (education.md 5.1)."""
    chart = chart_of("c", "Planning", SCALE, [Mark(number=1, step=1, at=START, earned=False)])

    assert ("Beginning", "Not there yet", "Developing") == (
        chart.rungs[0].text,
        chart.rungs[0].printed,
        chart.rungs[1].printed,
    )


def test_single_decision_is_said_in_a_sentence() -> None:
    """A drawing of one dot is one sentence."""
    chart = chart_of("c", "Planning", SCALE, [Mark(number=1, step=4, at=START, earned=True)])

    assert "One decision. 1 January 2026: Advanced." == chart.says
