"""The draw of a panel of peers: pure, and repeatable from its stored seed (education.md 3.1)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

TEAMMATE, OUTSIDE, ANY = "teammate", "outside", "any"
#: A peer holds at most so many open reviews.
MAX_OPEN_REVIEWS = 5
#: A lease runs for so many school days, Monday to Friday.
LEASE_DAYS = 5
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An eligible peer: how related to the learner, and how many reviews are open."""

    peer: str
    relation: str
    open_reviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many peers are still wanted of each relation, and of any."""

    teammate: int = 0
    outside: int = 0
    either: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return the stored form."""
        return {TEAMMATE: self.teammate, OUTSIDE: self.outside, ANY: self.either}

    @classmethod
    def from_dict(cls, wanted: Mapping[str, int]) -> "Wanted":
        """Read the stored form."""
        return cls(teammate=wanted[TEAMMATE], outside=wanted[OUTSIDE], either=wanted[ANY])


def choose_peers(
    candidates: Iterable[Candidate], wanted: Wanted, *, seed: bytes
) -> tuple[Candidate, ...]:
    """Choose a panel: the mix first, then whoever has fewest open reviews.

    Ties fall by SHA-256(seed || id). Where there are too few, all who fit are chosen.
    """
    ranked = sorted(
        (each for each in candidates if each.open_reviews < MAX_OPEN_REVIEWS),
        key=lambda each: (each.open_reviews, hashlib.sha256(seed + each.peer.encode()).digest()),
    )
    chosen: list[Candidate] = []
    for relation, count in ((TEAMMATE, wanted.teammate), (OUTSIDE, wanted.outside)):
        chosen += [each for each in ranked if each.relation == relation][:count]
    rest = [each for each in ranked if each not in chosen]
    return (*chosen, *rest[: wanted.either])


def still_wanted(asked: Wanted, open_reviews: Mapping[str, int], *, outside_seen: int) -> Wanted:
    """Return what remains of what evaluation asks for once open reviews are taken off.

    `outside_seen` counts the outside peers whose word counts already. At least one peer of every
    panel is from outside the team, whatever the mix says.
    """
    team, outside = open_reviews.get(TEAMMATE, 0), open_reviews.get(OUTSIDE, 0)
    spare = max(0, team - asked.teammate) + max(0, outside - asked.outside)
    wanted = Wanted(
        teammate=max(0, asked.teammate - team),
        outside=max(0, asked.outside - outside),
        either=max(0, asked.either - spare),
    )
    if not any((asked.teammate, asked.outside, asked.either)):
        return wanted
    if outside_seen + outside + wanted.outside == 0:
        return replace(wanted, outside=1, either=max(0, wanted.either - 1))
    return wanted


def add_school_days(instant: datetime, days: int) -> datetime:
    """Return the same time of day so many school days (Monday to Friday, UTC) later."""
    end = instant
    while days > 0:
        end += timedelta(days=1)
        days -= end.weekday() < _SATURDAY
    return end
