"""Declare a conflict with somebody whom one knows by name: one's word about them shall not count.

Whoever declares cannot list people, so the name has to be known; all that is told is that nobody
of that name is here.
"""

from dataclasses import dataclass

from issuer.access import Action, Actor, Target, require
from issuer.accounts.commands import TiePeople
from issuer.accounts.enrolling import tie_people
from issuer.accounts.model import Tie, TieKind
from issuer.accounts.ports import Services
from issuer.errors import ConflictError, MalformedError

_MOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict:
    """Say that oneself and the person of this name are too close to judge each other."""

    actor: Actor
    name: str


def declare_conflict(command: DeclareConflict, services: Services) -> Tie:
    """Record a declared tie between the actor and the one person of that name.

    Raises:
        MalformedError: nobody else of this name is here, or several, code `conflict_name`.
        ConflictError: it is declared already, code `declared`.
    """
    actor = command.actor
    own = Target(organisation=actor.organisation, learner=actor.person)
    require(actor, Action.DECLARE_CONFLICT, own)
    wanted = " ".join(command.name.split()).casefold()[:_MOST]
    with services.read_only() as uow:
        found = [
            person.id
            for person in uow.people.members(actor.organisation)
            if person.name.casefold() == wanted and person.id != actor.person
        ]
        ties = uow.ties.of(actor.organisation, actor.person)
    if len(found) != 1:
        raise MalformedError(
            "Write the name as the school has it; if it is right, ask your teacher to do this",
            code="conflict_name",
        )
    if any(tie.kind is TieKind.DECLARED and found[0] in {tie.person, tie.other} for tie in ties):
        raise ConflictError("The school knows this already", code="declared")
    tie = TiePeople(actor=actor, person=actor.person, other=found[0], kind=TieKind.DECLARED)
    return tie_people(tie, services)
