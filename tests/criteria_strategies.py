"""Hypothesis strategies for criteria documents of every leaf kind and snapshots that fit them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from issuer.clock import parse_instant
from issuer.criteria import (
    AttestationFact,
    BadgeFact,
    Criteria,
    EvidenceFact,
    ExtensionFact,
    ExternalFact,
    Facts,
    HoursFact,
    MetricFact,
    ModerationFact,
    RatingFact,
    SignoffFact,
    StatementFact,
    WaiverFact,
    parse,
)
from issuer.criteria.vocabulary import ADULT_CONFLICTS, PEER_CONFLICTS

F = TypeVar("F")
T = parse_instant("2026-11-20T10:00:00Z")
SCALE = ("beginning", "developing", "proficient", "advanced")
LEAVES = (
    "evidence",
    "rubric",
    "peers",
    "signoff",
    "badge",
    "hours",
    "external",
    "metric",
    "statements",
)
VERB = "http://adlnet.gov/expapi/verbs/passed"
REVISION = 2

levels = st.sampled_from(SCALE)
instants = st.integers(-3, 3).map(lambda days: T - timedelta(days=10) + timedelta(days=days))
old_and_new = st.sampled_from([T, T - timedelta(days=30), T - timedelta(days=800)])
people = st.sampled_from(["L1", "L2", "L3", "L4", "T1", "T2"])
roles = st.sampled_from(["teacher", "assessor", "registrar"])
revisions = st.sampled_from([REVISION, REVISION, REVISION, 1])
digests = st.sampled_from(["sha256:" + letter * 64 for letter in "abcd"])


def _maybe(strategy: st.SearchStrategy[F]) -> st.SearchStrategy[F | None]:
    return st.one_of(st.none(), strategy)


def _conflicts(*codes: str) -> st.SearchStrategy[tuple[str, ...]]:
    some = st.lists(st.sampled_from(codes), max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), some)


def _leaf(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw settings of one leaf kind, absent members included."""
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "evidence": st.fixed_dictionaries(
            {"kinds": st.just(["file", "url"])},
            optional={
                "min": st.integers(1, 3),
                "tag": st.just("plan"),
                "conditions": st.just(["supervised", "proctored"]),
                "max_age": st.just("P18M"),
                "originals": st.booleans(),
            },
        ),
        "rubric": st.fixed_dictionaries(
            {
                "rubric": st.just("work@1"),
                "levels": st.dictionaries(st.sampled_from(["c1", "c2"]), levels, min_size=1),
            },
            optional={
                "by": st.fixed_dictionaries(
                    {},
                    optional={"min": st.integers(1, 2), "roles": st.just(["teacher", "assessor"])},
                ),
                "max_spread": st.integers(0, 2),
                "accept_guardian": st.booleans(),
            },
        ),
        "peers": st.fixed_dictionaries(
            {
                "instrument": st.just("kind@1"),
                "min": st.integers(1, 3),
                "levels": st.dictionaries(st.sampled_from(["i1", "i2"]), levels, min_size=1),
            },
            optional={
                "mix": st.sampled_from([{}, {"teammate": 1}, {"teammate": 1, "outside": 1}]),
                "exclude": st.sampled_from([["family"], ["reciprocal"], ["declared"]]),
                "assigned_only": st.booleans(),
                "calibrated": st.booleans(),
                "agreement": st.sampled_from(
                    [
                        {"within": 0, "share": 0.6},
                        {"within": 1, "share": 1},
                        {"within": 9, "share": 0},
                    ]
                ),
            },
        ),
        "signoff": st.fixed_dictionaries(
            {"role": roles, "statement": st.just("I saw it.")},
            optional={"min": st.integers(1, 2), "accept_guardian": st.booleans()},
        ),
        "badge": st.fixed_dictionaries(
            {"any": st.sampled_from([["one"], ["one", "two"]])}, optional={"level": levels}
        ),
        "hours": st.fixed_dictionaries(
            {
                "buckets": st.sampled_from([["lab"], ["lab", "clinic"]]),
                "min": st.sampled_from([0.5, 1.1, 3]),
                "verified_by": st.just(["registrar", "teacher"]),
            },
            optional={"max_age": st.just("P1Y")},
        ),
        "external": st.fixed_dictionaries(
            {
                "certificate": st.just("card"),
                "proof": st.sampled_from([["registry-lookup"], ["registry-lookup", "document"]]),
            }
        ),
        "metric": st.fixed_dictionaries(
            {
                "metric": st.just("turn-balance"),
                "op": st.sampled_from([">=", "<="]),
                "value": st.sampled_from([0.3, 0.5]),
                "min_sample": st.integers(1, 10),
            }
        ),
        "statements": st.fixed_dictionaries(
            {"verb": st.just(VERB), "activities": st.just(["urn:a:1", "urn:a:2"])},
            optional={"min": st.integers(1, 2), "min_score": st.sampled_from([0.5, -1])},
        ),
    }
    return strategies[kind]


