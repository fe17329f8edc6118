"""What is hashed of an event: everything but the people, who stand behind salted tags.

A tag is SHA-256 over a random salt and an id. The salts stay in the event's row: whoever has them
can show whom an entry is about, and once they are deleted nobody can, while record, leaf and root
stay as they are (reliability.md row 89).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from issuer.audit.event import Event
from issuer.documents import Document, canonical_bytes, read_document
from issuer.errors import MalformedError

SALT_BYTES = 32
#: Stands in a row in place of an id that was forgotten.
FORGOTTEN = "forgotten"
_VERSION = 1
_MEMBERS = frozenset(
    {
        "v",
        "id",
        "at",
        "organisation",
        "actor",
        "role",
        "name",
        "subject",
        "learner",
        "object_hash",
        "codes",
    }
)
_TAG = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_PEOPLE = ("actor", "subject", "learner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Salts:
    """One random salt for each id of an event; None once it was forgotten, or there is no id."""

    actor: bytes | None
    subject: bytes | None
    learner: bytes | None


def tag(salt: bytes, identifier: str) -> str:
    """Return what stands in a record in place of an id."""
    return "sha256:" + hashlib.sha256(salt + identifier.encode()).hexdigest()


def record_of(event: Event, salts: Salts) -> bytes:
    """Return the record of a new event: canonical JSON without a single id of a person."""
    if salts.actor is None or salts.subject is None:
        raise ValueError("a new event has salts for actor and subject")
    if (salts.learner is None) != (event.learner is None):
        raise ValueError("a new event has a salt for its learner, if it has one")
    learner = tag(salts.learner, event.learner) if salts.learner and event.learner else None
    return canonical_bytes(
        {
            "v": _VERSION,
            "id": event.id,
            "at": instant_text(event.at),
            "organisation": event.organisation,
            "actor": tag(salts.actor, event.actor),
            "role": event.role,
            "name": event.name,
            "subject": tag(salts.subject, event.subject),
            "learner": learner,
            "object_hash": event.object_hash,
            "codes": dict(event.codes),
        }
    )


def read_record(data: bytes) -> Document:
    """Read a record, refusing every other spelling of it.

    Raises:
        MalformedError: not the canonical form of a record, code `audit_record`.
    """
    document = read_document(data)
    codes = document.get("codes")
    tags = [document.get(name) for name in _PEOPLE]
    if (
        frozenset(document) != _MEMBERS
        or document["v"] != _VERSION
        or not isinstance(codes, dict)
        or not all(isinstance(value, str) for value in codes.values())
        or not all(_is_text(document[name]) for name in ("id", "at", "organisation", "name"))
        or not all(isinstance(each, str) and _TAG.fullmatch(each) for each in tags[:2])
        or not (tags[2] is None or _TAG.fullmatch(str(tags[2])))
        or canonical_bytes(document) != data
    ):
        raise MalformedError("This is not the record of an event", code="audit_record")
    return document


def differences(record: Document, event: Event, salts: Salts) -> tuple[str, ...]:
    """Name the members in which a row says something else than its record.

    An id whose salt was deleted cannot be compared, and is not.
    """
    plain = {
        "id": event.id,
        "at": instant_text(event.at),
        "organisation": event.organisation,
        "role": event.role,
        "name": event.name,
        "object_hash": event.object_hash,
        "codes": dict(event.codes),
    }
    found = [name for name, value in plain.items() if record[name] != value]
    for name in _PEOPLE:
        salt, identifier = getattr(salts, name), getattr(event, name)
        if salt is None:
            wrong = identifier not in (FORGOTTEN, None) or (identifier is None) != (
                record[name] is None
            )
        else:
            wrong = identifier is None or record[name] != tag(salt, identifier)
        found += [name] if wrong else []
    return tuple(found)


def instant_text(instant: datetime) -> str:
    """Write an instant to the microsecond, in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
