"""The `rubric` leaf: adults rate the work on the criteria of a pinned rubric."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import RatingFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import (
    STATE_REASONS,
    Sifted,
    conflict_reason,
    sift,
    sift_latest,
)
from issuer.criteria.phrases import all_together, counted_noun, one_of, readable
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    distinct,
    integer,
    mapped,
    ref,
    slug,
)
from issuer.criteria.scales import Scale, low_median
from issuer.criteria.vocabulary import ADULT_ROLES
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessors:
    """Who rates: any of the roles, and how many distinct people per criterion."""

    roles: tuple[str, ...] = ("teacher",)
    min: int = 1

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read `by`; both members have defaults."""
        members = Members(value, place)
        by = cls(
            roles=members.optional("roles", distinct(choice(*ADULT_ROLES), least=1), ("teacher",)),
            min=members.optional("min", integer(1), 1),
        )
        members.finish()
        return by


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLeaf:
    """Wants each criterion of `levels` at least at its level."""

    kind: ClassVar[str] = "rubric"

    rubric: str
    levels: Mapping[str, str]
    by: Assessors = Assessors()
    max_spread: int | None = None
    accept_guardian: bool = False

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            rubric=members.required("rubric", ref),
            by=members.optional("by", Assessors.read, Assessors()),
            levels=members.required("levels", mapped(slug, slug, least=1)),
            max_spread=members.optional("max_spread", integer(0), None),
            accept_guardian=members.optional("accept_guardian", boolean, default=False),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Compare the low median of each criterion with its level (2.9, rubric, exactly)."""
        sifted = self._sift(case)
        answers = {
            criterion: sorted(
                case.scale.position(fact.level)
                for fact in sifted.counted
                if fact.criterion == criterion
            )
            for criterion in sorted(self.levels)
        }
        assessors = len({fact.by for fact in sifted.counted})
        status, say, needs = self._verdict(node, case.scale, answers, assessors)
        return Judgement(
            status=status,
            say=say,
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=needs,
            levels={
                criterion: case.scale.names[low_median(positions)]
                for criterion, positions in answers.items()
                if positions
            },
        )

    def ask(self, titles: Titles) -> str:
        """Say who rates what, and the levels wanted."""
        wanted = all_together(
            [
                f"{titles.criterion(self.rubric, criterion)} ({self.levels[criterion]})"
                for criterion in sorted(self.levels)
            ]
        )
        people = (
            counted_noun(self.by.min, "person") if self.by.min == 1 else f"{self.by.min} people"
        )
        guardian = "; a guardian in that role may rate" if self.accept_guardian else ""
        return (
            f"{people} ({one_of(self.by.roles)}) rate{'s' if self.by.min == 1 else ''} the work "
            f"with the rubric “{titles.rubric(self.rubric)}”, reaching at least: {wanted}{guardian}"
        )

    def _verdict(
        self, node: str, scale: Scale, answers: Mapping[str, list[int]], assessors: int
    ) -> tuple[Status, str, tuple[Action, ...]]:
        say = f"{assessors} of {counted_noun(self.by.min, 'assessor')}"
        role = self.by.roles[0]
        if assessors < self.by.min:
            short = Action(who=role, do="rate", count=self.by.min - assessors, node=node)
            return Status.NEEDS, say, (short,)
        findings = {name: self._finding(name, scale, ranked) for name, ranked in answers.items()}
        low = [readable(name) for name, finding in findings.items() if finding == "low"]
        if low:
            revise = Action(who="learner", do="revise", count=1, node=node)
            return Status.NOT_YET, f"{say}; not there yet: {', '.join(low)}", (revise,)
        needs = tuple(
            Action(who=role, do=do, count=count, node=node)
            for do, finding in (("rate", "missing"), ("reconcile", "spread"))
            if (count := list(findings.values()).count(finding))
        )
        if needs:
            open_ones = [readable(name) for name, finding in findings.items() if finding != "fine"]
            return Status.NEEDS, f"{say}; still open: {', '.join(open_ones)}", needs
        return Status.MET, f"{say}; every criterion is there", ()

    def _finding(self, criterion: str, scale: Scale, ranked: list[int]) -> str:
        if len(ranked) < self.by.min:
            return "missing"
        if self.max_spread is not None and ranked[-1] - ranked[0] > self.max_spread:
            return "spread"
        return "low" if low_median(ranked) < scale.position(self.levels[criterion]) else "fine"

    def _sift(self, case: Case) -> Sifted[RatingFact]:
        relevant = (
            fact
            for fact in case.facts.ratings
            if fact.rubric == self.rubric and fact.criterion in self.levels
        )
        first = sift(relevant, lambda fact: self._reason(fact, case))
        return first.then(sift_latest(first.counted, lambda fact: (fact.by, fact.criterion)))

    def _reason(self, fact: RatingFact, case: Case) -> str | None:
        if fact.by == case.facts.learner:
            return "own work"
        if STATE_REASONS[fact.status] is not None:
            return STATE_REASONS[fact.status]
        if fact.revision < case.facts.revision:
            return "rates an older revision"
        if fact.role not in self.by.roles:
            return f"role {fact.role}"
        lifted = frozenset({"guardian"} if self.accept_guardian else ())
        return conflict_reason(fact, lifted=lifted)
