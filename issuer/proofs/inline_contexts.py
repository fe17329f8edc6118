"""Contexts that stand in a document itself, for the generic profile alone (API-11).

They may give words a meaning and nothing else: no base, no import, no keyword under another name,
no containers that would leave keys unsigned, no second meaning for words of the data model. The
JSON-LD processor decides about protected words of further contexts.
"""

from collections.abc import Mapping
from typing import Any

from issuer import vocab
from issuer.documents import Document, Json
from issuer.errors import ContextError

_KEYWORDS = frozenset({"@vocab", "@version", "@protected", "@language", "@direction"})
_DEFINITION = frozenset(
    {"@id", "@type", "@container", "@context", "@protected", "@language", "@direction", "@prefix"}
)
#: `@index` and `@graph` keys would go unsigned, `@id` and `@type` keys would hide what they are.
_CONTAINERS = frozenset({"@set", "@list", "@language"})
_TYPES = frozenset({"@id", "@vocab"})
_SCOPES = ("VerifiableCredential", "VerifiablePresentation")


def _words_of_the_data_model() -> frozenset[str]:
    """Return the words that the credentials context protects in credentials and presentations.

    It defines most of them inside its types only, where a later context of another meaning would
    be overruled in silence: the reader of the inline context would be misled.
    """
    context: Any = vocab.context_for(vocab.CREDENTIALS_V2)["@context"]
    scoped = [context[name]["@context"] for name in _SCOPES]
    return frozenset(
        name for words in (context, *scoped) for name in words if not name.startswith("@")
    )


_FIXED = _words_of_the_data_model()


def require_inline(context: Document, pointer: str, accepted: frozenset[str]) -> None:
    """Raise for an inline context that does more than define words.

    `accepted` are the URLs that a context inside a definition may name.

    Raises:
        ContextError: with the pointer of the fault.
    """
    waiting: list[tuple[Json, str]] = [(context, pointer)]
    while waiting:
        value, place = waiting.pop()
        for name, definition, inner in _definitions(value, place, accepted):
            _require_name(name, inner)
            if isinstance(definition, Mapping):
                _require_definition(definition, inner)
                if "@context" in definition:
                    waiting.append((definition["@context"], f"{inner}/@context"))
            else:
                _require_meaning(definition, inner)


def _definitions(value: Json, place: str, accepted: frozenset[str]) -> list[tuple[str, Json, str]]:
    """Return the words that a context defines; its keywords are looked at on the way."""
    found = []
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(entry, str) and entry in accepted:
            continue
        if not isinstance(entry, Mapping):
            raise ContextError("This context is not supported here", pointer=f"{place}/{index}")
        for name, definition in entry.items():
            if name.startswith("@"):
                _require_keyword(name, definition, place)
            else:
                found.append((name, definition, f"{place}/{name}"))
    return found


def _require_keyword(name: str, value: Any, place: str) -> None:
    if name not in _KEYWORDS:
        raise ContextError(f"An inline context may not use {name[:40]}", pointer=place)
    if name == "@vocab" and not _is_iri(value):
        raise ContextError("Write @vocab as an absolute URL", pointer=f"{place}/@vocab")


def _require_name(name: str, place: str) -> None:
    if name in _FIXED or not name:
        raise ContextError(f"The word {name!r} may not be defined anew", pointer=place)


def _require_definition(definition: Document, place: str) -> None:
    strange = definition.keys() - _DEFINITION
    if strange:
        raise ContextError(
            f"A definition may not use {', '.join(sorted(strange))[:60]}", pointer=place
        )
    if "@id" in definition:
        _require_meaning(definition["@id"], place)
    kind = definition.get("@type", "@id")
    if not isinstance(kind, str) or (kind.startswith("@") and kind not in _TYPES):
        raise ContextError("This @type is not supported here", pointer=f"{place}/@type")
    container = definition.get("@container", [])
    names = container if isinstance(container, list) else [container]
    if not all(isinstance(each, str) and each in _CONTAINERS for each in names):
        raise ContextError("This @container is not supported here", pointer=f"{place}/@container")


def _require_meaning(value: Json, place: str) -> None:
    """Refuse null and keywords: a word under which something would go unsigned or hide."""
    if not isinstance(value, str) or not value or value.startswith("@"):
        raise ContextError("Define a word by a URL", pointer=place)


def _is_iri(value: Any) -> bool:
    return isinstance(value, str) and ":" in value and not value.startswith(("_:", "@"))
