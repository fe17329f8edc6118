"""Texts that strangers wrote: shown as they are, but unable to deceive the eye.

from issuer.web.languages import gettext as _
Escaping is the template's work; this is about characters that hide or reorder what one reads, and
about alphabets that look alike (reliability.md row 32).
"""

import unicodedata

from issuer.web.languages import gettext as _

#: A page shows this much of a text; the whole stands in the file.
_LONGEST = 2000
#: Joiners make emoji sequences and several scripts; line breaks are harmless.
_HARMLESS = frozenset("\n\t\u200c\u200d")
_LOOKALIKES = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def foreign(text: str) -> str:
    """Replace hidden, reordering and unassigned characters by a visible mark; cut at a length."""
    shown = "".join(_visible(character) for character in text[:_LONGEST])
    return shown if len(text) <= _LONGEST else f"{shown}…"


def script_warning(name: str) -> str:
    """Warn of letters that look like Latin ones but are not; empty if there are none."""
    scripts = sorted({_script(letter) for letter in name if letter.isalpha()})
    strange = [script.capitalize() for script in scripts if script in _LOOKALIKES]
    if not strange:
        return ""
    return _(
        "The name has letters of another alphabet ({alphabets}) that can look like Latin ones."
        " Trust the address, not the name.",
        alphabets=", ".join(strange),
    )


def _visible(character: str) -> str:
    if character in _HARMLESS:
        return character
    return "\ufffd" if unicodedata.category(character).startswith("C") else character


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
