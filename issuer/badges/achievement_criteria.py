"""Criteria of an Achievement as Open Badges 3.0 tells them: words and a page.

Not the checkable rules: those are the package `criteria`, hence the longer name here.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCriteria:
    """What must be done, as a page (`id`), as Markdown (`narrative`) or both (OB-9)."""

    id: str | None = None
    narrative: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read criteria; neither `id` nor `narrative` is an error to every validator."""
        members = Members(document, at, "Criteria")
        criteria = cls(
            id=members.optional_uri("id"),
            narrative=members.optional_text("narrative"),
            unrecognized=members.rest(),
        )
        if criteria.id is None and not criteria.narrative:
            raise members.fault("narrative", "add 'narrative', or 'id' of a page", "required")
        return criteria

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped({"id": self.id, "narrative": self.narrative}, self.unrecognized)
