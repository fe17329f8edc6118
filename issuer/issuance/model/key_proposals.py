"""A change of keys that waits for a second person; a pure value."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from issuer.access import ProposalState, require_second


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
        require_second(
            self.state, self.expires_at, asked_by=self.proposed_by, answered_by=by, at=at
        )
        return replace(self, state=state, settled_by=by, settled_at=at)
