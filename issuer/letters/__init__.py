"""What may be written to people: kinds of letters and what each has to say; no wording, no mail."""

from issuer.letters.letter import COLLECTED, NEEDS, Letter, LetterKind, Line, check_letter
from issuer.letters.news import NEWS

__all__ = ["COLLECTED", "NEEDS", "NEWS", "Letter", "LetterKind", "Line", "check_letter"]
