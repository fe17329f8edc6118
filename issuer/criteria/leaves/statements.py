"""The `statements` leaf: xAPI or cmi5 records of completed activities."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import StatementFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import sift
from issuer.criteria.phrases import counted_noun, one_of
from issuer.criteria.reading import Members, Place, decimal_where, distinct, integer, uri
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsLeaf:
    """Wants `min` distinct records of the verb on one of the activities."""

    kind: ClassVar[str] = "statements"

    verb: str
    activities: tuple[str, ...]
    min: int = 1
    min_score: Decimal | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        score = decimal_where(lambda score: -1 <= score <= 1, "from -1 to 1")
        leaf = cls(
            verb=members.required("verb", uri),
            activities=members.required("activities", distinct(uri, least=1)),
            min=members.optional("min", integer(1), 1),
            min_score=members.optional("min_score", score, None),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Count the records that reach the score."""
        relevant = (
            fact
            for fact in case.facts.statements
            if fact.verb == self.verb and fact.activity in self.activities
        )
        sifted = sift(relevant, self._reason)
        found = len(sifted.counted)
        is_met = found >= self.min
        ask = Action(
            who="learner", do="complete-activity", count=max(1, self.min - found), node=node
        )
        return Judgement(
            status=Status.MET if is_met else Status.NEEDS,
            say=f"{found} of {counted_noun(self.min, 'record')}",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=() if is_met else (ask,),
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say which activities leave a record."""
        score = f" with a score of at least {self.min_score}" if self.min_score is not None else ""
        records = counted_noun(self.min, "record")
        return f"Complete {one_of(self.activities)}{score} ({records} of {self.verb})"

    def _reason(self, fact: StatementFact) -> str | None:
        if self.min_score is None or (fact.scaled is not None and fact.scaled >= self.min_score):
            return None
        return f"score below {self.min_score}"
