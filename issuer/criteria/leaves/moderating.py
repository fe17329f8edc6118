"""Which moderation settles a split item of a `peers` leaf (education.md 2.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from issuer.criteria.facts import ModerationFact
from issuer.criteria.leaves.leaf import Case
from issuer.criteria.leaves.sifting import Sifted, conflict_reason, sift, sift_latest
from issuer.criteria.scales import low_median


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The positions that peers gave to one item, low to high."""

    ranked: tuple[int, ...]

    @classmethod
    def of(cls, positions: Iterable[int]) -> Self:
        """Rank answers given in any order."""
        return cls(ranked=tuple(sorted(positions)))

    def __bool__(self) -> bool:
        return bool(self.ranked)

    @property
    def median(self) -> int:
        """Return the low median."""
        return low_median(self.ranked)

    def span(self, position: int) -> bool:
        """Say whether a level lies between the lowest and the highest answer."""
        return not self.ranked or self.ranked[0] <= position <= self.ranked[-1]


def sift_moderations(
    node: str, case: Case, answers: Mapping[str, Answers], split: frozenset[str]
) -> Sifted[ModerationFact]:
    """Let through the moderations that settle an item on which the peers are split."""
    relevant = (
        fact for fact in case.facts.moderations if fact.node == node and fact.item in answers
    )
    first = sift(
        relevant,
        lambda fact: (
            "about an older revision"
            if fact.revision < case.facts.revision
            else conflict_reason(fact)
        ),
    )
    latest = first.then(sift_latest(first.counted, lambda fact: fact.item))

    def unfit(fact: ModerationFact) -> str | None:
        if not answers[fact.item].span(case.scale.position(fact.level)):
            return "outside the peers' range"
        return None if fact.item in split else "moderation not needed"

    return latest.then(sift(latest.counted, unfit))
