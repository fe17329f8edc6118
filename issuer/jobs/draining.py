"""Takes items from the outbox under a lease, one at a time, at least once (reliability.md 7)."""

import hashlib
from datetime import timedelta

from issuer.errors import IssuerError, MalformedError, NotFoundError, RuleError
from issuer.issuance.model import OutboxItem
from issuer.jobs.services import Services
from issuer.jobs.tasks import TASKS
from issuer.logs import logger

#: A task that takes longer is thought dead and is done once more by somebody else.
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 12
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=24)
#: Trying again cannot help against these; a person has to look.
_FINAL = (RuleError, MalformedError, NotFoundError)


def drain(services: Services) -> int:
    """Do everything that is due; returns how many items were done.

    Items that fail come back later, with growing pauses, so they block nobody.
    """
    done = 0
    while True:
        item = _claim(services)
        if item is None:
            return done
        done += _run(item, services)


def _claim(services: Services) -> OutboxItem | None:
    now = services.issuance.clock()
    with services.issuance.unit_of_work() as uow:
        items = uow.outbox.claim(now, now + LEASE, 1)
        uow.commit()
    services.issuance.reached("after_claim")
    return items[0] if items else None


def _run(item: OutboxItem, services: Services) -> bool:
    task = TASKS.get(item.kind)
    if task is None or item.attempts > MAX_ATTEMPTS:
        _give_up(item, "unknown_kind" if task is None else "attempts", services)
        return False
    try:
        task(item.ref, services)
    except _FINAL as error:
        _give_up(item, error.code, services)
        return False
    except IssuerError as error:
        _try_later(item, error.code, services)
        return False
    services.issuance.reached("after_task")
    with services.issuance.unit_of_work() as uow:
        uow.outbox.done(item)
        uow.commit()
    return True


def _give_up(item: OutboxItem, code: str, services: Services) -> None:
    with services.issuance.unit_of_work() as uow:
        uow.outbox.fail(item, code, None)
        uow.commit()
    logger().error("job.dead", kind=item.kind, attempt=item.attempts, code=code)


def _try_later(item: OutboxItem, code: str, services: Services) -> None:
    if item.attempts >= MAX_ATTEMPTS:
        _give_up(item, code, services)
        return
    not_before = services.issuance.clock() + pause_after(item)
    with services.issuance.unit_of_work() as uow:
        uow.outbox.fail(item, code, not_before)
        uow.commit()
    logger().warning("job.postponed", kind=item.kind, attempt=item.attempts, code=code)


def pause_after(item: OutboxItem) -> timedelta:
    """Return the pause after a failed attempt: doubled each time, up to a day, spread by a tenth.

    The spread comes from the item itself: many items that failed together do not return together.
    """
    pause = min(_FIRST_PAUSE * (1 << (item.attempts - 1)), _LONGEST_PAUSE)
    seed = hashlib.sha256(f"{item.id}:{item.attempts}".encode()).digest()[0]
    return pause + pause * seed / 2550
