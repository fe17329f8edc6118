"""The ten properties of the evaluator, education.md section 2.11."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.criteria import (
    AttestationFact,
    Criteria,
    Decision,
    DecisionNode,
    Facts,
    RatingFact,
    Status,
    decision_from_dict,
    evaluate,
    facts_from_dict,
    parse,
)
from issuer.criteria.evaluating import group_status
from issuer.criteria.facts import LISTS, Fact
from issuer.documents import canonical_bytes, read_document, write_document
from issuer.errors import ShapeError
from tests.criteria_strategies import LEAVES, SCALE, UNRATED, cases

_ORDER = (Status.NOT_YET, Status.NEEDS, Status.MET)
Case = tuple[Criteria, Facts]


def _bytes(decision: Decision) -> bytes:
    return write_document(decision.to_dict())


def _rank(decision: Decision) -> int:
    return _ORDER.index(decision.result)


@given(case=cases(), data=st.data())
def test_1_order_of_storage_never_matters(case: Case, data: st.DataObject) -> None:
    """Any shuffle of any list, of tags and of conflict codes gives the same bytes."""
    criteria, facts = case
    lists: dict[str, Any] = {
        name: tuple(data.draw(st.permutations(getattr(facts, name)))) for name in LISTS
    }
    shuffled = replace(facts, **lists)
    turned = replace(
        shuffled,
        evidence=tuple(replace(fact, tags=fact.tags[::-1]) for fact in shuffled.evidence),
        attestations=tuple(
            replace(fact, conflicts=fact.conflicts[::-1]) for fact in shuffled.attestations
        ),
    )
    assert _bytes(evaluate(criteria, facts)) == _bytes(evaluate(criteria, turned))


_PROGRAM = """
import locale, sys
from issuer.criteria import evaluate, facts_from_dict, parse
from issuer.documents import read_json, write_document
for document, facts in read_json(sys.stdin.buffer.read(), max_bytes=10**8):
    decision = evaluate(parse(document), facts_from_dict(facts))
    sys.stdout.buffer.write(write_document(decision.to_dict()) + b"\\n")
