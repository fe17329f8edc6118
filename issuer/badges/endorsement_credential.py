"""EndorsementCredential (Open Badges 3.0): a third party's remark, and our peer attestations."""

from dataclasses import dataclass, field
from typing import Any, Self

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
from issuer.badges.members import Members, shaped
from issuer.badges.profile import Profile
from issuer.badges.status_list_entry import StatusListEntry
from issuer.badges.vocabulary import CREDENTIALS_V2, OB_3_0_3, VERIFIABLE_CREDENTIAL
from issuer.documents import Document

ENDORSEMENT_CREDENTIAL = "EndorsementCredential"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubject:
    """The credential, achievement, profile or person that is endorsed (OB-26)."""

    id: str
    type: tuple[str, ...] = ("EndorsementSubject",)
    endorsement_comment: str | None = None
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an EndorsementSubject, keeping members that we do not know."""
        members = Members(document, at, "EndorsementSubject")
        return cls(
            id=members.uri("id"),
            type=members.types("EndorsementSubject"),
            endorsement_comment=members.optional_text("endorsementComment"),
            unrecognized=members.rest(),
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape the JSON object."""
        return shaped(
            {
                "id": self.id,
                "type": list(self.type),
                "endorsementComment": self.endorsement_comment,
            },
            self.unrecognized,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementCredential:
    """A signed remark with a proof of its own (OB-26); `name` is mandatory here.

    `evidence` binds a peer attestation to the revision that the peer saw (education.md 3.6).
    """

    id: str
    name: str
    issuer: Profile | str
    valid_from: str
    credential_subject: EndorsementSubject
    context: tuple[str, ...] = (CREDENTIALS_V2, OB_3_0_3)
    type: tuple[str, ...] = (VERIFIABLE_CREDENTIAL, ENDORSEMENT_CREDENTIAL)
    description: str | None = None
    awarded_date: str | None = None
    valid_until: str | None = None
    evidence: tuple[Evidence, ...] = ()
    credential_status: StatusListEntry | Document | None = None
    credential_schema: tuple[Document, ...] = ()
    refresh_service: Document | None = None
    terms_of_use: tuple[Document, ...] = ()
    proof: tuple[Document, ...] = ()
    unrecognized: Document = field(default_factory=dict)

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read an endorsement, keeping members that we do not know."""
        members = Members(document, at, ENDORSEMENT_CREDENTIAL)
        context = read_context(members)
        types = members.types(VERIFIABLE_CREDENTIAL, ENDORSEMENT_CREDENTIAL)
        valid_from, valid_until = read_validity(members, context)
        return cls(
            context=context,
            id=members.uri("id"),
            type=types,
            name=members.text("name"),
            description=members.optional_text("description"),
            awarded_date=members.optional_instant("awardedDate"),
            valid_from=valid_from,
            valid_until=valid_until,
            issuer=read_issuer(members),
            credential_subject=members.value("credentialSubject", EndorsementSubject.from_dict),
            evidence=members.values("evidence", Evidence.from_dict),
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
        """Shape the document, ready to be signed or embedded."""
        starts, ends = date_names(self.context)
        return shaped(
            {
                "@context": list(self.context),
                "id": self.id,
                "type": list(self.type),
                "name": self.name,
                "description": self.description,
                "awardedDate": self.awarded_date,
                starts: self.valid_from,
                ends: self.valid_until,
                "issuer": shape_issuer(self.issuer),
                "credentialSubject": self.credential_subject.to_dict(),
                "evidence": [each.to_dict() for each in self.evidence],
                "credentialStatus": shape_status(self.credential_status),
                "credentialSchema": list(self.credential_schema),
                "refreshService": self.refresh_service,
                "termsOfUse": list(self.terms_of_use),
                "proof": list(self.proof),
            },
            self.unrecognized,
        )
