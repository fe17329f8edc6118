"""A change of keys that waits for a second person; a pure value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from issuer.errors import ForbiddenError, StateError
from issuer.issuance.model.proposals import ProposalState

#: Who asks at the terminal has no name in the database; any person may be the second one.
OPERATOR = "system"
#: After it nobody remembers why; whoever still wants it asks again.
ANSWER_WITHIN = timedelta(days=3)


class KeyAct(StrEnum):
    """What may be done to keys only by two."""

    ROTATE = "rotate"
    COMPROMISE = "compromise"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProposal:
    """One person wants a new key, or an end to one; another one has to agree in time.

    `subject` is the algorithm of a rotation or the key that is to end. `wait` is how many seconds
    a new key waits before it signs, None as the settings say.
    """

    id: str
    organisation: str
    act: KeyAct
    subject: str
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    wait: int | None = None
    state: ProposalState = ProposalState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None

    @property
    def pause(self) -> timedelta | None:
        """How long a new key waits, None as the settings say."""
        return None if self.wait is None else timedelta(seconds=self.wait)

    def settled(self, state: ProposalState, by: str, at: datetime) -> "KeyProposal":
        """Return it with a second person's answer.

        Raises:
            ForbiddenError: the one who asked would confirm, code `same_person`.
            StateError: it was answered before (`settled`), or too late (`expired`).
        """
        if self.state is not ProposalState.OPEN:
            raise StateError("This was answered already", code="settled")
        if at >= self.expires_at:
            raise StateError("The time to answer is over; ask for it again", code="expired")
        if by == self.proposed_by:
            raise ForbiddenError(
                "You asked for this yourself; a second person has to answer", code="same_person"
            )
        return replace(self, state=state, settled_by=by, settled_at=at)
