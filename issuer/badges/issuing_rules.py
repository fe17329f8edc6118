"""What we demand of our own credentials, beyond the standard, before a key is touched.

Stricter than `rules`, since other people's validators are strict in places of their own
(open-badges.md sections 2, 9 and 10). Not for documents of others.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from issuer.badges.achievement_credential import AchievementCredential
from issuer.badges.endorsement_credential import ENDORSEMENT_CREDENTIAL, EndorsementCredential
from issuer.badges.members import escaped
from issuer.badges.rules import check_rules, nodes
from issuer.badges.text import check_text
from issuer.badges.vocabulary import CREDENTIALS_V2, OB_3_0_3
from issuer.clock import parse_instant
from issuer.documents import MAX_BYTES, Document, Json
from issuer.errors import ContextError, MalformedError, ShapeError

#: OB-6: seconds truncated, in UTC.
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_DATES = ("validFrom", "validUntil", "awardedDate")
#: Members that make no statement of their own: an object with these alone is a reference.
_REFERENCE = frozenset({"id", "type"})


def check_issuing(document: Document, *, now: datetime) -> None:
    """Refuse to issue a badge or endorsement that a careful validator would complain about.

    Raises:
        ShapeError: a rule of `check_rules`, or code `form` (not as we write it), `required`,
            `date` (in the future, or not in whole seconds of UTC), `repeated_id`.
        ContextError: other contexts than credentials v2 and Open Badges 3.0.3.
        MalformedError: code `text`: a character that deceives or cannot be signed everywhere.
    """
    check_rules(document)
    _check_context(document)
    _check_issuer(document)
    _check_dates(document, now)
    _check_texts(document, "")
    _check_form(document)
    _check_ranks(document)
    _check_repeats(document)


def _check_context(document: Document) -> None:
    if document["@context"][:2] != [CREDENTIALS_V2, OB_3_0_3]:  # type: ignore[index]
        raise ContextError(f"Begin '@context' with {CREDENTIALS_V2} and {OB_3_0_3}")


def _check_issuer(document: Document) -> None:
    """Demand the object with name and URL: some validators crash on a string (OB-13)."""
    issuer = document["issuer"]
    for name in ("name", "url"):
        if not isinstance(issuer, Mapping) or not issuer.get(name):
            raise _fault(
                f"Give the issuer as an object with {name!r}", "required", f"/issuer/{name}"
            )
    if not document.get("name"):
        raise _fault("Give the credential a name", "required", "/name")


def _check_dates(document: Document, now: datetime) -> None:
    for name in _DATES:
        if name in document and not _DATE.fullmatch(str(document[name])):
            raise _fault(f"Write {name!r} as 2026-01-31T12:00:00Z", "date", f"/{name}")
    # A clock a few seconds ahead makes a badge "not yet valid" to its first reader.
    for name in ("validFrom", "awardedDate"):
        if name in document and parse_instant(str(document[name])) > now:
            raise _fault(f"{name!r} lies in the future", "date", f"/{name}")


def _check_texts(value: Json, at: str) -> None:
    """Apply the rule for typed text to every string, member names included (RDF-5)."""
    if isinstance(value, str):
        _check_string(value, at)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            _check_string(name, at)
            _check_texts(member, f"{at}/{escaped(name)}")
    elif isinstance(value, Sequence):
        for i, item in enumerate(value):
            _check_texts(item, f"{at}/{i}")


def _check_string(text: str, at: str) -> None:
    try:
        check_text(text, "the text", MAX_BYTES)
    except MalformedError as error:
        raise MalformedError(error.detail, code=error.code, pointer=at) from error


def _check_form(document: Document) -> None:
    """Demand the one form in which we write: arrays where members repeat, no null (OB-23)."""
    kind = (
        EndorsementCredential
        if ENDORSEMENT_CREDENTIAL in document["type"]  # type: ignore[operator]
        else AchievementCredential
    )
    place = _first_difference(document, kind.from_dict(document).to_dict(), "")
    if place is not None:
        raise _fault("Write arrays where a member repeats, and leave empty ones out", "form", place)
    for pointer, node in nodes(document, "", frozenset()):
        for name, member in node.items():
            if member is None or member == []:
                place = f"{pointer}/{escaped(name)}"
                raise _fault("Leave out nulls and empty arrays", "form", place)


def _check_ranks(document: Document) -> None:
    """Demand `level` or `points` of each level: their order in the array is not signed."""
    for pointer, node in nodes(document, "", frozenset({"endorsement"})):
        types = node.get("type") or ()
        if "RubricCriterionLevel" in types and not (  # type: ignore[operator]
            node.get("level") or node.get("points")
        ):
            raise _fault("State the rank of a level in 'level'", "required", f"{pointer}/level")


def _check_repeats(document: Document) -> None:
    """Demand that one thing is told once, or each time in full (trap 1 of section 10).

    Endorsements are left out: they were signed earlier and may know less.
    """
    told: dict[Json, Document] = {}
    for pointer, node in nodes(document, "", frozenset({"endorsement"})):
        if "id" not in node or node.keys() <= _REFERENCE:
            continue
        if told.setdefault(node["id"], node) != node:
            raise _fault("Repeat an object identically or by its id alone", "repeated_id", pointer)


def _first_difference(one: Json, other: Json, at: str) -> str | None:
    """Return the pointer of the first place where two values differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in sorted(one.keys() | other.keys()):
            place = f"{at}/{escaped(name)}"
            if name not in one or name not in other:
                return place
            found = _first_difference(one[name], other[name], place)
            if found is not None:
                return found
        return None
    return None if one == other else at


def _fault(sentence: str, code: str, pointer: str) -> ShapeError:
    return ShapeError(sentence, code=code, pointer=pointer)
