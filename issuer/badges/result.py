"""Result (Open Badges 3.0): what was reached; what can be reached is a ResultDescription."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.alignment import Alignment
from issuer.badges.members import Members, shaped
from issuer.badges.vocabulary import RESULT_STATUSES
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A level, a value or a status that the learner reached (OB-18); `value` is a string."""

    type: tuple[str, ...] = ("Result",)
    result_description: str | None = None
    achieved_level: str | None = None
    value: str | None = None
    status: str | None = None
    alignment: tuple[Alignment, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a Result; whether its references hold is for `check_rules`."""
        members = Members(document, at, "Result")
        status = members.optional_text("status")
        if status not in {None, *RESULT_STATUSES}:
            raise members.fault("status", f"{status!r} is no status of a result", "vocabulary")
        return cls(
            type=members.types("Result"),
            result_description=members.optional_uri("resultDescription"),
            achieved_level=members.optional_uri("achievedLevel"),
            value=members.optional_text("value"),
            status=status,
            alignment=members.values("alignment", Alignment.from_dict),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "type": list(self.type),
                "resultDescription": self.result_description,
                "achievedLevel": self.achieved_level,
                "value": self.value,
                "status": self.status,
                "alignment": [each.to_dict() for each in self.alignment],
            },
            self.unrecognized,
        )
