"""What a link shows of a learner's work: chosen items, or where the work stands in words.

Whether the link is open, and that somebody looked, the room next door has settled.
"""

from dataclasses import dataclass

from issuer import access
from issuer.access import Action, Actor
from issuer.assessment.model import EvidenceItem, EvidenceStatus
from issuer.assessment.ports import Services
from issuer.assessment.recording import NOTED, note_reading
from issuer.assessment.review_queries import opened, opened_part
from issuer.assessment.rows import EvidenceFile
from issuer.assessment.wording import holder_of, next_actions
from issuer.assessment.work import target_of
from issuer.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """One submission as a family link tells it: no evidence, no comments, no names."""

    title: str
    state: str
    holder: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareableWork:
    """What of one piece of work may be put behind a link: items of the last hand-in."""

    submission: str
    credential_id: str
    items: tuple[EvidenceItem, ...]


def list_shareable(actor: Actor, learner: str, services: Services) -> tuple[ShareableWork, ...]:
    """List what the learner's side may choose from; a guardian's reading leaves its event."""
    with services.read_only() as uow:
        target = target_of(learner, uow, actor.organisation, services.clock())
        access.require(actor, Action.READ_EVIDENCE, target)
        found = tuple(
            ShareableWork(
                submission=each.id,
                credential_id=each.credential_id,
                items=tuple(
                    item
                    for item in uow.evidence.of(each.organisation, each.id)
                    if item.belongs_to(each.revision) and item.status is EvidenceStatus.ACCEPTED
                ),
            )
            for each in uow.submissions.of_learner(actor.organisation, learner)
        )
    if actor.role in NOTED:
        note_reading(actor, learner, learner, services)
    return found


def shared_items(
    organisation: str, learner: str, items: tuple[str, ...], services: Services
) -> tuple[EvidenceItem, ...]:
    """Return those of the chosen items that are the learner's and still there."""
    found = []
    with services.read_only() as uow:
        for item_id in items:
            try:
                item = uow.evidence.get(organisation, item_id)
            except NotFoundError:
                continue
            if item.learner == learner and item.status is not EvidenceStatus.WITHDRAWN:
                found.append(item)
    return tuple(found)


def open_shared(organisation: str, learner: str, item_id: str, services: Services) -> EvidenceFile:
    """Open the bytes of a chosen item; NotFoundError."""
    return opened(_shared_item(organisation, learner, item_id, services), services)


def open_shared_part(
    organisation: str, learner: str, item_id: str, services: Services
) -> EvidenceFile:
    """Open the bytes of a chosen item to read a part, as `open_evidence_part`; NotFoundError."""
    return opened_part(_shared_item(organisation, learner, item_id, services), services)


def _shared_item(organisation: str, learner: str, item_id: str, services: Services) -> EvidenceItem:
    items = shared_items(organisation, learner, (item_id,), services)
    if not items:
        raise NotFoundError("There is nothing at this address, or it is private")
    return items[0]


def family_view(organisation: str, learner: str, services: Services) -> tuple[FamilyRow, ...]:
    """Say in words where each submission of a learner stands and who does what next."""
    with services.read_only() as uow:
        return tuple(
            FamilyRow(
                title=uow.definitions.get(organisation, each.definition).title,
                state=each.state.value,
                holder=holder_of(each),
                next=tuple(action.sentence for action in next_actions(each)),
            )
            for each in uow.submissions.of_learner(organisation, learner)
        )
