"""Deletes what every try to sign in leaves behind, whoever it was: challenges and counted tries.

Neither names a person or a school, so no event tells of it. Sessions, links and class codes go
after 90 days as well, by `issuer.retention`, which tells.
"""

from datetime import timedelta

from issuer.accounts.ports import Services

KEPT = timedelta(days=90)


def forget_leftovers(services: Services) -> int:
    """Delete challenges that are over, and tries that were counted 90 days ago.

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
