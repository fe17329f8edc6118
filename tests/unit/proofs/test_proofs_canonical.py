"""The canonical writer, the guard and the second opinion."""

import itertools

import pyoxigraph
import pytest

from issuer.errors import ComplexityError, MalformedError
from issuer.proofs.canonical import (
    canonical_form,
    iri_term,
    literal_term,
    quad_from,
    require_agreement,
    require_simple,
)
from issuer.proofs.rdfc import Quad, canonicalize

P = iri_term("urn:a:p")

#: From section 4 of RDF Canonicalization: what is escaped by letter, by number, and not at all.
ESCAPES = [
    ("\x00", "\\u0000"),
    ("\x07", "\\u0007"),
    ("\x08", "\\b"),
    ("\t", "\\t"),
    ("\n", "\\n"),
    ("\x0b", "\\u000B"),
    ("\x0c", "\\f"),
    ("\r", "\\r"),
    ("\x0e", "\\u000E"),
    ("\x1f", "\\u001F"),
    ('"', '\\"'),
    ("\\", "\\\\"),
    ("\x7f", "\\u007F"),
    ("\ufffe", "\\uFFFE"),
    ("\uffff", "\\uFFFF"),
    ("\x80", "\x80"),
    ("\x85", "\x85"),
    ("\u2028", "\u2028"),
    ("'", "'"),
    ("\U0001f600", "\U0001f600"),
]


@pytest.mark.parametrize(("raw", "escaped"), ESCAPES)
def test_character_is_escaped_as_the_standard_says(raw: str, escaped: str) -> None:
    """Canonical N-Quads has one form for every character."""
    assert f'"a{escaped}b"' == literal_term(f"a{raw}b")


def test_datatype_and_language_are_written() -> None:
    """xsd:string is left out, other datatypes and languages are not."""
    assert literal_term("a", datatype="http://www.w3.org/2001/XMLSchema#string") == '"a"'
    assert literal_term("1", datatype="urn:a:t") == '"1"^^<urn:a:t>'
    assert literal_term("a", language="en-us") == '"a"@en-us'


def test_lines_are_sorted_by_code_point_and_unique() -> None:
    """An astral character sorts after U+FF5E, where UTF-16 units would sort it before."""
    subject = iri_term("urn:a:s")
    quads = [Quad(subject, P, literal_term(text)) for text in ("\U0001f600", "\uff5e", "\uff5e")]
    expected = f'{subject} {P} "\uff5e" .\n{subject} {P} "\U0001f600" .\n'
    assert expected.encode("utf-8") == canonical_form(tuple(quads))


@pytest.mark.parametrize("code", [*range(1, 0x20), 0x7F, 0x85, 0x2028, 0x1F600])
def test_second_canonicalizer_agrees_on_every_control_character(code: int) -> None:
    """Hashes of blank nodes depend on escapes; both implementations come to the same form."""
    quads = (
        Quad("_:x", P, literal_term(f"a{chr(code)}b")),
        Quad("_:y", P, "_:x"),
        Quad("_:y", P, literal_term("c")),
    )
    require_agreement(quads, canonical_form(quads))


def test_disagreement_is_refused() -> None:
    """One changed byte in the canonical form is noticed before anything is signed."""
    quads = (Quad("_:x", P, literal_term("a")),)
    with pytest.raises(MalformedError) as caught:
        require_agreement(quads, canonical_form(quads).replace(b"c14n0", b"c14n1"))
    assert caught.value.code == "canonical"


def test_iri_that_the_second_canonicalizer_refuses_is_not_signed() -> None:
    """A broken percent escape is an IRI to PyLD and none to others."""
    quads = (Quad(iri_term("https://a.example/%zz"), P, literal_term("a")),)
    with pytest.raises(MalformedError) as caught:
        require_agreement(quads, canonical_form(quads))
    assert caught.value.code == "canonical"


def test_quoted_triple_has_no_canonical_form() -> None:
    """RDF 1.2 terms are refused where foreign quads are read."""
    node = pyoxigraph.NamedNode("urn:a:b")
    triple = pyoxigraph.Triple(node, node, node)
    with pytest.raises(MalformedError):
        quad_from(pyoxigraph.Quad(node, node, triple))


def clique(size: int) -> tuple[Quad, ...]:
    """Return blank nodes that are all related to each other."""
    pairs = itertools.permutations(range(size), 2)
    return tuple(Quad(f"_:n{first}", P, f"_:n{second}") for first, second in pairs)