@st.composite
def documents(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = LEAVES,
    change: Callable[[str, Any], Any] | None = None,
) -> Criteria:
    """Draw a document of up to two levels of groups over up to six leaves."""
    count = 0

    def node(depth: int) -> dict[str, Any]:
        nonlocal count
        count += 1
        named: dict[str, Any] = {"id": f"n{count}", "title": f"Node {count}"}
        if count > 1 and draw(st.integers(0, 5)) == 0:
            named["waivable"] = ["registrar"]
        if depth == 0 or draw(st.booleans()):
            kind = draw(st.sampled_from(kinds))
            settings = draw(_leaf(kind))
            return {**named, kind: change(kind, settings) if change else settings}
        children = [node(depth - 1) for _ in range(draw(st.integers(1, 3)))]
        group = draw(st.sampled_from(["all_of", "any_of", "n_of"]))
        if group == "n_of":
            n = draw(st.integers(1, len(children)))
            return {**named, "n_of": {"n": n, "of": children}}
        return {**named, group: children}

    return parse(
        {
            "spec": "cbe-criteria/1",
            "badge": "drawn",
            "version": 1,
            "title": "Drawn",
            "summary": "Drawn.",
            "scale": list(SCALE),
            "criteria": node(2),
            **({"window": {"closes": "2026-11-15T00:00:00Z"}} if draw(st.booleans()) else {}),
        }
    )


