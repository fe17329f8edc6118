"""From bytes to what is shown: JSON, a JWT, either out of a PNG or SVG. Checks nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import images
from issuer.badges import CREDENTIALS_V2
from issuer.documents import MAX_BYTES, Document, Json, read_document, read_json
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs import jose
from issuer.proofs.jose import Jwt
from issuer.verification.older import reading as older
from issuer.verification.older.reading import UNSUPPORTED, Older

#: A baked image may be this large; the credential inside has the limit of every document.
MAX_IMAGE_BYTES = 4 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
#: What is meant as a token, well written or not: its first letters stand for a brace.
_TOKEN = re.compile(rb"e[w-z0-9_-][A-Za-z0-9_=+/\s-]*(?:\.[A-Za-z0-9_=+/\s-]*)+", re.ASCII)
_ENVELOPED = {
    "EnvelopedVerifiableCredential": "data:application/vc+jwt,",
    "EnvelopedVerifiablePresentation": "data:application/vp+jwt,",
}
#: Members that carry several credentials in transcripts and API answers.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """Credentials that somebody presents; nothing about them or their holder has been checked.

    Attributes:
        jwt: the token that it came in, if it did: then that is what its holder signed.
    """

    document: Document
    jwt: Jwt | None = None


Shown = Candidate | Presentation | Older


def read_shown(data: bytes) -> Shown:
    """Read one credential or presentation from the bytes of a file, an answer or a text field.

    Raises:
        MalformedError: as `documents.read_json` and `images.extract`; `ambiguous` when there are
            several credentials, `format` when it is nothing that could hold one, `UNSUPPORTED`
            for a transcript.
        InvalidProofError: a token that is refused by its form; see `jose.read_jwt`.
        LimitError: too many bytes, code `size`.
    """
    if len(data) > MAX_IMAGE_BYTES:
        raise LimitError(f"Send at most {MAX_IMAGE_BYTES} bytes", code="size")
    text = data.strip(_SPACE)
    if data.startswith(_PNG) or text.removeprefix(_BOM).startswith(b"<"):
        baked = images.extract(data)
        text = baked.text.encode("utf-8")
        if baked.standard == "ob2":
            return older.read_baked(text)
    if _TOKEN.fullmatch(text):
        return older.read_token(text) or read_token(text)
    if not text.startswith((b"{", b"[", _BOM)):
        raise MalformedError(
            "This is no JSON, JWT, PNG or SVG; choose the file of a badge", code="format"
        )
    value = read_json(text)
    return older.read_assertion(value) or _only_one(value)


def read_candidate(data: bytes) -> Candidate:
    """Read exactly one credential, and nothing else than that; raises as `read_shown`."""
    return _as_candidate(read_shown(data))


def read_presented(value: Json) -> Candidate:
    """Read one credential out of a presentation: an object, an envelope, or the text of a token.

    Raises:
        MalformedError: as `read_shown`, and `UNSUPPORTED` for a presentation or a transcript.
        InvalidProofError: as `read_shown`.
        LimitError: as `read_shown`.
    """
    if isinstance(value, str):
        return _as_candidate(read_token(value.encode("utf-8")))
    return _as_candidate(_only_one(value))


def read_token(text: bytes, *, max_bytes: int = MAX_BYTES) -> Candidate | Presentation:
    """Read the text of a token, a credential or a presentation; raises as `jose.read_jwt`."""
    jwt = jose.read_jwt(text, max_bytes=max_bytes)
    if jwt.is_presentation:
        return Presentation(document=jwt.document, jwt=jwt)
    return Candidate(document=jwt.document, jwt=jwt)


def looks_like_token(text: str) -> bool:
    """Tell whether a text is meant as a token, well written or not."""
    return _TOKEN.fullmatch(text.encode("utf-8")) is not None


def read_enveloped(document: Document) -> Candidate | Presentation:
    """Unwrap the token of an enveloped credential or presentation (DM-12); raises as `read_shown`.

    An envelope says by its media type what it holds, and holds the newer edition alone.
    """
    kind = next(name for name in _ENVELOPED if name in Candidate(document=document).types)
    prefix, address = _ENVELOPED[kind], document.get("id")
    if document.get("@context") not in (CREDENTIALS_V2, [CREDENTIALS_V2]):
        raise MalformedError("An envelope has one context", code="context", pointer="/@context")
    if not isinstance(address, str) or not address.startswith(prefix):
        raise MalformedError(f"An envelope's id begins {prefix}", code="id", pointer="/id")
    found = read_token(address.removeprefix(prefix).encode("utf-8"))
    if isinstance(found, Presentation) is not ("Presentation" in kind):
        raise MalformedError("The envelope holds another thing than it says", code="id")
    if found.jwt is not None and found.jwt.is_wrapped:
        raise InvalidProofError("An envelope holds no token of VC 1.1", code="claims")
    return found


def read_secured(data: bytes, *, max_bytes: int) -> Candidate:
    """Read one signed document, JSON or a token, whatever kind of credential it is.

    Raises:
        MalformedError: as `documents.read_document`.
        InvalidProofError: as `jose.read_jwt`.
        LimitError: too many bytes, code `size`.
    """
    text = data.strip(_SPACE)
    if _TOKEN.fullmatch(text):
        return _as_candidate(read_token(text, max_bytes=max_bytes))
    return Candidate(document=read_document(data, max_bytes=max_bytes))


def _as_candidate(shown: Shown) -> Candidate:
    if isinstance(shown, Candidate):
        return shown
    raise MalformedError("This is no badge by itself", code=UNSUPPORTED)


def _only_one(value: Json) -> Candidate | Presentation:
    """Return the only credential or presentation, refusing what leaves open which is meant."""
    if not isinstance(value, Mapping):
        _refuse_several(value)
        raise MalformedError("Send one JSON object", code="shape", pointer="")
    candidate = Candidate(document=value)
    if not candidate.types.isdisjoint(_ENVELOPED):
        return read_enveloped(value)
    if "VerifiableCredential" in candidate.types and "ClrCredential" not in candidate.types:
        return candidate
    if "VerifiablePresentation" in candidate.types:
        return Presentation(document=value)
    for name in _CARRIERS:
        _refuse_several(value.get(name))
    if "ClrCredential" in candidate.types:
        raise MalformedError(
            "Transcripts are not read here yet; show one badge by itself", code=UNSUPPORTED
        )
    return candidate


def _refuse_several(value: Json) -> None:
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1:
        raise MalformedError(
            f"There are {len(value)} credentials in this; show one at a time", code="ambiguous"
        )
