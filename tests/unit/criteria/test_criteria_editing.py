"""Editing a criteria document as JSON: nodes, forms of nodes, tables, and what changed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from issuer import criteria
from issuer.criteria import ChangeKind, Criteria
from issuer.documents import Document
from issuer.errors import NotFoundError, RuleError
from issuer.vocab import library
from tests.criteria_strategies import documents

CATALOGUE = criteria.given_catalogue(
    rubrics=(), instruments=(), now=datetime(2026, 11, 20, tzinfo=UTC)
)
TREE: Document = {
    "spec": "cbe-criteria/1",
    "badge": "b",
    "version": 1,
    "title": "B",
    "summary": "S.",
    "scale": ["low", "high"],
    "criteria": {
        "id": "root",
        "all_of": [
            {"id": "one", "evidence": {"kinds": ["file"]}},
            {
                "id": "some",
                "n_of": {
                    "n": 1,
                    "of": [
                        {"id": "two", "signoff": {"role": "teacher", "statement": "Seen."}},
                        {"id": "three", "evidence": {"kinds": ["text"]}},
                    ],
                },
            },
        ],
    },
}


def _order(document: Document) -> list[str]:
    return [node.id for node in criteria.parse(document).nodes()]


def test_node_is_added_at_the_end_of_its_group() -> None:
    """In whichever group."""
    node: Document = {"id": "new", "evidence": {"kinds": ["url"]}}
    assert ["root", "one", "some", "two", "three", "new"] == _order(
        criteria.add_node(TREE, "some", node)
    )


def test_leaf_takes_no_children() -> None:
    """Only groups do."""
    with pytest.raises(RuleError, match="group"):
        criteria.add_node(TREE, "one", {"id": "new"})


@pytest.mark.parametrize(
    ("node", "steps", "order"),
    [
        ("three", -1, ["root", "one", "some", "three", "two"]),
        ("one", 1, ["root", "some", "two", "three", "one"]),
        ("one", -1, ["root", "one", "some", "two", "three"]),
    ],
)
def test_node_moves_among_its_siblings(node: str, steps: int, order: list[str]) -> None:
    """At the end it stays."""
    assert order == _order(criteria.move_node(TREE, node, steps))


def test_last_of_a_group_and_the_root_are_not_removed() -> None:
    """The group would ask for nothing, and the badge would have no rules."""
    left = criteria.remove_node(TREE, "two")
    assert ["root", "one", "some", "three"] == _order(left)
    for node in ("three", "root"):
        with pytest.raises(RuleError):
            criteria.remove_node(left, node)


def test_node_that_is_not_there_is_told() -> None:
    """Not silently left out."""
    with pytest.raises(NotFoundError):
        criteria.replace_node(TREE, "nine", {})


def test_pointer_leads_to_the_node() -> None:
    """As `parse` writes it."""
    assert "/criteria/all_of/1/n_of/of/1" == criteria.pointer_to(TREE, "three")


@given(documents())
def test_form_of_a_node_gives_the_node_back(drawn: Criteria) -> None:
    """What a form shows and sends unchanged is what was written, for every node there may be."""
    document = drawn.document
    for node in drawn.nodes():
        held = criteria.find_node(document, node.id)
        texts = {name: list(each) for name, each in criteria.node_texts(held).items()}
        again = criteria.node_from(node.kind, texts, node_id=node.id, before=held)
        changed = criteria.replace_node(document, node.id, again)
        assert node.rule == criteria.parse(changed).node(node.id).rule  # type: ignore[union-attr] # it is there


@given(documents())
def test_document_as_yaml_reads_back_equal(drawn: Criteria) -> None:
    """The text form loses nothing."""
    text = criteria.as_yaml(drawn.document).encode()
    assert drawn.hash == criteria.parse(criteria.read_authored(text)).hash


@given(documents())
def test_document_does_not_differ_from_itself(drawn: Criteria) -> None:
    """No change is made up."""
    assert () == criteria.compare(drawn, drawn)


def test_changes_are_named_by_node_and_member() -> None:
    """Added, removed, moved, changed."""
    node: Document = {"id": "new", "evidence": {"kinds": ["url"]}}
    later = criteria.add_node(criteria.remove_node(TREE, "three"), "root", node)
    sentence: Any = {"id": "two", "signoff": {"role": "teacher", "statement": "Heard."}}
    later = criteria.replace_node(later, "two", sentence)
    found = criteria.compare(criteria.parse(TREE), criteria.parse({**later, "title": "C"}))

    assert [
        (ChangeKind.CHANGED, None, "title"),
        (ChangeKind.CHANGED, "two", "statement"),
        (ChangeKind.ADDED, "new", ""),
        (ChangeKind.REMOVED, "three", ""),
    ] == [(each.kind, each.node, each.member) for each in found]


@pytest.mark.parametrize(
    "document", [*library.documents("rubric"), *library.documents("instrument")]
)
def test_table_of_a_document_gives_the_document_back(document: Document) -> None:
    """As its next version."""
    again = criteria.document_of(criteria.sheet_of(document))
    read = criteria.parse_rubric if "rubric" in document else criteria.parse_instrument
    plain = {"example_required": True, "anchors": (), **document}

    assert read(document).version + 1 == read(again).version
    for name in ("title", "scale", "criteria", "items", "example_required"):
        if name in again:
            assert plain[name] == again[name]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Reading Charts", "reading-charts"),
        ("Año 2", "ano-2"),
        ("3 steps", "part-3-steps"),
        ("", "part"),
    ],
)
def test_slug_is_made_of_any_words(text: str, slug: str) -> None:
    """And is one that the language takes."""
    assert slug == criteria.slug_of(text)
    assert f"{slug}-2" == criteria.slug_of(text, {slug})


def test_first_draft_is_a_badge_that_lint_lets_pass() -> None:
    """Almost nothing is enough."""
    document = criteria.first_draft("b", "B", "The learner can do it.")
    parsed = criteria.parse(document, default_scale=("low", "high"))

    assert [] == [each.code for each in criteria.lint(parsed, CATALOGUE) if each.stops_publishing]
