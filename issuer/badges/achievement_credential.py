"""AchievementCredential = OpenBadgeCredential (Open Badges 3.0); signing is not done here."""

from dataclasses import dataclass, field
from typing import Any, Self

from issuer.badges.achievement_subject import AchievementSubject
from issuer.badges.envelope import (
    date_names,
    read_context,
    read_issuer,
    read_status,
    read_validity,
    shape_issuer,
    shape_status,
)
from issuer.badges.evidence import Evidence
from issuer.badges.image import Image
from issuer.badges.members import Members, shaped
from issuer.badges.profile import Profile
from issuer.badges.status_list_entry import StatusListEntry
from issuer.badges.vocabulary import (
    BADGE_TYPES,
    CREDENTIALS_V2,
    OB_3_0_3,
    VERIFIABLE_CREDENTIAL,
)
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCredential:
    """A statement that a subject earned an Achievement (OB-3).

    Dates are strings in their exact lexical form, written by `clock.format_instant`. Signed parts
    (`endorsement`, `proof`) stay the documents that they are.
    """

    id: str
    issuer: Profile | str
    valid_from: str
    credential_subject: AchievementSubject
    context: tuple[str, ...] = (CREDENTIALS_V2, OB_3_0_3)
    type: tuple[str, ...] = (VERIFIABLE_CREDENTIAL, "OpenBadgeCredential")
    name: str | None = None
    description: str | None = None
    image: Image | None = None
    awarded_date: str | None = None
    valid_until: str | None = None
    evidence: tuple[Evidence, ...] = ()
    endorsement: tuple[Document, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    credential_status: StatusListEntry | Document | None = None
    credential_schema: tuple[Document, ...] = ()
    refresh_service: Document | None = None
    terms_of_use: tuple[Document, ...] = ()
    proof: tuple[Document, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read a badge; rules across its objects are for `check_rules`."""
        members = Members(document, at, "AchievementCredential")
        context = read_context(members)
        types = members.types(VERIFIABLE_CREDENTIAL, BADGE_TYPES)
        valid_from, valid_until = read_validity(members, context)
        return cls(
            context=context,
            id=members.uri("id"),
            type=types,
            name=members.optional_text("name"),
            description=members.optional_text("description"),
            image=members.optional_value("image", Image.from_dict),
            awarded_date=members.optional_instant("awardedDate"),
            valid_from=valid_from,
            valid_until=valid_until,
            issuer=read_issuer(members),
            credential_subject=members.value("credentialSubject", AchievementSubject.from_dict),
            evidence=members.values("evidence", Evidence.from_dict),
            endorsement=members.documents("endorsement"),
            endorsement_jwt=members.texts("endorsementJwt"),
            credential_status=read_status(members),
            credential_schema=members.documents("credentialSchema"),
            refresh_service=members.optional_document("refreshService"),
            terms_of_use=members.documents("termsOfUse"),
            proof=members.documents("proof"),
            unrecognized=members.rest(),
        )

    @property
    def issuer_id(self) -> str:
        """Return the issuer's id, whichever form the document uses."""
        return self.issuer if isinstance(self.issuer, str) else self.issuer.id

    def to_dict(self) -> dict[str, Any]:
        """Shape the document, ready to be signed or shown."""
        starts, ends = date_names(self.context)
        return shaped(
            {
                "@context": list(self.context),
                "id": self.id,
                "type": list(self.type),
                "name": self.name,
                "description": self.description,
                "image": self.image.to_dict() if self.image else None,
                "awardedDate": self.awarded_date,
                starts: self.valid_from,
                ends: self.valid_until,
                "issuer": shape_issuer(self.issuer),
                "credentialSubject": self.credential_subject.to_dict(),
                "evidence": [each.to_dict() for each in self.evidence],
                "endorsement": list(self.endorsement),
                "endorsementJwt": list(self.endorsement_jwt),
                "credentialStatus": shape_status(self.credential_status),
                "credentialSchema": list(self.credential_schema),
                "refreshService": self.refresh_service,
                "termsOfUse": list(self.terms_of_use),
                "proof": list(self.proof),
            },
            self.unrecognized,
        )
