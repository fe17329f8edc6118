"""Each leaf kind by its rule of education.md 2.9: reasons in order and wording, results, needs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from issuer.criteria import (
    BadgeFact,
    Criteria,
    DecisionNode,
    Facts,
    HoursFact,
    MetricFact,
    StatementFact,
    evaluate,
    parse,
)
from issuer.errors import MalformedError
from tests.worked_examples import (
    LEVELS,
    T,
    attestation,
    evidence,
    facts_for,
    hours,
    moderation,
    rating,
    registry,
    signoff,
    waiver,
)

SCALE = list(LEVELS.values())
VERB = "http://adlnet.gov/expapi/verbs/passed"
Why = list[tuple[str, str]]


def one(kind: str, settings: Mapping[str, Any], **more: Any) -> Criteria:
    """Parse a document with a single leaf as its root, called `leaf`."""
    return parse(
        {
            "spec": "cbe-criteria/1",
            "badge": "one",
            "version": 1,
            "title": "One",
            "summary": "One.",
            "scale": SCALE,
            "criteria": {"id": "leaf", kind: settings, **more},
        }
    )


def judged(criteria: Criteria, **lists: Any) -> DecisionNode:
    """Evaluate facts of revision 2 and return the root."""
    return evaluate(criteria, replace(facts_for(criteria, revision=2), **lists)).tree


def why(node: DecisionNode) -> Why:
    """Return the remarks as pairs."""
    return [(remark.fact, remark.why) for remark in node.ignored]


def needs(node: DecisionNode) -> list[tuple[str, str, int]]:
    """Return the needs without the node."""
    return [(action.who, action.do, action.count) for action in node.needs]


EVIDENCE = one(
    "evidence", {"kinds": ["file"], "conditions": ["supervised", "proctored"], "max_age": "P1Y"}
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "pending"}, "evidence is pending"),
        ({"status": "rejected", "conditions": None}, "evidence is rejected"),
        ({"conditions": None}, "done unsupervised; needs supervised or proctored"),
        (
            {"conditions": "unsupervised", "at": T - timedelta(days=999)},
            "done unsupervised; needs supervised or proctored",
        ),
        ({"at": T - timedelta(days=366)}, "older than P1Y"),
    ],
    ids=["status", "status first", "conditions", "conditions before age", "age"],
)
def test_evidence_is_ignored_for_the_first_reason(changes: dict[str, Any], reason: str) -> None:
    """The reasons of an evidence leaf come in the order of 2.9."""
    item = replace(evidence("e1", "file", "x", conditions="supervised"), **changes)
    assert [("e1", reason)] == why(judged(EVIDENCE, evidence=(item,)))


def test_evidence_that_is_itself_ignored_is_no_original() -> None:
    """A withdrawn copy does not stand in the way of the good one."""
    first = evidence("e1", "file", "x", conditions="supervised", status="withdrawn")
    second = replace(first, id="e2", status="accepted")
    node = judged(EVIDENCE, evidence=(first, second))
    assert (("e2",), [("e1", "evidence is withdrawn")]) == (node.counted, why(node))


RUBRIC_LEAF: dict[str, Any] = {
    "rubric": "team-leadership@1",
    "by": {"roles": ["teacher", "assessor"], "min": 2},
    "max_spread": 1,
    "levels": {"planning": "proficient", "ethics": "developing"},
}
RUBRIC = one("rubric", RUBRIC_LEAF)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "L1", "status": "withdrawn"}, "own work"),
        ({"status": "set-aside", "revision": 1}, "set aside on appeal"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"revision": 1, "role": "registrar"}, "rates an older revision"),
        ({"role": "registrar", "conflicts": ("family",)}, "role registrar"),
        ({"conflicts": ("guardian",)}, "conflict: guardian"),
        ({"conflicts": ("family", "declared")}, "conflict: declared, family"),
    ],
)
def test_rating_is_ignored_for_the_first_reason(changes: dict[str, Any], reason: str) -> None:
    """The reasons of a rubric leaf come in the order of 2.9."""
    fact = replace(rating("T1", "planning", "p", id="r1"), **changes)
    assert [("r1", reason)] == why(judged(RUBRIC, ratings=(fact,)))


def test_rating_is_superseded_by_the_one_that_counts() -> None:
    """The latest word of an assessor counts; a void later word does not supersede."""
    first = rating("T1", "planning", "d", id="r1", at=T - timedelta(days=2))
    second = rating("T1", "planning", "p", id="r2", at=T - timedelta(days=1))
    third = rating("T1", "planning", "a", id="r3", status="withdrawn")
    node = judged(RUBRIC, ratings=(third, second, first))
    assert (("r2",), [("r1", "superseded by r2"), ("r3", "withdrawn")]) == (node.counted, why(node))


def test_two_ratings_of_one_instant_are_ordered_by_id() -> None:
    """The greatest (at, id) counts, so storage order cannot decide."""
    ratings = (rating("T1", "planning", "d", id="r2"), rating("T1", "planning", "p", id="r1"))
    assert ("r2",) == judged(RUBRIC, ratings=ratings).counted


def test_a_fraction_of_a_second_decides_which_rating_is_later() -> None:
    """Microseconds stay in the facts, in memory as in JSON."""
    early = rating("T1", "planning", "d", id="r2")
    late = rating("T1", "planning", "p", id="r1", at=T + timedelta(microseconds=1))
    assert ("r1",) == judged(RUBRIC, ratings=(early, late)).counted


def _both(**letters: str) -> tuple[Any, ...]:
    return tuple(
        rating(by, criterion, level)
        for key, level in letters.items()
        for by, _, criterion in [key.partition("_")]
    )


@pytest.mark.parametrize(
    ("ratings", "status", "wanted"),
    [
        (_both(), "needs", [("teacher", "rate", 2)]),
        (_both(T1_planning="a", T1_ethics="a"), "needs", [("teacher", "rate", 1)]),
        (
            _both(T1_planning="a", T1_ethics="a", T2_planning="p"),
            "needs",
            [("teacher", "rate", 1)],
        ),
        (
            _both(T1_planning="a", T2_planning="d"),
            "needs",
            [("teacher", "rate", 1), ("teacher", "reconcile", 1)],
        ),
        (
            _both(T1_planning="d", T2_planning="d", T1_ethics="a", T2_ethics="b"),
            "not_yet",
            [("learner", "revise", 1)],
        ),
        (_both(T1_planning="p", T2_planning="a", T1_ethics="d", T2_ethics="d"), "met", []),
    ],
    ids=["nobody", "one of two", "missing", "missing and spread", "low before spread", "met"],
)
def test_rubric_leaf_exactly(ratings: tuple[Any, ...], status: str, wanted: list[Any]) -> None:
    """Steps (a), (b) and (c) of the rubric rule."""
    node = judged(RUBRIC, ratings=ratings)
    assert (status, wanted) == (node.status.value, needs(node))


def test_accept_guardian_lifts_the_guardian_code_alone() -> None:
    """A guardian who is also a declared conflict stays out."""
    lifted = one("rubric", {**RUBRIC_LEAF, "accept_guardian": True})
    allowed = rating("T1", "planning", "p", id="r1", conflicts=("guardian",))
    barred = rating("T2", "planning", "p", id="r2", conflicts=("guardian", "declared"))
    node = judged(lifted, ratings=(allowed, barred))
    assert (("r1",), [("r2", "conflict: declared")]) == (node.counted, why(node))


PEERS_LEAF: dict[str, Any] = {
    "instrument": "leadership-behaviours@1",
    "min": 3,
    "levels": {"listens": "proficient"},
    "exclude": ["declared"],
}
PEERS = one("peers", PEERS_LEAF)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "L1", "status": "held"}, "self"),
        ({"status": "held", "revision": 1}, "held"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"revision": 1, "conflicts": ("family",)}, "about an older revision"),
        ({"conflicts": ("declared", "reciprocal"), "assigned": False}, "conflict: declared"),
        ({"conflicts": ("restricted",)}, "conflict: restricted"),
        ({"conflicts": ("same-household", "family")}, "conflict: family, same-household"),
        ({"assigned": False, "calibrated": False}, "not assigned by the system"),
        ({"calibrated": False}, "reviewer not calibrated"),
    ],
)
def test_attestation_is_ignored_for_the_first_reason(changes: dict[str, Any], reason: str) -> None:
    """The reasons of a peers leaf come in the order of 2.9; family voids always."""
    fact = replace(attestation("a1", "L2", "teammate", "ppp"), **changes)
    assert [("a1", reason)] == why(judged(PEERS, attestations=(fact,)))


def test_a_conflict_that_the_leaf_does_not_exclude_counts() -> None:
    """Reciprocal and declared void only where the document lists them."""
    fact = attestation("a1", "L2", "teammate", "ppp", conflicts=("reciprocal",))
    assert ("a1",) == judged(PEERS, attestations=(fact,)).counted


def test_a_peer_who_attests_again_is_counted_once() -> None:
    """One voice for each peer."""
    facts = (attestation("a1", "L2", "teammate", "bbb"), attestation("a2", "L2", "outside", "aaa"))
    node = judged(PEERS, attestations=facts)
    assert (("a2",), [("a1", "superseded by a2")]) == (node.counted, why(node))


def _peers(*letters: str, relation: str = "teammate") -> tuple[Any, ...]:
    return tuple(
        attestation(f"a{index}", f"P{index}", relation, f"p{letter}p")
        for index, letter in enumerate(letters)
    )


def test_mix_and_minimum_add_up_to_the_attestations_wanted() -> None:
    """Relations are asked first, the remainder may be anybody."""
    mixed = one("peers", {**PEERS_LEAF, "min": 5, "mix": {"teammate": 1, "outside": 2}})
    node = judged(mixed, attestations=_peers("p", relation="outside"))
    assert [
        ("peer:outside", "attest", 1),
        ("peer:teammate", "attest", 1),
        ("peer", "attest", 2),
    ] == needs(node)


@pytest.mark.parametrize(
    ("letters", "status", "wanted", "level"),
    [
        ("ppp", "met", [], "proficient"),
        ("bpa", "needs", [("teacher", "moderate", 1)], "proficient"),
        ("bdp", "not_yet", [("learner", "revise", 1)], "developing"),
        ("ddaa", "needs", [("teacher", "moderate", 1)], "developing"),
        ("dpaa", "met", [], "proficient"),
        ("pp-", "needs", [("peer", "attest", 1)], "proficient"),
        ("d--", "needs", [("peer", "attest", 2)], "developing"),
    ],
)
def test_peers_leaf_exactly(letters: str, status: str, wanted: list[Any], level: str) -> None:
    """Thin, split and low items by the default agreement of 0.75 within one level."""
    node = judged(PEERS, attestations=_peers(*letters))
    assert (status, wanted, {"listens": level}) == (node.status.value, needs(node), node.levels)


def test_at_a_share_of_six_tenths_the_same_panel_passes() -> None:
    """Two of three within one level are enough for 0.6 (2.9)."""
    lenient = one("peers", {**PEERS_LEAF, "agreement": {"within": 1, "share": 0.6}})
    assert "met" == judged(lenient, attestations=_peers(*"bpa")).status.value


def _moderated(letters: str, level: str, **changes: Any) -> DecisionNode:
    fact = moderation("listens", level, node="leaf", **changes)
    return judged(PEERS, attestations=_peers(*letters), moderations=(fact,))


@pytest.mark.parametrize(
    ("letters", "level", "changes", "reason"),
    [
        ("bpa", "p", {"revision": 1, "conflicts": ("family",)}, "about an older revision"),
        ("bpa", "p", {"conflicts": ("guardian",)}, "conflict: guardian"),
        ("ddaa", "b", {}, "outside the peers' range"),
        ("ppp", "p", {}, "moderation not needed"),
        ("ppp", "a", {}, "outside the peers' range"),
        ("pp", "p", {}, "moderation not needed"),
        ("---", "p", {}, "moderation not needed"),
    ],
    ids=["old", "conflict", "below all", "agreed", "agreed, above", "too few peers", "unseen"],
)
def test_moderation_is_ignored_for_the_first_reason(
    letters: str, level: str, changes: dict[str, Any], reason: str
) -> None:
    """The reasons of a moderation come in the order of 2.9."""
    assert [("m1", reason)] == why(_moderated(letters, level, **changes))


def test_the_latest_moderation_of_an_item_counts() -> None:
    """Who moderates again replaces what was said, whoever said it."""
    facts = (
        moderation("listens", "d", node="leaf", id="m1", at=T - timedelta(days=1)),
        moderation("listens", "p", node="leaf", id="m2", by="T2"),
    )
    node = judged(PEERS, attestations=_peers(*"bpa"), moderations=facts)
    assert ("met", [("m1", "superseded by m2")]) == (node.status.value, why(node))


def test_a_moderation_may_settle_between_lowest_and_highest_answer() -> None:
    """The range is that of all answers, in whatever order they came."""
    assert "not_yet" == _moderated("pab", "d").status.value


def test_the_say_of_peers_names_what_is_open() -> None:
    """A split and an unseen behaviour are both told, in the order of their slugs."""
    both = one(
        "peers", {**PEERS_LEAF, "levels": {"shares-work": "proficient", "listens": "proficient"}}
    )
    answers = (
        attestation("a1", "P1", "teammate", "pbp"),
        attestation("a2", "P2", "teammate", "ppp"),
        attestation("a3", "P3", "teammate", "-ap"),
    )
    node = judged(both, attestations=answers)
    assert (
        "3 of 3 peers; still open: listens, shares work",
        [("teacher", "moderate", 1), ("peer", "attest", 1)],
    ) == (node.say, needs(node))


def test_peers_are_asked_for_the_largest_shortfall() -> None:
    """One more peer may have seen both behaviours."""
    both = one(
        "peers", {**PEERS_LEAF, "levels": {"shares-work": "proficient", "listens": "proficient"}}
    )
    answers = tuple(
        attestation(f"a{index}", f"P{index}", "teammate", levels)
        for index, levels in enumerate(("p--", "pp-", "--p"))
    )
    assert [("peer", "attest", 2)] == needs(judged(both, attestations=answers))


def test_the_say_of_a_rubric_names_criteria_in_slug_order() -> None:
    """Member order of a document never reaches a decision."""
    ratings = _both(T1_planning="b", T2_planning="b", T1_ethics="b", T2_ethics="b")
    assert (
        "2 of 2 assessors; not there yet: ethics, planning" == judged(RUBRIC, ratings=ratings).say
    )


def test_moderation_of_another_node_is_irrelevant() -> None:
    """An item is moderated where it stands."""
    node = judged(
        PEERS, attestations=_peers(*"bpa"), moderations=(moderation("listens", "p", node="other"),)
    )
    assert ([], "needs") == (why(node), node.status.value)


def test_2_11_6_a_raise_that_ends_a_split_ends_its_moderation() -> None:
    """A moderation above the low median falls away with the disagreement: met may become not yet.

    Property 6 of 2.11 says that this never happens; the rules of 2.9 say that it does. We follow
    2.9, and the property is tested without moderations.
    """
    top = one("peers", {**PEERS_LEAF, "levels": {"listens": "advanced"}})
    settled = (moderation("listens", "a", node="leaf"),)
    before = judged(top, attestations=_peers(*"bpa"), moderations=settled)
    after = judged(top, attestations=_peers(*"dpa"), moderations=settled)
    assert ("met", "not_yet") == (before.status.value, after.status.value)


SIGNOFF = one("signoff", {"role": "teacher", "statement": "I saw it.", "min": 2})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "L1", "role": "registrar"}, "own work"),
        ({"status": "set-aside", "revision": 1}, "set aside on appeal"),
        ({"revision": 1, "role": "registrar"}, "about an older revision"),
        ({"role": "registrar", "conflicts": ("family",)}, "role registrar"),
        ({"conflicts": ("guardian",)}, "conflict: guardian"),
    ],
)
def test_signoff_is_ignored_for_the_first_reason(changes: dict[str, Any], reason: str) -> None:
    """The reasons of a sign-off leaf come in the order of 2.9."""
    fact = replace(signoff("T1", "teacher", "I saw it.", id="s1"), **changes)
    assert [("s1", reason)] == why(judged(SIGNOFF, signoffs=(fact,)))


@pytest.mark.parametrize(
    ("decisions", "status", "wanted"),
    [
        ([], "needs", [("teacher", "sign-off", 2)]),
        (["approve"], "needs", [("teacher", "sign-off", 1)]),
        (["approve", "approve"], "met", []),
        (["approve", "approve", "decline"], "not_yet", [("learner", "revise", 1)]),
    ],
)
def test_signoff_leaf(decisions: list[str], status: str, wanted: list[Any]) -> None:
    """Enough adults approve and none declines."""
    facts = tuple(
        signoff(f"T{index}", "teacher", "I saw it.", decision)
        for index, decision in enumerate(decisions)
    )
    node = judged(SIGNOFF, signoffs=facts)
    assert (status, wanted) == (node.status.value, needs(node))


def test_an_adult_who_declined_may_approve_later() -> None:
    """The latest word of an adult counts."""
    facts = (
        signoff("T1", "teacher", "I saw it.", "decline", id="s1", at=T - timedelta(days=1)),
        signoff("T1", "teacher", "I saw it.", id="s2"),
    )
    node = judged(SIGNOFF, signoffs=facts)
    assert ([("teacher", "sign-off", 1)], [("s1", "superseded by s2")]) == (needs(node), why(node))


def test_another_sentence_is_another_signoff() -> None:
    """An adult signs exactly what stands in the document."""
    node = judged(SIGNOFF, signoffs=(signoff("T1", "teacher", "I saw it"),))
    assert ((), []) == (node.counted, why(node))


BADGE = one("badge", {"any": ["first", "https://other.example/a/1"], "level": "proficient"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "revoked", "until": T - timedelta(days=1)}, "revoked or suspended"),
        ({"status": "suspended"}, "revoked or suspended"),
        ({"until": T - timedelta(seconds=1), "level": "beginning"}, "expired"),
        ({"level": "developing"}, "level developing"),
        ({"level": "expert"}, "level expert"),
        ({"level": None}, "level none"),
    ],
)
def test_badge_is_ignored_for_the_first_reason(changes: dict[str, Any], reason: str) -> None:
    """The reasons of a badge leaf come in the order of 2.9."""
    fact = replace(BadgeFact(id="b1", achievement="first", level="proficient", at=T), **changes)
    node = judged(BADGE, badges=(fact,))
    assert ([("b1", reason)], [("learner", "earn-badge", 1)]) == (why(node), needs(node))


@pytest.mark.parametrize(
    ("achievement", "level", "until"),
    [
        ("first", "proficient", None),
        ("first", "advanced", T),
        ("https://other.example/a/1", "proficient", None),
    ],
    ids=["own", "until this very instant", "of another issuer"],
)
def test_badge_counts(achievement: str, level: str, until: Any) -> None:
    """One badge at the level that stands at `as_of` is enough."""
    fact = BadgeFact(id="b1", achievement=achievement, level=level, until=until, at=T)
    assert "met" == judged(BADGE, badges=(fact,)).status.value


def test_badge_without_a_required_level_needs_none() -> None:
    """A prerequisite may be any level, or have none."""
    node = judged(
        one("badge", {"any": ["first"]}), badges=(BadgeFact(id="b1", achievement="first", at=T),)
    )
    assert "met" == node.status.value


HOURS_LEAF: dict[str, Any] = {
    "buckets": ["lab"],
    "min": 1.1,
    "verified_by": ["registrar", "teacher"],
    "max_age": "P1Y",
}
HOURS = one("hours", HOURS_LEAF)


def test_hours_are_compared_in_decimal() -> None:
    """1.1 hours are 66 minutes, though 1.1 * 60 in binary is a little more."""
    assert ("met", "needs") == tuple(
        judged(HOURS, hours=(hours("h1", "lab", minutes, "registrar"),)).status.value
        for minutes in (66, 65)
    )


def test_hours_round_the_threshold_up() -> None:
    """A third of an hour written as 0.3334 wants 21 minutes."""
    third = one("hours", {**HOURS_LEAF, "min": 0.3334})
    assert [("learner", "log-hours", 21)] == needs(judged(third))


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], [("learner", "log-hours", 66)]),
        ([(30, None)], [("learner", "log-hours", 36), ("registrar", "verify-hours", 30)]),
        ([(30, "teacher"), (36, "nurse-instructor")], [("registrar", "verify-hours", 36)]),
        ([(30, "teacher"), (90, None)], [("registrar", "verify-hours", 90)]),
        ([(30, "teacher")], [("learner", "log-hours", 36)]),
    ],
)
def test_hours_leaf_asks_learner_and_verifier(
    rows: list[tuple[int, str | None]], wanted: list[Any]
) -> None:
    """What no verification could supply is logged; what waits is verified, all of it."""
    facts = tuple(
        hours(f"h{index}", "lab", minutes, role) for index, (minutes, role) in enumerate(rows)
    )
    assert wanted == needs(judged(HOURS, hours=facts))


def test_hours_too_old_are_neither_counted_nor_pending() -> None:
    """Age is asked before verification."""
    fact = HoursFact(id="h1", bucket="lab", minutes=66, at=T - timedelta(days=366))
    node = judged(HOURS, hours=(fact,))
    assert ([("h1", "older than P1Y")], [("learner", "log-hours", 66)]) == (why(node), needs(node))


EXTERNAL = one(
    "external", {"certificate": "state-nurse-aide-registry", "proof": ["registry-lookup"]}
)


@pytest.mark.parametrize(
    ("proof", "verified", "expires", "reason", "wanted"),
    [
        ("document", False, -1, "proof is only document", ("learner", "submit-proof", 1)),
        ("registry-lookup", False, -1, "expired", ("learner", "submit-proof", 1)),
        ("registry-lookup", False, 0, "not verified yet", ("registrar", "verify-proof", 1)),
    ],
)
def test_external_proof_is_ignored_for_the_first_reason(
    proof: str, verified: bool, expires: int, reason: str, wanted: tuple[str, str, int]
) -> None:
    """The reasons of an external leaf come in the order of 2.9."""
    fact = registry("x1", proof, verified=verified, expires=T + timedelta(seconds=expires))
    node = judged(EXTERNAL, external=(fact,))
    assert ([("x1", reason)], [wanted]) == (why(node), needs(node))


METRIC_LEAF: dict[str, Any] = {
    "metric": "turn-balance",
    "op": ">=",
    "value": 0.3,
    "min_sample": 10,
}


def _values(*values: tuple[str, int]) -> tuple[MetricFact, ...]:
    return tuple(
        MetricFact(
            id=f"v{index}",
            metric="turn-balance",
            value=Decimal(value),
            sample=sample,
            source="tally",
            at=T + timedelta(seconds=index),
        )
        for index, (value, sample) in enumerate(values)
    )


@pytest.mark.parametrize(
    ("op", "values", "wanted", "reasons"),
    [
        (">=", [], [("teacher", "judge-without-metric", 1)], []),
        (">=", [("0.3", 10)], [], []),
        ("<=", [("0.3", 10)], [], []),
        (">=", [("0.2999", 10)], [("teacher", "review-metric", 1)], []),
        ("<=", [("0.3001", 10)], [("teacher", "review-metric", 1)], []),
        (
            ">=",
            [("0.9", 9)],
            [("teacher", "judge-without-metric", 1)],
            [("v0", "sample too small")],
        ),
        (
            ">=",
            [("0.9", 20), ("0.9", 9)],
            [("teacher", "judge-without-metric", 1)],
            [("v0", "superseded by v1"), ("v1", "sample too small")],
        ),
    ],
)
def test_metric_leaf(
    op: str, values: list[tuple[str, int]], wanted: list[Any], reasons: Why
) -> None:
    """The latest value is compared exactly; what it lacks a teacher supplies."""
    node = judged(one("metric", {**METRIC_LEAF, "op": op}), metrics=_values(*values))
    assert (wanted, reasons) == (needs(node), why(node))


STATEMENTS = one(
    "statements", {"verb": VERB, "activities": ["urn:a:1"], "min": 2, "min_score": 0.8}
)


def _record(name: str, scaled: str | None, activity: str = "urn:a:1") -> StatementFact:
    return StatementFact(
        id=name,
        verb=VERB,
        activity=activity,
        scaled=None if scaled is None else Decimal(scaled),
        at=T,
    )


def test_statements_leaf_asks_for_all_that_is_missing() -> None:
    """The count is the shortfall."""
    assert [("learner", "complete-activity", 2)] == needs(judged(STATEMENTS))


def test_statements_leaf_is_met_by_just_enough() -> None:
    """Two of two records."""
    node = judged(STATEMENTS, statements=(_record("x1", "0.8"), _record("x2", "1")))
    assert ("met", []) == (node.status.value, needs(node))


def test_statements_leaf_counts_what_reaches_the_score() -> None:
    """A record without a score does not reach one; another activity is irrelevant."""
    records = (
        _record("x1", "0.8"),
        _record("x2", "0.79"),
        _record("x3", None),
        _record("x4", "1", "urn:a:2"),
    )
    node = judged(STATEMENTS, statements=records)
    assert (
        ("x1",),
        [("x2", "score below 0.8"), ("x3", "score below 0.8")],
        [("learner", "complete-activity", 1)],
    ) == (node.counted, why(node), needs(node))


def test_a_withdrawn_waiver_waives_nothing() -> None:
    """A waiver can be taken back, and the tree says so."""
    waivable = parse(
        {
            **SIGNOFF.document,
            "criteria": {
                "id": "root",
                "all_of": [
                    {
                        "id": "leaf",
                        "waivable": ["registrar"],
                        "signoff": {"role": "teacher", "statement": "I saw it."},
                    }
                ],
            },
        }
    )
    facts = replace(
        facts_for(waivable, revision=2), waivers=(waiver("registrar", "leaf", withdrawn=True),)
    )
    node = evaluate(waivable, facts).node("leaf")
    assert node is not None
    assert ("needs", [("w-registrar", "waiver withdrawn")]) == (node.status.value, why(node))


def test_a_waived_group_keeps_its_children() -> None:
    """Whoever reads the tree still sees what was not done."""
    child: Any = {"id": "leaf", "signoff": {"role": "teacher", "statement": "I saw it."}}
    group: Any = {"id": "group", "waivable": ["registrar"], "all_of": [child]}
    waivable = parse({**SIGNOFF.document, "criteria": {"id": "root", "any_of": [group]}})
    facts = replace(facts_for(waivable, revision=2), waivers=(waiver("registrar", "group"),))
    decision = evaluate(waivable, facts)
    assert ("met", (), ["met", "met", "needs"]) == (
        decision.result.value,
        decision.next,
        [node.status.value for node in decision.tree.walk()],
    )


def _facts(**changes: Any) -> Facts:
    return replace(facts_for(RUBRIC, revision=2), **changes)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (_facts(criteria="sha256:" + "0" * 64), "criteria_hash"),
        (
            _facts(
                ratings=(rating("T1", "ethics", "p", id="x"), rating("T2", "ethics", "p", id="x"))
            ),
            "dup_id",
        ),
        (_facts(ratings=(replace(rating("T1", "ethics", "p"), level="expert"),)), "level"),
        (
            _facts(
                attestations=(
                    replace(attestation("a1", "L2", "outside", "ppp"), levels={"x": "no"}),
                )
            ),
            "level",
        ),
        (_facts(moderations=(replace(moderation("listens", "p"), level="expert"),)), "level"),
        (_facts(ratings=(rating("T1", "ethics", "p", revision=3),)), "revision"),
        (_facts(ratings=(rating("T1", "ethics", "p", at=T.replace(tzinfo=None)),)), "date"),
        (_facts(as_of=T.replace(tzinfo=None)), "date"),
    ],
    ids=["hash", "id twice", "rating", "attestation", "moderation", "revision", "zone", "as_of"],
)
def test_a_snapshot_that_is_a_bug_raises(facts: Facts, code: str) -> None:
    """A fault of the caller is never turned into a decision about a learner."""
    with pytest.raises(MalformedError) as refused:
        evaluate(RUBRIC, facts)
    assert code == refused.value.code
