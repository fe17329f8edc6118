"""Facts, decisions, rubrics and levels as values: canonical JSON, hashes, readers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from issuer.criteria import (
    Level,
    Pin,
    Scale,
    Status,
    WaiverFact,
    content_hash,
    decision_from_dict,
    evaluate,
    facts_from_dict,
    low_median,
    parse_instrument,
    parse_rubric,
    pin,
    structure_hash,
)
from issuer.criteria.phrases import counted_noun
from issuer.errors import MalformedError, ShapeError
from tests.worked_examples import (
    T,
    example,
    hours,
    instrument_document,
    metric,
    rubric_document,
    tl_base,
    waiver,
)

SCALE = Scale.of(("beginning", "developing", "proficient", "advanced"))


def test_even_panel_takes_the_lower_middle() -> None:
    """A tie between two levels never promotes a learner."""
    assert SCALE.level("developing") == low_median(
        [SCALE.level("proficient"), SCALE.level("developing")]
    )


@pytest.mark.parametrize(
    ("values", "middle"),
    [([3], 3), ([0, 3], 0), ([2, 0, 1], 1), ([3, 3, 0, 0], 0), ([0, 1, 2, 3, 3], 2)],
)
def test_low_median_of_positions(values: list[int], middle: int) -> None:
    """Of sorted positions the one at floor((n - 1) / 2)."""
    assert middle == low_median(values)


def test_a_median_of_nothing_is_refused() -> None:
    """Nobody's answer is no answer."""
    with pytest.raises(MalformedError) as refused:
        low_median(list[int]())
    assert "empty" == refused.value.code


def test_levels_are_ordered_by_position_and_not_by_name() -> None:
    """`advanced` comes first in the alphabet and last on the scale."""
    names = ["advanced", "beginning", "developing", "proficient"]
    assert [3, 0, 1, 2] == [SCALE.level(name).position for name in names]
    assert Level(position=3, name="advanced") > Level(position=0, name="beginning")


def test_a_level_off_the_scale_is_refused() -> None:
    """Levels of another scale cannot be compared."""
    with pytest.raises(MalformedError) as refused:
        SCALE.level("expert")
    assert "level" == refused.value.code


def test_absent_members_are_left_out_of_the_snapshot() -> None:
    """Two builders that know nothing about a member write the same bytes."""
    snapshot = tl_base().to_dict()
    assert (
        ["id", "kind", "tags", "at", "digest", "status"],
        "accepted",
    ) == (list(snapshot["evidence"][0]), snapshot["evidence"][0]["status"])


def test_every_list_stands_in_the_snapshot_even_if_empty() -> None:
    """An empty list is a statement: nothing was there."""
    assert [] == tl_base().to_dict()["external"]


def test_lists_of_the_snapshot_come_by_time_and_id() -> None:
    """The canonical order of 2.7."""
    facts = replace(
        tl_base(),
        hours=(
            hours("h2", "lab", 1, None),
            hours("h1", "lab", 1, None),
            hours("h3", "lab", 1, None, at=T - timedelta(days=1)),
        ),
    )
    assert ["h3", "h1", "h2"] == [row["id"] for row in facts.to_dict()["hours"]]


@pytest.mark.parametrize(
    ("value", "written"), [("0.71", 0.71), ("1", 1), ("0.0000", 0), ("1E+1", 10)]
)
def test_decimals_are_written_as_json_numbers(value: str, written: float) -> None:
    """JCS writes 1 and 1.0 alike, and so do we."""
    number = replace(tl_base(), metrics=(metric(value),)).to_dict()["metrics"][0]["value"]
    assert repr(written) == repr(number)


def test_instants_keep_a_fraction_and_write_none_where_there_is_none() -> None:
    """The order within one second is part of the facts."""
    late = replace(tl_base(), as_of=T + timedelta(microseconds=1500))
    assert ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00.001500Z") == (
        tl_base().to_dict()["as_of"],
        late.to_dict()["as_of"],
    )


def test_absent_lists_read_as_empty_ones() -> None:
    """A facts file may leave out what there is none of, and has the same hash."""
    full = tl_base().to_dict()
    short = {name: value for name, value in full.items() if value != []}
    assert facts_from_dict(full).hash() == facts_from_dict(short).hash()


def test_a_waiver_has_no_room_for_a_reason() -> None:
    """The private reason can not enter facts, so it can not enter a tree."""
    snapshot = replace(tl_base(), waivers=(waiver("registrar"),)).to_dict()
    assert {"id", "node", "role", "by", "at"} == set(snapshot["waivers"][0])
    assert set(WaiverFact.__dataclass_fields__) == {"id", "node", "role", "by", "at", "withdrawn"}


def test_pins_are_copied_into_the_decision() -> None:
    """A decision says which rubric it was made with."""
    hashes = Pin(content="sha256:" + "1" * 64, structure="sha256:" + "2" * 64)
    facts = replace(tl_base(), pins={"team-leadership@1": hashes})
    record = evaluate(example("team-leadership"), facts).to_dict()
    assert {"team-leadership@1": hashes.to_dict()} == record["pins"]


def test_the_record_names_both_inputs_and_the_evaluator() -> None:
    """An auditor knows what to read and what to run."""
    record = evaluate(example("team-leadership"), tl_base()).to_dict()
    expected = {
        "spec": "cbe-decision/1",
        "evaluator": "cbe-eval/1",
        "criteria": example("team-leadership").hash,
        "facts": tl_base().hash(),
        "as_of": "2026-11-20T10:00:00Z",
        "learner": "L1",
        "submission": "s1",
        "revision": 2,
    }
    assert expected == {name: record[name] for name in expected}


