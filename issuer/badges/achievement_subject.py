"""AchievementSubject (Open Badges 3.0): the earner and what was earned."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.achievement import Achievement
from issuer.badges.identity import IdentityObject
from issuer.badges.image import Image
from issuer.badges.members import Members, shaped
from issuer.badges.profile import Profile
from issuer.badges.result import Result
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject:
    """Who earned what, with which results (OB-7, OB-8); `image` is the baked picture only.

    Dates keep their exact lexical form: the context types them as `xsd:date`, the model as
    date-times, and a signature covers the characters.
    """

    achievement: Achievement
    id: str | None = None
    type: tuple[str, ...] = ("AchievementSubject",)
    identifier: tuple[IdentityObject, ...] = ()
    activity_start_date: str | None = None
    activity_end_date: str | None = None
    credits_earned: int | float | None = None
    image: Image | None = None
    license_number: str | None = None
    narrative: str | None = None
    result: tuple[Result, ...] = ()
    role: str | None = None
    source: Profile | None = None
    term: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a subject that is named by an `id`, by identifiers or by both."""
        members = Members(document, at, "AchievementSubject")
        subject = cls(
            id=members.optional_uri("id"),
            type=members.types("AchievementSubject"),
            identifier=members.values("identifier", IdentityObject.from_dict),
            achievement=members.value("achievement", Achievement.from_dict),
            activity_start_date=members.optional_instant("activityStartDate"),
            activity_end_date=members.optional_instant("activityEndDate"),
            credits_earned=members.number("creditsEarned"),
            image=members.optional_value("image", Image.from_dict),
            license_number=members.optional_text("licenseNumber"),
            narrative=members.optional_text("narrative"),
            result=members.values("result", Result.from_dict),
            role=members.optional_text("role"),
            source=members.optional_value("source", Profile.from_dict),
            term=members.optional_text("term"),
            unrecognized=members.rest(),
        )
        if subject.id is None and not subject.identifier:
            raise members.fault("id", "name the earner by 'id' or 'identifier'", "required")
        return subject

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "identifier": [each.to_dict() for each in self.identifier],
                "activityStartDate": self.activity_start_date,
                "activityEndDate": self.activity_end_date,
                "creditsEarned": self.credits_earned,
                "image": self.image.to_dict() if self.image else None,
                "licenseNumber": self.license_number,
                "narrative": self.narrative,
                "result": [each.to_dict() for each in self.result],
                "role": self.role,
                "source": self.source.to_dict() if self.source else None,
                "term": self.term,
                "achievement": self.achievement.to_dict(),
            },
            self.unrecognized,
        )
