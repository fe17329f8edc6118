"""Text that people type and we sign: normalized, and free of characters that deceive."""

import unicodedata

from issuer.errors import MalformedError

#: Unicode Bidi_Control: they reorder what a reader sees (reliability.md row 32).
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
#: Allowed inside texts of several lines (RDF-5).
_LINES = frozenset("\t\n\r")


def check_text(text: str, what: str, max: int) -> str:  # noqa: A002 - reads as a sentence
    """Return the text in NFC, at most `max` characters long, several lines allowed.

    Raises:
        MalformedError: code `text`: a control or bidirectional control character, half a
            character, an unassigned code point, or too long.
    """
    normal = unicodedata.normalize("NFC", text)
    if len(normal) > max:
        raise MalformedError(f"Shorten {what} to {max} characters", code="text")
    for position, character in enumerate(normal):
        fault = _fault_of(character)
        if fault:
            place = f"U+{ord(character):04X} at position {position + 1}"
            raise MalformedError(f"Remove {fault} {place} from {what}", code="text")
    return normal


def check_name(text: str, what: str, max: int) -> str:  # noqa: A002 - as check_text
    """Return a name of one line, trimmed and not empty; otherwise as `check_text`."""
    name = check_text(text.strip(), what, max)
    if not name:
        raise MalformedError(f"Fill in {what}", code="text")
    if not _LINES.isdisjoint(name):
        raise MalformedError(f"Write {what} on one line", code="text")
    return name


def _fault_of(character: str) -> str | None:
    if character in BIDI_CONTROLS:
        return "the hidden direction mark"
    match unicodedata.category(character):
        case "Cc" if character not in _LINES:
            return "the control character"
        case "Cs":
            return "half a character,"
        case "Cn":
            return "the unassigned character"
        case _:
            return None
