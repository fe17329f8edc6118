"""Could a name deceive the eye? Alphabets that look alike, and characters that hide (row 32).

Only warns: nothing in a badge proves a name, and most names in other alphabets are honest.
"""

import unicodedata
from collections.abc import Iterator

from issuer.verification.facts import credential_of, facts_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

_LOOKALIKES = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
#: Joiners make emoji sequences and several scripts.
_HARMLESS = frozenset("\u200c\u200d")


def check_names(candidate: Candidate, _: Lookups) -> tuple[Finding, ...]:
    """Warn of names of issuer and badge that may be taken for other names."""
    facts = facts_of(credential_of(candidate))
    named = (
        ("issuer", facts.issuer_name or ""),
        ("badge", facts.achievement_name or facts.name),
    )
    return tuple(finding for whose, name in named for finding in _about(whose, name))


def scripts_like_latin(name: str) -> tuple[str, ...]:
    """Return the alphabets in a name whose letters can look like Latin ones."""
    scripts = {
        unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()
    }
    return tuple(script.capitalize() for script in sorted(scripts) if script in _LOOKALIKES)


def _about(whose: str, name: str) -> Iterator[Finding]:
    if scripts := scripts_like_latin(name):
        yield _note(
            "name_confusable",
            f"The name of the {whose} has letters of another alphabet ({', '.join(scripts)}) that"
            " can look like Latin ones. Trust the address, not the name.",
        )
    if any(_is_hidden(character) for character in name):
        yield _note(
            "name_hidden",
            f"The name of the {whose} has characters that cannot be seen or that turn the line"
            " around. Trust the address, not the name.",
        )


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc") and character not in _HARMLESS


def _note(code: str, sentence: str) -> Finding:
    return Finding(
        check="remarks",
        code=code,
        outcome=Outcome.VALID,
        title="Names",
        sentence=sentence,
        is_note=True,
    )
