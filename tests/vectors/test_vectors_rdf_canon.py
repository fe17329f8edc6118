"""All official vectors of RDFC-1.0: canonical forms, issued identifiers and the poison graph."""

import json
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from issuer.errors import ComplexityError
from issuer.proofs.canonical import canonical_form, quad_from, require_simple
from issuer.proofs.rdfc import Quad, canonicalize
from tests.corpora import shared

EVALUATION, MAP, NEGATIVE = (
    "rdfc:RDFC10EvalTest",
    "rdfc:RDFC10MapTest",
    "rdfc:RDFC10NegativeEvalTest",
)
#: The guard refuses these three although RDFC-1.0 settles them in milliseconds.
BEYOND_THE_GUARD = {"#test044c", "#test045c", "#test046c"}


def folder() -> Path:
    """Return the folder of the suite."""
    return shared("vectors/w3c-rdf-canon")


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Return the manifest's tests by id."""
    manifest = json.loads((folder() / "manifest.jsonld").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in manifest["entries"]}


def quads_of(entry: dict[str, Any]) -> tuple[Quad, ...]:
    """Read the input of a test with an independent parser."""
    data = (folder() / entry["action"]).read_bytes()
    return tuple(
        quad_from(quad) for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS)
    )


def algorithm_of(entry: dict[str, Any]) -> str:
    """Return the hash that a test asks for."""
    return str(entry.get("hashAlgorithm", "SHA256")).lower()


def test_suite_is_complete() -> None:
    """No vector was lost: the manifest counts 64 evaluations, 21 maps and 1 negative test."""
    counted = Counter(entry["type"] for entry in entries().values())
    assert {EVALUATION: 64, MAP: 21, NEGATIVE: 1} == counted


def test_all_evaluation_vectors_have_the_official_form() -> None:
    """Every dataset has exactly the official canonical form, SHA-384 included."""
    evaluations = [entry for entry in entries().values() if entry["type"] == EVALUATION]
    wrong = [
        entry["id"]
        for entry in evaluations
        if (folder() / entry["result"]).read_text(encoding="utf-8")
        != canonicalize(quads_of(entry), algorithm=algorithm_of(entry)).text
    ]
    assert [] == wrong
    assert len(evaluations) == 64


def test_all_map_vectors_have_the_official_identifiers() -> None:
    """Every blank node gets exactly the official identifier."""
    maps = [entry for entry in entries().values() if entry["type"] == MAP]
    wrong = []
    for entry in maps:
        expected = json.loads((folder() / entry["result"]).read_text(encoding="utf-8"))
        labels = canonicalize(quads_of(entry), algorithm=algorithm_of(entry)).labels
        issued = {
            blank.removeprefix("_:"): label.removeprefix("_:") for blank, label in labels.items()
        }
        if expected != issued:
            wrong.append(entry["id"])
    assert [] == wrong
    assert len(maps) == 21


def test_guard_lets_all_but_three_vectors_pass() -> None:
    """Only the three graphs known to exceed its estimate are refused before work begins."""
    refused = set()
    for entry in entries().values():
        if entry["type"] == EVALUATION:
            try:
                require_simple(quads_of(entry))
            except ComplexityError:
                refused.add(entry["id"])
    assert refused == BEYOND_THE_GUARD


def test_guard_refuses_the_poison_graph_at_once() -> None:
    """A clique of ten blank nodes is refused in under 50 ms (reliability row 24)."""
    quads = quads_of(entries()["#test074c"])
    begin = time.thread_time()
    with pytest.raises(ComplexityError):
        canonical_form(quads)
    assert time.thread_time() - begin < 0.05


def test_work_limit_stops_the_poison_graph_without_the_guard() -> None:
    """The negative vector ends by the count of tried orders, not by luck."""
    with pytest.raises(ComplexityError):
        canonicalize(quads_of(entries()["#test074c"]))
