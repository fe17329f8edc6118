"""Delete what is over its time, once a day and for each organisation (reliability.md 5).

Of an item of evidence the words, the address and the file go; its kind, title and digest stay, and
so do the decision and the credential. The row is emptied first and the file deleted after it: a
kill in between leaves a file that the next round finds, and never a page that promises bytes.
"""

from collections.abc import Iterator
from datetime import timedelta

from issuer.audit import Event
from issuer.retention.model import (
    LETTERS_KEPT,
    SIGN_INS_KEPT,
    Forgotten,
    OldItem,
    OldWork,
    Overdue,
    Terms,
    What,
)
from issuer.retention.ports import Services, UnitOfWork

#: The kind of outbox row that asks for a round.
ROUND = "retention.round"
#: Submissions of one round: a round is over long before its lease is.
_MOST = 100
#: Rounds of a day begin when few people work, in any zone of Europe or America.
_HOUR = 3


def overdue(services: Services, organisation: str | None = None) -> tuple[Overdue, ...]:
    """Return what is over its time, and what of it stays; changes nothing."""
    with services.read_only() as uow:
        return tuple(
            row
            for terms in uow.old_rows.terms()
            if organisation in (None, terms.organisation)
            for row in _overdue(terms, uow, services)
        )


def forget_overdue(organisation: str, services: Services) -> Forgotten:
    """Delete what is over its time at one organisation; repeating it changes nothing.

    `left` says that there is more than one round takes.
    """
    terms = _terms_of(organisation, services)
    if terms is None:
        return Forgotten()
    with services.read_only() as uow:
        found = uow.old_rows.old_work(terms, services.clock())
    waiting = [work for work in found if work.kept is None]
    items = sum(_forget_evidence(work, terms, services) for work in waiting[:_MOST])
    _delete_files(organisation, services)
    return Forgotten(
        items=items,
        sign_ins=_forget_sign_ins(organisation, services),
        letters=_forget_letters(organisation, services),
        left=len(waiting) > _MOST,
    )


def run_round(organisation: str, services: Services) -> None:
    """Do for the outbox what is to be done today, and ask for another round if that is not all."""
    if forget_overdue(organisation, services).left:
        with services.unit_of_work() as uow:
            uow.outbox.put(ROUND, organisation, organisation)
            uow.commit()


def plan_rounds(services: Services) -> int:
    """Plan the round of this day for every organisation that has none yet; returns how many.

    The row's id is made of organisation and day, so that many workers plan it once.
    """
    now = services.clock()
    due = now.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    day = f"{now:%Y-%m-%d}"
    with services.read_only() as uow:
        missing = uow.old_rows.unplanned(ROUND, day)
    if not missing:
        return 0
    with services.unit_of_work() as uow:
        for organisation in missing:
            uow.old_rows.plan(ROUND, day, organisation, due)
        uow.commit()
    return len(missing)


def _terms_of(organisation: str, services: Services) -> Terms | None:
    with services.read_only() as uow:
        found = uow.old_rows.terms()
    return next((terms for terms in found if terms.organisation == organisation), None)


def _overdue(terms: Terms, uow: UnitOfWork, services: Services) -> Iterator[Overdue]:
    now = services.clock()
    for work in uow.old_rows.old_work(terms, now):
        yield Overdue(
            organisation=terms.organisation,
            slug=terms.slug,
            what=work.what,
            count=work.items,
            oldest=work.since,
            subject=work.submission,
            kept=work.kept,
        )
    rows = uow.old_rows
    counted = (
        (What.SIGN_INS, rows.sign_ins(terms.organisation, now - SIGN_INS_KEPT)),
        (What.LETTERS, rows.letters(terms.organisation, now - LETTERS_KEPT)),
    )
    for what, (count, oldest) in counted:
        if oldest is not None:
            yield Overdue(
                organisation=terms.organisation,
                slug=terms.slug,
                what=what,
                count=count,
                oldest=oldest,
            )


def _forget_evidence(work: OldWork, terms: Terms, services: Services) -> int:
    """Empty the items of one submission, unless a hold or an appeal came first."""
    now = services.clock()
    with services.unit_of_work() as uow:
        uow.old_rows.lock(work)
        if not _is_still_due(work, terms, uow, services):
            return 0
        items = uow.old_rows.items(work.organisation, work.submission)
        for item in items:
            uow.old_rows.empty(item, now)
            uow.events.append(_deleted(item, work, services))
        uow.commit()
    services.reached("after_emptying")
    return len(items)


def _is_still_due(work: OldWork, terms: Terms, uow: UnitOfWork, services: Services) -> bool:
    found = uow.old_rows.old_work(terms, services.clock(), work.submission)
    return any(each.kept is None for each in found)


def _delete_files(organisation: str, services: Services) -> None:
    """Delete the files of emptied items; one that other work rests on stays for that."""
    with services.read_only() as uow:
        emptied = uow.old_rows.emptied(organisation)
    for item in emptied:
        with services.unit_of_work() as uow:
            if item.blob is not None and not uow.old_rows.is_shared(item):
                services.files.of(item.organisation, item.learner).delete(item.blob)
            services.reached("after_file")
            uow.old_rows.drop_name(item)
            uow.commit()
        services.reached("after_name")


def _forget_sign_ins(organisation: str, services: Services) -> int:
    before = services.clock() - SIGN_INS_KEPT
    with services.read_only() as uow:
        count, _ = uow.old_rows.sign_ins(organisation, before)
    if not count:
        return 0
    with services.unit_of_work() as uow:
        count = uow.old_rows.delete_sign_ins(organisation, before)
        _tell(uow, organisation, "sign_in.records_deleted", count, SIGN_INS_KEPT, services)
        uow.commit()
    services.reached("after_sign_ins")
    return count


def _forget_letters(organisation: str, services: Services) -> int:
    before = services.clock() - LETTERS_KEPT
    with services.read_only() as uow:
        count, _ = uow.old_rows.letters(organisation, before)
    if not count:
        return 0
    with services.unit_of_work() as uow:
        count = uow.old_rows.empty_letters(organisation, before)
        _tell(uow, organisation, "letters.emptied", count, LETTERS_KEPT, services)
        uow.commit()
    services.reached("after_letters")
    return count


def _tell(
    uow: UnitOfWork, organisation: str, name: str, count: int, kept: timedelta, services: Services
) -> None:
    codes = {"rows": str(count), "days": str(kept.days)}
    uow.events.append(_event(organisation, name, organisation, services, codes))


def _deleted(item: OldItem, work: OldWork, services: Services) -> Event:
    codes = {"because": work.what.name.lower()}
    return _event(
        item.organisation,
        "evidence.deleted",
        item.id,
        services,
        codes,
        learner=item.learner,
        object_hash=item.digest,
    )


def _event(  # noqa: PLR0913 - an event has this many parts
    organisation: str,
    name: str,
    subject: str,
    services: Services,
    codes: dict[str, str],
    *,
    learner: str | None = None,
    object_hash: str | None = None,
) -> Event:
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=organisation,
        actor="system",
        role="system",
        name=name,
        subject=subject,
        learner=learner,
        object_hash=object_hash,
        codes=codes,
    )
