"""A revocation that waits for a second person; a pure value."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from issuer.access import ProposalState
from issuer.errors import ForbiddenError, StateError
from issuer.issuance.model import CredentialId, ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationProposal:
    """One person wants a credential revoked; another one has to agree (education.md 4.2).

    `suspended` says that the credential was suspended with it, until the second person answers.
    """

    id: str
    organisation: str
    credential_id: CredentialId
    learner: str
    reason_code: ReasonCode
    reason_text: str = field(repr=False)
    suspended: bool
    proposed_by: str
    proposed_at: datetime
    state: ProposalState = ProposalState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None

    def settled(self, state: ProposalState, by: str, at: datetime) -> "RevocationProposal":
        """Return it with a second person's answer.

        Raises:
            ForbiddenError: the one who proposed it, code `same_person`.
            StateError: it was answered before, code `settled`.
        """
        if by == self.proposed_by:
            raise ForbiddenError(
                "You proposed this yourself; a second person has to answer", code="same_person"
            )
        if self.state is not ProposalState.OPEN:
            raise StateError("This proposal was answered already", code="settled")
        return replace(self, state=state, settled_by=by, settled_at=at)
