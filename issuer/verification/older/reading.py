"""Recognising an Open Badges 2.0 assertion: as JSON, as JWS, as an address. Checks nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.documents import Document, Json, read_document
from issuer.errors import MalformedError
from issuer.proofs import jose

CONTEXT = "https://w3id.org/openbadges/v2"
_BEFORE = "https://w3id.org/openbadges/v1"
_HTTPS = ("https://", "http://")
#: Code of a form that we cannot check: an open question, not a refusal.
UNSUPPORTED = "unsupported_format"


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """What claims to be a badge of Open Badges 2.0; nothing about it has been checked.

    Attributes:
        document: the assertion as it was shown, signed or not.
        token: the JWS that it came in, if it did.
        address: where it is to be found, if that is all that was shown.
    """

    document: Document | None = None
    token: bytes | None = None
    address: str = ""


def read_baked(text: bytes) -> Older:
    """Read what stands in a picture under the names of Open Badges 2.0.

    Raises:
        MalformedError: as `documents.read_document`; `unsupported_format` for what is no assertion
            of that edition.
        LimitError: too large.
    """
    plain = text.decode("utf-8")
    if plain.startswith(_HTTPS):
        return Older(address=plain)
    if not plain.startswith("{"):
        found = read_token(text)
        if found is None:
            raise _unsupported()
        return found
    document = read_document(text)
    found = read_assertion(document)
    if found is None:
        raise _unsupported()
    return found


def read_token(text: bytes) -> Older | None:
    """Return the assertion in a JWS, or None for a token of any other kind."""
    document = jose.peek(text)
    if document is None or read_assertion(document) is None:
        return None
    return Older(document=document, token=text)


def read_assertion(value: Json) -> Older | None:
    """Return a document that says that it is an assertion, or None for any other.

    Raises:
        MalformedError: one of a still older edition, code `unsupported_format`.
    """
    if not isinstance(value, Mapping) or not has_type(value, "Assertion"):
        return None
    contexts = _listed(value.get("@context"))
    if CONTEXT in contexts:
        return Older(document=value)
    if _BEFORE in contexts:
        raise MalformedError("Badges older than Open Badges 2.0 are not read", code=UNSUPPORTED)
    return None


def has_type(document: Document, name: str) -> bool:
    """Tell whether a type is among those of a document, in either way of writing them."""
    return name in _listed(document.get("type"))


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _unsupported() -> MalformedError:
    return MalformedError(
        "This picture holds a badge older than Open Badges 2.0, which is not read",
        code=UNSUPPORTED,
    )
