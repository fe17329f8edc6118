"""The one door to PyLD: strict JSON-LD 1.1 expansion and conversion to quads.

PyLD has no safe mode, a default loader that opens sockets, and caches that threads break. Here
everything that it would drop is refused, contexts come from `vocab` alone, and one lock keeps the
threads apart. PyLD's own canonicalization (URDNA2015) is never used. Not for controller documents.
"""

import copy
import re
import secrets
import threading
from collections.abc import Iterator
from typing import Any

from pyld import jsonld

from issuer import vocab
from issuer.documents import Document, Json
from issuer.errors import ContextError, MalformedError, UndefinedTermError
from issuer.proofs.canonical import iri_term, literal_term
from issuer.proofs.rdfc import Quad
from issuer.proofs.strictness import Strictness, pointer_step, require_plain

_LOCK = threading.Lock()
#: PyLD resolves relative references even against an empty base and would sign what comes out.
#: Nobody can guess this scheme, so whatever begins with it was relative.
_BASE = f"x{secrets.token_hex(12)}://b/"
#: An absolute IRI that N-Quads can hold without escapes; `\\s` includes U+00A0 and its kin.
_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x20\x7f-\x9f\ufffe\uffff]*')
_CONTEXT_FAULTS = frozenset(
    {
        "context overflow",
        "cyclic IRI mapping",
        "invalid context entry",
        "invalid local context",
        "invalid remote context",
        "invalid term definition",
        "loading document failed",
        "loading remote context failed",
        "protected term redefinition",
    }
)
_LEAVES = frozenset({"@value", "@language", "@direction"})
_ACCEPTED_KEYWORDS = _LEAVES | {"@graph", "@list"}
#: What PyLD raises beside its own error for values of types that it did not expect.
_PYTHON_FAULTS = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)


def to_quads(document: Document, strictness: Strictness) -> tuple[Quad, ...]:
    """Convert a document to quads, refusing whatever would go unsigned (S1 to S6).

    Raises:
        UndefinedTermError: a member, type or IRI without meaning, code `undefined_term`; a value
            that would be dropped, code `unsigned_value`.
        ContextError: a context that is not pinned, not accepted here, or breaks another one.
        ComplexityError: too deep or too large.
        MalformedError: other JSON-LD that is not accepted.
    """
    require_plain(document, strictness)
    try:
        dataset = _convert(document)
    except _MeaninglessError as error:
        raise UndefinedTermError(
            f"{error.word[:80]!r} is neither a word of the contexts nor an absolute URL; "
            "rename or remove it",
            pointer=_pointer_of(document, error.word),
        ) from error
    return tuple(_quads(dataset))


class _MeaninglessError(Exception):
    """A word that PyLD is about to drop, or to resolve against a base."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class _StrictProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc] # PyLD is untyped
    """PyLD's processor, with the expanded form inspected before it becomes RDF."""

    def __init__(self, document: Document) -> None:
        super().__init__(on_property_dropped=_refuse_dropped)
        self._document = document

    def expand(self, input_: Any, options: Any) -> Any:
        """Expand, then refuse every IRI that is not absolute."""
        expanded: Any = super().expand(input_, options)
        if not expanded:
            raise UndefinedTermError("This document says nothing", code="unsigned_value")
        _require_ids_kept(self._document, set(_checked_ids(expanded)))
        return expanded


def _convert(document: Document) -> dict[str, list[dict[str, Any]]]:
    options = {
        "base": _BASE,
        "documentLoader": _load_pinned,
        "processingMode": "json-ld-1.1",
        "rdfDirection": "i18n-datatype",
    }
    with _LOCK:
        try:
            dataset: Any = _StrictProcessor(document).to_rdf(dict(document), options)
        except jsonld.JsonLdError as error:
            raise _refusal(error) from error
        except _PYTHON_FAULTS as error:  # pragma: no cover - no such input is known
            raise MalformedError("JSON-LD processing refuses this", code="jsonld") from error
    return dict(dataset)


