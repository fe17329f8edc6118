"""Achievement (Open Badges 3.0): what can be earned, in one published version."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.achievement_criteria import AchievementCriteria
from issuer.badges.alignment import Alignment
from issuer.badges.identity import IdentifierEntry
from issuer.badges.image import Image
from issuer.badges.members import Members, shaped
from issuer.badges.profile import Profile
from issuer.badges.related import Related, read_language
from issuer.badges.result_description import ResultDescription
from issuer.badges.vocabulary import ACHIEVEMENT_TYPES
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A reusable definition (OB-9, OB-10); `image` is the unbaked picture."""

    id: str
    name: str
    description: str
    criteria: AchievementCriteria
    type: tuple[str, ...] = ("Achievement",)
    achievement_type: str | None = None
    creator: Profile | None = None
    image: Image | None = None
    version: str | None = None
    in_language: str | None = None
    human_code: str | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    credits_available: int | float | None = None
    tag: tuple[str, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    related: tuple[Related, ...] = ()
    other_identifier: tuple[IdentifierEntry, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    endorsement: tuple[Document, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an Achievement, keeping members that we do not know."""
        members = Members(document, at, "Achievement")
        return cls(
            id=members.uri("id"),
            type=members.types("Achievement"),
            name=members.text("name"),
            description=members.text("description"),
            criteria=members.value("criteria", AchievementCriteria.from_dict),
            achievement_type=members.optional_term("achievementType", ACHIEVEMENT_TYPES),
            creator=members.optional_value("creator", Profile.from_dict),
            image=members.optional_value("image", Image.from_dict),
            version=members.optional_text("version"),
            in_language=read_language(members),
            human_code=members.optional_text("humanCode"),
            field_of_study=members.optional_text("fieldOfStudy"),
            specialization=members.optional_text("specialization"),
            credits_available=members.number("creditsAvailable"),
            tag=members.texts("tag"),
            alignment=members.values("alignment", Alignment.from_dict),
            related=members.values("related", Related.from_dict),
            other_identifier=members.values("otherIdentifier", IdentifierEntry.from_dict),
            result_description=members.values("resultDescription", ResultDescription.from_dict),
            endorsement=members.documents("endorsement"),
            endorsement_jwt=members.texts("endorsementJwt"),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "achievementType": self.achievement_type,
                "name": self.name,
                "description": self.description,
                "criteria": self.criteria.to_dict(),
                "creator": self.creator.to_dict() if self.creator else None,
                "image": self.image.to_dict() if self.image else None,
                "version": self.version,
                "inLanguage": self.in_language,
                "humanCode": self.human_code,
                "fieldOfStudy": self.field_of_study,
                "specialization": self.specialization,
                "creditsAvailable": self.credits_available,
                "tag": list(self.tag),
                "alignment": [each.to_dict() for each in self.alignment],
                "related": [each.to_dict() for each in self.related],
                "otherIdentifier": [each.to_dict() for each in self.other_identifier],
                "resultDescription": [each.to_dict() for each in self.result_description],
                "endorsement": list(self.endorsement),
                "endorsementJwt": list(self.endorsement_jwt),
            },
            self.unrecognized,
        )
