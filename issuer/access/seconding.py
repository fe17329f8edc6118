"""What two people decide: one asks, another one answers in time. No storage, no wording of acts."""

from datetime import datetime, timedelta
from enum import StrEnum

from issuer.errors import ForbiddenError, StateError

#: Who asks or answers at the terminal has no name in the database; any person may be the other one.
OPERATOR = "system"
#: After it nobody remembers why; whoever still wants it asks again.
ANSWER_WITHIN = timedelta(days=3)


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"


def require_second(
    state: ProposalState, expires_at: datetime, *, asked_by: str, answered_by: str, at: datetime
) -> None:
    """Let an answer pass, or raise.

    Raises:
        ForbiddenError: the one who asked would answer, code `same_person`.
        StateError: it was answered before (`settled`), or too late (`expired`).
    """
    if state is not ProposalState.OPEN:
        raise StateError("This was answered already", code="settled")
    if at >= expires_at:
        raise StateError("The time to answer is over; ask for it again", code="expired")
    if answered_by == asked_by:
        raise ForbiddenError(
            "You asked for this yourself; a second person has to answer", code="same_person"
        )
