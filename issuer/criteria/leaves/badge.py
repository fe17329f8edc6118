"""The `badge` leaf: an earlier badge, of this tenant or of another issuer."""

from dataclasses import dataclass
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import BadgeFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import sift
from issuer.criteria.phrases import one_of
from issuer.criteria.reading import Members, Place, achievement, distinct, slug
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeLeaf:
    """Wants one of the achievements; the level is compared on this document's scale."""

    kind: ClassVar[str] = "badge"

    any: tuple[str, ...]
    level: str | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            any=members.required("any", distinct(achievement, least=1)),
            level=members.optional("level", slug, None),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Look for one badge that stands at `as_of`."""
        relevant = (fact for fact in case.facts.badges if fact.achievement in self.any)
        sifted = sift(relevant, lambda fact: self._reason(fact, case))
        is_met = bool(sifted.counted)
        ask = Action(who="learner", do="earn-badge", count=1, node=node)
        return Judgement(
            status=Status.MET if is_met else Status.NEEDS,
            say=f"{min(len(sifted.counted), 1)} of 1 badge",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=() if is_met else (ask,),
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say which badge opens this."""
        level = f" at level {self.level} or above" if self.level else ""
        return f"Hold the badge {one_of(self.any)}{level}"

    def _reason(self, fact: BadgeFact, case: Case) -> str | None:
        if fact.status != "valid":
            return "revoked or suspended"
        if fact.until is not None and fact.until < case.as_of:
            return "expired"
        if self.level is None:
            return None
        reached = fact.level is not None and fact.level in case.scale
        if not reached or fact.level is None:
            return f"level {fact.level or 'none'}"
        lower = case.scale.position(fact.level) < case.scale.position(self.level)
        return f"level {fact.level}" if lower else None
