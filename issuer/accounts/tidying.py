"""Deletes what signing in leaves behind: login records are kept for 90 days (reliability.md 5).

Events of signing in stay: they name pseudonyms and words of a closed list, never a device, a name
or an address, and the audit log shows where one is missing.
"""

from datetime import timedelta

from issuer.accounts.ports import Services

KEPT = timedelta(days=90)


def forget_leftovers(services: Services) -> int:
    """Delete sessions, links and class codes that ended 90 days ago, and challenges that are over.

    Looks before it writes, so that a quiet database stays quiet. Returns how many rows went.
    """
    now = services.clock()
    with services.read_only() as uow:
        if not uow.leftovers.any_before(now - KEPT, now):
            return 0
    with services.unit_of_work() as uow:
        deleted = uow.leftovers.delete_before(now - KEPT, now)
        uow.commit()
    return deleted
