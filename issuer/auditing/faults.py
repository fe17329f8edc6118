"""What a check of the log found: each fault names its place in one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that an honest log does not have.

    Attributes:
        code: stable, for programs.
        place: which entry, event, checkpoint, subtree or row; entries are counted from 0.
        sentence: what is wrong there.
    """

    code: str
    place: str
    sentence: str

    def to_dict(self) -> dict[str, str]:
        """Shape the fault."""
        return {"code": self.code, "place": self.place, "sentence": self.sentence}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReport:
    """What was checked, and what was found."""

    size: int
    root: bytes
    waiting: int
    forgotten: int
    checkpoints: int
    faults: tuple[Fault, ...]
