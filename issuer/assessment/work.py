"""A submission under change inside one open transaction: who acts on what, by which criteria."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from issuer import access, criteria
from issuer.access import Action, Actor, Target
from issuer.assessment.model import Definition, ReviewState, Submission
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.recording import act_of
from issuer.audit import Event
from issuer.criteria import Criteria, Node
from issuer.errors import ForbiddenError, NotFoundError

L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything that a verb about one submission needs; `actor` is None for the system."""

    actor: Actor | None
    uow: UnitOfWork
    services: Services
    now: datetime
    submission: Submission
    definition: Definition
    criteria: Criteria

    def require(
        self,
        action: Action,
        *,
        assigned: frozenset[str] = frozenset(),
        listed: Iterable[str] = (),
    ) -> None:
        """Let the actor pass, or raise as `access.require`."""
        if self.actor is None:
            return
        target = target_of(
            self.submission.learner, self.uow, self.submission.organisation, self.now
        )
        asked = replace(
            target,
            assigned=assigned,
            listed_roles=frozenset(listed),
            opened_by=self._opened_by() if action is Action.READ_EVIDENCE else frozenset(),
        )
        access.require(self.actor, action, asked)

    def _opened_by(self) -> frozenset[str]:
        """Return the auditors who may read the evidence now."""
        broken = self.uow.broken_glass.of(self.submission.organisation, self.submission.id)
        return frozenset(each.by for each in broken if each.is_open(self.now))

    def require_another(self) -> None:
        """Refuse an act of assessment by the learner or by someone who is tied to the learner.

        Raises:
            ForbiddenError: code `own_work` or `conflict_of_interest`.
        """
        if self.actor is None:
            return
        if self.actor.person == self.submission.learner:
            raise ForbiddenError("One does not assess one's own work", code="own_work")
        if self.conflicts(self.actor.person, self.now):
            raise ForbiddenError(
                "You have a tie to this learner; another assessor has to do this",
                code="conflict_of_interest",
            )

    def conflicts(self, person: str, since: datetime) -> frozenset[str]:
        """Return the kinds of ties between a person and the learner since an act."""
        ties = self.uow.ties.of(self.submission.organisation, person)
        return access.conflicts_between(
            person, self.submission.learner, ties, since=since, until=self.now
        )

    def record(
        self,
        name: str,
        *,
        subject: str | None = None,
        object_hash: str | None = None,
        codes: Mapping[str, str] | None = None,
    ) -> Event:
        """Append the event of the act to the transaction, and return it."""
        event = act_of(
            self.actor,
            self.submission.organisation,
            name,
            subject or self.submission.id,
            self.services,
            learner=self.submission.learner,
            object_hash=object_hash,
            codes={"revision": str(self.submission.revision), **(codes or {})},
        )
        self.uow.events.append(event)
        return event

    def end_reviews(self) -> None:
        """End the open leases of the submission: nobody is waited for any longer."""
        for review in self.uow.reviews.of(self.submission.organisation, self.submission.id):
            if review.is_open():
                self.uow.reviews.save(replace(review, state=ReviewState.ENDED))

    def node(self, node_id: str) -> Node:
        """Return the node of that id in the pinned criteria.

        Raises:
            NotFoundError: the criteria have no such node.
        """
        found = self.criteria.node(node_id)
        if found is None:
            raise NotFoundError(f"The criteria have no node {node_id[:64]!r}", code="node")
        return found

    def leaves(self, kind: type[L]) -> Iterator[tuple[Node, L]]:
        """Yield the leaves of one kind with their nodes, in document order."""
        return leaves_of(self.criteria, kind)


def leaves_of(document: Criteria, kind: type[L]) -> Iterator[tuple[Node, L]]:
    """Yield the leaves of one kind with their nodes, in document order."""
    for node in document.nodes():
        if isinstance(node.rule, kind):
            yield node, node.rule


def load_work(
    actor: Actor | None, organisation: str, submission_id: str, uow: UnitOfWork, services: Services
) -> Work:
    """Take a submission for change, with the criteria it is pinned to; NotFoundError."""
    submission = uow.submissions.lock(organisation, submission_id)
    return work_on(actor, submission, uow, services)


def take(actor: Actor, submission_id: str, uow: UnitOfWork, services: Services) -> Work:
    """Take a submission of the actor's organisation for change; NotFoundError."""
    return load_work(actor, actor.organisation, submission_id, uow, services)


def work_on(
    actor: Actor | None, submission: Submission, uow: UnitOfWork, services: Services
) -> Work:
    """Return the work on a submission that is loaded already.

    Raises:
        NotFoundError: its learner is of other units than those the actor acts for.
    """
    if actor is not None and actor.units is not None:
        target = target_of(submission.learner, uow, submission.organisation, services.clock())
        if not access.is_within(actor, target):
            raise NotFoundError("There is nothing of that name here")
    definition = uow.definitions.get(submission.organisation, submission.definition)
    return Work(
        actor=actor,
        uow=uow,
        services=services,
        now=services.clock(),
        submission=submission,
        definition=definition,
        criteria=criteria.parse(definition.document),
    )


def target_of(learner: str, uow: UnitOfWork, organisation_id: str, now: datetime) -> Target:
    """Return a learner as what an act is about: with guardians in force and units."""
    organisation = uow.organisations.get(organisation_id)
    person = uow.people.get(organisation.id, learner)
    guardians = access.guardians_of(
        learner,
        uow.ties.of(organisation.id, learner),
        birth_date=person.birth_date,
        majority=organisation.age_of_majority,
        now=now,
    )
    return Target(
        organisation=person.organisation,
        learner=person.id,
        units=person.units,
        guardians=guardians,
    )
