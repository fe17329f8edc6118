"""ResultDescription and RubricCriterionLevel (Open Badges 3.0): what results can be reached."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.alignment import Alignment
from issuer.badges.members import Members, shaped
from issuer.badges.vocabulary import RESULT_TYPES
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel:
    """One level of a rubric criterion (OB-17); `level` and `points` are strings.

    The order of levels in an array is not signed: rank stands in `level` or `points`.
    """

    id: str
    name: str
    type: tuple[str, ...] = ("RubricCriterionLevel",)
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a RubricCriterionLevel, keeping members that we do not know."""
        members = Members(document, at, "RubricCriterionLevel")
        return cls(
            id=members.uri("id"),
            type=members.types("RubricCriterionLevel"),
            name=members.text("name"),
            description=members.optional_text("description"),
            level=members.optional_text("level"),
            points=members.optional_text("points"),
            alignment=members.values("alignment", Alignment.from_dict),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "name": self.name,
                "description": self.description,
                "level": self.level,
                "points": self.points,
                "alignment": [each.to_dict() for each in self.alignment],
            },
            self.unrecognized,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """A possible result of an Achievement (OB-16); levels and allowed values run low to high."""

    id: str
    name: str
    result_type: str
    type: tuple[str, ...] = ("ResultDescription",)
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = ()
    required_level: str | None = None
    allowed_value: tuple[str, ...] = ()
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None
    alignment: tuple[Alignment, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a ResultDescription whose `requiredLevel` is one of its own levels (OB-17)."""
        members = Members(document, at, "ResultDescription")
        description = cls(
            id=members.uri("id"),
            type=members.types("ResultDescription"),
            name=members.text("name"),
            result_type=members.term("resultType", RESULT_TYPES),
            rubric_criterion_level=members.values(
                "rubricCriterionLevel", RubricCriterionLevel.from_dict
            ),
            required_level=members.optional_uri("requiredLevel"),
            allowed_value=members.texts("allowedValue"),
            required_value=members.optional_text("requiredValue"),
            value_min=members.optional_text("valueMin"),
            value_max=members.optional_text("valueMax"),
            alignment=members.values("alignment", Alignment.from_dict),
            unrecognized=members.rest(),
        )
        if description.required_level not in {None, *description.level_ids()}:
            raise members.fault(
                "requiredLevel", "name a level of this same description", "reference"
            )
        return description

    def level_ids(self) -> tuple[str, ...]:
        """List the ids of the levels, low to high."""
        return tuple(level.id for level in self.rubric_criterion_level)

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "name": self.name,
                "resultType": self.result_type,
                "rubricCriterionLevel": [each.to_dict() for each in self.rubric_criterion_level],
                "requiredLevel": self.required_level,
                "allowedValue": list(self.allowed_value),
                "requiredValue": self.required_value,
                "valueMin": self.value_min,
                "valueMax": self.value_max,
                "alignment": [each.to_dict() for each in self.alignment],
            },
            self.unrecognized,
        )
