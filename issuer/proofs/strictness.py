"""What a document must look like before JSON-LD sees it (performance specification, 4.1).

JSON-LD processors drop null, empty objects and free text in silence, and dropped means unsigned.
This module looks at the JSON tree alone; which words have a meaning is asked in `jsonld`.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from issuer import vocab
from issuer.badges import VCDM_1_ONLY
from issuer.documents import LARGEST_INTEGER, Document, Json
from issuer.errors import ComplexityError, ContextError, MalformedError, UndefinedTermError
from issuer.proofs.inline_contexts import require_inline

#: Deeper or more typed documents are not credentials but attacks on our time (reliability row 24).
MAX_DEPTH = 36
MAX_TYPES = 1_600
MAX_NODES = 10_000

#: RDF-6: outside these bounds two implementations write one number in two ways.
SMALLEST_FRACTION = 1e-6

#: Besides whole credentials, the proof of one: eddsa-jcs-2022 stores its contexts there.
#: A number is written with so many digits in RDF (JSON-LD 1.1 API, 8.6: `%1.15E`).
_WRITTEN_DIGITS, _HALF = 16, 5

_EMBEDDING = frozenset({"endorsement", "verifiableCredential", "proof"})
_ENVELOPE = "EnvelopedVerifiableCredential"
#: The Open Badges contexts give a class and a member one IRI each time. Written as a member, the
#: class would keep the signature and hide what the member says.
CLASSES_NAMED_LIKE_MEMBERS = frozenset({"Criteria", "GeoCoordinates", "Image"})
_LANGUAGE_OBJECT = frozenset({"@value", "@language", "@direction"})
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """Which contexts may be named, and whether we are about to sign.

    What we sign keeps further rules than what we accept from others (README ruling 11): no
    control characters, no `@direction`, no empty array, no id with two meanings.

    `generic` is for the generic profile alone (VC specification, API-11): contexts may stand in the
    document itself, and what we sign may have `@direction` and name one id in several places.
    """

    contexts: frozenset[str]
    signing: bool
    generic: bool = False


ISSUING = Strictness(contexts=vocab.ISSUING_CONTEXTS, signing=True)
VERIFYING = Strictness(contexts=vocab.VERIFYING_CONTEXTS, signing=False)
GENERIC_VERIFYING = Strictness(
    contexts=vocab.VERIFYING_CONTEXTS | {vocab.EXAMPLES_V2, vocab.UNDEFINED_TERMS_V2},
    signing=False,
    generic=True,
)
GENERIC_ISSUING = replace(GENERIC_VERIFYING, signing=True)


def with_examples(strictness: Strictness) -> Strictness:
    """Admit the W3C examples context too: for test vectors and the generic profile only."""
    return replace(strictness, contexts=strictness.contexts | {vocab.EXAMPLES_V2})


class _Place(NamedTuple):
    value: Json
    pointer: str
    member: str
    depth: int


def require_plain(document: Document, strictness: Strictness) -> None:
    """Raise for anything that JSON-LD would drop, reinterpret or take too long over.

    Raises:
        ComplexityError: too deep, too many values or types.
        ContextError: a context that is not accepted, or one where none may stand.
        UndefinedTermError: a value that would go unsigned, code `unsigned_value`; a member that is
            an IRI instead of a term, code `undefined_term`.
        MalformedError: `keyword`, `id`, `type`, `number`, `characters`, `language`, `array` or
            `node_conflict`.
    """
    types = 0
    for place in _places(document):
        types += _count_types(place.value)
        if place.depth > MAX_DEPTH or types > MAX_TYPES:
            raise _too_large(place.pointer)
        _require_value(place, strictness)
    if strictness.signing and not strictness.generic:
        _require_one_meaning(document)


def pointer_step(name: str | int) -> str:
    """Return one step of a JSON Pointer (RFC 6901)."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def _places(document: Document) -> Iterator[_Place]:
    """Yield every value outside `@context`, without recursion."""
    waiting = [_Place(document, "", "", 1)]
    seen = 0
    while waiting:
        place = waiting.pop()
        seen += 1
        size = len(place.value) if isinstance(place.value, dict | list) else 0
        if seen + len(waiting) + size > MAX_NODES:
            raise _too_large(place.pointer)
        yield place
        value, pointer, member, depth = place
        if isinstance(value, dict):
            waiting.extend(
                _Place(inner, pointer + pointer_step(name), name, depth + 1)
                for name, inner in value.items()
                if name != "@context"
            )
        elif isinstance(value, list):
            waiting.extend(
                _Place(inner, f"{pointer}/{index}", member, depth + 1)
                for index, inner in enumerate(value)
            )


