"""The `signoff` leaf: an adult in one role signs one exact sentence."""

from dataclasses import dataclass
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import SignoffFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import (
    STATE_REASONS,
    Sifted,
    conflict_reason,
    sift,
    sift_latest,
)
from issuer.criteria.phrases import counted_noun
from issuer.criteria.reading import Members, Place, boolean, choice, integer, prose
from issuer.criteria.vocabulary import ADULT_ROLES
from issuer.documents import Json

LONGEST_STATEMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffLeaf:
    """Wants `min` distinct adults of the role to approve the sentence, and none to decline."""

    kind: ClassVar[str] = "signoff"

    role: str
    statement: str
    min: int = 1
    accept_guardian: bool = False

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            role=members.required("role", choice(*ADULT_ROLES)),
            statement=members.required("statement", prose(LONGEST_STATEMENT)),
            min=members.optional("min", integer(1), 1),
            accept_guardian=members.optional("accept_guardian", boolean, default=False),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Count the adults who approve; one who declines asks for a revision."""
        sifted = self._sift(case)
        declined = any(fact.decision == "decline" for fact in sifted.counted)
        approving = len({fact.by for fact in sifted.counted if fact.decision == "approve"})
        missing = self.min - approving
        needs: tuple[Action, ...] = ()
        status = Status.MET
        if declined:
            status = Status.NOT_YET
            needs = (Action(who="learner", do="revise", count=1, node=node),)
        elif missing > 0:
            status = Status.NEEDS
            needs = (Action(who=self.role, do="sign-off", count=missing, node=node),)
        say = f"{approving} of {counted_noun(self.min, 'sign-off')}"
        return Judgement(
            status=status,
            say=f"{say}; one adult declined" if declined else say,
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=needs,
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say who signs which sentence."""
        adults = f"{self.min} {self.role}" + ("" if self.min == 1 else "s")
        guardian = "; a guardian in that role may sign" if self.accept_guardian else ""
        return f'{adults} sign{"s" if self.min == 1 else ""}: "{self.statement}"{guardian}'

    def _sift(self, case: Case) -> Sifted[SignoffFact]:
        relevant = (fact for fact in case.facts.signoffs if fact.statement == self.statement)
        first = sift(relevant, lambda fact: self._reason(fact, case))
        return first.then(sift_latest(first.counted, lambda fact: fact.by))

    def _reason(self, fact: SignoffFact, case: Case) -> str | None:
        if fact.by == case.facts.learner:
            return "own work"
        if STATE_REASONS[fact.status] is not None:
            return STATE_REASONS[fact.status]
        if fact.revision < case.facts.revision:
            return "about an older revision"
        if fact.role != self.role:
            return f"role {fact.role}"
        lifted = frozenset({"guardian"} if self.accept_guardian else ())
        return conflict_reason(fact, lifted=lifted)