def test_the_hash_of_a_decision_is_that_of_its_record() -> None:
    """The stored bytes and the hash belong together."""
    decision = evaluate(example("team-leadership"), tl_base())
    assert content_hash(decision.to_dict()) == decision.hash


def test_a_tree_node_has_the_members_of_2_10() -> None:
    """A group has children and no levels; a leaf has levels only where it measures any."""
    tree = evaluate(example("team-leadership"), tl_base()).to_dict()["tree"]
    plain = ["id", "title", "kind", "status", "say", "counted", "ignored", "needs"]
    peers = next(node for node in tree["children"] if node["id"] == "peer-verification")
    assert ([*plain, "children"], [*plain, "levels"]) == (list(tree), list(peers))


def test_the_say_of_a_group_counts_children() -> None:
    """The sentence of the worked record in 2.10."""
    facts = replace(tl_base(), attestations=tl_base().attestations[:2])
    tree = evaluate(example("team-leadership"), facts).tree
    assert "3 met; 4 of 4 required" == tree.say


def test_a_node_is_found_by_id() -> None:
    """An unknown id is none, not an error."""
    decision = evaluate(example("team-leadership"), tl_base())
    balance = decision.node("balance")
    assert (Status.MET, None) == (balance and balance.status, decision.node("nobody"))


def test_an_altered_record_is_not_read() -> None:
    """A stored decision with a member of somebody else is refused."""
    record = evaluate(example("team-leadership"), tl_base()).to_dict()
    with pytest.raises(ShapeError):
        decision_from_dict({**record, "overruled": True})


def _typo(document: dict[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    return {**document, "version": 2, **texts}


def test_a_typo_in_a_rubric_keeps_the_structure_hash() -> None:
    """A mended text makes a new version with the same structure (2.4)."""
    old = rubric_document("work@1", ("planning", "ethics"))
    criterion = {**old["criteria"][0], "title": "Planning, mended"}
    criterion["levels"] = {**criterion["levels"], "advanced": "You can see it well."}
    new = _typo(old, {"title": "Mended", "criteria": [criterion, *old["criteria"][1:]]})
    first, second = parse_rubric(old), parse_rubric(new)
    assert (True, False) == (
        structure_hash(first) == structure_hash(second),
        pin(first).content == pin(second).content,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"rubric": "other"},
        {"scale": ["beginning", "developing", "proficient", "expert"]},
        {"criteria": rubric_document("work@1", ("ethics", "planning"))["criteria"]},
        {"criteria": rubric_document("work@1", ("planning",))["criteria"]},
        {"criteria": rubric_document("work@1", ("planning", "ethic"))["criteria"]},
    ],
    ids=["slug", "scale", "order", "a criterion less", "another id"],
)
def test_another_structure_of_a_rubric_never_carries_over(change: dict[str, Any]) -> None:
    """Slugs, order, scale and ids are structure."""
    old = rubric_document("work@1", ("planning", "ethics"))
    assert structure_hash(parse_rubric(old)) != structure_hash(parse_rubric({**old, **change}))


def test_a_typo_in_an_instrument_keeps_the_structure_hash() -> None:
    """The same holds for instruments."""
    old = instrument_document("kind@1", ("listens", "shares"))
    item = {**old["items"][0], "statement": "They listened."}
    new = _typo(old, {"title": "Mended", "items": [item, *old["items"][1:]]})
    first, second = parse_instrument(old), parse_instrument(new)
    assert (True, False) == (
        structure_hash(first) == structure_hash(second),
        pin(first).content == pin(second).content,
    )


def test_another_item_order_is_another_structure() -> None:
    """Order is structure."""
    first = parse_instrument(instrument_document("kind@1", ("listens", "shares")))
    second = parse_instrument(instrument_document("kind@1", ("shares", "listens")))
    assert structure_hash(first) != structure_hash(second)


def test_an_instrument_asks_for_an_example_unless_it_says_otherwise() -> None:
    """The default of 2.4."""
    document = instrument_document("kind@1", ("listens",))
    assert (True, False) == (
        parse_instrument(document).example_required,
        parse_instrument({**document, "example_required": False}).example_required,
    )


def test_rubrics_and_instruments_find_their_parts() -> None:
    """A part is found by id, an unknown id is none."""
    rubric = parse_rubric(rubric_document("work@1", ("planning",)))
    instrument = parse_instrument(instrument_document("kind@1", ("shares-work",)))
    item = instrument.item("shares-work")
    assert ("Planning", None, "shares work", None) == (
        getattr(rubric.criterion("planning"), "title", None),
        rubric.criterion("x"),
        item and item.label,
        instrument.item("x"),
    )


def test_a_document_names_what_must_be_pinned() -> None:
    """Publishing records the hashes of every referenced rubric and instrument."""
    assert ("data-analysis@2", "explains-clearly@1") == example("data-analysis").refs


def test_a_document_finds_its_nodes() -> None:
    """A node is found by id, an unknown id is none."""
    criteria = example("team-leadership")
    plan = criteria.node("plan")
    assert ("evidence", None) == (plan and plan.kind, criteria.node("x"))


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [
        (1, "item", "1 item"),
        (0, "item", "0 items"),
        (2, "activity", "2 activities"),
        (2, "day", "2 days"),
    ],
)
def test_nouns_agree_with_their_count(count: int, noun: str, text: str) -> None:
    """A sentence for a parent has no `(s)`."""
    assert text == counted_noun(count, noun)
