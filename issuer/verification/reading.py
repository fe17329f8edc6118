"""From bytes to one candidate: JSON, a JWT, either out of a PNG or SVG. Checks nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import images
from issuer.badges import CREDENTIALS_V2
from issuer.documents import MAX_BYTES, Document, Json, read_document, read_json
from issuer.errors import LimitError, MalformedError
from issuer.proofs import jose
from issuer.proofs.jose import Jwt

#: A baked image may be this large; the credential inside has the limit of every document.
MAX_IMAGE_BYTES = 4 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
#: What is meant as a token, well written or not: its first letters stand for a brace.
_TOKEN = re.compile(rb"e[w-z0-9_-][A-Za-z0-9_=+/\s-]*(?:\.[A-Za-z0-9_=+/\s-]*)+", re.ASCII)
_ENVELOPE = "EnvelopedVerifiableCredential"
_ENVELOPED = "data:application/vc+jwt,"
#: Code of a form that we cannot check: an open question, not a refusal.
UNSUPPORTED = "unsupported_format"
#: Members that carry several credentials in presentations, transcripts and API answers.
_CARRIERS = ("verifiableCredential", "credential", "credentials")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One document that claims to be a credential; nothing about it has been checked.

    Attributes:
        jwt: the token that the document came in, if it did: then that is what was signed.
    """

    document: Document
    jwt: Jwt | None = None

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
            for a presentation or a transcript.
        InvalidProofError: a token that is refused by its form; see `jose.read_jwt`.
        LimitError: too many bytes, code `size`.
    """
    if len(data) > MAX_IMAGE_BYTES:
        raise LimitError(f"Send at most {MAX_IMAGE_BYTES} bytes", code="size")
    text = data.strip(_SPACE)
    if data.startswith(_PNG) or text.removeprefix(_BOM).startswith(b"<"):
        text = _out_of_picture(data)
    if _TOKEN.fullmatch(text):
        return _out_of_token(text, MAX_BYTES)
    if not text.startswith((b"{", b"[", _BOM)):
        raise MalformedError(
            "This is no JSON, JWT, PNG or SVG; choose the file of a badge", code="format"
        )
    return _only_one(read_json(text))


def read_secured(data: bytes, *, max_bytes: int) -> Candidate:
    """Read one signed document, JSON or a token, whatever kind of credential it is.

    Raises:
        MalformedError: as `documents.read_document`.
        InvalidProofError: as `jose.read_jwt`.
        LimitError: too many bytes, code `size`.
    """
    text = data.strip(_SPACE)
    if _TOKEN.fullmatch(text):
        return _out_of_token(text, max_bytes)
    return Candidate(document=read_document(data, max_bytes=max_bytes))


def _out_of_token(text: bytes, max_bytes: int) -> Candidate:
    jwt = jose.read_jwt(text, max_bytes=max_bytes)
    if jwt.header.profile is jose.Profile.PRESENTATION:
        raise _unsupported()
    return Candidate(document=jwt.document, jwt=jwt)


def _out_of_envelope(document: Document) -> Candidate:
    """Unwrap the token of an EnvelopedVerifiableCredential (DM-12)."""
    address = document.get("id")
    if document.get("@context") not in (CREDENTIALS_V2, [CREDENTIALS_V2]):
        raise MalformedError("An envelope has one context", code="context", pointer="/@context")
    if not isinstance(address, str) or not address.startswith(_ENVELOPED):
        raise MalformedError(f"An envelope's id begins {_ENVELOPED}", code="id", pointer="/id")
    text = address.removeprefix(_ENVELOPED)
    return _out_of_token(text.encode("utf-8"), MAX_BYTES)


def _unsupported() -> MalformedError:
    return MalformedError(
        "Presentations and transcripts are not read here yet; show one badge by itself",
        code=UNSUPPORTED,
    )


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
    if _ENVELOPE in candidate.types:
        return _out_of_envelope(value)
    if "VerifiableCredential" in candidate.types and "ClrCredential" not in candidate.types:
        return candidate
    for name in _CARRIERS:
        _refuse_several(value.get(name))
    if not candidate.types.isdisjoint({"VerifiablePresentation", "ClrCredential"}):
        raise _unsupported()
    return candidate


def _refuse_several(value: Json) -> None:
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1:
        raise MalformedError(
            f"There are {len(value)} credentials in this; show one at a time", code="ambiguous"
        )
