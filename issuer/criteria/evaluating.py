"""The one evaluator: criteria and facts in, decision out (education.md 2.8).

No clock, no storage, no network, no randomness: `facts.as_of` is the only now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from issuer.criteria.decision import Action, Decision, DecisionNode, Status
from issuer.criteria.definition import Criteria
from issuer.criteria.facts import (
    AttestationFact,
    Facts,
    ModerationFact,
    RatingFact,
    SignoffFact,
    WaiverFact,
)
from issuer.criteria.leaves import Case, Leaf
from issuer.criteria.leaves.sifting import sift
from issuer.criteria.nodes import Group, Node
from issuer.criteria.scales import Scale
from issuer.errors import MalformedError


def evaluate(criteria: Criteria, facts: Facts) -> Decision:
    """Judge one revision by the criteria that it is pinned to.

    Raises:
        MalformedError: the snapshot is a bug of its builder: made for other criteria (code
            `criteria_hash`), an id twice (`dup_id`), a level off the scale (`level`), a fact of a
            later revision (`revision`), a time without zone (`date`).
    """
    if facts.criteria != criteria.hash:
        raise MalformedError(
            f"These facts belong to {facts.criteria}, not to {criteria.hash}: evaluate them with "
            "the document that the submission is pinned to",
            code="criteria_hash",
        )
    case = _case_of(criteria, facts)
    tree = _judge(criteria.root, case)
    late = _is_late(criteria, facts)
    is_blocked = late and tree.status is Status.MET
    extend = Action(who="registrar", do="extend-or-decline", count=1, node=criteria.root.id)
    return Decision(
        result=Status.NEEDS if is_blocked else tree.status,
        as_of=facts.as_of,
        learner=facts.learner,
        submission=facts.submission,
        revision=facts.revision,
        criteria=criteria.hash,
        facts=facts.hash(),
        pins=facts.pins,
        late=late,
        tree=tree,
        next=(extend,) if is_blocked else tree.open_actions(),
    )


def group_status(n: int, statuses: Iterable[Status]) -> Status:
    """Join children by Kleene's logic: one rule for `all_of`, `any_of` and `n_of` (2.8, rule 2)."""
    answers = tuple(statuses)
    met = answers.count(Status.MET)
    if met >= n:
        return Status.MET
    return Status.NEEDS if met + answers.count(Status.NEEDS) >= n else Status.NOT_YET


def _case_of(criteria: Criteria, facts: Facts) -> Case:
    """Check what the type system cannot, and bring every list into canonical order."""
    seen: set[str] = set()
    for fact in facts.all():
        if fact.id in seen:
            raise MalformedError(f"The fact {fact.id!r} occurs twice", code="dup_id")
        if fact.at.tzinfo is None:
            raise MalformedError(f"The fact {fact.id!r} has a time without zone", code="date")
        seen.add(fact.id)
    _check_levels(criteria.scale, facts)
    _check_revisions(facts)
    return Case(facts=facts.in_order(), scale=criteria.scale)


def _check_levels(scale: Scale, facts: Facts) -> None:
    adults: tuple[RatingFact | ModerationFact, ...] = (*facts.ratings, *facts.moderations)
    for fact in adults:
        scale.position(fact.level)
    for attestation in facts.attestations:
        for level in attestation.levels.values():
            scale.position(level)


def _check_revisions(facts: Facts) -> None:
    revised: tuple[RatingFact | AttestationFact | ModerationFact | SignoffFact, ...] = (
        *facts.ratings,
        *facts.attestations,
        *facts.moderations,
        *facts.signoffs,
    )
    for fact in revised:
        if fact.revision > facts.revision:
            raise MalformedError(
                f"The fact {fact.id!r} is about revision {fact.revision}, which comes later than "
                f"{facts.revision}",
                code="revision",
            )


def _is_late(criteria: Criteria, facts: Facts) -> bool:
    """Compare with the latest of `closes` and all extensions (2.8, rule 8)."""
    closes = criteria.window.closes
    if closes is None:
        return False
    return facts.submitted_at > max([closes, *(fact.until for fact in facts.extensions)])


def _judge(node: Node, case: Case) -> DecisionNode:
    judged = (
        _judge_group(node, node.rule, case)
        if isinstance(node.rule, Group)
        else _judge_leaf(node, node.rule, case)
    )
    waivers = [fact for fact in case.facts.waivers if fact.node == node.id]
    return _waived(judged, node, waivers) if waivers else judged


def _judge_group(node: Node, group: Group, case: Case) -> DecisionNode:
    children = tuple(_judge(child, case) for child in group.children)
    met = sum(child.status is Status.MET for child in children)
    return DecisionNode(
        id=node.id,
        title=node.label,
        kind=group.kind,
        status=group_status(group.n, (child.status for child in children)),
        say=f"{met} met; {group.n} of {len(children)} required",
        children=children,
    )


def _judge_leaf(node: Node, leaf: Leaf, case: Case) -> DecisionNode:
    judgement = leaf.judge(node.id, case)
    return DecisionNode(
        id=node.id,
        title=node.label,
        kind=leaf.kind,
        status=judgement.status,
        say=judgement.say,
        counted=judgement.counted,
        ignored=judgement.ignored,
        needs=judgement.needs,
        levels=judgement.levels,
    )


def _waived(judged: DecisionNode, node: Node, waivers: Sequence[WaiverFact]) -> DecisionNode:
    """Apply a waiver: the node is met, its own findings and children stay (2.8, rule 7)."""

    def reason(waiver: WaiverFact) -> str | None:
        if waiver.role not in node.waivable:
            return f"not waivable by {waiver.role}"
        return "waiver withdrawn" if waiver.withdrawn else None

    sifted = sift(waivers, reason)
    remarked = replace(
        judged,
        counted=tuple(sorted(judged.counted + sifted.ids)),
        ignored=tuple(sorted(judged.ignored + sifted.ignored, key=lambda remark: remark.fact)),
    )
    if not sifted.counted:
        return remarked
    role = sifted.counted[0].role
    return replace(remarked, status=Status.MET, waived=role, needs=(), say=f"waived by {role}")