def twins(parents: int, children: int) -> tuple[Quad, ...]:
    """Return equal parents without id, each with equal children without id."""
    top = iri_term("urn:a:top")
    quads = [Quad(top, P, f"_:p{parent}") for parent in range(parents)]
    for parent, child in itertools.product(range(parents), range(children)):
        quads.append(Quad(f"_:p{parent}", P, f"_:c{parent}x{child}"))
        quads.append(Quad(f"_:c{parent}x{child}", P, literal_term("same")))
    return tuple(quads)


def layers(width: int, count: int) -> tuple[Quad, ...]:
    """Return layers of nodes joined completely, with a predicate per layer."""
    return tuple(
        Quad(f"_:l{layer}n{first}", iri_term(f"urn:a:{layer}"), f"_:l{layer + 1}n{second}")
        for layer in range(count - 1)
        for first, second in itertools.product(range(width), repeat=2)
    )


def chains(length: int) -> tuple[Quad, ...]:
    """Return two equal chains of nodes without id: one order each, but a long way to tell."""
    return tuple(
        Quad(f"_:c{chain}x{step}", P, f"_:c{chain}x{step + 1}")
        for chain in range(2)
        for step in range(length - 1)
    )


def equals(count: int) -> tuple[Quad, ...]:
    """Return equal nodes without id, each by itself."""
    return tuple(Quad(f"_:e{index}", P, literal_term("same")) for index in range(count))


@pytest.mark.parametrize(
    "quads", [chains(64), equals(2_048)], ids=["K at its bound", "S at its bound"]
)
def test_graph_at_a_bound_passes(quads: tuple[Quad, ...]) -> None:
    """The bounds themselves are allowed."""
    require_simple(quads)


@pytest.mark.parametrize(
    "quads",
    [clique(10), twins(2, 9), layers(4, 5), chains(65), equals(2_049)],
    ids=["clique of 10", "two parents of 9", "five layers of 4", "K beyond", "S beyond"],
)
def test_entangled_graph_is_refused(quads: tuple[Quad, ...]) -> None:
    """The graphs that cost other canonicalizers seconds to hours are refused beforehand."""
    with pytest.raises(ComplexityError) as caught:
        require_simple(quads)
    assert caught.value.code == "complexity"


def scales() -> tuple[Quad, ...]:
    """Return ten criteria with the same five-value scale: 40 of 50 list nodes look alike."""
    first, rest = iri_term("urn:rdf:first"), iri_term("urn:rdf:rest")
    quads: list[Quad] = []
    for criterion in range(10):
        quads.append(Quad(iri_term(f"urn:a:{criterion}"), P, f"_:l{criterion}x0"))
        for step in range(5):
            here, after = f"_:l{criterion}x{step}", f"_:l{criterion}x{step + 1}"
            quads.append(Quad(here, first, literal_term(str(step))))
            quads.append(Quad(here, rest, after if step < 4 else iri_term("urn:rdf:nil")))
    return tuple(quads)


def test_equal_scales_of_a_rubric_pass() -> None:
    """What a school really writes is canonicalized, and both canonicalizers agree."""
    quads = scales()
    require_agreement(quads, canonical_form(quads))


@pytest.mark.parametrize("children", [2, 3, 4])
def test_twins_get_one_form_whatever_their_labels(children: int) -> None:
    """Renaming and reordering blank nodes changes nothing."""
    quads = twins(2, children)
    renamed = tuple(
        Quad(
            quad.subject.replace("_:c0", "_:zz").replace("_:c1", "_:c0"),
            quad.predicate,
            quad.object.replace("_:c0", "_:zz").replace("_:c1", "_:c0"),
        )
        for quad in reversed(quads)
    )
    assert canonicalize(quads).text == canonicalize(renamed).text
    require_agreement(quads, canonicalize(quads).text.encode("utf-8"))


def test_graph_that_is_a_neighbour_counts_without_its_predicate() -> None:
    """Section 4.7.3: the predicate leads to subject and object, not to the graph's name."""
    quads = (
        Quad("_:d", "<urn:a:q>", "_:b", "_:a"),
        Quad("_:c", "<urn:a:q>", "_:a", "_:g"),
    )
    require_agreement(quads, canonical_form(quads))


def test_work_limit_counts_orders() -> None:
    """The limit itself stops the work, at exactly the order that is too many."""
    quads = twins(2, 3)
    with pytest.raises(ComplexityError):
        canonicalize(quads, max_orders=3)
    assert canonicalize(quads, max_orders=1_000).lines
