"""The `hours` leaf: verified time in named buckets; never implied by another leaf."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.durations import Duration
from issuer.criteria.facts import HoursFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import sift
from issuer.criteria.phrases import one_of
from issuer.criteria.reading import (
    Members,
    Place,
    choice,
    decimal_where,
    distinct,
    duration,
    slug,
)
from issuer.criteria.vocabulary import ADULT_ROLES
from issuer.documents import Json

#: More than a century; beyond it a count of minutes would leave what JSON can carry.
MOST_HOURS = 1_000_000
_NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLeaf:
    """Wants `min` hours, verified by a listed role, in the buckets together."""

    kind: ClassVar[str] = "hours"

    buckets: tuple[str, ...]
    min: Decimal
    verified_by: tuple[str, ...]
    max_age: Duration | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        hours = decimal_where(lambda hours: 0 < hours <= MOST_HOURS, "above 0, in hours")
        leaf = cls(
            buckets=members.required("buckets", distinct(slug, least=1)),
            min=members.required("min", hours),
            verified_by=members.required("verified_by", distinct(choice(*ADULT_ROLES), least=1)),
            max_age=members.optional("max_age", duration, None),
        )
        members.finish()
        return leaf

    @property
    def threshold(self) -> int:
        """Return the minutes wanted, rounded up in decimal arithmetic (1.1 h are 66)."""
        return int((self.min * 60).to_integral_value(ROUND_CEILING))

    def judge(self, node: str, case: Case) -> Judgement:
        """Add up the verified minutes, and say which part only lacks a verifier."""
        relevant = [fact for fact in case.facts.hours if fact.bucket in self.buckets]
        sifted = sift(relevant, lambda fact: self._reason(fact, case))
        waiting = {remark.fact for remark in sifted.ignored if remark.why == _NOT_VERIFIED}
        pending = sum(fact.minutes for fact in relevant if fact.id in waiting)
        total = sum(fact.minutes for fact in sifted.counted)
        is_met = total >= self.threshold
        return Judgement(
            status=Status.MET if is_met else Status.NEEDS,
            say=f"{_hours(Decimal(total) / 60)} of {_hours(self.min)} hours",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=() if is_met else self._needs(node, self.threshold - total, pending),
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say how many hours of what, and who verifies them."""
        age = f", not older than {self.max_age.words}" if self.max_age else ""
        return (
            f"Spend at least {_hours(self.min)} hours on {one_of(self.buckets)}, "
            f"verified by a {one_of(self.verified_by)}{age}"
        )

    def _needs(self, node: str, missing: int, pending: int) -> tuple[Action, ...]:
        wanted = (
            ("learner", "log-hours", missing - pending),
            (self.verified_by[0], "verify-hours", pending),
        )
        return tuple(
            Action(who=who, do=do, count=count, node=node) for who, do, count in wanted if count > 0
        )

    def _reason(self, fact: HoursFact, case: Case) -> str | None:
        if self.max_age and fact.at < self.max_age.before(case.as_of):
            return f"older than {self.max_age.text}"
        return None if fact.verified_role in self.verified_by else _NOT_VERIFIED


def _hours(hours: Decimal) -> str:
    """Write hours with at most two decimals, without an exponent."""
    rounded = hours.quantize(Decimal("0.01")).normalize()
    return f"{rounded:f}"