def _too_large(pointer: str) -> ComplexityError:
    return ComplexityError(
        f"Nest at most {MAX_DEPTH} deep, with {MAX_NODES} values and {MAX_TYPES} types",
        pointer=pointer,
    )


def _count_types(value: Json) -> int:
    if not isinstance(value, dict) or "type" not in value:
        return 0
    types = value["type"]
    return len(types) if isinstance(types, list) else 1


def _require_value(place: _Place, strictness: Strictness) -> None:
    value, pointer = place.value, place.pointer
    if isinstance(value, dict):
        _require_object(place, value, strictness)
    elif isinstance(value, list):
        _require_array(value, pointer, strictness)
    elif isinstance(value, str):
        _require_text(value, pointer, strictness)
    elif isinstance(value, int | float):
        _require_number(value, pointer)
    else:
        raise UndefinedTermError(
            "Remove null: it would go unsigned", code="unsigned_value", pointer=pointer
        )


def _require_object(place: _Place, value: Document, strictness: Strictness) -> None:
    if not value:
        raise UndefinedTermError(
            "Remove the empty object: it would go unsigned",
            code="unsigned_value",
            pointer=place.pointer,
        )
    if "@context" in value:
        if place.pointer and place.member not in _EMBEDDING:
            raise ContextError("No @context may stand here", pointer=place.pointer + "/@context")
        require_contexts(_contexts_of(value), place.pointer + "/@context", strictness)
    elif not place.pointer:
        raise ContextError("Add @context", pointer="")
    if "@value" in value:
        _require_language_object(place, value, strictness)
        return
    for name in value:
        _require_name(name, place.pointer)
    _require_id(value, place.pointer)
    _require_types(value, place.pointer)


def _contexts_of(value: Document) -> Json:
    """Return the contexts; an envelope writes its only one as text (DM-12)."""
    contexts = value["@context"]
    return [contexts] if value.get("type") == _ENVELOPE else contexts


def require_contexts(contexts: Json, pointer: str, strictness: Strictness) -> None:
    """Raise unless `@context` is an accepted list (DM-1, DI-8), an ordered set (VC 2.0, 4.3).

    Raises:
        ContextError: not an array of pinned URLs, each once, that begins with a credentials
            context.
    """
    if not isinstance(contexts, list) or not contexts:
        raise ContextError("Write @context as an array of URLs", pointer=pointer)
    for index, entry in enumerate(contexts):
        _require_context(entry, contexts[0], f"{pointer}/{index}", strictness)
        if isinstance(entry, str) and entry in contexts[:index]:
            raise ContextError("Name each context once", pointer=f"{pointer}/{index}")
    if vocab.UNDEFINED_TERMS_V2 in contexts[:-1]:
        # Before another vocabulary it would say nothing of what is undefined (DM-10).
        raise ContextError(f"Name {vocab.UNDEFINED_TERMS_V2} last", pointer=pointer)
    if contexts[0] not in (vocab.CREDENTIALS_V2, vocab.CREDENTIALS_V1):
        raise ContextError(f"Name {vocab.CREDENTIALS_V2} first", pointer=f"{pointer}/0")


def _require_context(entry: Json, first: Json, pointer: str, strictness: Strictness) -> None:
    if isinstance(entry, dict) and strictness.generic:
        require_inline(entry, pointer, strictness.contexts)
        return
    if not isinstance(entry, str):
        raise ContextError("Inline contexts are refused", pointer=pointer)
    if entry in VCDM_1_ONLY and first == vocab.CREDENTIALS_V2:
        raise ContextError(f"{entry} contradicts credentials v2", pointer=pointer)
    if entry not in strictness.contexts:
        raise vocab.not_supported(entry, pointer)


def _require_name(name: str, pointer: str) -> None:
    if name.startswith("@") and name != "@context":
        raise MalformedError(
            f"Write a term instead of the keyword {name[:40]}",
            code="keyword",
            pointer=pointer + pointer_step(name),
        )
    if ":" in name or name in CLASSES_NAMED_LIKE_MEMBERS:
        raise UndefinedTermError(
            f"Write a term for a member instead of {name[:80]!r}",
            pointer=pointer + pointer_step(name),
        )


def _require_id(value: Document, pointer: str) -> None:
    if "id" in value and not (isinstance(value["id"], str) and ":" in value["id"]):
        raise MalformedError("Write id as one absolute URL", code="id", pointer=pointer + "/id")


