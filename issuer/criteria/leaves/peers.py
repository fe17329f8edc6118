"""The `peers` leaf: assigned peers attest behaviours; an adult moderates where they are split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Self

from issuer.criteria.decision import Action, Status
from issuer.criteria.facts import AttestationFact
from issuer.criteria.leaves.leaf import Case, Judgement, Titles
from issuer.criteria.leaves.moderating import Answers, sift_moderations
from issuer.criteria.leaves.sifting import (
    STATE_REASONS,
    Sifted,
    conflict_reason,
    sift,
    sift_latest,
)
from issuer.criteria.phrases import all_together, counted_noun, readable
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    decimal_where,
    distinct,
    integer,
    mapped,
    ref,
    slug,
)
from issuer.criteria.scales import Scale
from issuer.criteria.vocabulary import ALWAYS_VOID, PEER_CONFLICTS, RELATIONS
from issuer.documents import Json

MOST_PEERS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The share of answers that must lie within so many levels of the low median."""

    within: int = 1
    share: Decimal = Decimal("0.75")

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read `agreement`; both members are required."""
        members = Members(value, place)
        agreement = cls(
            within=members.required("within", integer(0)),
            share=members.required(
                "share", decimal_where(lambda share: 0 <= share <= 1, "from 0 to 1")
            ),
        )
        members.finish()
        return agreement

    def holds(self, answers: Answers) -> bool:
        """Say whether enough answers are near the low median."""
        near = sum(abs(answer - answers.median) <= self.within for answer in answers.ranked)
        return near >= self.share * len(answers.ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeersLeaf:
    """Wants `min` distinct peers and, per item of `levels`, at least its low-median level."""

    kind: ClassVar[str] = "peers"

    instrument: str
    min: int
    levels: Mapping[str, str]
    mix: Mapping[str, int] = field(default_factory=dict)
    exclude: tuple[str, ...] = PEER_CONFLICTS
    assigned_only: bool = True
    calibrated: bool = True
    agreement: Agreement = Agreement()

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the settings of education.md 2.3."""
        members = Members(value, place)
        conflicts = distinct(choice(*PEER_CONFLICTS), least=1)
        leaf = cls(
            instrument=members.required("instrument", ref),
            min=members.required("min", integer(1, MOST_PEERS)),
            mix=members.optional("mix", mapped(choice(*RELATIONS), integer(0)), {}),
            levels=members.required("levels", mapped(slug, slug, least=1)),
            exclude=members.optional("exclude", conflicts, PEER_CONFLICTS),
            assigned_only=members.optional("assigned_only", boolean, default=True),
            calibrated=members.optional("calibrated", boolean, default=True),
            agreement=members.optional("agreement", Agreement.read, Agreement()),
        )
        members.finish()
        return leaf

    def judge(self, node: str, case: Case) -> Judgement:
        """Ask for missing peers first, then look at each item (2.9, peers, exactly)."""
        sifted = self._sift(case)
        answers = self._answers([fact.levels for fact in sifted.counted], case.scale)
        shortage = self._shortage(node, sifted.counted)
        split = frozenset[str]() if shortage else self._split(answers)
        moderations = sift_moderations(node, case, answers, split)
        moderated = {fact.item: case.scale.position(fact.level) for fact in moderations.counted}
        reached = {
            item: moderated.get(item, found.median) for item, found in answers.items() if found
        }
        say = f"{len(sifted.counted)} of {counted_noun(self.min, 'peer')}"
        if shortage:
            status, tail, needs = Status.NEEDS, "", shortage
        else:
            status, tail, needs = self._verdict(
                node, case.scale, answers, reached, split - moderated.keys()
            )
        return Judgement(
            status=status,
            say=say + tail,
            counted=tuple(sorted(sifted.ids + moderations.ids)),
            ignored=tuple(sorted(sifted.ignored + moderations.ignored, key=lambda it: it.fact)),
            needs=needs,
            levels={item: case.scale.names[position] for item, position in reached.items()},
        )

    def ask(self, titles: Titles) -> str:
        """Say how many peers of which relation confirm what."""
        wanted = all_together(
            [
                f"{titles.item(self.instrument, item)} ({self.levels[item]})"
                for item in sorted(self.levels)
            ]
        )
        least = [
            f"{count} outside the team" if relation == "outside" else counted_noun(count, relation)
            for relation, count in sorted(self.mix.items(), reverse=True)
            if count
        ]
        mix = f" (at least {all_together(least)})" if least else ""
        assigned = "assigned " if self.assigned_only else ""
        return (
            f"{self.min} {assigned}peer{'s' if self.min > 1 else ''}{mix} answer"
            f"{'' if self.min > 1 else 's'} the questions of "
            f"“{titles.instrument(self.instrument)}”, reaching at least: {wanted}"
        )

    def split_items(self, said: Sequence[Mapping[str, str]], scale: Scale) -> frozenset[str]:
        """Return the items on which these answers lie too far apart to be settled by peers."""
        return self._split(self._answers(said, scale))

    def _answers(self, said: Sequence[Mapping[str, str]], scale: Scale) -> Mapping[str, Answers]:
        return {
            item: Answers.of(scale.position(levels[item]) for levels in said if item in levels)
            for item in sorted(self.levels)
        }

    def _shortage(self, node: str, counted: Sequence[AttestationFact]) -> tuple[Action, ...]:
        needs: list[Action] = []
        for relation in sorted(self.mix):
            found = sum(fact.relation == relation for fact in counted)
            if (short := self.mix[relation] - found) > 0:
                needs.append(Action(who=f"peer:{relation}", do="attest", count=short, node=node))
        remainder = self.min - len(counted) - sum(action.count for action in needs)
        if remainder > 0:
            needs.append(Action(who="peer", do="attest", count=remainder, node=node))
        return tuple(needs)

    def _split(self, answers: Mapping[str, Answers]) -> frozenset[str]:
        return frozenset(
            item
            for item, found in answers.items()
            if len(found.ranked) >= self.min and not self.agreement.holds(found)
        )

    def _verdict(
        self,
        node: str,
        scale: Scale,
        answers: Mapping[str, Answers],
        reached: Mapping[str, int],
        split: frozenset[str],
    ) -> tuple[Status, str, tuple[Action, ...]]:
        thin = {
            item: self.min - len(found.ranked)
            for item, found in answers.items()
            if len(found.ranked) < self.min
        }
        low = [
            readable(item)
            for item in answers
            if item not in split
            and item not in thin
            and reached[item] < scale.position(self.levels[item])
        ]
        if low:
            revise = Action(who="learner", do="revise", count=1, node=node)
            return Status.NOT_YET, f"; not there yet: {', '.join(low)}", (revise,)
        wanted = (
            ("teacher", "moderate", len(split)),
            ("peer", "attest", max(thin.values(), default=0)),
        )
        needs = tuple(
            Action(who=who, do=do, count=count, node=node) for who, do, count in wanted if count
        )
        if needs:
            still = [readable(item) for item in answers if item in split or item in thin]
            return Status.NEEDS, f"; still open: {', '.join(still)}", needs
        return Status.MET, "; every behaviour is confirmed", ()

    def _sift(self, case: Case) -> Sifted[AttestationFact]:
        relevant = (fact for fact in case.facts.attestations if fact.instrument == self.instrument)
        first = sift(relevant, lambda fact: self._reason(fact, case))
        return first.then(sift_latest(first.counted, lambda fact: fact.by))

    def _reason(self, fact: AttestationFact, case: Case) -> str | None:
        if fact.by == case.facts.learner:
            return "self"
        if STATE_REASONS[fact.status] is not None:
            return STATE_REASONS[fact.status]
        if fact.revision < case.facts.revision:
            return "about an older revision"
        lifted = frozenset(PEER_CONFLICTS) - ALWAYS_VOID - frozenset(self.exclude)
        if (conflict := conflict_reason(fact, lifted=lifted)) is not None:
            return conflict
        if self.assigned_only and not fact.assigned:
            return "not assigned by the system"
        return "reviewer not calibrated" if self.calibrated and not fact.calibrated else None
