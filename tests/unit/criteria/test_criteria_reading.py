"""The strict readers: near misses with code and pointer, each judged alike by the JSON Schema."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from issuer.criteria import (
    BadgeFact,
    ExtensionFact,
    MetricFact,
    Pin,
    StatementFact,
    evaluate,
    parse,
    parse_instrument,
    parse_rubric,
)
from issuer.errors import ShapeError
from tests.criteria_shapes import READERS, reader_accepts, schema_accepts
from tests.worked_examples import (
    T,
    cna_base,
    day,
    document,
    example,
    instrument_document,
    metric,
    moderation,
    rubric_document,
    signoff,
    tl_base,
    waiver,
)

HASH = "sha256:" + "0" * 64


def criteria() -> Any:
    """Return a criteria document that uses every member and every leaf kind."""
    leaves: list[dict[str, Any]] = [
        {
            "evidence": {
                "kinds": ["file", "url"],
                "min": 2,
                "tag": "plan",
                "conditions": ["supervised"],
                "max_age": "P18M",
            }
        },
        {
            "rubric": {
                "rubric": "work@1",
                "by": {"roles": ["teacher"], "min": 1},
                "levels": {"planning": "proficient"},
                "max_spread": 1,
                "accept_guardian": True,
            }
        },
        {
            "peers": {
                "instrument": "kindness@1",
                "min": 3,
                "mix": {"teammate": 2, "outside": 1},
                "levels": {"listens": "proficient"},
                "exclude": ["family"],
                "assigned_only": True,
                "calibrated": False,
                "agreement": {"within": 1, "share": 0.75},
            }
        },
        {
            "signoff": {
                "role": "teacher",
                "statement": "I saw it.",
                "min": 1,
                "accept_guardian": False,
            }
        },
        {"badge": {"any": ["earlier", "https://other.example/a/1"], "level": "proficient"}},
        {"hours": {"buckets": ["lab"], "min": 1.1, "verified_by": ["registrar"], "max_age": "P1Y"}},
        {"external": {"certificate": "card", "proof": ["document"]}},
        {"metric": {"metric": "turn-balance", "op": ">=", "value": 0.5, "min_sample": 5}},
        {
            "statements": {
                "verb": "http://adlnet.gov/expapi/verbs/passed",
                "activities": ["urn:x:1"],
                "min": 1,
                "min_score": 0.8,
            }
        },
    ]
    nodes = [{"id": f"leaf-{index}", **leaf} for index, leaf in enumerate(leaves)]
    return {
        "spec": "cbe-criteria/1",
        "badge": "kindness",
        "version": 1,
        "title": "Kindness",
        "summary": "You were kind.\n\nTo all.",
        "scale": ["beginning", "proficient"],
        "alignment": [
            {
                "name": "A",
                "url": "https://a.example/1?x=%20#f",
                "framework": "F",
                "code": "1",
                "type": "CFItem",
            }
        ],
        "window": {
            "opens": "2026-01-01T00:00:00+01:00",
            "closes": "2026-12-31T23:59:59.5Z",
            "target_weeks": 8,
        },
        "resubmission": {"max": None, "cooldown": "P3D"},
        "award": {
            "achievement_type": "Badge",
            "valid_for": "P3Y",
            "second_approver": True,
            "peer_endorsements": "individual",
            "credits": 0.5,
            "results": ["leaf-1"],
        },
        "criteria": {
            "id": "root",
            "title": "All",
            "help": "Do all\nof it.",
            "waivable": ["registrar"],
            "n_of": {
                "n": 1,
                "of": [
                    {"id": "any", "any_of": nodes[:4]},
                    {"id": "all", "all_of": nodes[4:]},
                ],
            },
        },
    }


def rubric() -> Any:
    """Return a rubric that uses every member."""
    found = rubric_document("work@1", ("planning",))
    found["criteria"][0] |= {"competency": "plans-work", "feedback": "required"}
    return found


def instrument() -> Any:
    """Return an instrument that uses every member."""
    anchor = {"artifact": HASH, "levels": {"listens": "proficient"}}
    return instrument_document("kindness@1", ("listens",), example_required=False, anchors=[anchor])


def facts() -> Any:
    """Return a snapshot with at least one entry in every list."""
    base = tl_base()
    full = replace(
        base,
        pins={"team-leadership@1": Pin(content=HASH, structure=HASH)},
        evidence=(replace(base.evidence[0], conditions="proctored", watched_by="T2"),),
        moderations=(moderation("listens", "p", conflicts=("declared",)),),
        signoffs=(signoff("T1", "teacher", "I saw it.", status="set-aside"),),
        badges=(
            BadgeFact(
                id="b1", achievement="https://other.example/a/1", at=T, until=day("2027-01-01")
            ),
        ),
        hours=cna_base().hours,
        external=cna_base().external,
        statements=(StatementFact(id="x", verb="urn:v", activity="urn:a", at=T),),
        metrics=(
            metric("0.7125"),
            MetricFact(id="v2", metric="m", value=metric("1").value, sample=0, source="csv", at=T),
        ),
        waivers=(waiver("registrar", withdrawn=True),),
        extensions=(ExtensionFact(id="ex", until=T, by="R1", role="registrar", at=T),),
    )
    return full.to_dict()


def decision() -> Any:
    """Return a decision with levels, a waiver and open needs."""
    waived = replace(tl_base(), ratings=(), waivers=(waiver("registrar"),))
    return evaluate(example("team-leadership"), waived).to_dict()


BASES: dict[str, Callable[[], Any]] = {
    "cbe-criteria-1": criteria,
    "cbe-rubric-1": rubric,
    "cbe-instrument-1": instrument,
    "cbe-facts-1": facts,
    "cbe-decision-1": decision,
}
GONE = object()
LEAF = "criteria/n_of/of/0/any_of"
LATER = "criteria/n_of/of/1/all_of"

#: (schema, place, what stands there instead, code): each is one near miss.
MISSES: list[tuple[str, str, Any, str]] = [
    ("cbe-criteria-1", "spec", "cbe-criteria/2", "choice"),
    ("cbe-criteria-1", "spec", GONE, "missing"),
    ("cbe-criteria-1", "summary", GONE, "missing"),
    ("cbe-criteria-1", "criteria", GONE, "missing"),
    ("cbe-criteria-1", "extra", 1, "unknown_member"),
    ("cbe-criteria-1", "badge", "Kindness", "slug"),
    ("cbe-criteria-1", "badge", "kind--ness", "slug"),
    ("cbe-criteria-1", "badge", "kindness\n", "slug"),
    ("cbe-criteria-1", "badge", "a" * 65, "slug"),
    ("cbe-criteria-1", "badge", 7, "type"),
    ("cbe-criteria-1", "version", 0, "range"),
    ("cbe-criteria-1", "version", True, "type"),
    ("cbe-criteria-1", "version", 1.5, "type"),
    ("cbe-criteria-1", "version", "1", "type"),
    ("cbe-criteria-1", "title", "", "length"),
    ("cbe-criteria-1", "title", "x" * 121, "length"),
    ("cbe-criteria-1", "title", "two\nlines", "control_character"),
    ("cbe-criteria-1", "title", "line\n", "control_character"),
    ("cbe-criteria-1", "title", "bell\u0007", "control_character"),
    ("cbe-criteria-1", "summary", "x" * 2001, "length"),
    ("cbe-criteria-1", "summary", "tab\there", "control_character"),
    ("cbe-criteria-1", "scale", ["one"], "length"),
    ("cbe-criteria-1", "scale", [f"l{n}" for n in range(8)], "length"),
    ("cbe-criteria-1", "scale", ["low", "low"], "repeat"),
    ("cbe-criteria-1", "scale", "low", "type"),
    ("cbe-criteria-1", "alignment", {}, "type"),
    ("cbe-criteria-1", "alignment/0/url", "not a uri", "uri"),
    ("cbe-criteria-1", "alignment/0/url", "/relative", "uri"),
    ("cbe-criteria-1", "alignment/0/url", "https://a.example/%zz", "uri"),
    ("cbe-criteria-1", "alignment/0/type", "Rubric", "choice"),
    ("cbe-criteria-1", "alignment/0/name", GONE, "missing"),
    ("cbe-criteria-1", "window/opens", "2026-01-01", "date"),
    ("cbe-criteria-1", "window/opens", "2026-01-01T00:00:00", "date"),
    ("cbe-criteria-1", "window/opens", "2026-02-30T00:00:00Z", "date"),
    ("cbe-criteria-1", "window/opens", "2026-01-01T24:00:00Z", "date"),
    ("cbe-criteria-1", "window/opens", "2026-01-01t00:00:00z", "date"),
    ("cbe-criteria-1", "window/target_weeks", 0, "range"),
    ("cbe-criteria-1", "resubmission/max", -1, "range"),
    ("cbe-criteria-1", "resubmission/max", False, "type"),
    ("cbe-criteria-1", "resubmission/cooldown", "P", "duration"),
    ("cbe-criteria-1", "resubmission/cooldown", "PT1H", "duration"),
    ("cbe-criteria-1", "resubmission/cooldown", 3, "type"),
    ("cbe-criteria-1", "resubmission/cooldown", "P1D1M", "duration"),
    ("cbe-criteria-1", "resubmission/cooldown", "P3D\n", "duration"),
    ("cbe-criteria-1", "award/credits", 0, "range"),
    ("cbe-criteria-1", "award/credits", True, "type"),
    ("cbe-criteria-1", "award/second_approver", 1, "type"),
    ("cbe-criteria-1", "award/peer_endorsements", "none", "choice"),
    ("cbe-criteria-1", "award/results", ["a", "a"], "repeat"),
    ("cbe-criteria-1", "award/grade", "A", "unknown_member"),
    ("cbe-criteria-1", "criteria", [], "type"),
    ("cbe-criteria-1", "criteria/id", GONE, "missing"),
    ("cbe-criteria-1", "criteria/waivable", [], "length"),
    ("cbe-criteria-1", "criteria/waivable", ["peer"], "choice"),
    ("cbe-criteria-1", "criteria/n_of", GONE, "kind"),
    ("cbe-criteria-1", "criteria/all_of", [], "kind"),
    ("cbe-criteria-1", "criteria/vote", {}, "unknown_member"),
    ("cbe-criteria-1", "criteria/n_of/n", 0, "range"),
    ("cbe-criteria-1", "criteria/n_of/of", [], "length"),
    (
        "cbe-criteria-1",
        f"{LEAF}",
        [{"id": f"n{n}", "badge": {"any": ["a"]}} for n in range(26)],
        "length",
    ),
    ("cbe-criteria-1", f"{LEAF}/0", {"id": "x", "quiz": {}}, "kind"),
    ("cbe-criteria-1", f"{LEAF}/0/evidence/kinds", [], "length"),
    ("cbe-criteria-1", f"{LEAF}/0/evidence/kinds", ["file", "file"], "repeat"),
    ("cbe-criteria-1", f"{LEAF}/0/evidence/kinds", ["photo"], "choice"),
    ("cbe-criteria-1", f"{LEAF}/0/evidence/conditions", [], "length"),
    ("cbe-criteria-1", f"{LEAF}/0/evidence/min", 0, "range"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/rubric", "work", "ref"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/rubric", "work@0", "ref"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/levels", {}, "length"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/levels", {"Planning": "proficient"}, "slug"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/by/roles", ["learner"], "choice"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/by/roles", [], "length"),
    ("cbe-criteria-1", f"{LEAF}/1/rubric/max_spread", -1, "range"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/min", 16, "range"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/min", GONE, "missing"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/mix", {"friend": 1}, "choice"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/exclude", [], "length"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/exclude", ["guardian"], "choice"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/agreement/share", 1.01, "range"),
    ("cbe-criteria-1", f"{LEAF}/2/peers/agreement/within", GONE, "missing"),
    ("cbe-criteria-1", f"{LEAF}/3/signoff/role", "peer", "choice"),
    ("cbe-criteria-1", f"{LEAF}/3/signoff/statement", "", "length"),
    ("cbe-criteria-1", f"{LATER}/0/badge/any", [], "length"),
    ("cbe-criteria-1", f"{LATER}/0/badge/any", ["ftp://a.example/1"], "slug"),
    ("cbe-criteria-1", f"{LATER}/0/badge/any", ["https://a.example/ 1"], "uri"),
    ("cbe-criteria-1", f"{LATER}/1/hours/min", 0, "range"),
    ("cbe-criteria-1", f"{LATER}/1/hours/verified_by", [], "length"),
    ("cbe-criteria-1", f"{LATER}/2/external/proof", [], "length"),
    ("cbe-criteria-1", f"{LATER}/2/external/proof", ["photo"], "choice"),
    ("cbe-criteria-1", f"{LATER}/3/metric/op", ">", "choice"),
    ("cbe-criteria-1", f"{LATER}/3/metric/value", "0.5", "type"),
    ("cbe-criteria-1", f"{LATER}/3/metric/value", True, "type"),
    ("cbe-criteria-1", f"{LATER}/3/metric/min_sample", 0, "range"),
    ("cbe-criteria-1", f"{LATER}/4/statements/verb", "passed", "uri"),
    ("cbe-criteria-1", f"{LATER}/4/statements/activities", [], "length"),
    ("cbe-criteria-1", f"{LATER}/4/statements/min_score", 1.1, "range"),
    ("cbe-rubric-1", "spec", "cbe-criteria/1", "choice"),
    ("cbe-rubric-1", "criteria", [], "length"),
    ("cbe-rubric-1", "criteria/0/feedback", "never", "choice"),
    ("cbe-rubric-1", "criteria/0/levels", GONE, "missing"),
    ("cbe-rubric-1", "criteria/0/levels/proficient", "", "length"),
    ("cbe-rubric-1", "criteria/0/weight", 2, "unknown_member"),
    ("cbe-instrument-1", "items", [], "length"),
    ("cbe-instrument-1", "items/0/statement", "", "length"),
    ("cbe-instrument-1", "anchors/0/artifact", "md5:0", "hash"),
    ("cbe-instrument-1", "anchors/0/levels", {}, "length"),
    ("cbe-instrument-1", "example_required", "yes", "type"),
    ("cbe-facts-1", "as_of", "2026-11-20T10:00:00+00:00", "date"),
    ("cbe-facts-1", "revision", 0, "range"),
    ("cbe-facts-1", "criteria", "a45d", "hash"),
    ("cbe-facts-1", "pins", GONE, "missing"),
    ("cbe-facts-1", "pins", {"team-leadership@1": {"content": HASH}}, "missing"),
    ("cbe-facts-1", "evidence/0/learner", "L2", "unknown_member"),
    ("cbe-facts-1", "evidence/0/status", "lost", "choice"),
    ("cbe-facts-1", "ratings/0/role", "peer", "choice"),
    ("cbe-facts-1", "ratings/0/conflicts", ["restricted"], "choice"),
    ("cbe-facts-1", "attestations/0/relation", "friend", "choice"),
    ("cbe-facts-1", "attestations/0/assigned", "yes", "type"),
    ("cbe-facts-1", "attestations/0/levels", [], "type"),
    ("cbe-facts-1", "moderations/0/role", "registrar", "choice"),
    ("cbe-facts-1", "signoffs/0/decision", "maybe", "choice"),
    ("cbe-facts-1", "hours/0/minutes", 0, "range"),
    ("cbe-facts-1", "hours/0/minutes", 1.5, "type"),
    ("cbe-facts-1", "metrics/0/sample", -1, "range"),
    ("cbe-facts-1", "waivers/0/reason", "illness", "unknown_member"),
    ("cbe-facts-1", "statements/0/scaled", 2, "range"),
    ("cbe-decision-1", "spec", "cbe-decision/2", "choice"),
    ("cbe-decision-1", "result", "fail", "choice"),
    ("cbe-decision-1", "evaluator", "cbe-eval/2", "choice"),
    ("cbe-decision-1", "next/0/count", 0, "range"),
    ("cbe-decision-1", "next/0/do", "wait", "choice"),
    ("cbe-decision-1", "tree/grade", "A", "unknown_member"),
    ("cbe-decision-1", "tree/children/0/kind", "quiz", "choice"),
]


def changed(base: Any, place: str, value: Any) -> Any:
    """Copy a document with another value in one place."""
    found = copy.deepcopy(base)
    *steps, last = place.split("/")
    holder = found
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    if value is GONE:
        del holder[last]
    elif isinstance(holder, list):
        holder[int(last)] = value
    else:
        holder[last] = value
    return found


def _id(row: tuple[str, str, Any, str]) -> str:
    return f"{row[0]} {row[1]} {row[3]} {str(row[2])[:20] if row[2] is not GONE else 'absent'}"


@pytest.mark.parametrize("name", sorted(BASES))
def test_base_document_is_accepted_by_both(name: str) -> None:
    """A document that uses every member is right for schema and reader."""
    assert (True, True) == (
        schema_accepts(name, BASES[name]()),
        reader_accepts(name, BASES[name]()),
    )


@pytest.mark.parametrize(("name", "place", "value", "code"), MISSES, ids=map(_id, MISSES))
def test_near_miss_is_refused_with_its_code(name: str, place: str, value: Any, code: str) -> None:
    """Each rule of shape has its own stable code."""
    with pytest.raises(ShapeError) as refused:
        READERS[name](changed(BASES[name](), place, value))
    assert code == refused.value.code


@pytest.mark.parametrize(("name", "place", "value", "code"), MISSES, ids=map(_id, MISSES))
def test_near_miss_is_refused_by_the_schema(name: str, place: str, value: Any, code: str) -> None:
    """What we refuse, another implementation refuses by the published schema."""
    assert code
    assert schema_accepts(name, changed(BASES[name](), place, value)) is False


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("version", 2.0),
        ("badge", "a" * 64),
        ("title", "Ö" * 120),
        ("alignment/0/url", "mailto:a@b.example"),
        ("window/opens", "2026-01-01T00:00:00-14:00"),
        ("resubmission/cooldown", "P1Y2M3W4D"),
        ("resubmission/max", 0),
        (f"{LEAF}/2/peers/mix", {}),
        (f"{LEAF}/2/peers/agreement/share", 0),
        (f"{LATER}/4/statements/min_score", -1),
        (f"{LEAF}/1/rubric/by", {}),
        ("award/results", []),
        ("alignment", []),
    ],
)
def test_border_case_is_accepted_by_both(place: str, value: Any) -> None:
    """The last value that still fits is fit for schema and reader."""
    document = changed(criteria(), place, value)
    assert (True, True) == (
        schema_accepts("cbe-criteria-1", document),
        reader_accepts("cbe-criteria-1", document),
    )


def test_a_fault_in_the_tree_names_pointer_and_path_of_node_ids() -> None:
    """Program and author find the place."""
    with pytest.raises(ShapeError) as refused:
        parse(changed(criteria(), f"{LEAF}/2/peers/agreement/share", 2))
    assert (
        "/criteria/n_of/of/0/any_of/2/peers/agreement/share",
        "root > any > leaf-2: Write a number from 0 to 1",
    ) == (refused.value.pointer, refused.value.detail)


def test_a_member_name_is_escaped_in_the_pointer() -> None:
    """RFC 6901: `~` and `/` are written `~0` and `~1`."""
    with pytest.raises(ShapeError) as refused:
        parse({**criteria(), "a/b~c": 1})
    assert "/a~1b~0c" == refused.value.pointer


def test_the_schools_scale_fills_in_where_none_is_given() -> None:
    """The hash covers the scale that was filled in."""
    given = {name: value for name, value in document("team-leadership").items() if name != "scale"}
    scale = ("beginning", "developing", "proficient", "advanced")
    assert example("team-leadership").hash == parse(given, default_scale=scale).hash


def test_the_schools_scale_does_not_replace_a_given_one() -> None:
    """A document keeps its own scale."""
    assert example("data-analysis") == parse(
        document("data-analysis"), default_scale=("low", "high")
    )


def test_metric_values_have_at_most_four_decimals() -> None:
    """JSON Schema cannot say this reliably in binary floats; the reader does."""
    with pytest.raises(ShapeError) as refused:
        READERS["cbe-facts-1"](changed(facts(), "metrics/0/value", 0.71255))
    assert "range" == refused.value.code


def test_numbers_without_an_end_are_refused() -> None:
    """Infinity is a Python float and no JSON number."""
    with pytest.raises(ShapeError) as refused:
        parse(changed(criteria(), f"{LATER}/3/metric/value", float("inf")))
    assert "range" == refused.value.code


@pytest.mark.parametrize("name", ["rubric", "instrument"])
def test_refs_of_sources_are_slug_and_version(name: str) -> None:
    """A published version is named once and for all."""
    refs = {
        "rubric": parse_rubric(rubric()).ref,
        "instrument": parse_instrument(instrument()).ref,
    }
    assert {"rubric": "work@1", "instrument": "kindness@1"}[name] == refs[name]
