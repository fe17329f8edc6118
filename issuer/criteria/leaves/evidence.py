"""The `evidence` leaf: items that the learner handed in with this revision."""

from dataclasses import dataclass
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.durations import Duration
from issuer.criteria.facts import EvidenceFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import Sifted, sift
from issuer.criteria.phrases import counted_noun, one_of
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    distinct,
    duration,
    integer,
    slug,
)
from issuer.criteria.vocabulary import CONDITIONS, EVIDENCE_KINDS
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLeaf:
    """Wants `min` distinct items of the accepted kinds."""

    kind: ClassVar[str] = "evidence"

    kinds: tuple[str, ...]
    min: int = 1
    tag: str | None = None
    conditions: tuple[str, ...] = ()
    max_age: Duration | None = None
    originals: bool = False  # photos keep place, time and device: the criteria need them

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            kinds=members.required("kinds", distinct(choice(*EVIDENCE_KINDS), least=1)),
            min=members.optional("min", integer(1), 1),
            tag=members.optional("tag", slug, None),
            conditions=members.optional("conditions", distinct(choice(*CONDITIONS), least=1), ()),
            max_age=members.optional("max_age", duration, None),
            originals=members.optional("originals", boolean, False),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Count distinct accepted items."""
        sifted = self._sift(case)
        found = len(sifted.counted)
        is_met = found >= self.min
        ask = Action(who="learner", do="submit-evidence", count=max(1, self.min - found), node=node)
        return Judgement(
            status=Status.MET if is_met else Status.NEEDS,
            say=f"{found} of {counted_noun(self.min, 'item')}",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=() if is_met else (ask,),
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say what to hand in."""
        sentence = f"Hand in {counted_noun(self.min, 'piece')} of evidence ({one_of(self.kinds)})"
        if self.conditions:
            sentence += f", done {one_of(self.conditions)}"
        if self.originals:
            sentence += "; photos keep their place, time and device"
        return sentence + (f", not older than {self.max_age.words}" if self.max_age else "")

    def _sift(self, case: Case) -> Sifted[EvidenceFact]:
        relevant = (
            fact
            for fact in case.facts.evidence
            if fact.kind in self.kinds and (self.tag is None or self.tag in fact.tags)
        )
        first = sift(relevant, lambda fact: self._reason(fact, case))
        originals: dict[str, str] = {}
        for fact in first.counted:
            originals.setdefault(fact.digest, fact.id)

        def repeated(fact: EvidenceFact) -> str | None:
            original = originals[fact.digest]
            return None if original == fact.id else f"same content as {original}"

        return first.then(sift(first.counted, repeated))

    def _reason(self, fact: EvidenceFact, case: Case) -> str | None:
        if fact.status != "accepted":
            return f"evidence is {fact.status}"
        done = fact.conditions or "unsupervised"
        if self.conditions and done not in self.conditions:
            return f"done {done}; needs {one_of(self.conditions)}"
        if self.max_age and fact.at < self.max_age.before(case.as_of):
            return f"older than {self.max_age.text}"
        return None
