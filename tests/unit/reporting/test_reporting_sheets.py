"""Reports as they leave, in JSON and CSV: nobody who is kept back moves a letter of them."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.access import Role
from issuer.accounts.model import Person
from issuer.api.reports import equity_document
from issuer.errors import MalformedError
from issuer.reporting import (
    LEAST,
    Age,
    AgeReport,
    Cell,
    Comparison,
    Drift,
    Ending,
    EquityReport,
    GroupsView,
    IssuedReport,
    Measure,
    Month,
    Quarter,
    age_sheet,
    ending_sheet,
    equity_sheet,
    group_sheet,
    issued_sheet,
    peer_sheet,
    read_days,
    read_groups,
)
from issuer.reporting.equity import compare_days, compare_shares

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
#: What a spreadsheet would run, had it been written as it is.
FORMULA = '=HYPERLINK("https://evil.example","Open")'
#: Group -> what its learners did: (how many had it, of how many).
World = dict[str, list[tuple[int, int]]]
WORLDS = st.dictionaries(
    st.sampled_from(["ash", "birch", "cedar", "elm"]),
    st.lists(st.sampled_from([(0, 1), (1, 1), (1, 3), (2, 2)]), min_size=1, max_size=14),
    min_size=1,
)


def report_of(comparisons: Iterable[Comparison]) -> EquityReport:
    """Return a report of these comparisons."""
    return EquityReport(
        since=NOW - timedelta(days=365),
        until=NOW,
        grouped=0,
        counted=0,
        everybody=False,
        comparisons=tuple(comparisons),
    )


def compare(world: World, *, sum_is_known: bool = False) -> EquityReport:
    """Return a report on a world: its shares, and the same numbers as days."""
    learners = {
        (name, at): share for name, all_of in world.items() for at, share in enumerate(all_of)
    }
    groups = {f"{name} {at}": name for name, at in learners}
    shares = {f"{name} {at}": did for (name, at), did in learners.items()}
    return report_of(
        (
            compare_shares(Measure.PEERS, shares, groups, sum_is_known=sum_is_known),
            compare_days(shares, groups),
        )
    )


def answers(report: EquityReport) -> tuple[object, bytes]:
    """Return what the two doors answer."""
    return equity_document(report), equity_sheet(report)


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows of a file, without its headings."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


@given(WORLDS, st.booleans())
def test_no_answer_moves_with_the_work_of_who_is_kept_back(
    world: World, sum_is_known: bool
) -> None:
    """Whatever they did, two answers are the same bytes, so their difference tells nothing."""
    report = compare(world, sum_is_known=sum_is_known)
    shown = {name for each in report.comparisons for name in each.cells}
    other = {name: did if name in shown else [(0, 9)] * len(did) for name, did in world.items()}
    assert answers(report) == answers(compare(other, sum_is_known=sum_is_known))


@given(WORLDS)
def test_no_answer_moves_with_the_size_of_a_small_group(world: World) -> None:
    """One learner joins or leaves, and nothing changes while there are fewer than ten."""
    other = {
        name: did if len(did) >= LEAST else [(1, 1)] * (LEAST - len(did))
        for name, did in world.items()
    }
    assert answers(compare(world)) == answers(compare(other))


@given(WORLDS, st.booleans())
def test_no_difference_of_two_figures_is_a_small_group(world: World, sum_is_known: bool) -> None:
    """What is together, less some of what is shown, is the rest that is shown, or nobody."""
    report = compare(world, sum_is_known=sum_is_known)
    for each in report.comparisons:
        rows = [row for row in rows_of(equity_sheet(report)) if row[0] == each.measure]
        sizes = {row: int(value) for _, row, figure, value in rows if figure == "learners"}
        together, parts = sizes.pop("", 0), list(sizes.values())
        some = chain.from_iterable(combinations(parts, count) for count in range(len(parts) + 1))
        assert not {together - sum(taken) for taken in some} & set(range(1, LEAST))


@given(WORLDS)
def test_json_and_csv_tell_the_same_figures(world: World) -> None:
    """Group by group and together, and neither has one more."""
    report = compare(world)
    document: Any = equity_document(report)
    told = {
        (each["measure"], cell.get("group", ""), name, str(figure))
        for each in document["comparisons"]
        for cell in (*each["groups"], *([each["together"]] if "together" in each else []))
        for name, figure in cell.items()
        if name != "group"
    }
    rows = {tuple(row) for row in rows_of(equity_sheet(report)) if row[2] != "withheld_groups"}
    assert told == rows


@pytest.mark.parametrize(("panels", "figures"), [(9, 1), (10, 4)])
def test_a_quarter_with_few_panels_tells_their_number_alone(panels: int, figures: int) -> None:
    """As on the page: shares from ten panels on."""
    quarter = Quarter(first=date(2026, 10, 1), panels=panels, answers=30, close=20, top=5)
    drift = Drift(instrument="listening@1", title="Listening", quarters=(quarter,))
    assert figures == len(rows_of(peer_sheet([drift])))


def _files() -> dict[str, bytes]:
    """Return every file of reports, with a formula wherever people choose the words."""
    cell, day = Cell(learners=12, days=3), date(2026, 11, 1)
    comparison = Comparison(
        measure=Measure.DAYS, cells={FORMULA: cell}, withheld=0, together=cell, differ=None
    )
    age = Age(name="t1", title=FORMULA, count=1, median=2, oldest=2)
    ages = AgeReport(at=NOW, together=age, units=(age,), teachers=(age,))
    months = IssuedReport(months=(Month(first=day, count=1),), badges={FORMULA: 1})
    ending = Ending(
        id="https://school.example/credentials/1",
        public_id="1",
        learner="p1",
        badge="talk",
        title=FORMULA,
        version=1,
        awarded_at=NOW,
        valid_until=NOW + timedelta(days=9),
    )
    person = Person(
        id="p1",
        organisation="o1",
        name=FORMULA,
        roles=frozenset({Role.LEARNER}),
        created_at=NOW,
    )
    groups = GroupsView(
        sizes={FORMULA: 1}, counted=1, everybody=True, learners=(person,), groups={"p1": FORMULA}
    )
    return {
        "equity": equity_sheet(report_of([comparison])),
        "waiting": age_sheet(ages),
        "issued": issued_sheet(months),
        "ending": ending_sheet([ending], {"p1": FORMULA}, NOW),
        "groups": group_sheet(groups),
    }


@pytest.mark.parametrize("name", _files())
def test_no_cell_of_a_file_is_run_by_a_spreadsheet(name: str) -> None:
    """Names of groups, people, units and badges are words, whatever they begin with."""
    cells = [cell for row in rows_of(_files()[name]) for cell in row]
    assert f"'{FORMULA}" in cells or f"'{FORMULA} 1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_file_of_groups_comes_back_as_it_went() -> None:
    """Filled in or not: the mark before a formula is no part of the group's name."""
    rows = read_groups(_files()["groups"])
    assert [("p1", FORMULA)] == [(row.learner, row.group) for row in rows]


@pytest.mark.parametrize("text", ["", "x", "-5", "1.5", "٣", "1234567", "1 "])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    """With the code that names the field."""
    with pytest.raises(MalformedError) as caught:
        read_days(text)
    assert "within" == caught.value.code
