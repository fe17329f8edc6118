"""What may be written to people: kinds of letters and what each has to say; no wording, no mail."""

from issuer.letters.letter import COLLECTED, NEEDS, Letter, LetterKind, Line, check_letter

__all__ = ["COLLECTED", "NEEDS", "Letter", "LetterKind", "Line", "check_letter"]
