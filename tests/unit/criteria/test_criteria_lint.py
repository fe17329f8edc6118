"""Lint: every code of education.md 2.6 where it is due, and silence where it is not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from issuer.criteria import (
    Catalogue,
    Criteria,
    given_catalogue,
    lint,
    lint_instrument,
    lint_rubric,
    parse,
    parse_instrument,
    parse_rubric,
    reading_grade,
)
from issuer.criteria.lint.readability import syllables
from tests.worked_examples import T, instrument_document, rubric_document

EVIDENCE = {"kinds": ["file"]}
SIGNOFF = {"role": "teacher", "statement": "I saw it."}
RUBRIC = {"rubric": "work@1", "levels": {"planning": "proficient"}}
PEERS = {"instrument": "kindness@1", "min": 3, "levels": {"listens": "proficient"}}
METRIC = {"metric": "turn-balance", "op": ">=", "value": 0.5, "min_sample": 5}


def leaf(name: str, kind: str, settings: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Shape a leaf node with a title."""
    return {"id": name, "title": name.capitalize(), kind: settings, **more}


WORK = leaf("work", "evidence", EVIDENCE)
ADULT = leaf("adult", "signoff", SIGNOFF)
RATED = leaf("rated", "rubric", RUBRIC)
PEERED = leaf("peers", "peers", PEERS)
MEASURED = leaf("measured", "metric", METRIC)


def doc(*children: Mapping[str, Any], **changes: Any) -> Criteria:
    """Parse a document whose root wants all children; by default work and an adult."""
    root: Any = {"id": "root", "title": "All", "all_of": list(children or (WORK, ADULT))}
    return parse(
        {
            "spec": "cbe-criteria/1",
            "badge": "kindness",
            "version": 1,
            "title": "Kindness",
            "summary": "You were kind to the team.",
            "scale": ["beginning", "developing", "proficient", "advanced"],
            "criteria": root,
            **changes,
        }
    )


CATALOGUE = given_catalogue(
    now=T,
    rubrics=[parse_rubric(rubric_document("work@1", ("planning",)))],
    instruments=[parse_instrument(instrument_document("kindness@1", ("listens",)))],
)


