"""In which language a receipt is printed; its words are those that were signed, put into it."""

from collections.abc import Callable
from dataclasses import dataclass

#: Puts a sentence of ours into a language, and returns what it does not know as it is.
Tell = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One language of sheets: its code (BCP 47), and what puts sentences into it.

    Receipts are written and signed in English, which needs no translation.
    """

    language: str = "en"
    tell: Tell = str


IN_ENGLISH = Telling()
