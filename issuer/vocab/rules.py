"""Rules of Open Badges 3.0 that JSON Schema cannot say: order of dates, references, contexts."""

from collections.abc import Iterator

from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import ShapeError
from issuer.vocab.contexts import OPEN_BADGES_EXTENSIONS

#: These types are defined by the extensions context alone (OB-4).
_EXTENSION_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "1EdTechCredentialRefresh", "1EdTechRevocationList"}
)


def require_credential_rules(document: Document) -> None:
    """Raise unless the validity period is in order and needed contexts are named.

    Raises:
        ShapeError: `validUntil` is before `validFrom` (DM-6), or a type lacks its context (OB-4).
    """
    _require_order(document, "validFrom", "validUntil", "")
    contexts = document["@context"]
    named = isinstance(contexts, list) and OPEN_BADGES_EXTENSIONS in contexts
    if not named and not _EXTENSION_TYPES.isdisjoint(_types_in(document)):
        raise ShapeError(f"Add {OPEN_BADGES_EXTENSIONS} to @context", pointer="/@context")


def require_badge_rules(document: Document) -> None:
    """Raise unless dates are in order and results point into this very achievement.

    Raises:
        ShapeError: a date before its predecessor, or a dangling reference (OB-16 to OB-18).
    """
    require_credential_rules(document)
    subject = _object(document, "credentialSubject")
    _require_order(subject, "activityStartDate", "activityEndDate", "/credentialSubject")
    descriptions = _descriptions(_object(subject, "achievement"))
    for index, result in enumerate(_objects(subject, "result")):
        _require_reference(result, descriptions, f"/credentialSubject/result/{index}")


def _descriptions(achievement: Document) -> dict[Json, Document]:
    """Return the result descriptions by id, each one's own references checked."""
    found: dict[Json, Document] = {}
    for index, description in enumerate(_objects(achievement, "resultDescription")):
        pointer = f"/credentialSubject/achievement/resultDescription/{index}"
        if description["id"] in found:
            raise ShapeError("Give each result description an id of its own", pointer=pointer)
        required = description.get("requiredLevel")
        if required is not None and required not in _levels(description):
            raise ShapeError(
                "requiredLevel must be the id of a level of this description",
                pointer=f"{pointer}/requiredLevel",
            )
        found[description["id"]] = description
    return found


def _require_reference(result: Document, descriptions: dict[Json, Document], pointer: str) -> None:
    named = result.get("resultDescription")
    description = descriptions.get(named)
    if named is not None and description is None:
        raise ShapeError(
            "resultDescription must be the id of a description of this achievement",
            pointer=f"{pointer}/resultDescription",
        )
    level = result.get("achievedLevel")
    if level is not None and (description is None or level not in _levels(description)):
        raise ShapeError(
            "achievedLevel must be the id of a level of its description",
            pointer=f"{pointer}/achievedLevel",
        )
    if description is not None and description["resultType"] == "Status" and "status" not in result:
        raise ShapeError("A result of type Status needs the member status", pointer=pointer)


def _levels(description: Document) -> list[Json]:
    return [level["id"] for level in _objects(description, "rubricCriterionLevel")]


def _require_order(document: Document, first: str, last: str, pointer: str) -> None:
    earlier, later = document.get(first), document.get(last)
    if not isinstance(earlier, str) or not isinstance(later, str):
        return
    if parse_instant(later) < parse_instant(earlier):
        raise ShapeError(f"{last} must not be before {first}", pointer=f"{pointer}/{last}")


def _object(document: Document, name: str) -> Document:
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def _objects(document: Document, name: str) -> Iterator[Document]:
    value = document.get(name)
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _types_in(value: Json) -> Iterator[str]:
    """Yield every `type` entry of the document, embedded credentials of their own set aside."""
    if isinstance(value, dict):
        types = value.get("type")
        entries = types if isinstance(types, list) else [types]
        yield from (entry for entry in entries if isinstance(entry, str))
        for name, member in value.items():
            if name != "endorsement":
                yield from _types_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from _types_in(item)