def any_of(*children: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Shape a choice."""
    return {"id": "choice", "title": "Choice", "any_of": list(children), **more}


def n_of(n: int, *children: Mapping[str, Any]) -> dict[str, Any]:
    """Shape an n-of group."""
    return {"id": "some", "title": "Some", "n_of": {"n": n, "of": list(children)}}


def deep(levels: int) -> dict[str, Any]:
    """Shape a chain of groups with an adult at the end."""
    node: dict[str, Any] = ADULT
    for index in range(levels - 1):
        node = {"id": f"g{index}", "title": "Group", "all_of": [node]}
    return node


def wide(count: int) -> list[dict[str, Any]]:
    """Shape groups that hold `count` nodes together."""
    leaves = [leaf(f"w{index}", "evidence", EVIDENCE) for index in range(count)]
    return [
        {"id": f"g{start}", "title": "Group", "all_of": leaves[start : start + 24]}
        for start in range(0, count, 24)
    ]


def badge(*achievements: str, **more: Any) -> dict[str, Any]:
    """Shape a prerequisite."""
    return leaf("earlier", "badge", {"any": list(achievements), **more})


def knows(*badges: Criteria) -> Catalogue:
    """Add published badges to the catalogue."""
    return replace(CATALOGUE, badges={each.badge: each for each in badges})


def window(**settings: Any) -> Criteria:
    """Parse a document with a window."""
    return doc(window=settings)


OTHER_SCALE = given_catalogue(
    now=T,
    rubrics=[
        parse_rubric(rubric_document("work@1", ("planning",), scale=["beginning", "proficient"]))
    ],
)
UNKNOWN = leaf("rated", "rubric", {**RUBRIC, "levels": {"dancing": "proficient"}})
EXPERT = leaf("rated", "rubric", {**RUBRIC, "levels": {"planning": "expert"}})
LOWEST = leaf("rated", "rubric", {**RUBRIC, "levels": {"planning": "beginning"}})
SECOND = doc(badge("kindness"), ADULT, badge="second")
HARD = "Institutional accountability necessitates interdisciplinary collaboration continuously."

Row = tuple[str, Criteria, Catalogue]
POSITIVE: dict[str, Row] = {
    "an id twice": ("E01", doc(WORK, ADULT, {**ADULT, "title": "Again"}), CATALOGUE),
    "n above the children": ("E02", doc(n_of(3, WORK, ADULT), ADULT), CATALOGUE),
    "a rubric level off the scale": ("E03", doc(EXPERT, WORK), CATALOGUE),
    "a peer level off the scale": (
        "E03",
        doc(leaf("peers", "peers", {**PEERS, "levels": {"listens": "expert"}}), ADULT),
        CATALOGUE,
    ),
    "a badge level off the scale": ("E03", doc(badge("x", level="expert"), ADULT), CATALOGUE),
    "a rubric with another scale": ("E03", doc(RATED, WORK), OTHER_SCALE),
    "a criterion that the rubric has not": ("E04", doc(UNKNOWN, WORK), CATALOGUE),
    "an unknown rubric": ("E04", doc(RATED, WORK), given_catalogue(now=T)),
    "an unknown instrument": ("E04", doc(PEERED, ADULT), given_catalogue(now=T)),
    "an unpublished rubric": (
        "E04",
        doc(RATED, WORK),
        replace(CATALOGUE, unpublished=frozenset({"work@1"})),
    ),
    "a retired instrument": (
        "E04",
        doc(PEERED, ADULT),
        replace(CATALOGUE, retired=frozenset({"kindness@1"})),
    ),
    "a mix above the minimum": (
        "E05",
        doc(leaf("peers", "peers", {**PEERS, "mix": {"teammate": 3, "outside": 1}}), ADULT),
        CATALOGUE,
    ),
    "a badge that wants itself": ("E06", doc(badge("kindness"), ADULT), CATALOGUE),
    "a circle of two": ("E06", doc(badge("second"), ADULT), knows(SECOND)),
    "a window that opens closed": (
        "E07",
        window(opens="2027-02-01T00:00:00Z", closes="2027-01-01T00:00:00Z"),
        CATALOGUE,
    ),
    "a window in the past": ("E07", window(closes="2026-01-01T00:00:00Z"), CATALOGUE),
    "more weeks than the window": (
        "E07",
        window(opens="2027-01-01T00:00:00Z", closes="2027-01-08T00:00:00Z", target_weeks=2),
        CATALOGUE,
    ),
    "an unknown metric": (
        "E08",
        doc(any_of(leaf("m", "metric", {**METRIC, "metric": "charisma"}), ADULT)),
        CATALOGUE,
    ),
    "a value out of range": (
        "E08",
        doc(any_of(leaf("m", "metric", {**METRIC, "value": 1.5}), ADULT)),
        CATALOGUE,
    ),
    "a sample below the metric's": (
        "E08",
        doc(
            any_of(
                leaf("m", "metric", {**METRIC, "metric": "follow-through", "min_sample": 4}), ADULT
            )
        ),
        CATALOGUE,
    ),
    "nobody accountable": ("E09", doc(WORK, PEERED), CATALOGUE),
    "a way round the adult": ("E09", doc(WORK, any_of(ADULT, PEERED)), CATALOGUE),
    "two of three with one adult": (
        "E09",
        doc(n_of(1, ADULT, WORK, leaf("more", "evidence", EVIDENCE))),
        CATALOGUE,
    ),
    "a stranger's badge instead of an adult": (
        "E09",
        doc(WORK, badge("https://other.example/a/1", "second")),
        knows(SECOND),
    ),
    "results that name no rubric": ("E10", doc(award={"results": ["adult"]}), CATALOGUE),
    "a waivable root": (
        "E11",
        doc(criteria={**ADULT, "waivable": ["registrar"]}),
        CATALOGUE,
    ),
    "the lowest level wanted": ("E12", doc(LOWEST, WORK), CATALOGUE),
    "a metric that blocks": ("E13", doc(MEASURED, ADULT), CATALOGUE),
    "a metric beside another way without adults": (
        "E13",
        doc(any_of(MEASURED, WORK), ADULT),
        CATALOGUE,
    ),
    "a metric that n_of cannot pass by": ("E13", doc(n_of(2, MEASURED, ADULT)), CATALOGUE),
    "an unknown achievement type": (
        "E14",
        doc(award={"achievement_type": "Trophy"}),
        CATALOGUE,
    ),
    "an extension with a space": (
        "E14",
        doc(award={"achievement_type": "ext:Trophy cup"}),
        CATALOGUE,
    ),
    "nine deep": ("E16", doc(criteria=deep(9)), CATALOGUE),
    "more than 200 nodes": ("E16", doc(ADULT, *wide(200)), CATALOGUE),
    "nothing handed in": ("W01", doc(ADULT), CATALOGUE),
    "no title": ("W02", doc(WORK, {"id": "adult", "signoff": SIGNOFF}), CATALOGUE),
    "a certificate by one adult": (
        "W03",
        doc(award={"achievement_type": "Certificate"}),
        CATALOGUE,
    ),
    "two peers": ("W04", doc(leaf("peers", "peers", {**PEERS, "min": 2}), ADULT), CATALOGUE),
    "nobody to moderate": (
        "W04",
        doc(PEERED, ADULT),
        replace(CATALOGUE, moderating_roles=frozenset()),
    ),
    "too few peers and no waiver": (
        "W05",
        doc(PEERED, ADULT),
        replace(CATALOGUE, eligible_peers=3),
    ),
    "individual endorsements": (
        "W06",
        doc(award={"peer_endorsements": "individual"}),
        CATALOGUE,
    ),
    "a guardian who rates": (
        "W07",
        doc(leaf("adult", "signoff", {**SIGNOFF, "accept_guardian": True})),
        CATALOGUE,
    ),
    "a scan as proof": (
        "W07",
        doc(ADULT, leaf("card", "external", {"certificate": "card", "proof": ["document"]})),
        CATALOGUE,
    ),
    "a hard summary": ("W08", doc(summary=HARD), CATALOGUE),
}

LEVELS = {"scale": ["beginning", "proficient"]}
NEGATIVE: dict[str, Row] = {
    "ids that differ": ("E01", doc(), CATALOGUE),
    "n of exactly the children": ("E02", doc(n_of(2, WORK, ADULT)), CATALOGUE),
    "levels on the scale": ("E03", doc(RATED, PEERED, WORK), CATALOGUE),
    "known criteria and items": ("E04", doc(RATED, PEERED, WORK), CATALOGUE),
    "a mix of exactly the minimum": (
        "E05",
        doc(leaf("peers", "peers", {**PEERS, "mix": {"teammate": 2, "outside": 1}}), ADULT),
        CATALOGUE,
    ),
    "a chain without a circle": (
        "E06",
        doc(badge("second"), ADULT),
        knows(doc(badge("third"), ADULT, badge="second"), doc(ADULT, badge="third")),
    ),
    "a circle of others": (
        "E06",
        doc(badge("second"), ADULT),
        knows(doc(badge("second"), ADULT, badge="second")),
    ),
    "a window that closes now": ("E07", window(closes="2026-11-20T10:00:00Z"), CATALOGUE),
    "weeks that fit exactly": (
        "E07",
        window(opens="2027-01-01T00:00:00Z", closes="2027-01-15T00:00:00Z", target_weeks=2),
        CATALOGUE,
    ),
    "weeks without a close": ("E07", window(target_weeks=900), CATALOGUE),
    "a metric at the end of its range": (
        "E08",
        doc(any_of(leaf("m", "metric", {**METRIC, "value": 1}), ADULT)),
        CATALOGUE,
    ),
    "one adult among all": ("E09", doc(WORK, ADULT), CATALOGUE),
    "two of three, two of them adults": ("E09", doc(n_of(2, WORK, ADULT, RATED)), CATALOGUE),
    "a published badge of this tenant": ("E09", doc(WORK, badge("second")), knows(SECOND)),
    "results of a rubric leaf": ("E10", doc(RATED, WORK, award={"results": ["rated"]}), CATALOGUE),
    "a waivable child": ("E11", doc({**WORK, "waivable": ["registrar"]}, ADULT), CATALOGUE),
    "the second level wanted": (
        "E12",
        doc(leaf("rated", "rubric", {**RUBRIC, "levels": {"planning": "developing"}})),
        CATALOGUE,
    ),
    "a metric beside an adult": ("E13", doc(any_of(MEASURED, ADULT)), CATALOGUE),
    "a metric that a role may waive": (
        "E13",
        doc({**MEASURED, "waivable": ["teacher"]}, ADULT),
        CATALOGUE,
    ),
    "a metric in a group that may be waived": (
        "E13",
        doc(any_of(MEASURED, WORK, waivable=["teacher"]), ADULT),
        CATALOGUE,
    ),
    "a metric that a farther choice passes by": (
        "E13",
        doc(any_of({"id": "both", "title": "Both", "all_of": [MEASURED, WORK]}, ADULT)),
        CATALOGUE,
    ),
    "an own achievement type": ("E14", doc(award={"achievement_type": "ext:Trophy"}), CATALOGUE),
    "eight deep": ("E16", doc(criteria=deep(8)), CATALOGUE),
    "exactly 200 nodes": ("E16", doc(ADULT, *wide(190)), CATALOGUE),
    "something handed in": ("W01", doc(), CATALOGUE),
    "a root without title": ("W02", doc(criteria={"id": "root", "signoff": SIGNOFF}), CATALOGUE),
    "a certificate by two adults": (
        "W03",
        doc(award={"achievement_type": "Certificate", "second_approver": True}),
        CATALOGUE,
    ),
    "three peers and a moderator": ("W04", doc(PEERED, ADULT), CATALOGUE),
    "just enough peers": ("W05", doc(PEERED, ADULT), replace(CATALOGUE, eligible_peers=4)),
    "few peers and a waiver": (
        "W05",
        doc({**PEERED, "waivable": ["registrar"]}, ADULT),
        replace(CATALOGUE, eligible_peers=0),
    ),
    "peers that nobody counted": ("W05", doc(PEERED, ADULT), CATALOGUE),
    "aggregate endorsements": ("W06", doc(), CATALOGUE),
    "a registry as proof": (
        "W07",
        doc(ADULT, leaf("card", "external", {"certificate": "card", "proof": ["registry-lookup"]})),
        CATALOGUE,
    ),
    "a plain summary": ("W08", doc(), CATALOGUE),
}


@pytest.mark.parametrize("row", POSITIVE.values(), ids=POSITIVE.keys())
def test_lint_says_the_code_where_it_is_due(row: Row) -> None:
    """The author is told of every rule that the document breaks."""
    code, criteria, catalogue = row
    assert code in {finding.code for finding in lint(criteria, catalogue)}


@pytest.mark.parametrize("row", NEGATIVE.values(), ids=NEGATIVE.keys())
def test_lint_is_silent_where_the_rule_holds(row: Row) -> None:
    """A false alarm teaches authors to overlook lint."""
    code, criteria, catalogue = row
    assert code not in {finding.code for finding in lint(criteria, catalogue)}


def test_every_code_of_documents_has_both_rows() -> None:
    """No code is untested in either direction; E15 has its own tests on rubrics."""
    codes = {f"E{number:02}" for number in range(1, 17)} | {f"W0{number}" for number in range(1, 9)}
    assert (codes - {"E15"}, codes - {"E15"}) == (
        {row[0] for row in POSITIVE.values()},
        {row[0] for row in NEGATIVE.values()},
    )


def test_a_finding_names_the_path_of_node_ids() -> None:
    """An author finds the node without counting brackets."""
    found = lint(doc(n_of(1, EXPERT, ADULT), WORK), CATALOGUE)
    assert "E03 root > some > rated: planning: the level 'expert' is not on the scale" in [
        finding.message for finding in found
    ]


def test_findings_come_sorted_by_code() -> None:
    """Errors stand before warnings."""
    codes = [finding.code for finding in lint(doc(LOWEST, PEERED, MEASURED), CATALOGUE)]
    assert sorted(codes) == codes


def _rubric(**texts: str | None) -> Mapping[str, Any]:
    document = rubric_document("work@1", ("planning",))
    levels = {**document["criteria"][0]["levels"], **texts}
    kept = {name: text for name, text in levels.items() if text is not None}
    return {**document, "criteria": [{**document["criteria"][0], "levels": kept}]}


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        ({}, []),
        ({"advanced": None}, ["E15"]),
        ({"advanced": "   "}, ["E15"]),
        ({"expert": "You can see it."}, ["E03"]),
        ({"advanced": HARD}, ["W08"]),
    ],
    ids=["plain", "a level without text", "a blank text", "a foreign level", "a hard text"],
)
def test_lint_of_a_rubric(texts: dict[str, str | None], codes: list[str]) -> None:
    """A rubric is checked when it is published, before anything refers to it (E15)."""
    assert codes == [finding.code for finding in lint_rubric(parse_rubric(_rubric(**texts)))]


def _instrument(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Mapping[str, Any]:
    document = instrument_document("kindness@1", ("listens",))
    return {**document, "items": [change(item) for item in document["items"]]}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda item: item, []),
        (lambda item: {"id": item["id"], "levels": item["levels"]}, ["E15"]),
        (lambda item: {**item, "statement": " "}, ["E15"]),
        (lambda item: {**item, "levels": {"expert": "You can see it."}}, ["E03"]),
    ],
    ids=["plain", "no statement", "a blank statement", "a foreign level"],
)
def test_lint_of_an_instrument(
    change: Callable[[dict[str, Any]], dict[str, Any]], codes: list[str]
) -> None:
    """Peers attest behaviours that somebody could observe (E15)."""
    found = lint_instrument(parse_instrument(_instrument(change)))
    assert codes == [finding.code for finding in found]


def test_a_rubric_with_the_same_criterion_twice_is_an_error() -> None:
    """Two criteria of one id would make ratings ambiguous."""
    document = rubric_document("work@1", ("planning", "planning"))
    assert ["E01"] == [finding.code for finding in lint_rubric(parse_rubric(document))]


def test_faults_of_a_referenced_rubric_stop_the_badge() -> None:
    """A document is not publishable while its rubric lacks a family text."""
    catalogue = replace(CATALOGUE, rubrics={"work@1": parse_rubric(_rubric(advanced=None))})
    assert "E15" in {finding.code for finding in lint(doc(RATED, WORK), catalogue)}


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("team", 1),
        ("made", 1),
        ("table", 2),
        ("worked", 1),
        ("needed", 2),
        ("family", 3),
        ("rhythm", 1),
    ],
)
def test_syllables_are_estimated_by_groups_of_vowels(word: str, count: int) -> None:
    """The estimate is right on common words."""
    assert count == syllables(word)


def test_reading_grade_follows_the_published_formula() -> None:
    """Six words of one syllable in one sentence: 0.39 * 6 + 11.8 - 15.59."""
    assert pytest.approx(0.39 * 6 + 11.8 - 15.59) == reading_grade("The cat sat on the mat.")


def test_a_text_without_words_has_grade_zero() -> None:
    """Digits and signs are no words."""
    assert reading_grade("1 + 1 = 2") == 0.0


def test_a_close_one_second_ago_is_in_the_past() -> None:
    """The boundary of E07 is the instant of publishing."""
    catalogue = replace(CATALOGUE, now=T + timedelta(seconds=1))
    found = lint(window(closes="2026-11-20T10:00:00Z"), catalogue)
    assert "E07" in {finding.code for finding in found}
