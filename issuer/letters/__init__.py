"""What may be written to people: kinds of letters and what each has to say; no wording, no mail."""

from issuer.letters.letter import (
    COLLECTED,
    HAPPENINGS,
    NEEDS,
    RESTS,
    Letter,
    LetterKind,
    Line,
    check_letter,
)
from issuer.letters.news import NEWS

__all__ = [
    "COLLECTED",
    "HAPPENINGS",
    "NEEDS",
    "NEWS",
    "RESTS",
    "Letter",
    "LetterKind",
    "Line",
    "check_letter",
]