"""


@pytest.mark.parametrize(("seed", "locale"), [("1", "C"), ("4711", "tr_TR.UTF-8"), ("0", "de_DE")])
def test_2_another_process_gives_the_same_bytes(seed: str, locale: str) -> None:
    """Neither hash seed nor locale of a process reaches a decision."""
    drawn = _drawn_cases()
    given_there = write_document([[dict(c.document), f.to_dict()] for c, f in drawn])
    answer = subprocess.run(  # noqa: S603 # our own interpreter and program
        [sys.executable, "-c", _PROGRAM],
        input=given_there,
        capture_output=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Kolkata"},
    )
    assert [_bytes(evaluate(*case)) for case in drawn] == answer.stdout.splitlines()


def _drawn_cases() -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=25, derandomize=True, database=None)
    @given(case=cases())
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return found


@given(case=cases())
def test_3_next_is_empty_exactly_when_met(case: Case) -> None:
    """Nobody is left without knowing who holds the work, and counts are positive."""
    decision = evaluate(*case)
    is_met = decision.result is Status.MET
    assert (is_met, True) == (not decision.next, all(it.count >= 1 for it in decision.next))


#: Kind -> the lists it reads, and whether a fact of them matches the leaf's selectors.
_SELECTORS: Mapping[str, Callable[[Any, str, Facts], Iterator[Fact]]] = {
    "evidence": lambda leaf, _, facts: (
        it
        for it in facts.evidence
        if it.kind in leaf.kinds and (leaf.tag is None or leaf.tag in it.tags)
    ),
    "rubric": lambda leaf, _, facts: (
        it for it in facts.ratings if it.rubric == leaf.rubric and it.criterion in leaf.levels
    ),
    "peers": lambda leaf, node, facts: chain(
        (it for it in facts.attestations if it.instrument == leaf.instrument),
        (it for it in facts.moderations if it.node == node and it.item in leaf.levels),
    ),
    "signoff": lambda leaf, _, facts: (
        it for it in facts.signoffs if it.statement == leaf.statement
    ),
    "badge": lambda leaf, _, facts: (it for it in facts.badges if it.achievement in leaf.any),
    "hours": lambda leaf, _, facts: (it for it in facts.hours if it.bucket in leaf.buckets),
    "external": lambda leaf, _, facts: (
        it for it in facts.external if it.certificate == leaf.certificate
    ),
    "metric": lambda leaf, _, facts: (it for it in facts.metrics if it.metric == leaf.metric),
    "statements": lambda leaf, _, facts: (
        it for it in facts.statements if it.verb == leaf.verb and it.activity in leaf.activities
    ),
}


def _relevant(criteria: Criteria, facts: Facts) -> dict[str, list[str]]:
    """Select, per node, by kind and selector alone which facts the node must mention."""
    found: dict[str, list[str]] = {}
    for node in criteria.nodes():
        select = _SELECTORS.get(node.kind)
        ids = [it.id for it in select(node.rule, node.id, facts)] if select else []
        found[node.id] = sorted([*ids, *(it.id for it in facts.waivers if it.node == node.id)])
    return found


def _mentioned(node: DecisionNode) -> list[str]:
    return [*node.counted, *(remark.fact for remark in node.ignored)]


@given(case=cases())
def test_4_every_relevant_fact_is_counted_or_ignored_once(case: Case) -> None:
    """No fact is dropped in silence, and none is told twice in one node."""
    criteria, facts = case
    tree = evaluate(criteria, facts).tree
    assert _relevant(criteria, facts) == {node.id: sorted(_mentioned(node)) for node in tree.walk()}


@given(case=cases(), data=st.data())
def test_5_removing_what_was_shown_never_improves(case: Case, data: st.DataObject) -> None:
    """Evidence, badges, hours, proofs and records can only help."""
    criteria, facts = case
    name = data.draw(st.sampled_from(["evidence", "badges", "hours", "external", "statements"]))
    entries = getattr(facts, name)
    if entries:
        gone = data.draw(st.integers(0, len(entries) - 1))
        fewer = replace(facts, **{name: entries[:gone] + entries[gone + 1 :]})
        assert _rank(evaluate(criteria, fewer)) <= _rank(evaluate(criteria, facts))


@given(case=cases())
def test_5_revoking_a_badge_never_improves(case: Case) -> None:
    """A revoked prerequisite can only hurt."""
    criteria, facts = case
    revoked = replace(facts, badges=tuple(replace(it, status="revoked") for it in facts.badges))
    assert _rank(evaluate(criteria, revoked)) <= _rank(evaluate(criteria, facts))


def _raised(facts: Facts, data: st.DataObject) -> Facts:
    """Raise one rating or one answer by at least one level, where there is any."""
    ratings: list[RatingFact] = list(facts.ratings)
    attestations: list[AttestationFact] = list(facts.attestations)
    low = [index for index, fact in enumerate(ratings) if fact.level != SCALE[-1]]
    answers = [
        (index, item)
        for index, fact in enumerate(attestations)
        for item, level in sorted(fact.levels.items())
        if level != SCALE[-1]
    ]
    if low and (not answers or data.draw(st.booleans())):
        index = data.draw(st.sampled_from(low))
        ratings[index] = replace(ratings[index], level=_higher(ratings[index].level, data))
    elif answers:
        index, item = data.draw(st.sampled_from(answers))
        fact = attestations[index]
        raised = {**fact.levels, item: _higher(fact.levels[item], data)}
        attestations[index] = replace(fact, levels=raised)
    return replace(facts, ratings=tuple(ratings), attestations=tuple(attestations))


def _higher(level: str, data: st.DataObject) -> str:
    return data.draw(st.sampled_from(SCALE[SCALE.index(level) + 1 :]))


@given(
    case=cases(kinds=("rubric", "peers"), without=("metrics", "moderations", *UNRATED)),
    data=st.data(),
)
def test_6_raising_never_turns_met_into_not_yet(case: Case, data: st.DataObject) -> None:
    """A better word can open a disagreement and never refuse; moderations are told below."""
    criteria, facts = case
    before, after = evaluate(criteria, facts), evaluate(criteria, _raised(facts, data))
    assert (before.result, after.result) != (Status.MET, Status.NOT_YET)


def _without_agreement(kind: str, settings: Any) -> Any:
    if kind == "peers":
        return {**settings, "agreement": {"within": 9, "share": 0}}
    return {name: value for name, value in settings.items() if name != "max_spread"}


@given(
    case=cases(kinds=("rubric", "peers"), without=("metrics", *UNRATED), change=_without_agreement),
    data=st.data(),
)
def test_6_raising_never_lowers_where_no_agreement_is_asked(
    case: Case, data: st.DataObject
) -> None:
    """Without spread and agreement rules a better word is never worse."""
    criteria, facts = case
    assert _rank(evaluate(criteria, facts)) <= _rank(evaluate(criteria, _raised(facts, data)))


@pytest.mark.parametrize("size", range(1, 6))
def test_7_the_group_rule_equals_brute_force(size: int) -> None:
    """Met or not yet means: whatever the unknowns turn out to be."""
    for statuses in product(Status, repeat=size):
        for n in range(1, size + 1):
            assert _by_brute_force(n, statuses) is group_status(n, statuses)


def _by_brute_force(n: int, statuses: tuple[Status, ...]) -> Status:
    unknown = statuses.count(Status.NEEDS)
    met = statuses.count(Status.MET)
    answers = {met + sum(turned) >= n for turned in product((0, 1), repeat=unknown)}
    if len(answers) == 2:
        return Status.NEEDS
    return Status.MET if answers.pop() else Status.NOT_YET


@given(kind=st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(lambda it: it not in LEAVES))
def test_8_an_unknown_leaf_kind_is_a_shape_error(kind: str) -> None:
    """What we do not know is refused and never skipped."""
    known = {"id", "title", "help", "waivable", "all_of", "any_of", "n_of"}
    if kind not in known:
        root: Any = {"id": "root", kind: {}}
        document: Any = {"spec": "cbe-criteria/1", "badge": "b", "version": 1, "title": "B"}
        document |= {"summary": "B.", "scale": ["low", "high"], "criteria": root}
        with pytest.raises(ShapeError):
            parse(document)


@given(case=cases(kinds=("metric",), without=("ratings", "attestations", "moderations", *UNRATED)))
def test_9_no_input_makes_a_metric_leaf_not_yet(case: Case) -> None:
    """A figure may ask an adult to look and never refuse a learner."""
    assert Status.NOT_YET not in {node.status for node in evaluate(*case).tree.walk()}


@given(case=cases())
def test_10_a_decision_mentions_no_unknown_fact(case: Case) -> None:
    """Every id in the tree is an id of the snapshot."""
    criteria, facts = case
    known = {fact.id for fact in facts.all()}
    tree = evaluate(criteria, facts).tree
    assert set() == {name for node in tree.walk() for name in _mentioned(node)} - known


@given(case=cases())
def test_a_snapshot_survives_its_json(case: Case) -> None:
    """An auditor who reads the facts file gets the same hash and the same decision."""
    criteria, facts = case
    again = facts_from_dict(read_document(canonical_bytes(facts.to_dict())))
    assert (facts.hash(), _bytes(evaluate(criteria, facts))) == (
        again.hash(),
        _bytes(evaluate(criteria, again)),
    )


@given(case=cases())
def test_a_decision_survives_its_json(case: Case) -> None:
    """A stored record reads back as what was decided."""
    decision = evaluate(*case)
    assert _bytes(decision) == _bytes(decision_from_dict(read_document(_bytes(decision))))
