"""Assertion, BadgeClass and Issuer Profile of Open Badges 2.0, as far as they are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.badges import IdentityObject
from issuer.clock import parse_instant
from issuer.documents import Document, Json
from issuer.errors import MalformedError
from issuer.verification.older.reading import CONTEXT, has_type

HOSTED, SIGNED = "hosted", "signed"
_KINDS = {"hosted": HOSTED, "hostedbadge": HOSTED, "signed": SIGNED, "signedbadge": SIGNED}
_HTTPS = "https://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """That somebody earned a badge.

    Attributes:
        kind: `hosted` or `signed`: what speaks for it.
        creator: the id of the key, if it is signed and says so.
        badge_id: of its BadgeClass; `badge` is that itself where it is embedded.
        recipient: for whom it is, in the words of Open Badges 3.0.
    """

    id: str
    kind: str
    creator: str | None
    badge_id: str
    badge: Document | None
    recipient: IdentityObject
    issued_on: datetime
    expires: datetime | None
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeClass:
    """What was to be done for the badge, and who says so."""

    id: str
    name: str
    description: str
    criteria: str | None
    narrative: str | None
    issuer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The issuer, as its own address tells.

    Attributes:
        keys: ids of its keys, each with the key itself where it is embedded.
        scope: beginnings of addresses at which its assertions lie; empty for its own origin.
        origins: hosts on which they lie; empty for its own origin.
    """

    id: str
    name: str
    keys: Mapping[str, Document | None]
    revocation_list: str | None
    scope: tuple[str, ...]
    origins: tuple[str, ...]


def read_assertion(document: Document) -> Assertion:
    """Read an assertion (2.0, section Assertion).

    Raises:
        MalformedError: `context`, `type`, `required`, `date` or `shape`, with its pointer.
    """
    contexts = document.get("@context")
    if contexts != CONTEXT and not (isinstance(contexts, list) and contexts[:1] == [CONTEXT]):
        raise _fault(f"Put {CONTEXT} first in '@context'", "context", "/@context")
    _require_type(document, "Assertion", "")
    verification = _object(document, "verification")
    kind = verification.get("type")
    named = _KINDS.get(str(kind[0] if isinstance(kind, list) and kind else kind).lower())
    if named is None:
        raise _fault("Its verification is neither hosted nor signed", "type", "/verification/type")
    badge = document.get("badge")
    expires = document.get("expires")
    return Assertion(
        id=_text(document, "id", ""),
        kind=named,
        creator=_optional(verification, "creator", "/verification"),
        badge_id=_reference(badge, "/badge"),
        badge=badge if isinstance(badge, Mapping) else None,
        recipient=_recipient(_object(document, "recipient")),
        issued_on=_instant(document.get("issuedOn"), "/issuedOn"),
        expires=None if expires is None else _instant(expires, "/expires"),
        document=document,
    )


def read_badge_class(document: Document) -> BadgeClass:
    """Read a BadgeClass; raises as `read_assertion`."""
    _require_type(document, "BadgeClass", "/badge")
    criteria = document.get("criteria")
    if not isinstance(criteria, str | Mapping):
        raise _fault("A BadgeClass has criteria", "required", "/badge/criteria")
    said = criteria if isinstance(criteria, Mapping) else {"id": criteria}
    if not isinstance(document.get("image"), str | Mapping):
        raise _fault("A BadgeClass has an image", "required", "/badge/image")
    return BadgeClass(
        id=_text(document, "id", "/badge"),
        name=_text(document, "name", "/badge"),
        description=_text(document, "description", "/badge"),
        criteria=_optional(said, "id", "/badge/criteria"),
        narrative=_optional(said, "narrative", "/badge/criteria"),
        issuer_id=_reference(document.get("issuer"), "/badge/issuer"),
    )


def read_profile(document: Document) -> Profile:
    """Read an issuer's Profile; raises as `read_assertion`."""
    at = "/badge/issuer"
    if not has_type(document, "Profile"):
        _require_type(document, "Issuer", at)
    for name in ("url", "email"):
        _text(document, name, at)
    scope = document.get("verification")
    declared = scope if isinstance(scope, Mapping) else {}
    return Profile(
        id=_text(document, "id", at),
        name=_text(document, "name", at),
        keys=_keys(document.get("publicKey")),
        revocation_list=_optional(document, "revocationList", at),
        scope=_texts(declared.get("startsWith")),
        origins=_texts(declared.get("allowedOrigins")),
    )


def _recipient(value: Document) -> IdentityObject:
    at = "/recipient"
    hashed = value.get("hashed")
    if not isinstance(hashed, bool):
        raise _fault("A recipient says whether it is hashed", "shape", f"{at}/hashed")
    kind = _text(value, "type", at)
    return IdentityObject(
        hashed=hashed,
        identity_hash=_text(value, "identity", at),
        identity_type="emailAddress" if kind == "email" else f"ext:{kind}",
        salt=_optional(value, "salt", at),
    )


def _keys(value: Json) -> dict[str, Document | None]:
    found: dict[str, Document | None] = {}
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping) and isinstance(each.get("id"), str):
            found[str(each["id"])] = each
        elif isinstance(each, str):
            found[each] = None
    return found


def _reference(value: Json, pointer: str) -> str:
    """Return the https address of what is named or embedded."""
    name = value.get("id") if isinstance(value, Mapping) else value
    if not isinstance(name, str) or not name.startswith(_HTTPS):
        raise _fault("Name it by an https address", "required", pointer)
    return name


def _require_type(document: Document, name: str, at: str) -> None:
    if not has_type(document, name):
        raise _fault(f"Add {name} to type", "type", f"{at}/type")


def _object(document: Document, name: str) -> Document:
    value = document.get(name)
    if not isinstance(value, Mapping):
        raise _fault(f"An assertion has {name}", "required", f"/{name}")
    return value


def _text(document: Document, name: str, at: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise _fault(f"Write {name} as text", "required", f"{at}/{name}")
    return value


def _optional(document: Document, name: str, at: str) -> str | None:
    return None if document.get(name) is None else _text(document, name, at)


def _texts(value: Json) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(each for each in entries if isinstance(each, str) and each)


def _instant(value: Json, pointer: str) -> datetime:
    try:
        return parse_instant(value if isinstance(value, str) else repr(value))
    except MalformedError as error:
        raise _fault(error.detail, "date", pointer) from error


def _fault(sentence: str, code: str, pointer: str) -> MalformedError:
    return MalformedError(sentence, code=code, pointer=pointer)
