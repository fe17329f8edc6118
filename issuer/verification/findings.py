"""What one check found, and which of several outcomes decides. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from issuer.documents import Json


class CopyStanding(StrEnum):
    """What an issuer knows of a copy that names a stolen key of its own."""

    UNKNOWN = "unknown"
    GENUINE = "genuine"
    REISSUED = "reissued"


class Outcome(StrEnum):
    """What a check can say; "could not check" is a third answer, never a yes."""

    VALID = "valid"
    INDETERMINATE = "indeterminate"
    INVALID = "invalid"


#: From best to worst: a refusal weighs more than a question left open.
_BY_WEIGHT = (Outcome.VALID, Outcome.INDETERMINATE, Outcome.INVALID)


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """Return the outcome that decides; nothing checked is indeterminate, never valid."""
    if not outcomes:
        return Outcome.INDETERMINATE
    return max(outcomes, key=_BY_WEIGHT.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        check: name of the check, as in `CHECKS`, or `reading`.
        code: stable snake_case code of exactly this finding.
        title: two or three words for a list of checks.
        sentence: plain words for a parent or an employer.
        pointer: JSON Pointer (RFC 6901) into the document, where one place is at fault.
        is_note: to be read, though the check itself was passed (a step was not taken).
    """

    check: str
    code: str
    outcome: Outcome
    title: str
    sentence: str
    pointer: str | None = None
    is_note: bool = False

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form; members without a value are left out."""
        members: dict[str, Json] = {
            "check": self.check,
            "code": self.code,
            "outcome": self.outcome.value,
            "title": self.title,
            "sentence": self.sentence,
        }
        if self.pointer is not None:
            members["pointer"] = self.pointer
        if self.is_note:
            members["note"] = True
        return members
