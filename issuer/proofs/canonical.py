"""From quads to signed bytes: our own N-Quads writer, the guard, and RDFC-1.0 behind it.

Section 4.5 of the performance specification explains the guard. Not for JSON-LD.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import factorial, prod

import pyoxigraph

from issuer.errors import ComplexityError, MalformedError
from issuer.proofs.rdfc import (
    Link,
    Quad,
    blank_quads,
    canonicalize,
    first_degree_hashes,
    line_of,
    links_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How entangled a dataset may be.

    Attributes:
        orders: W, orders of equal neighbours that RDFC-1.0 would try.
        part: K, blank nodes in one entangled group.
        alike: S, blank nodes that look like another one.
    """

    orders: int
    part: int
    alike: int = 2_048


#: For work inside a serving process: 0.11 s in the worst of thousands of adversarial graphs.
INLINE = Bounds(orders=1_000, part=64)
#: For a process that is killed when it takes too long.
CONFINED = Bounds(orders=20_000, part=128)

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **{ord(raw): f"\\{letter}" for raw, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)},
}


def iri_term(iri: str) -> str:
    """Write an IRI as a term."""
    return f"<{iri}>"


def literal_term(value: str, *, datatype: str = _XSD_STRING, language: str | None = None) -> str:
    """Write a literal as a term, with the escapes of canonical N-Quads (RDF-3)."""
    text = f'"{value.translate(_ESCAPES)}"'
    if language is not None:
        return f"{text}@{language}"
    return text if datatype == _XSD_STRING else f"{text}^^<{datatype}>"


def canonical_form(
    quads: tuple[Quad, ...], *, digest: str = "sha256", bounds: Bounds = INLINE
) -> bytes:
    """Return the canonical N-Quads of a dataset as UTF-8, refusing entangled ones beforehand.

    Raises:
        ComplexityError: canonicalization would take too long.
    """
    require_simple(quads, bounds)
    return canonicalize(quads, algorithm=digest).text.encode("utf-8")


def require_agreement(quads: tuple[Quad, ...], canonical: bytes) -> None:
    """Ask a second, independent canonicalizer before anything is signed.

    Raises:
        MalformedError: the two disagree, or the second one refuses an IRI; code `canonical`.
    """
    second = _second_opinion(quads)
    if second != canonical:
        raise MalformedError("Two canonicalizers disagree on this document", code="canonical")


def require_simple(quads: tuple[Quad, ...], bounds: Bounds = INLINE) -> None:
    """Estimate the work of canonicalization before it begins.

    Only blank nodes S whose first-degree hash is shared cost more than one look. W is the product
    of (size)! over all groups of neighbours of S in S that look alike, K the largest connected
    part of S.

    Raises:
        ComplexityError: W, K or S is beyond its bound.
    """
    quads_of = blank_quads(quads)
    hashes = first_degree_hashes(quads_of)
    alike = _shared(hashes)
    if len(alike) > bounds.alike:
        raise ComplexityError(f"{len(alike)} nodes without id look alike; give them ids")
    links = {
        blank: [link for link in links_of(blank, quads_of[blank]) if link.neighbour in alike]
        for blank in alike
    }
    orders = prod(_orders(near, hashes, bounds) for near in links.values())
    if orders > bounds.orders or _largest_part(links) > bounds.part:
        raise ComplexityError("Too many nodes without id look alike; give them ids")


def _shared(hashes: Mapping[str, str]) -> set[str]:
    first: dict[str, str] = {}
    shared: set[str] = set()
    for blank, digest in hashes.items():
        if digest in first:
            shared |= {blank, first[digest]}
        first.setdefault(digest, blank)
    return shared


def _orders(links: Iterable[Link], hashes: Mapping[str, str], bounds: Bounds) -> int:
    sizes: dict[tuple[str, str, str], int] = {}
    for position, predicate, neighbour in links:
        group = (position, predicate, hashes[neighbour])
        sizes[group] = sizes.get(group, 0) + 1
    # Beyond the bound the exact number does not matter, and a large factorial is itself work.
    return prod(factorial(min(size, bounds.orders)) for size in sizes.values())


def _largest_part(links: Mapping[str, list[Link]]) -> int:
    largest = 0
    unseen = set(links)
    while unseen:
        waiting, size = [unseen.pop()], 0
        while waiting:
            size += 1
            near = {link.neighbour for link in links[waiting.pop()]} & unseen
            unseen -= near
            waiting.extend(near)
        largest = max(largest, size)
    return largest


def _second_opinion(quads: tuple[Quad, ...]) -> bytes:
    text = "".join(line_of(quad) for quad in quads)
    try:
        dataset = pyoxigraph.Dataset(
            pyoxigraph.parse(text.encode("utf-8"), format=pyoxigraph.RdfFormat.N_QUADS)
        )
    except (SyntaxError, ValueError) as error:
        raise MalformedError(
            f"An id or a value is not valid RDF: {str(error)[:120]}", code="canonical"
        ) from error
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(line_of(quad_from(quad)) for quad in dataset)).encode("utf-8")


def quad_from(quad: pyoxigraph.Quad) -> Quad:
    """Write a quad of pyoxigraph in our terms."""
    graph = quad.graph_name
    return Quad(
        _term_from(quad.subject),
        _term_from(quad.predicate),
        _term_from(quad.object),
        "" if isinstance(graph, pyoxigraph.DefaultGraph) else _term_from(graph),
    )


def _term_from(term: object) -> str:
    match term:
        case pyoxigraph.NamedNode():
            return iri_term(term.value)
        case pyoxigraph.BlankNode():
            return f"_:{term.value}"
        case pyoxigraph.Literal():
            return literal_term(term.value, datatype=term.datatype.value, language=term.language)
        case _:
            raise MalformedError("A quoted triple has no canonical form", code="canonical")
