"""Small pieces of English that sentences are made of."""

from collections.abc import Sequence


def one_of(words: Sequence[str]) -> str:
    """Join words as alternatives: `a`, `a or b`, `a, b or c`."""
    return _joined(words, "or")


def all_together(words: Sequence[str]) -> str:
    """Join words as a whole: `a`, `a and b`, `a, b and c`."""
    return _joined(words, "and")


def counted_noun(count: int, noun: str) -> str:
    """Say `1 item`, `2 items`."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{count} {plural}"


def _joined(words: Sequence[str], conjunction: str) -> str:
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def readable(slug: str) -> str:
    """Write a slug as words."""
    return slug.replace("-", " ")
