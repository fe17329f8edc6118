"""Reads for pages, answers and lists; nothing here changes anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from issuer.access import Action, Actor, Role, Target, require
from issuer.badges import Standing
from issuer.errors import NotFoundError, RuleError
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    KeyRecord,
    Marks,
    StatusListRecord,
    Visibility,
    marks_of,
    standing_of,
)
from issuer.issuance.openness import Openness, openness_of
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.showing import target_of

#: A page of a list; more is asked for with the cursor.
MAX_PAGE = 100
#: How many rows one search looks at.
LOOKED_AT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts:
    """A credential as it may be shown today.

    Attributes:
        open: what anyone may see of it today.
        suspension_is_local: it is suspended, and only our own page and answers can say so.
    """

    record: CredentialRecord
    marks: Marks
    standing: Standing
    open: Openness
    suspension_is_local: bool

    @property
    def public(self) -> bool:
        """Whether the page is public, with consent; if not, it is nameless."""
        return self.open.public


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialPage:
    """Some credentials and where the next page begins; `next_after` is None on the last one."""

    credentials: tuple[CredentialFacts, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for: one badge version, one standing, what ends within some days."""

    definition: str | None = None
    standing: type[Standing] | None = None
    within: timedelta | None = None

    def fits(self, facts: CredentialFacts, now: datetime) -> bool:
        """Tell whether a credential is among the wanted."""
        record = facts.record
        if self.definition is not None and record.definition != self.definition:
            return False
        if self.standing is not None and not isinstance(facts.standing, self.standing):
            return False
        if self.within is None:
            return True
        return record.valid_until is not None and now <= record.valid_until <= now + self.within


def credential_page_facts(public_id: str, services: Services) -> CredentialFacts:
    """Return an issued credential that may be seen by anyone who has its address.

    Raises:
        NotFoundError: unknown, not issued or private: one answer for all of them.
    """
    with services.read_only() as uow:
        record = uow.credentials.by_public_id(public_id)
        # Refused before more is read, so that a private one takes no longer than none (row 85).
        if record is None or record.visibility is Visibility.PRIVATE:
            raise _no_such_credential()
        facts = _facts(record, uow, services)
    if not facts.open.seen:
        raise _no_such_credential()
    return facts


def credential_bytes(public_id: str, services: Services) -> CredentialRecord:
    """Return a credential whose `data` may be handed out; raises as `credential_page_facts`.

    Bytes are signed for ever: where they tell the learner's own titles and the consent for that was
    withdrawn, they are as private as the titles, until the badge is issued again without.
    """
    facts = credential_page_facts(public_id, services)
    if not facts.open.served:
        raise _no_such_credential()
    return facts.record


def credential_for(actor: Actor, public_id: str, services: Services) -> CredentialFacts:
    """Return a credential to its learner, guardian or school, private ones included.

    Raises:
        NotFoundError: unknown, not issued, or of another organisation.
        ForbiddenError: the actor is none of them.
    """
    with services.read_only() as uow:
        record = uow.credentials.by_public_id(public_id)
        if record is None:
            raise _no_such_credential()
        target = target_of(record.organisation, record.learner, uow, services.clock())
        try:
            require(actor, Action.READ_CREDENTIAL, target)
        except NotFoundError:
            # The same words as for an unknown one: a difference would tell that it exists.
            raise _no_such_credential() from None
        return _facts(record, uow, services)


def require_export(actor: Actor, facts: CredentialFacts) -> None:
    """Let a holder take a badge away; for a minor the consent `wallet-export` comes first.

    What has left cannot be called back, so it is not a child's decision alone.

    Raises:
        RuleError: a minor without it, code `consent_missing`.
    """
    if actor.role is Role.LEARNER and not facts.open.exported:
        raise RuleError(
            "Taking a badge away needs the consent 'wallet-export'; a guardian gives it",
            code="consent_missing",
        )


def credential_facts_of(
    public_id: str, organisation: str, learner: str, services: Services
) -> CredentialFacts:
    """Return an issued credential of one learner, for a link that the learner's side made.

    Raises:
        NotFoundError: unknown, not issued, or somebody else's.
    """
    with services.read_only() as uow:
        record = uow.credentials.by_public_id(public_id)
        if record is None or (record.organisation, record.learner) != (organisation, learner):
            raise _no_such_credential()
        return _facts(record, uow, services)


def definition_of(credential_id: str, services: Services) -> str:
    """Return the id of the badge definition of a credential; NotFoundError."""
    with services.read_only() as uow:
        return uow.credentials.by_id(CredentialId(credential_id)).definition


def credential_of_award(award_id: str, services: Services) -> CredentialRecord | None:
    """Return the newest living credential of an award, issued or on its way, if any."""
    with services.read_only() as uow:
        return uow.credentials.of_award(award_id)


