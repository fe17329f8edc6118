"""What uploads leave behind when a process dies in the middle of one."""

from datetime import timedelta

from issuer.assessment.ports import Services

#: No upload takes this long.
LEFT_BEHIND = timedelta(hours=1)


def sweep_uploads(services: Services) -> int:
    """Delete half-stored uploads; return how many."""
    return services.blobs.sweep(services.clock() - LEFT_BEHIND)
