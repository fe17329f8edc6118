"""From bytes to one candidate: JSON as it is, or out of a PNG or SVG. Checks nothing else.

A JWT is recognised and answered as a form that is not read yet, so that nobody takes it for junk.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import images
from issuer.documents import MAX_BYTES, Document, Json, read_json
from issuer.errors import LimitError, MalformedError

#: A baked image may be this large; the credential inside has the limit of every document.
MAX_IMAGE_BYTES = 4 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
_JWT = re.compile(rb"[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_-]+={0,2}\.[A-Za-z0-9_=-]*", re.ASCII)
#: Code of a form that we cannot check: an open question, not a refusal.
UNSUPPORTED = "unsupported_format"
#: Members that carry several credentials in presentations, transcripts and API answers.
_CARRIERS = ("verifiableCredential", "credential", "credentials")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One document that claims to be a credential; nothing about it has been checked."""

    document: Document

    @property
    def issuer_id(self) -> str:
        """Return the issuer's id in whichever form it stands, or an empty text."""
        issuer = self.document.get("issuer")
        found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
        return found if isinstance(found, str) else ""

    @property
    def types(self) -> frozenset[str]:
        """Return the types, whether written as one text or as a list."""
        types = self.document.get("type")
        if isinstance(types, str):
            return frozenset({types})
        if not isinstance(types, Sequence):
            return frozenset()
        return frozenset(each for each in types if isinstance(each, str))


def read_candidate(data: bytes) -> Candidate:
    """Read exactly one credential from the bytes of a file, an answer or a text field.

    Raises:
        MalformedError: as `documents.read_json` and `images.extract`; `ambiguous` when there are
            several credentials, `format` when it is nothing that could hold one, `UNSUPPORTED`
            for a JWT, a presentation or a transcript.
        LimitError: too many bytes, code `size`.
    """
    if len(data) > MAX_IMAGE_BYTES:
        raise LimitError(f"Send at most {MAX_IMAGE_BYTES} bytes", code="size")
    text = data.strip(_SPACE)
    if data.startswith(_PNG) or text.removeprefix(_BOM).startswith(b"<"):
        text = _out_of_picture(data)
    if _JWT.fullmatch(text[: MAX_BYTES + 1]):
        raise MalformedError(
            "This is a credential in the JWT form, which is not read here yet; ask for the JSON",
            code=UNSUPPORTED,
        )
    if not text.startswith((b"{", b"[", _BOM)):
        raise MalformedError(
            "This is no JSON, PNG or SVG; choose the file of a badge", code="format"
        )
    return _only_one(read_json(text))


def _out_of_picture(data: bytes) -> bytes:
    baked = images.extract(data)
    if baked.standard == "ob2":
        raise MalformedError(
            "This picture holds an Open Badges 2.0 badge, which is not read here yet",
            code=UNSUPPORTED,
        )
    return baked.text.encode("utf-8")


def _only_one(value: Json) -> Candidate:
    """Return the only credential, refusing what leaves open which one is meant."""
    if not isinstance(value, Mapping):
        _refuse_several(value)
        raise MalformedError("Send one JSON object", code="shape", pointer="")
    candidate = Candidate(document=value)
    if "VerifiableCredential" in candidate.types and "ClrCredential" not in candidate.types:
        return candidate
    for name in _CARRIERS:
        _refuse_several(value.get(name))
    if not candidate.types.isdisjoint({"VerifiablePresentation", "ClrCredential"}):
        raise MalformedError(
            "Presentations and transcripts are not read here yet; show one badge by itself",
            code=UNSUPPORTED,
        )
    return candidate


def _refuse_several(value: Json) -> None:
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1:
        raise MalformedError(
            f"There are {len(value)} credentials in this; show one at a time", code="ambiguous"
        )
