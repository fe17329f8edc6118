"""A credential as it is found in a picture, and what it may look like there (OB-55 to OB-58)."""

import re
from dataclasses import dataclass
from typing import Literal

from issuer.errors import MalformedError

#: More is no credential (reliability.md section 4.2); also the cap for inflated text.
MAX_TEXT_BYTES = 256 * 1024
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
_TOO_LONG = "A baked credential has at most 256 kB"


@dataclass(frozen=True, slots=True, kw_only=True)
class BakedCredential:
    """The text of a credential in a picture.

    Attributes:
        kind: `json` where the text begins with a brace, else `jwt` (OB-56).
        text: exactly as baked, white space around it removed.
        standard: `ob3`, `clr2` or `ob2`, by the keyword or namespace it was found under.
        carrier: the kind of picture.
    """

    kind: Literal["json", "jwt"]
    text: str
    standard: Literal["ob3", "clr2", "ob2"]
    carrier: Literal["png", "svg"]


def kind_of(text: str) -> Literal["json", "jwt"]:
    """Tell JSON from a compact JWS by the first character."""
    return "json" if text.startswith("{") else "jwt"


def require_text(data: bytes) -> str:
    """Return the text of a credential that is about to be baked.

    Raises:
        MalformedError: code `image_text`: too long, not ASCII on one line (OB-58), or neither a
            JSON object nor a compact JWS.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise MalformedError(_TOO_LONG, code="image_text")
    if not data.isascii() or not data.decode("ascii").isprintable():
        raise MalformedError(
            "Bake one line of ASCII, as write_document gives it", code="image_text"
        )
    text = data.decode("ascii")
    is_object = text.startswith("{") and text.endswith("}")
    if not is_object and not _JWS.fullmatch(text):
        raise MalformedError("Bake a JSON object or a compact JWS", code="image_text")
    return text


def read_text(data: bytes) -> str:
    """Decode text that was found in a picture.

    Raises:
        MalformedError: code `image_text`: too long, or not UTF-8.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise MalformedError(_TOO_LONG, code="image_text")
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise MalformedError("The baked credential is not UTF-8", code="image_text") from error


def exactly_one(found: tuple[BakedCredential, ...]) -> BakedCredential:
    """Return the only credential of a picture.

    Raises:
        MalformedError: code `no_credential`, or `ambiguous` where there is more than one.
    """
    if len(found) > 1:
        raise MalformedError("The picture holds more than one credential", code="ambiguous")
    if not found or not found[0].text:
        raise MalformedError(
            "The picture holds no credential; phones and chat programs may have removed it, "
            "so ask for the JSON file",
            code="no_credential",
        )
    return found[0]
