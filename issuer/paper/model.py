"""What stands on a sheet: blocks of plain text from top to bottom, and a file that goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


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


class Described(Protocol):
    """What every document tells about itself; `made_at` is the only time in the file."""

    @property
    def title(self) -> str:
        """Return what it is called."""
        ...

    @property
    def subject(self) -> str:
        """Return what it is about."""
        ...

    @property
    def author(self) -> str:
        """Return who says so."""
        ...

    @property
    def made_at(self) -> datetime:
        """Return when it was made."""
        ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What is seen of a certificate from across the room, from top to bottom.

    Attributes:
        colour: `#rrggbb`, of the frame and the headings; dark enough to be read.
        picture: the badge as PNG; `alt` says what it shows.
        above, whom, between, what: four lines: "This certifies that", who, "has earned", what.
        logo: of the issuer, as PNG; empty if there is none. `logo_alt` says what it shows.
    """

    colour: str
    issuer: str
    picture: bytes
    alt: str
    above: str
    whom: str
    between: str
    what: str
    kind: str
    description: str
    logo: bytes = b""
    logo_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One page for the wall; what does not fit is cut, and stands whole in the attached file.

    Attributes:
        paper: `a4` or `letter`.
        levels: what was reached, as (what, level).
        rules: the criteria in short, one line each.
        facts: as (label, value), beside the QR code.
        tone, standing: whether it holds on the day of printing, as a sign and in words.
        code: QR code as rows of modules; `code_alt` for ears; `says` stands below it.
    """

    title: str
    subject: str
    author: str
    language: str
    made_at: datetime
    paper: str
    face: Face
    levels_heading: str
    levels: Sequence[tuple[str, str]]
    rules_heading: str
    rules: Sequence[str]
    facts_heading: str
    facts: Sequence[tuple[str, str]]
    tone: Tone
    standing: str
    standing_note: str
    code_heading: str
    code: Sequence[Sequence[bool]]
    code_alt: str
    says: Sequence[str]
    attachment: Attachment | None
