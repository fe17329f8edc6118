"""Alignment (Open Badges 3.0): the link from an achievement or result to a framework's item."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.badges.vocabulary import TARGET_TYPES
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """An item of a competency framework, by name and URL (OB-19)."""

    target_name: str
    target_url: str
    type: tuple[str, ...] = ("Alignment",)
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an Alignment, keeping members that we do not know."""
        members = Members(document, at, "Alignment")
        return cls(
            type=members.types("Alignment"),
            target_name=members.text("targetName"),
            target_url=members.uri("targetUrl"),
            target_code=members.optional_text("targetCode"),
            target_description=members.optional_text("targetDescription"),
            target_framework=members.optional_text("targetFramework"),
            target_type=members.optional_term("targetType", TARGET_TYPES),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "type": list(self.type),
                "targetName": self.target_name,
                "targetUrl": self.target_url,
                "targetCode": self.target_code,
                "targetDescription": self.target_description,
                "targetFramework": self.target_framework,
                "targetType": self.target_type,
            },
            self.unrecognized,
        )
