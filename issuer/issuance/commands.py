"""What a person may ask of issuance; each is checked against the table of permissions."""

from dataclasses import dataclass, field

from issuer.access import Actor
from issuer.issuance.model import CredentialId, ReasonCode, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueApproved:
    """Issue the credential of an award that an adult approved."""

    actor: Actor
    award_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStatus:
    """Revoke, suspend or reinstate; the code is public, the text stays with the school."""

    actor: Actor
    credential_id: CredentialId
    reason_code: ReasonCode
    reason_text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRevocation:
    """Revoke, with a second person where the organisation asks for one; suspend meanwhile."""

    actor: Actor
    credential_id: CredentialId
    reason_code: ReasonCode
    reason_text: str = field(default="", repr=False)
    suspend: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRevocation:
    """Answer a proposal as the second person."""

    actor: Actor
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVisibility:
    """Choose who may see a credential."""

    actor: Actor
    credential_id: CredentialId
    visibility: Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageKeys:
    """Rotate a signing key of the actor's organisation: Ed25519 for proofs, ES256 for tokens."""

    actor: Actor
    algorithm: str = "Ed25519"
