"""Profile (Open Badges 3.0): a school, an employer or a person in the role of issuer or source.

Members about a natural person (names, birth date, address) stay in `unrecognized`: we never
write them, and a foreign document keeps its own.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.identity import IdentifierEntry
from issuer.badges.image import Image
from issuer.badges.members import Members, shaped
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An organisation or person (OB-13); endorsements stay as they were signed."""

    id: str
    type: tuple[str, ...] = ("Profile",)
    name: str | None = None
    url: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    official: str | None = None
    image: Image | None = None
    parent_org: "Profile | None" = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    endorsement: tuple[Document, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a Profile, keeping members that we do not know."""
        members = Members(document, at, "Profile")
        return cls(
            id=members.uri("id"),
            type=members.types("Profile"),
            name=members.optional_text("name"),
            url=members.optional_uri("url"),
            description=members.optional_text("description"),
            email=members.optional_text("email"),
            phone=members.optional_text("phone"),
            official=members.optional_text("official"),
            image=members.optional_value("image", Image.from_dict),
            parent_org=members.optional_value("parentOrg", Profile.from_dict),
            other_identifier=members.values("otherIdentifier", IdentifierEntry.from_dict),
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
                "name": self.name,
                "url": self.url,
                "description": self.description,
                "email": self.email,
                "phone": self.phone,
                "official": self.official,
                "image": self.image.to_dict() if self.image else None,
                "parentOrg": self.parent_org.to_dict() if self.parent_org else None,
                "otherIdentifier": [each.to_dict() for each in self.other_identifier],
                "endorsement": list(self.endorsement),
                "endorsementJwt": list(self.endorsement_jwt),
            },
            self.unrecognized,
        )
