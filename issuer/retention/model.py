"""What is kept for how long, as values; pure."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: reliability.md section 5: records of signing in, and what letters said.
SIGN_INS_KEPT = timedelta(days=90)
LETTERS_KEPT = timedelta(days=30)


class What(StrEnum):
    """What is over its time."""

    AWARDED = "evidence of awarded work"
    WITHDRAWN = "evidence of withdrawn work"
    SIGN_INS = "records of signing in"
    LETTERS = "what letters said"


class Why(StrEnum):
    """Why something stays although its time is over."""

    HOLD = "legal hold"
    APPEAL = "open appeal"
    REVOCATION = "open revocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one organisation decided."""

    organisation: str
    slug: str
    evidence_months: int
    withdrawn_days: int

    def awarded_before(self, now: datetime) -> datetime:
        """Return before which awards have had their time."""
        return months_before(now, self.evidence_months)

    def withdrawn_before(self, now: datetime) -> datetime:
        """Return before which withdrawn work has had its time."""
        return now - timedelta(days=self.withdrawn_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldWork:
    """One submission with evidence whose time is over, and how many items it has.

    `kept` says why they stay all the same.
    """

    organisation: str
    submission: str
    learner: str
    what: What
    since: datetime
    items: int
    kept: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OldItem:
    """One item of evidence as far as deleting it needs to know."""

    id: str
    organisation: str
    submission: str
    learner: str
    digest: str
    blob: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """One line of what would go: how many, and the oldest of them.

    `kept` says why these stay; `subject` is the submission where it is about one.
    """

    organisation: str
    slug: str
    what: What
    count: int
    oldest: datetime
    subject: str | None = None
    kept: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What one round deleted, and whether it has to go on."""

    items: int = 0
    sign_ins: int = 0
    letters: int = 0
    left: bool = False


def months_before(now: datetime, months: int) -> datetime:
    """Return the same day so many months ago, or the last day of a month that is shorter."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
