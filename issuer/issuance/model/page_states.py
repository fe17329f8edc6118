"""What a public page rests on, told apart without opening any of it; a pure value."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """Everything stored that the page of one credential depends on, as one short text.

    Attributes:
        token: differs whenever one of the rows differs: the credential, its marks, consents and
            age of its learner, settings of its school, its place in the log.
        turns: instants at which the page says something else though nothing is stored: when the
            badge begins and ends, when a consent runs out.
    """

    token: str
    turns: tuple[datetime, ...]

    def at(self, now: datetime) -> tuple[str, tuple[bool, ...], datetime]:
        """Return what two looks at the page have in common as long as it says the same.

        A page says to the minute when it was looked up, and ages are counted in days.
        """
        return (
            self.token,
            tuple(turn <= now for turn in self.turns),
            now.replace(second=0, microsecond=0),
        )
