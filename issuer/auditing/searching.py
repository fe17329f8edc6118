"""Reading the log by search, and having it checked now; what an auditor reads is itself an entry.

Shown are pseudonyms, hashes and codes, never what evidence holds (reliability.md row 76).
"""

from dataclasses import dataclass, replace
from threading import Lock

from issuer.access import Action, Actor, Role, Target, require
from issuer.audit import Event
from issuer.auditing.checking import check_log
from issuer.auditing.faults import LogReport
from issuer.auditing.model import Entry, Wanted
from issuer.auditing.ports import Services
from issuer.errors import LimitError, UnavailableError

#: A longer log is checked by the command line: a page should answer within seconds.
MOST_CHECKED = 200_000
_PAGE = 50
#: One check at a time in each process: it reads everything.
_CHECKING = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Some entries, newest first; `next_after` is None on the last page."""

    entries: tuple[Entry, ...]
    next_after: str | None


def search_log(
    actor: Actor, wanted: Wanted, services: Services, *, after: str | None = None
) -> EntryPage:
    """Return the wanted entries of the actor's organisation and units.

    Raises:
        ForbiddenError: the actor does not read the log.
        NotFoundError: there is no event to go on from.
    """
    require(actor, Action.READ_LOG, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        if actor.units is not None:
            among = uow.people.in_units(actor.organisation, actor.units)
            wanted = replace(wanted, among=among)
        found = uow.event_search.page(actor.organisation, wanted, after=after, limit=_PAGE + 1)
    if actor.role is Role.AUDITOR:
        _note(actor, "record.viewed", services, learner=wanted.learner)
    shown = found[:_PAGE]
    last = next((each.event.id for each in reversed(shown) if each.event is not None), None)
    return EntryPage(entries=shown, next_after=last if len(found) > _PAGE else None)


def list_log_badges(actor: Actor, services: Services) -> tuple[tuple[str, str], ...]:
    """Return slug and title of the badges by which the log may be searched, by title."""
    require(actor, Action.READ_LOG, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        return uow.event_search.badges(actor.organisation)


def check_now(actor: Actor, services: Services, *, most: int = MOST_CHECKED) -> LogReport:
    """Check the whole log while somebody waits, and write down what came of it.

    Raises:
        ForbiddenError: the actor does not read the log.
        LimitError: the log is too long for that, code `log_size`.
        UnavailableError: another check is running, code `check_running`.
    """
    require(actor, Action.READ_LOG, Target(organisation=actor.organisation))
    with services.read_only() as uow:
        size = uow.audit_log.size()
    if size > most:
        raise LimitError(
            f"The log has {size} entries, too many to check while you wait. Ask whoever runs the"
            " service for: issuer audit verify",
            code="log_size",
        )
    if not _CHECKING.acquire(blocking=False):
        raise UnavailableError("A check is running already. Try again.", code="check_running")
    try:
        report = check_log(services)
    finally:
        _CHECKING.release()
    codes = {"size": str(report.size), "faults": str(len(report.faults))}
    _note(actor, "log.checked", services, codes=codes)
    return report


def _note(
    actor: Actor,
    name: str,
    services: Services,
    *,
    learner: str | None = None,
    codes: dict[str, str] | None = None,
) -> None:
    with services.unit_of_work() as uow:
        uow.events.append(
            Event(
                id=services.ids.new_id(),
                at=services.clock(),
                organisation=actor.organisation,
                actor=actor.person,
                role=actor.role.value,
                name=name,
                subject=learner or actor.organisation,
                learner=learner,
                codes=codes or {},
            )
        )
        uow.commit()
