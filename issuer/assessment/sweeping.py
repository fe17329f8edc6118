"""What uploads leave behind when a process dies in the middle of one."""

from datetime import timedelta

from issuer.assessment.ports import Services

#: No upload takes this long.
LEFT_BEHIND = timedelta(hours=1)
#: A file that no row names may belong to a database that is restored tomorrow.
UNNAMED = timedelta(days=30)
_EVERY = timedelta(days=1)


def sweep_uploads(services: Services) -> int:
    """Delete half-stored uploads and, once a day, whole ones that nothing names; return how many.

    A whole file is left behind by a process that died between storing it and telling the database.
    """
    now = services.clock()
    swept = services.blobs.sweep(now - LEFT_BEHIND)
    if services.blobs.was_looked_through(now - _EVERY):
        return swept
    with services.read_only() as uow:
        named = uow.stored_files.named()
    return swept + services.blobs.sweep_unnamed(named, before=now - UNNAMED, now=now)
