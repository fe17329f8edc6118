"""The `metric` leaf: a published figure that can ask a teacher to look, never refuse a learner."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import sift, sift_latest
from issuer.criteria.phrases import readable
from issuer.criteria.reading import Members, Place, choice, decimal, integer, slug
from issuer.criteria.vocabulary import COMPARISONS
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLeaf:
    """Wants the latest value of a metric on the right side of a threshold."""

    kind: ClassVar[str] = "metric"

    metric: str
    op: str
    value: Decimal
    min_sample: int

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            metric=members.required("metric", slug),
            op=members.required("op", choice(*COMPARISONS)),
            value=members.required("value", decimal),
            min_sample=members.required("min_sample", integer(1)),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Compare the latest value exactly, in decimal."""
        relevant = (fact for fact in case.facts.metrics if fact.metric == self.metric)
        latest = sift_latest(relevant, lambda fact: fact.metric)
        sifted = latest.then(
            sift(
                latest.counted,
                lambda fact: "sample too small" if fact.sample < self.min_sample else None,
            )
        )
        value = sifted.counted[0].value if sifted.counted else None
        status, needs = self._verdict(node, value)
        wanted = f"{self.op} {_plain(self.value)}"
        return Judgement(
            status=status,
            say=f"no value yet; wants {wanted}"
            if value is None
            else f"{_plain(value)}; wants {wanted}",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=needs,
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say which figure opens this, and that a teacher looks otherwise."""
        side = "at least" if self.op == ">=" else "at most"
        return (
            f"The figure {readable(self.metric)} is {side} {_plain(self.value)} "
            f"over {self.min_sample} or more counted actions; otherwise a teacher looks"
        )

    def _verdict(self, node: str, value: Decimal | None) -> tuple[Status, tuple[Action, ...]]:
        if value is None:
            do = "judge-without-metric"
        elif value >= self.value if self.op == ">=" else value <= self.value:
            return Status.MET, ()
        else:
            do = "review-metric"
        return Status.NEEDS, (Action(who="teacher", do=do, count=1, node=node),)


def _plain(number: Decimal) -> str:
    """Write a decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
