"""What an approved award will say: results and evidence entries (education.md 6.1 and 6.2).

Nothing here names a person, a waiver, a revision, a comment or a metric.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from issuer.assessment.publishing import level_id, result_id
from issuer.assessment.work import Work
from issuer.badges import Evidence, Result
from issuer.badges.award import Award
from issuer.criteria import Decision, DecisionNode, Facts, Node, Status, low_median
from issuer.criteria.facts import AttestationFact, RatingFact, SignoffFact
from issuer.criteria.leaves import EvidenceLeaf, PeersLeaf, RubricLeaf
from issuer.documents import Document, digest, digest_multibase

_SHARE_EVIDENCE = "share-evidence"
_NUMBERS = {1: "one", 2: "two", 3: "three"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """An adult whose rating or sign-off counts, in one role."""

    person: str
    role: str
    is_guardian: bool


def award_of(work: Work, decision: Decision, facts: Facts) -> Award:
    """Build the award of a decision that is met, as its approver approves it now."""
    if work.actor is None or work.definition.achievement is None:
        raise TypeError("only a person approves, and only what is published")
    submission, terms = work.submission, work.criteria.award
    awarded_at = work.now.replace(microsecond=0)
    return Award(
        id=work.services.ids.new_id(),
        organisation=submission.organisation,
        submission=submission.id,
        definition=submission.definition,
        learner=submission.learner,
        credential_id=submission.credential_id,
        achievement=work.definition.achievement,
        results=tuple(result.to_dict() for result in _results(work, decision)),
        evidence=tuple(entry.to_dict() for entry in _evidence(work, decision, facts)),
        awarded_at=awarded_at,
        approved_by=work.actor.person,
        decision=decision.to_dict(),
        decision_hash=decision.hash,
        facts=facts.to_dict(),
        valid_until=terms.valid_for.after(awarded_at) if terms.valid_for else None,
        status_purpose=work.definition.status_purpose,
        credits_earned=None if terms.credits is None else float(terms.credits),
    )


def adults_behind(decision: Decision, facts: Facts) -> tuple[Adult, ...]:
    """Return the adults whose ratings and sign-offs are counted in what is met."""
    counted = {
        fact
        for node in decision.tree.walk()
        if node.kind in {"rubric", "signoff"} and node.status is Status.MET
        for fact in node.counted
    }
    said: tuple[RatingFact | SignoffFact, ...] = (*facts.ratings, *facts.signoffs)
    adults = {
        Adult(person=fact.by, role=fact.role, is_guardian="guardian" in fact.conflicts)
        for fact in said
        if fact.id in counted
    }
    return tuple(sorted(adults, key=lambda adult: (adult.role, adult.person)))


def _results(work: Work, decision: Decision) -> Iterator[Result]:
    achievement = str((work.definition.achievement or {})["id"])
    for node, judged in _met(work, decision):
        leaf = node.rule
        if isinstance(leaf, RubricLeaf) and node.id in work.criteria.award.results:
            for criterion in leaf.levels:
                yield Result(
                    result_description=result_id(achievement, node.id, criterion),
                    achieved_level=level_id(
                        achievement, node.id, criterion, judged.levels[criterion]
                    ),
                )
        if isinstance(leaf, PeersLeaf):
            lowest = min(judged.levels.values(), key=work.criteria.scale.position)
            yield Result(
                result_description=result_id(achievement, node.id),
                achieved_level=level_id(achievement, node.id, lowest),
            )


def _met(work: Work, decision: Decision) -> Iterator[tuple[Node, DecisionNode]]:
    """Yield the leaves that are met and not waived, with their judgement."""
    for node in work.criteria.nodes():
        judged = decision.node(node.id)
        if judged is not None and judged.status is Status.MET and judged.waived is None:
            yield node, judged


def _evidence(work: Work, decision: Decision, facts: Facts) -> Iterator[Evidence]:
    yield from _items(work, decision)
    for node in work.criteria.nodes():
        judged = decision.node(node.id)
        is_met = judged is not None and judged.status is Status.MET
        if judged is not None and is_met and isinstance(node.rule, PeersLeaf):
            yield _peer_record(work, node, node.rule, judged, facts)
    yield _assessment_record(work, decision, facts)


def _items(work: Work, decision: Decision) -> Iterator[Evidence]:
    """Yield one entry per counted item, under the first leaf that counts it."""
    submission = work.submission
    stored = {
        item.id: item for item in work.uow.evidence.of(submission.organisation, submission.id)
    }
    consents = work.uow.consents.of(submission.organisation, submission.learner)
    may_share = any(each.purpose == _SHARE_EVIDENCE and each.holds(work.now) for each in consents)
    told: set[str] = set()
    for node, judged in _met(work, decision):
        if not isinstance(node.rule, EvidenceLeaf):
            continue
        for fact in judged.counted:
            if fact not in told:
                told.add(fact)
                item = stored[fact]
                yield Evidence(
                    id=work.services.ids.new_urn(),
                    name=node.label,
                    genre=item.kind,
                    description=item.title if may_share else None,
                    digest_multibase=_multibase(item.digest),
                )


def _peer_record(
    work: Work, node: Node, leaf: PeersLeaf, judged: DecisionNode, facts: Facts
) -> Evidence:
    counted = [fact for fact in facts.attestations if fact.id in judged.counted]
    if judged.waived is not None:
        counted = []
    records: Document = {
        "submission": work.submission.id,
        "node": node.id,
        "attestations": [
            {"id": fact.id, "relation": fact.relation, "levels": fact.levels} for fact in counted
        ],
    }
    return Evidence(
        id=work.services.ids.new_urn(),
        name=node.label,
        genre="Peer verification record",
        narrative=_peers_in_words(work, leaf, counted),
        digest_multibase=_multibase(digest(records)),
    )


def _peers_in_words(work: Work, leaf: PeersLeaf, counted: list[AttestationFact]) -> str:
    if not counted:
        return "0 peer attestations"
    relations = Counter(fact.relation for fact in counted)
    team, outside = relations["teammate"], relations["outside"]
    parts = [f"{team} teammate{'s' if team > 1 else ''}"] if team else []
    parts += [f"{outside} outside the team"] if outside else []
    assigned = "assigned " if all(fact.assigned for fact in counted) else ""
    peers = f"{len(counted)} {assigned}peer{'s' if len(counted) > 1 else ''} ({', '.join(parts)})"
    return f"{peers}; {_agreement(work, leaf, counted)}."


def _agreement(work: Work, leaf: PeersLeaf, counted: list[AttestationFact]) -> str:
    within, near, answers = leaf.agreement.within, 0, 0
    for item in leaf.levels:
        levels = [
            work.criteria.scale.position(fact.levels[item])
            for fact in counted
            if item in fact.levels
        ]
        if levels:
            median = low_median(levels)
            near += sum(abs(level - median) <= within for level in levels)
            answers += len(levels)
    distance = (
        f"{_NUMBERS.get(within, str(within))} level{'' if within == 1 else 's'} of the median"
    )
    if within == 0:
        distance = "the median level itself"
        return (
            f"all at {distance}"
            if near == answers
            else f"{near} of {answers} answers at {distance}"
        )
    share = "all" if near == answers else f"{near} of {answers} answers"
    return f"{share} within {distance}"


def _assessment_record(work: Work, decision: Decision, facts: Facts) -> Evidence:
    return Evidence(
        id=work.services.ids.new_urn(),
        name="Assessment",
        genre="Assessment record",
        narrative=_assessment_in_words(work, adults_behind(decision, facts)),
        digest_multibase=_multibase(decision.hash),
    )


def _assessment_in_words(work: Work, adults: tuple[Adult, ...]) -> str:
    approver = "" if work.actor is None else work.actor.person
    people = {adult.person for adult in adults}
    if not people:
        return "Approved by 1 adult."
    roles = ", ".join(sorted({adult.role.replace("-", " ") for adult in adults}))
    assessed = f"Assessed by {len(people)} adult{'s' if len(people) > 1 else ''} ({roles})"
    if people == {approver}:
        approved = "approved by the same adult"
    elif approver in people:
        approved = "approved by one of them"
    else:
        approved = "approved by a second adult" if len(people) == 1 else "approved by another adult"
    guardian = "; assessed by a guardian" if any(adult.is_guardian for adult in adults) else ""
    return f"{assessed}; {approved}{guardian}."


def _multibase(digest_text: str) -> str:
    return digest_multibase(bytes.fromhex(digest_text.removeprefix("sha256:")))
