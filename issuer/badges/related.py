"""Related (Open Badges 3.0): translations and earlier versions of an achievement."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.badges.vocabulary import LANGUAGE
from issuer.documents import Document


def read_language(members: Members) -> str | None:
    """Read `inLanguage` (OB-10), such as `en-US` or `es`."""
    language = members.optional_text("inLanguage")
    if language is None or LANGUAGE.fullmatch(language):
        return language
    raise members.fault("inLanguage", "write a language tag such as en-US", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another achievement that says the same in another language or version (OB-22)."""

    id: str
    type: tuple[str, ...] = ("Related",)
    in_language: str | None = None
    version: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a Related, keeping members that we do not know."""
        members = Members(document, at, "Related")
        return cls(
            id=members.uri("id"),
            type=members.types("Related"),
            in_language=read_language(members),
            version=members.optional_text("version"),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "inLanguage": self.in_language,
                "version": self.version,
            },
            self.unrecognized,
        )
