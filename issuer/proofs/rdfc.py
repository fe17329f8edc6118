"""RDF Dataset Canonicalization RDFC-1.0 (W3C, 2024), step by step, with a bound on its work.

A term is its canonical N-Quads text: `<iri>`, `_:label`, `"literal"^^<iri>`; the default graph is
the empty string. Our own, because no library for Python gives both the issued identifiers and a
limit: a clique of ten blank nodes would otherwise run practically for ever. Not for reading RDF.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import NamedTuple

from issuer.errors import ComplexityError

#: Orders of equal neighbours that are tried for one dataset: about half a second of work. The
#: evaluation vectors need 2,880 at most, badges none or a handful.
MAX_ORDERS = 100_000


class Quad(NamedTuple):
    """One statement; each term is its canonical N-Quads text."""

    subject: str
    predicate: str
    object: str
    graph: str = ""


class Link(NamedTuple):
    """A neighbour of a blank node and the way to it: `s`, `o` or `g`, and the predicate."""

    position: str
    predicate: str
    neighbour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalDataset:
    """What canonicalization yields: lines in code point order, and the issued identifiers."""

    lines: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def text(self) -> str:
        """Return the canonical N-Quads document, each line ended by LF."""
        return "".join(self.lines)


class _Issuer:
    """The identifier issuer of section 4.5: `prefix` and a counter, in order of issue."""

    __slots__ = ("issued", "prefix")

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = issued or {}

    def issue(self, blank: str) -> str:
        """Return the identifier of a blank node, a new one if it has none."""
        return self.issued.setdefault(blank, f"_:{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        """Return an issuer that goes on alone from here."""
        return _Issuer(self.prefix, dict(self.issued))


@dataclass(slots=True, kw_only=True)
class _State:
    """The canonicalization state of section 4.3."""

    algorithm: str
    links: Mapping[str, list[Link]]
    first_degree: Mapping[str, str]
    orders_left: int
    canonical: _Issuer = field(default_factory=lambda: _Issuer("c14n"))

    def hash(self, text: str) -> str:
        return hashlib.new(self.algorithm, text.encode("utf-8")).hexdigest()

    def spend(self) -> None:
        """Count one order of neighbours.

        Raises:
            ComplexityError: the limit is reached.
        """
        if self.orders_left == 0:
            raise ComplexityError("This document is too entangled to be canonicalized")
        self.orders_left -= 1


def line_of(quad: Quad) -> str:
    """Write one line of canonical N-Quads."""
    graph = f" {quad.graph}" if quad.graph else ""
    return f"{quad.subject} {quad.predicate} {quad.object}{graph} .\n"


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def canonicalize(
    quads: tuple[Quad, ...], *, algorithm: str = "sha256", max_orders: int = MAX_ORDERS
) -> CanonicalDataset:
    """Label the blank nodes of a dataset canonically (section 4.4.3).

    Raises:
        ComplexityError: more than `max_orders` orders of equal neighbours had to be tried.
    """
    quads_of = blank_quads(quads)
    state = _State(
        algorithm=algorithm,
        links={blank: links_of(blank, found) for blank, found in quads_of.items()},
        first_degree=first_degree_hashes(quads_of, algorithm),
        orders_left=max_orders,
    )
    shared = _issue_unique(state)
    for blanks in shared:
        _issue_shared(state, blanks)
    labels = state.canonical.issued
    lines = {line_of(_relabel(quad, labels)) for quad in quads}
    return CanonicalDataset(lines=tuple(sorted(lines)), labels=dict(labels))


def blank_quads(quads: tuple[Quad, ...]) -> dict[str, list[Quad]]:
    """Return the quads in which each blank node occurs (step 2)."""
    found: dict[str, list[Quad]] = {}
    for quad in dict.fromkeys(quads):
        for blank in {term for term in (quad.subject, quad.object, quad.graph) if is_blank(term)}:
            found.setdefault(blank, []).append(quad)
    return found


def links_of(blank: str, quads: Iterable[Quad]) -> list[Link]:
    """Return the other blank nodes in the quads of a blank node; a graph has no predicate."""
    return [
        Link(position, "" if position == "g" else quad.predicate, term)
        for quad in quads
        for position, term in (("s", quad.subject), ("o", quad.object), ("g", quad.graph))
        if is_blank(term) and term != blank
    ]


def first_degree_hashes(
    quads_of: Mapping[str, list[Quad]], algorithm: str = "sha256"
) -> dict[str, str]:
    """Return the hash of each blank node by its own quads alone (section 4.6)."""
    hashes: dict[str, str] = {}
    for blank, quads in quads_of.items():
        lines = sorted(line_of(_masked(quad, blank)) for quad in quads)
        hashes[blank] = hashlib.new(algorithm, "".join(lines).encode("utf-8")).hexdigest()
    return hashes


def _masked(quad: Quad, reference: str) -> Quad:
    def mask(term: str) -> str:
        if not is_blank(term):
            return term
        return "_:a" if term == reference else "_:z"

    return Quad(mask(quad.subject), quad.predicate, mask(quad.object), mask(quad.graph))


def _relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    return Quad(
        labels.get(quad.subject, quad.subject),
        quad.predicate,
        labels.get(quad.object, quad.object),
        labels.get(quad.graph, quad.graph),
    )


def _issue_unique(state: _State) -> list[list[str]]:
    """Label the nodes whose first-degree hash is theirs alone (step 4); return the others."""
    by_hash: dict[str, list[str]] = {}
    for blank, digest in state.first_degree.items():
        by_hash.setdefault(digest, []).append(blank)
    shared: list[list[str]] = []
    for digest in sorted(by_hash):
        blanks = by_hash[digest]
        if len(blanks) > 1:
            shared.append(blanks)
            continue
        state.canonical.issue(blanks[0])
    return shared


def _issue_shared(state: _State, blanks: list[str]) -> None:
    """Label nodes that share a first-degree hash by the paths between them (step 5)."""
    results: list[tuple[str, _Issuer]] = []
    for blank in blanks:
        if blank not in state.canonical.issued:
            issuer = _Issuer("b")
            issuer.issue(blank)
            results.append(_hash_n_degree(state, blank, issuer))
    for _, issuer in sorted(results, key=lambda result: result[0]):
        for blank in issuer.issued:
            state.canonical.issue(blank)


def _hash_n_degree(state: _State, identifier: str, issuer: _Issuer) -> tuple[str, _Issuer]:
    """Hash a blank node by its neighbours and theirs (section 4.8)."""
    related = _related(state, identifier, issuer)
    data: list[str] = []
    for digest in sorted(related):
        path, issuer = _best_path(state, related[digest], issuer)
        data += (digest, path)
    return state.hash("".join(data)), issuer


def _related(state: _State, identifier: str, issuer: _Issuer) -> dict[str, list[str]]:
    """Group the neighbours of a blank node by their related hash (step 3)."""
    groups: dict[str, list[str]] = {}
    for link in state.links[identifier]:
        groups.setdefault(_hash_related(state, link, issuer), []).append(link.neighbour)
    return groups


def _hash_related(state: _State, link: Link, issuer: _Issuer) -> str:
    """Hash one neighbour with the way that leads to it (section 4.7)."""
    blank = link.neighbour
    label = state.canonical.issued.get(blank) or issuer.issued.get(blank)
    return state.hash(link.position + link.predicate + (label or state.first_degree[blank]))


def _best_path(state: _State, blanks: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
    """Return the least path over all orders of equal neighbours (steps 5.1 to 5.5)."""
    chosen: tuple[str, _Issuer] | None = None
    for order in permutations(blanks):
        state.spend()
        found = _path(state, order, issuer.copy(), chosen[0] if chosen else "")
        if found is not None and (chosen is None or found[0] < chosen[0]):
            chosen = found
    if chosen is None:  # pragma: no cover - the first order is never abandoned
        raise ComplexityError("This document cannot be canonicalized")
    return chosen


def _path(
    state: _State, order: tuple[str, ...], issuer: _Issuer, best: str
) -> tuple[str, _Issuer] | None:
    """Follow one order of neighbours, or give up once its path cannot be the least."""
    path = ""
    waiting: list[str] = []
    for blank in order:
        label = state.canonical.issued.get(blank)
        if label is None:
            if blank not in issuer.issued:
                waiting.append(blank)
            label = issuer.issue(blank)
        path += label
        if _cannot_win(path, best):
            return None
    for blank in waiting:
        digest, deeper = _hash_n_degree(state, blank, issuer)
        path += f"{issuer.issue(blank)}<{digest}>"
        issuer = deeper
        if _cannot_win(path, best):
            return None
    return path, issuer


def _cannot_win(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best