#: The lists that neither metric nor assessors read.
UNRATED = ("evidence", "signoffs", "badges", "hours", "external", "statements", "extensions")
_ENTRIES: dict[str, st.SearchStrategy[Any]] = {
    "evidence": st.builds(
        EvidenceFact,
        id=st.just(""),
        kind=st.sampled_from(["file", "url", "video"]),
        tags=st.sampled_from([(), ("plan",), ("plan", "other")]),
        at=old_and_new,
        digest=digests,
        conditions=_maybe(st.sampled_from(["supervised", "unsupervised"])),
        status=st.sampled_from(["accepted", "accepted", "accepted", "pending", "withdrawn"]),
    ),
    "ratings": st.builds(
        RatingFact,
        id=st.just(""),
        rubric=st.sampled_from(["work@1", "work@1", "work@2"]),
        criterion=st.sampled_from(["c1", "c2"]),
        level=levels,
        by=people,
        role=roles,
        revision=revisions,
        at=instants,
        conflicts=_conflicts(*ADULT_CONFLICTS),
        status=st.sampled_from(["valid", "valid", "valid", "withdrawn", "set-aside"]),
    ),
    "attestations": st.builds(
        AttestationFact,
        id=st.just(""),
        instrument=st.just("kind@1"),
        by=people,
        relation=st.sampled_from(["teammate", "outside"]),
        revision=revisions,
        at=instants,
        assigned=st.sampled_from([True, True, False]),
        calibrated=st.sampled_from([True, True, False]),
        levels=st.dictionaries(st.sampled_from(["i1", "i2"]), levels),
        conflicts=_conflicts(*PEER_CONFLICTS),
        status=st.sampled_from(["valid", "valid", "valid", "held"]),
    ),
    "moderations": st.builds(
        ModerationFact,
        id=st.just(""),
        node=st.sampled_from(["n1", "n2", "n3", "n4"]),
        item=st.sampled_from(["i1", "i2"]),
        level=levels,
        by=people,
        role=st.sampled_from(["teacher", "assessor"]),
        revision=revisions,
        at=instants,
        conflicts=_conflicts(*ADULT_CONFLICTS),
    ),
    "signoffs": st.builds(
        SignoffFact,
        id=st.just(""),
        role=roles,
        by=people,
        statement=st.sampled_from(["I saw it.", "I saw it.", "Another."]),
        decision=st.sampled_from(["approve", "approve", "decline"]),
        revision=revisions,
        at=instants,
        conflicts=_conflicts(*ADULT_CONFLICTS),
        status=st.sampled_from(["valid", "valid", "withdrawn"]),
    ),
    "badges": st.builds(
        BadgeFact,
        id=st.just(""),
        achievement=st.sampled_from(["one", "two", "three"]),
        at=instants,
        level=_maybe(st.sampled_from([*SCALE, "expert"])),
        status=st.sampled_from(["valid", "valid", "revoked"]),
        until=_maybe(st.sampled_from([T, T - timedelta(days=1)])),
    ),
    "hours": st.builds(
        HoursFact,
        id=st.just(""),
        bucket=st.sampled_from(["lab", "clinic", "other"]),
        minutes=st.integers(1, 90),
        at=old_and_new,
        verified_role=_maybe(roles),
    ),
    "external": st.builds(
        ExternalFact,
        id=st.just(""),
        certificate=st.just("card"),
        proof=st.sampled_from(["registry-lookup", "document"]),
        verified=st.booleans(),
        at=instants,
        expires=_maybe(st.sampled_from([T, T - timedelta(days=1)])),
    ),
    "metrics": st.builds(
        MetricFact,
        id=st.just(""),
        metric=st.just("turn-balance"),
        value=st.sampled_from([Decimal("0.1"), Decimal("0.3"), Decimal("0.9")]),
        sample=st.integers(0, 12),
        source=st.just("tally"),
        at=instants,
    ),
    "statements": st.builds(
        StatementFact,
        id=st.just(""),
        verb=st.just(VERB),
        activity=st.sampled_from(["urn:a:1", "urn:a:2", "urn:a:3"]),
        at=instants,
        scaled=_maybe(st.sampled_from([Decimal("0.4"), Decimal("0.5"), Decimal(1)])),
    ),
    "waivers": st.builds(
        WaiverFact,
        id=st.just(""),
        node=st.sampled_from(["n1", "n2", "n3", "n4"]),
        role=st.sampled_from(["registrar", "teacher"]),
        by=people,
        at=instants,
        withdrawn=st.booleans(),
    ),
    "extensions": st.builds(
        ExtensionFact,
        id=st.just(""),
        until=st.sampled_from([T, T - timedelta(days=7)]),
        by=people,
        role=st.just("registrar"),
        at=instants,
    ),
}


@st.composite
def snapshots(
    draw: st.DrawFn, criteria: Criteria, without: tuple[str, ...] = ("extensions",), most: int = 4
) -> Facts:
    """Draw a snapshot for a document; ids say list and index."""
    lists: dict[str, Any] = {
        name: tuple(
            replace(fact, id=f"{name}-{index}")
            for index, fact in enumerate(draw(st.lists(entry, max_size=most)))
        )
        for name, entry in _ENTRIES.items()
        if name not in without
    }
    return Facts(
        as_of=T,
        learner="L1",
        submission="s1",
        revision=REVISION,
        submitted_at=draw(st.sampled_from([T, T - timedelta(days=12)])),
        criteria=criteria.hash,
        **lists,
    )


@st.composite
def cases(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = LEAVES,
    without: tuple[str, ...] = (),
    change: Callable[[str, Any], Any] | None = None,
) -> tuple[Criteria, Facts]:
    """Draw a document and a snapshot for it."""
    criteria = draw(documents(kinds, change))
    return criteria, draw(snapshots(criteria, without))