def list_credentials(
    actor: Actor,
    services: Services,
    *,
    learner: str | None = None,
    after: str | None = None,
    limit: int = MAX_PAGE,
) -> CredentialPage:
    """Return issued credentials of the actor's organisation or of one learner, oldest first.

    Raises:
        ForbiddenError: a learner or guardian asks for others than the own ones.
    """
    size = max(1, min(limit, MAX_PAGE))
    with services.read_only() as uow:
        _require_list(actor, learner, uow, services)
        rows = uow.credentials.page(
            actor.organisation,
            learner=learner,
            after=after,
            limit=size + 1,
            among=None
            if actor.units is None
            else uow.people.in_units(actor.organisation, actor.units),
        )
        shown = tuple(_facts(row, uow, services) for row in rows[:size])
    more = len(rows) > size
    return CredentialPage(credentials=shown, next_after=rows[size - 1].row if more else None)


def search_credentials(
    actor: Actor,
    wanted: Wanted,
    services: Services,
    *,
    after: str | None = None,
    limit: int = MAX_PAGE,
) -> CredentialPage:
    """Return issued credentials of the actor's organisation and units that are wanted.

    At most `LOOKED_AT` rows are looked at; `next_after` says where to go on, if there are more.

    Raises:
        ForbiddenError: the actor reads the own ones only.
    """
    found: list[CredentialFacts] = []
    last, now = after, services.clock()
    for _ in range(LOOKED_AT // MAX_PAGE):
        page = list_credentials(actor, services, after=last)
        for facts in page.credentials:
            last = facts.record.row
            if wanted.fits(facts, now):
                found.append(facts)
                if len(found) == limit:
                    more = last if facts is not page.credentials[-1] else page.next_after
                    return CredentialPage(credentials=tuple(found), next_after=more)
        if page.next_after is None:
            return CredentialPage(credentials=tuple(found), next_after=None)
    return CredentialPage(credentials=tuple(found), next_after=last)


def list_shown(
    services: Services, *, unlisted: bool = False, after: str | None = None
) -> CredentialPage:
    """Return some credentials of all organisations that anyone may see.

    Public ones whose consent holds; with `unlisted` also those that are seen by their link alone.
    """
    with services.read_only() as uow:
        rows = uow.credentials.shown(after=after, limit=MAX_PAGE + 1)
        found = tuple(_facts(row, uow, services) for row in rows[:MAX_PAGE])
    more = len(rows) > MAX_PAGE
    return CredentialPage(
        credentials=tuple(each for each in found if each.open.seen and (unlisted or each.public)),
        next_after=rows[MAX_PAGE - 1].row if more else None,
    )


def list_status_lists(services: Services) -> tuple[str, ...]:
    """Return the ids of all status lists of the installation, published or about to be."""
    with services.read_only() as uow:
        return tuple(record.id for record in uow.status_lists.all())


def count_by_achievement(organisation: str, services: Services) -> dict[str, int]:
    """Return how many credentials were issued of each achievement, by achievement id."""
    with services.read_only() as uow:
        return dict(uow.credentials.count_by_achievement(organisation))


def published_status_list(list_id: str, services: Services) -> StatusListRecord:
    """Return a status list with its signed bytes; the version is its ETag.

    Raises:
        NotFoundError: there is none, or it was never published.
    """
    with services.read_only() as uow:
        record = uow.status_lists.get(list_id)
    if record.data is None:
        raise NotFoundError("There is no such status list", code="not_found")
    return record


def is_suspended(public_id: str, issuer_id: str, services: Services) -> bool | None:
    """Tell whether a credential of one of our issuers is suspended; None if it is none of ours.

    Whoever asks holds the signed credential, so its visibility does not matter.
    """
    with services.read_only() as uow:
        record = uow.credentials.by_public_id(public_id)
        if record is None or uow.organisations.get(record.organisation).did != issuer_id:
            return None
        return marks_of(uow.credentials.marks(record.id)).suspended is not None


def list_keys(organisation: str, services: Services) -> tuple[KeyRecord, ...]:
    """Return all keys of an organisation, oldest first."""
    with services.read_only() as uow:
        return uow.keys.of(organisation)


def _require_list(actor: Actor, learner: str | None, uow: UnitOfWork, services: Services) -> None:
    target = Target(organisation=actor.organisation)
    if learner is not None:
        target = target_of(actor.organisation, learner, uow, services.clock())
    require(actor, Action.READ_CREDENTIAL, target)


def _facts(record: CredentialRecord, uow: UnitOfWork, services: Services) -> CredentialFacts:
    now = services.clock()
    marks = marks_of(uow.credentials.marks(record.id))
    return CredentialFacts(
        record=record,
        marks=marks,
        standing=standing_of(record, marks, now),
        open=openness_of(record, uow, now),
        suspension_is_local=marks.suspended is not None and record.status_purpose == "revocation",
    )


def _no_such_credential() -> NotFoundError:
    return NotFoundError("There is no such badge", code="not_found")
