"""What reports are made of: groups of learners, and the rows that are counted; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

#: A group's name is shown in tables and charts.
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """Which group a learner is counted in; each learner is in one at most.

    Given by the school for reports alone, sealed under the learner's key, and never shown beside a
    learner's work. `id` is the learner's.
    """

    id: str
    organisation: str
    name: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """Whose groups an organisation counts: everybody's, or of those alone who agreed (5.3)."""

    organisation: str
    everybody: bool
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An event about a learner, as far as a figure needs it."""

    name: str
    subject: str
    learner: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerAnswer:
    """What one peer answered in one attestation that counts: item -> level."""

    learner: str
    badge: str
    instrument: str
    submission: str
    revision: int
    at: datetime
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Questions for peers: their title, and their levels from low to high."""

    title: str
    scale: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Work that was handed in and not decided; `units` are the learner's."""

    submission: str
    learner: str
    badge: str
    submitted_at: datetime
    units: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """When a badge was first issued."""

    learner: str
    badge: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A badge whose last day is near; `title` and `version` are of the badge it is."""

    id: str
    public_id: str
    learner: str
    badge: str
    title: str
    version: int
    awarded_at: datetime
    valid_until: datetime

    def days_left(self, now: datetime) -> int:
        """Return the whole days until the end."""
        return (self.valid_until - now).days