def _require_types(value: Document, pointer: str) -> None:
    if "type" not in value:
        return
    types = value["type"]
    entries = types if isinstance(types, list) else [types]
    if not entries or not all(isinstance(entry, str) and entry for entry in entries):
        raise MalformedError(
            "Write type as a word or an array of words", code="type", pointer=pointer + "/type"
        )


def _require_language_object(place: _Place, value: Document, strictness: Strictness) -> None:
    """Accept `@value` only for name and description, as DM-8 and RDF-7 say."""
    pointer = place.pointer
    if place.member not in ("name", "description") or not value.keys() <= _LANGUAGE_OBJECT:
        raise MalformedError("A language object has no place here", code="keyword", pointer=pointer)
    tag, direction = value.get("@language", "und"), value.get("@direction", "ltr")
    if not isinstance(value["@value"], str) or not isinstance(tag, str):
        raise MalformedError("Write @value and @language as text", code="language", pointer=pointer)
    if _LANGUAGE_TAG.fullmatch(tag) is None or direction not in ("ltr", "rtl"):
        raise MalformedError(
            "Write @language as a language tag and @direction as ltr or rtl",
            code="language",
            pointer=pointer,
        )
    if strictness.signing and not strictness.generic and "@direction" in value:
        raise MalformedError("Remove @direction", code="language", pointer=pointer)


def _require_array(value: list[Json], pointer: str, strictness: Strictness) -> None:
    if any(isinstance(item, list) for item in value):
        raise MalformedError("Write no array inside an array", code="array", pointer=pointer)
    if not value and strictness.signing:
        raise UndefinedTermError(
            "Remove the empty array: it would go unsigned", code="unsigned_value", pointer=pointer
        )


def _require_text(value: str, pointer: str, strictness: Strictness) -> None:
    if _SURROGATES.search(value):
        raise MalformedError("A string holds half a character", code="characters", pointer=pointer)
    if strictness.signing and _CONTROLS.search(value):
        raise MalformedError(
            "Remove the control character from this text", code="characters", pointer=pointer
        )


def _is_tie(value: float) -> bool:
    """Tell whether 16 digits lie halfway: C rounds to the even one, JavaScript to the larger."""
    digits = Decimal(value).normalize().as_tuple().digits
    return len(digits) == _WRITTEN_DIGITS + 1 and digits[-1] == _HALF


def _require_number(value: float, pointer: str) -> None:
    """Accept only numbers that every implementation writes alike (RDF-6); booleans are numbers."""
    finite = math.isfinite(value)
    if finite and (isinstance(value, int) or value.is_integer()):
        fits = abs(value) <= LARGEST_INTEGER and math.copysign(1, value or 1) == (
            math.copysign(1, value)
        )
    else:
        fits = finite and abs(value) >= SMALLEST_FRACTION and not _is_tie(value)
    if not fits:
        raise MalformedError(
            "Write a number that has one form everywhere: within 2^53-1, not -0, not below 1e-6, "
            "of at most 16 digits",
            code="number",
            pointer=pointer,
        )


def _require_one_meaning(document: Document) -> None:
    """Raise when one id names two different objects (open-badges, section 10, trap 1).

    Objects of one id become one node, so a member stated twice could be deleted once without
    breaking the signature. Within one credential they are equal or a bare reference; an embedded
    credential may add members to a node of its host, but state none of them again.
    """
    seen: dict[str, list[tuple[Document, str]]] = {}
    for value, credential, pointer in _identified(document):
        for other, elsewhere in seen.setdefault(str(value["id"]), []):
            same_credential = credential == elsewhere
            overlap = value.keys() & other.keys() - {"id", "type"}
            if value != other and (same_credential or overlap):
                raise MalformedError(
                    "This id names two different objects; repeat the object or give its id alone",
                    code="node_conflict",
                    pointer=pointer,
                )
        seen[str(value["id"])].append((value, credential))


def _identified(document: Document) -> Iterator[tuple[Document, str, str]]:
    """Yield objects with an id and more, with the pointer of the credential they belong to."""
    credentials = [""]
    for value, pointer, _, _ in _places(document):
        if isinstance(value, dict) and "@context" in value and pointer:
            credentials.append(pointer)
        if isinstance(value, dict) and "id" in value and len(value) > 1:
            owner = max(
                (one for one in credentials if pointer == one or pointer.startswith(one + "/")),
                key=len,
            )
            yield value, owner, pointer
