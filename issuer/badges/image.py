"""Image (Open Badges 3.0): a reference to a PNG or SVG; the pixels are the business of `images`."""

import re
from dataclasses import dataclass
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.documents import Document

#: Plain http only names this very machine: a demonstration without a certificate.
_ADDRESS = re.compile(
    r"https://.+|data:image/(png|svg\+xml)[;,].+"
    r"|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?/.+",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by https URL or `data:` URI, with a caption for those who do not see it (OB-14)."""

    id: str
    caption: str | None = None

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an Image; a bare string is refused, and so is any other member."""
        members = Members(document, at, "Image")
        members.constant("type", "Image")
        image = cls(id=members.uri("id"), caption=members.optional_text("caption"))
        if not _ADDRESS.fullmatch(image.id):
            raise members.fault("id", "use an https URL or a data: URI of a PNG or SVG", "uri")
        members.nothing_else()
        return image

    def to_dict(self) -> dict[str, Any]:
        """Shape the closed object of the standard."""
        return shaped({"id": self.id, "type": "Image", "caption": self.caption}, {})