def _refuse_dropped(name: object) -> None:
    raise _MeaninglessError(str(name) if name is not None else "a keyword-like word")


def _load_pinned(url: str, _options: object) -> dict[str, Any]:
    """Answer for pinned contexts only; no socket is ever opened."""
    open_context = vocab.open_context(url)
    context = open_context or vocab.context_for(url)
    remote = {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": copy.deepcopy(dict(context)),
    }
    return remote if open_context else {**remote, "tag": "static"}


def _refusal(error: jsonld.JsonLdError) -> MalformedError:
    """Turn the innermost cause into our error."""
    cause: BaseException | None = error
    code = ""
    while cause is not None:
        code = str(getattr(cause, "code", "") or code)
        cause = cause.__cause__
    unfit = ContextError(f"The contexts do not fit together: {code}", pointer="/@context")
    other = MalformedError(f"Not accepted as JSON-LD: {code or 'unknown fault'}", code="jsonld")
    return unfit if code in _CONTEXT_FAULTS else other


def _checked_ids(expanded: Any) -> Iterator[str]:
    """Yield each `@id`, refusing ids, types and datatypes that are not absolute IRIs (S2, S3)."""
    for name, value in _members(expanded):
        if name in ("@id", "@type"):
            iris = [_absolute(iri) for iri in (value if isinstance(value, list) else [value])]
            yield from (iris if name == "@id" else ())
        elif name not in _ACCEPTED_KEYWORDS:
            _absolute(name)


def _members(expanded: Any) -> Iterator[tuple[str, Any]]:
    waiting: list[Any] = [expanded]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield from item.items()
            waiting.extend(value for name, value in item.items() if name not in _LEAVES)


def _absolute(iri: Any) -> str:
    if not isinstance(iri, str) or iri.startswith(_BASE) or _ABSOLUTE.fullmatch(iri) is None:
        raise _MeaninglessError(str(iri).removeprefix(_BASE))
    return iri


def _require_ids_kept(document: Json, identifiers: set[str]) -> None:
    """Raise when a context's prefix gives an id another meaning than the one that is shown."""
    waiting: list[tuple[Json, str]] = [(document, "")]
    while waiting:
        value, pointer = waiting.pop()
        if isinstance(value, dict):
            if "id" in value and value["id"] not in identifiers:
                raise MalformedError(
                    "This id is not an absolute URL", code="id", pointer=pointer + "/id"
                )
            waiting.extend((inner, pointer + pointer_step(name)) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend((inner, f"{pointer}/{index}") for index, inner in enumerate(value))


def _pointer_of(document: Document, word: str) -> str | None:
    """Find the member or value that has no meaning, if the document has it only once."""
    found: list[str] = []
    waiting: list[tuple[Json, str]] = [(document, "")]
    while waiting:
        value, pointer = waiting.pop()
        if value == word:
            found.append(pointer)
        elif isinstance(value, dict):
            found.extend(pointer + pointer_step(name) for name in value if name == word)
            waiting.extend((inner, pointer + pointer_step(name)) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend((inner, f"{pointer}/{index}") for index, inner in enumerate(value))
    return found[0] if len(found) == 1 else None


def _quads(dataset: dict[str, list[dict[str, Any]]]) -> Iterator[Quad]:
    for name, triples in dataset.items():
        graph = "" if name == "@default" else _resource(name)
        for triple in triples:
            yield Quad(
                _resource(triple["subject"]["value"]),
                _resource(triple["predicate"]["value"]),
                _object(triple["object"]),
                graph,
            )


def _resource(value: str) -> str:
    return value if value.startswith("_:") else iri_term(value)


def _object(term: dict[str, Any]) -> str:
    if term["type"] != "literal":
        return _resource(term["value"])
    if "language" in term:
        return literal_term(term["value"], language=term["language"])
    return literal_term(term["value"], datatype=term["datatype"])
