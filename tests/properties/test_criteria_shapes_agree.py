"""Published schemas and strict readers accept the same documents, however these are mutated."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.criteria_shapes import READERS, reader_accepts, schema_accepts
from tests.criteria_strategies import cases
from tests.worked_examples import instrument_document, rubric_document

_WORDS = [
    "",
    "a",
    "A",
    "a-b",
    "a--b",
    "a\n",
    "work@1",
    "work@0",
    "P1D",
    "PT1H",
    "P",
    "file",
    "teacher",
    "valid",
    "https://a.example/1",
    "http:",
    "urn:a:1",
    ":x",
    "2026-01-01T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-01-01T00:00:00+01:00",
    "sha256:" + "0" * 64,
    "x" * 65,
    "x" * 201,
    "\u0007",
]
_values = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-1, 0, 1, 2, 16, 1.0, 1.5, 0.75, -0.5, 1e9]),
    st.sampled_from(_WORDS),
    st.text(max_size=5),
    st.sampled_from([[], {}, ["file"], ["file", "file"], [1], {"a": 1}, {"a": "b"}, [[]]]),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    steps: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        steps = enumerate(value)
    for step, below in steps:
        yield from _places(below, (*path, step))


def _mutate(document: Any, data: st.DataObject) -> Any:
    found = copy.deepcopy(document)
    *steps, last = data.draw(st.sampled_from(list(_places(found))))
    holder = found
    for step in steps:
        holder = holder[step]
    match data.draw(st.sampled_from(["set", "drop", "add", "swap"])):
        case "set":
            holder[last] = data.draw(_values)
        case "drop":
            del holder[last]
        case "add" if isinstance(holder, dict):
            holder[data.draw(st.sampled_from(["min", "extra", "any_of", "tag", "A", "a"]))] = (
                data.draw(_values)
            )
        case _:
            holder[last] = [holder[last]]
    return found


@settings(deadline=None)
@given(case=cases(), data=st.data())
def test_schema_and_reader_agree_on_mutated_documents(case: Any, data: st.DataObject) -> None:
    """One or two faults anywhere are seen by both or by neither."""
    criteria, facts = case
    bases = {
        "cbe-criteria-1": dict(criteria.document),
        "cbe-facts-1": facts.to_dict(),
        "cbe-rubric-1": rubric_document("work@1", ("planning", "ethics")),
        "cbe-instrument-1": instrument_document("kind@1", ("listens",)),
    }
    name = data.draw(st.sampled_from(sorted(bases)))
    document = _mutate(bases[name], data)
    if data.draw(st.booleans()) and document:
        document = _mutate(document, data)
    assert schema_accepts(name, document) is reader_accepts(name, document)


@given(case=cases())
def test_what_we_write_our_schemas_accept(case: Any) -> None:
    """Documents and snapshots as drawn are right by the published schemas."""
    criteria, facts = case
    assert {"cbe-criteria-1": True, "cbe-facts-1": True} == {
        "cbe-criteria-1": schema_accepts("cbe-criteria-1", criteria.document),
        "cbe-facts-1": schema_accepts("cbe-facts-1", facts.to_dict()),
    }


def test_every_published_schema_has_a_reader() -> None:
    """No schema describes what nobody reads."""
    assert [
        "cbe-criteria-1",
        "cbe-decision-1",
        "cbe-facts-1",
        "cbe-instrument-1",
        "cbe-rubric-1",
    ] == sorted(READERS)
