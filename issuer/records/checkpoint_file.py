"""A file outside the database to which checkpoints are added, one after the other, for good."""

import os
from pathlib import Path

from issuer.errors import UnavailableError


class CheckpointFile:
    """An append-only file: put it on another disk, or where another host keeps its copies."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, note: str) -> None:
        """Add a note and an empty line, and wait until the disk has them.

        Raises:
            UnavailableError: it cannot be written, code `checkpoint_file`.
        """
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o644)
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                # One write, so that two processes never mix their notes.
                file.write(f"{note}\n".encode())
                os.fsync(file.fileno())
        except OSError as error:
            raise UnavailableError(
                f"The checkpoint file {self._path} cannot be written: {error.strerror}",
                code="checkpoint_file",
            ) from error
