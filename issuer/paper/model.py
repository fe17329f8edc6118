"""What stands on a sheet: blocks of plain text from top to bottom, and a file that goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How something went: a pair of colours and a sign of its own shape, never colour alone."""

    GOOD = "good"
    WAIT = "wait"
    STOP = "stop"
    CALM = "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `level` is 1 for the only one on top, else 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer in a coloured box: sign, words, and what they mean."""

    tone: Tone
    words: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A table of two columns: what it is called, and what it is."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list: a sign with its word, a title and sentences below it."""

    tone: Tone
    word: str
    title: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list of entries."""

    items: Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code as rows of modules, quiet zone included; `says` is beside it, `alt` for ears."""

    rows: Sequence[Sequence[bool]]
    alt: str
    says: Sequence[str]


Block = Heading | Text | Answer | Facts | Items | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF, byte for byte."""

    name: str
    media_type: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole document.

    Attributes:
        made_at: the only time in the file.
        foot: stands at the foot of each page, before its number.
    """

    title: str
    subject: str
    author: str
    language: str
    made_at: datetime
    foot: str
    blocks: Sequence[Block]
    attachment: Attachment
