"""From a document to its canonical N-Quads: the one piece of JSON-LD work that proofs ask for.

It is a value that is passed in (`Canonicalize`), since for documents of others it may have to run
in a process that can be killed. Nothing here starts one.
"""

from typing import Protocol

from issuer.documents import Document, Json, write_document
from issuer.proofs.canonical import CONFINED, INLINE, Bounds, canonical_form, require_agreement
from issuer.proofs.jsonld import to_quads
from issuer.proofs.strictness import Strictness

#: Beyond these, expansion takes more than about 60 ms, which other requests would wait for.
_ORDINARY_VALUES = 1_500
_ORDINARY_TYPES = 200


class Canonicalize(Protocol):
    """Says which statements a document makes, in the one form that signatures are made over."""

    def __call__(
        self, document: Document, strictness: Strictness, /, *, digest: str = "sha256"
    ) -> bytes:
        """Return the canonical N-Quads.

        Raises:
            ComplexityError: it would take, or has taken, too long.
            MalformedError: parts that no proof can cover; see `jsonld.to_quads`.
        """
        ...


def canonicalize_document(
    document: Document,
    strictness: Strictness,
    /,
    *,
    digest: str = "sha256",
    bounds: Bounds = INLINE,
) -> bytes:
    """Return the canonical N-Quads of a document (RDF-3); fits `Canonicalize`.

    Before signing, a second canonicalizer must agree, code `canonical`.

    Raises:
        ComplexityError: canonicalization would take too long.
        MalformedError: parts that no proof can cover; see `jsonld.to_quads`.
    """
    quads = to_quads(document, strictness)
    canonical = canonical_form(quads, digest=digest, bounds=bounds)
    if strictness.signing:
        require_agreement(quads, canonical)
    return canonical


def canonicalize_confined(
    document: Document, strictness: Strictness, /, *, digest: str = "sha256"
) -> bytes:
    """Canonicalize within the wider bounds of a process that is killed in time."""
    return canonicalize_document(document, strictness, digest=digest, bounds=CONFINED)


class Remembering:
    """A `Canonicalize` that does each document once: a verification asks for one several times."""

    def __init__(self, canonicalize: Canonicalize) -> None:
        self._canonicalize = canonicalize
        self._known: dict[tuple[bytes, Strictness, str], bytes] = {}

    def __call__(
        self, document: Document, strictness: Strictness, /, *, digest: str = "sha256"
    ) -> bytes:
        """Return the canonical N-Quads; raises as what it remembers for."""
        key = (write_document(document), strictness, digest)
        if key not in self._known:
            self._known[key] = self._canonicalize(document, strictness, digest=digest)
        return self._known[key]


def is_ordinary(document: Document) -> bool:
    """Tell whether JSON-LD work on a document is short by its size alone, as for any badge."""
    values = types = 0
    waiting: list[Json] = [document]
    while waiting and values <= _ORDINARY_VALUES and types <= _ORDINARY_TYPES:
        value = waiting.pop()
        values += 1
        if isinstance(value, dict):
            named = value.get("type")
            types += len(named) if isinstance(named, list) else 1
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return not waiting
