"""Looks once a day whether the bytes of evidence still have the digest that was assessed (row 67).

What is found is kept beside the item and told as an event; nothing is mended and nothing deleted.
"""

import hashlib
from datetime import datetime, timedelta
from typing import BinaryIO

from issuer.assessment.model import FileCheck, StoredFile
from issuer.assessment.ports import Services
from issuer.assessment.recording import act_of
from issuer.audit import Event
from issuer.errors import NotFoundError, UnavailableError

_EVERY = timedelta(days=1)
#: A round of upkeep reads about this much and leaves the rest to the next one, half a minute later.
_MOST_BYTES = 64 * 1024 * 1024
_MOST_FILES = 200
_CHUNK = 1024 * 1024
_CHANGED, _MISSING = "changed", "missing"
#: While the key of a person is missing nothing can be told; what was known stays.
_UNKNOWN = "unknown"


def look_at_files(services: Services) -> int:
    """Compare the files that nobody looked at for a day; return how many were found altered now."""
    with services.read_only() as uow:
        due = uow.stored_files.due(services.clock() - _EVERY, _MOST_FILES)
    found, read = 0, 0
    for file in due:
        if read and read + file.size > _MOST_BYTES:
            break
        read += file.size
        found += _look_at(file, services)
    return found


def digest_of(stream: BinaryIO) -> str:
    """Return `sha256:...` of what is left of a stream."""
    sha256 = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        sha256.update(chunk)
    return "sha256:" + sha256.hexdigest()


def _look_at(file: StoredFile, services: Services) -> bool:
    """Keep what is found of one file; tell whether it is altered and was not before."""
    fault = _fault_of(file, services)
    now = services.clock()
    with services.unit_of_work() as uow:
        before = uow.stored_files.check_of(file.id)
        since = before.altered_at if before is not None else None
        is_news = fault != _UNKNOWN and (since is None) != (fault is None)
        if is_news:
            uow.events.append(_told(file, fault, services))
            since = now if fault is not None else None
        uow.stored_files.put(_check(file, now, since))
        uow.commit()
    return is_news and since is not None


def _fault_of(file: StoredFile, services: Services) -> str | None:
    """Return what is wrong with the bytes, None if nothing is."""
    try:
        with services.blobs.of(file.organisation, file.learner).open(file.blob) as stream:
            return None if digest_of(stream) == file.digest else _CHANGED
    except NotFoundError:
        return _MISSING
    except UnavailableError:
        return _UNKNOWN


def _told(file: StoredFile, fault: str | None, services: Services) -> Event:
    """Return the event of the change: bytes that no longer hold, or that hold again."""
    return act_of(
        None,
        file.organisation,
        "evidence.restored" if fault is None else "evidence.altered",
        file.id,
        services,
        learner=file.learner,
        object_hash=file.digest,
        codes={} if fault is None else {"found": fault},
    )


def _check(file: StoredFile, now: datetime, altered_at: datetime | None) -> FileCheck:
    return FileCheck(
        id=file.id,
        organisation=file.organisation,
        submission=file.submission,
        looked_at=now,
        altered_at=altered_at,
    )
