"""The `external` leaf: a certificate from elsewhere, by its grade of proof."""

from dataclasses import dataclass
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import ExternalFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.sifting import sift
from issuer.criteria.phrases import one_of, readable
from issuer.criteria.reading import Members, Place, choice, distinct, slug
from issuer.criteria.vocabulary import PROOFS
from issuer.documents import Json

_NOT_VERIFIED = "not verified yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLeaf:
    """Wants one verified, unexpired proof of an accepted grade."""

    kind: ClassVar[str] = "external"

    certificate: str
    proof: tuple[str, ...]

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        leaf = cls(
            certificate=members.required("certificate", slug),
            proof=members.required("proof", distinct(choice(*PROOFS), least=1)),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Look for one proof that counts; else say who must act."""
        relevant = (fact for fact in case.facts.external if fact.certificate == self.certificate)
        sifted = sift(relevant, lambda fact: self._reason(fact, case))
        is_met = bool(sifted.counted)
        if any(remark.why == _NOT_VERIFIED for remark in sifted.ignored):
            ask = Action(who="registrar", do="verify-proof", count=1, node=node)
        else:
            ask = Action(who="learner", do="submit-proof", count=1, node=node)
        return Judgement(
            status=Status.MET if is_met else Status.NEEDS,
            say=f"{min(len(sifted.counted), 1)} of 1 proof",
            counted=sifted.ids,
            ignored=sifted.remarks,
            needs=() if is_met else (ask,),
        )

    def ask(self, titles: Titles) -> str:  # noqa: ARG002 # refers to no rubric or instrument
        """Say which certificate, proven how."""
        return f"Prove the certificate {readable(self.certificate)} by {one_of(self.proof)}"

    def _reason(self, fact: ExternalFact, case: Case) -> str | None:
        if fact.proof not in self.proof:
            return f"proof is only {fact.proof}"
        if fact.expires is not None and fact.expires < case.as_of:
            return "expired"
        return None if fact.verified else _NOT_VERIFIED
