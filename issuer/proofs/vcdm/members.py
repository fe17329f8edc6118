"""Forms that members of credentials and presentations share: URLs, types, texts, dates."""

import re
from collections.abc import Iterator, Mapping

from issuer import vocab
from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import ContextError, MalformedError
from issuer.proofs.strictness import pointer_step

_URL = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x20\x7f]+')
_LANGUAGE_OBJECT = frozenset({"@value", "@language", "@direction"})


def is_url(value: Json) -> bool:
    """Tell whether a value is an absolute URL."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def malformed(sentence: str, code: str, pointer: str) -> MalformedError:
    """Return the error of one place."""
    return MalformedError(sentence, code=code, pointer=pointer)


def require_contexts(document: Document) -> None:
    """Raise unless `@context` is an array that begins with the credentials context (DM-1).

    Raises:
        ContextError: it does not; which further ones are accepted is asked in `strictness`.
    """
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts:
        raise ContextError("Write @context as an array", pointer="/@context")
    if contexts[0] != vocab.CREDENTIALS_V2:
        raise ContextError(f"Name {vocab.CREDENTIALS_V2} first", pointer="/@context/0")


def require_type(document: Document, needed: str, pointer: str = "") -> None:
    """Raise unless `type` is there and includes a type (DM-2); code `type`."""
    if needed not in types_of(document, pointer):
        raise malformed(f"Add {needed} to type", "type", f"{pointer}/type")


def types_of(document: Document, pointer: str) -> tuple[str, ...]:
    """Return the types, written as one word or as an array; code `type`."""
    types = document.get("type")
    entries = types if isinstance(types, list) else [types]
    found = tuple(entry for entry in entries if isinstance(entry, str) and entry)
    if not found or len(found) != len(entries):
        raise malformed("Give type as a word or an array of words", "type", f"{pointer}/type")
    return found


def require_ids(document: Document) -> None:
    """Raise unless every `id`, at any depth, is one URL (DM-3); code `id`.

    Proofs are left out: they are read by `proof`, with errors of their own.
    """
    for value, pointer in objects_in(document):
        if "id" in value and not is_url(value["id"]):
            raise malformed("Write id as one absolute URL", "id", f"{pointer}/id")


def objects_in(document: Document) -> Iterator[tuple[Document, str]]:
    """Yield every object outside contexts and the document's own proof, with its pointer."""
    waiting: list[tuple[Json, str]] = [(document, "")]
    while waiting:
        value, pointer = waiting.pop()
        if isinstance(value, Mapping):
            yield value, pointer
            waiting.extend(
                (inner, pointer + pointer_step(name))
                for name, inner in value.items()
                if name != "@context" and not (name == "proof" and not pointer)
            )
        elif isinstance(value, list):
            waiting.extend((inner, f"{pointer}/{index}") for index, inner in enumerate(value))


def require_party(value: Json, pointer: str) -> str:
    """Return the id of an issuer or holder: a URL, or an object with a URL id (DM-4)."""
    if isinstance(value, Mapping):
        require_texts(value, pointer)
        pointer, value = f"{pointer}/id", value.get("id")
    if not isinstance(value, str) or not is_url(value):
        raise malformed("Name the party by a URL, or by an object with id", "id", pointer)
    return value


def require_period(document: Document) -> None:
    """Raise unless the dates are dates with a zone, in order (DM-6); code `date`."""
    instants = []
    for name in ("validFrom", "validUntil"):
        if name not in document:
            continue
        value = document[name]
        try:
            instants.append(parse_instant(value if isinstance(value, str) else repr(value)))
        except MalformedError as error:
            raise malformed(error.detail, "date", f"/{name}") from error
    if instants != sorted(instants):
        raise malformed("validUntil is before validFrom", "date", "/validUntil")


def require_texts(document: Document, pointer: str) -> None:
    """Raise unless name and description are text or well-formed language objects (DM-8)."""
    for name in ("name", "description"):
        if name not in document:
            continue
        value = document[name]
        listed = isinstance(value, list)
        for index, entry in enumerate(value if isinstance(value, list) else [value]):
            _require_text(entry, f"{pointer}/{name}" + (f"/{index}" if listed else ""))


def _require_text(value: Json, pointer: str) -> None:
    if isinstance(value, str):
        return
    if not isinstance(value, Mapping) or not isinstance(value.get("@value"), str):
        raise malformed("Write text, or an object with @value", "language", pointer)
    if not value.keys() <= _LANGUAGE_OBJECT:
        raise malformed(
            "An object with @value may add @language and @direction alone", "language", pointer
        )


def listed(document: Document, name: str) -> Iterator[tuple[Json, str]]:
    """Yield the values of a member, written as one or as an array, with their pointers."""
    if name not in document:
        return
    value = document[name]
    if isinstance(value, list):
        yield from ((entry, f"/{name}/{index}") for index, entry in enumerate(value))
    else:
        yield value, f"/{name}"
