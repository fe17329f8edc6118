"""The Flesch-Kincaid reading grade of an English text: a hint for authors, nothing more."""

import re

_WORD = re.compile(r"[A-Za-z']+")
_SENTENCE = re.compile(r"[.!?;:]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
#: Shorter texts give grades that mean nothing.
_FEWEST_WORDS = 12


def grade_of(text: str) -> float:
    """Return the grade; 0 for texts too short to tell."""
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return 0.0
    sentences = max(1, len(_SENTENCE.findall(text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    """Count groups of vowels; a final silent e is not one of them."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    silent = lower.endswith("e") and not lower.endswith(("le", "ee")) and count > 1
    return max(1, count - silent)
