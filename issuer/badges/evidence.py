"""Evidence (Open Badges 3.0): what was shown; its bytes are kept elsewhere, by digest."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence on a credential (OB-15).

    `digest_multibase` is a term of credentials v2: it binds the bytes to the signature.
    """

    type: tuple[str, ...] = ("Evidence",)
    id: str | None = None
    name: str | None = None
    narrative: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None
    digest_multibase: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read Evidence; a `data:` URI as id would repeat itself in each canonical statement."""
        members = Members(document, at, "Evidence")
        evidence = cls(
            id=members.optional_uri("id"),
            type=members.types("Evidence"),
            name=members.optional_text("name"),
            narrative=members.optional_text("narrative"),
            description=members.optional_text("description"),
            genre=members.optional_text("genre"),
            audience=members.optional_text("audience"),
            digest_multibase=members.optional_text("digestMultibase"),
            unrecognized=members.rest(),
        )
        if (evidence.id or "").lower().startswith("data:"):
            raise members.fault("id", "link the evidence; do not embed it as data:", "uri")
        return evidence

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "name": self.name,
                "narrative": self.narrative,
                "description": self.description,
                "genre": self.genre,
                "audience": self.audience,
                "digestMultibase": self.digest_multibase,
            },
            self.unrecognized,
        )
