"""The reading grade of English text: a small Flesch-Kincaid, for a hint and never a verdict."""

import re

#: Family texts should be readable at this grade (education.md 1, row 8).
HIGHEST_GRADE = 8
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade, 0 for a text without words.

    0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid and others, 1975).
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text.strip())))
    count = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * count / len(words) - 15.59


def syllables(word: str) -> int:
    """Estimate the syllables of an English word by its groups of vowels."""
    lower = word.lower().removesuffix("'s")
    count = len(_VOWELS.findall(lower))
    is_silent = lower.endswith("e") and not lower.endswith("le") and count > 1
    is_past = lower.endswith("ed") and lower[-3:-2] not in ("t", "d") and count > 1
    return max(1, count - int(is_silent or is_past))
