"""Who works on a data folder: many at once, or one alone that moves the ground below them.

The lock is the kernel's, so it ends with the process, however that ends. It does not reach other
hosts: docs/operating.md says what to stop there.
"""

import os
from pathlib import Path

from issuer.errors import SettingsError

_NAME = "in-use.lock"


class Occupied:
    """Holds a place in a data folder until it is closed or forgotten."""

    __slots__ = ("_descriptor",)

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give the place back; again changes nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def occupy(folder: Path) -> Occupied:
    """Work on a data folder beside others.

    Raises:
        SettingsError: somebody needs it alone just now, code `rewrap`.
    """
    return _locked(
        folder,
        "data_dir: issuer keys rewrap is at work on it; start again when that is done",
        alone=False,
    )


def occupy_alone(folder: Path) -> Occupied:
    """Work on a data folder alone.

    Raises:
        SettingsError: somebody works on it, code `rewrap`.
    """
    return _locked(
        folder,
        "data_dir: the service or another command works on it; stop issuer serve and issuer work"
        " first",
        alone=True,
    )


def _locked(folder: Path, sentence: str, *, alone: bool) -> Occupied:
    if os.name != "posix":
        return Occupied(None)
    import fcntl  # noqa: PLC0415 - there is none elsewhere

    descriptor = _opened(folder / _NAME)
    occupied = Occupied(descriptor)
    try:
        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError as error:
        occupied.close()
        raise SettingsError(sentence, code="rewrap") from error
    return occupied


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SettingsError(
            f"data_dir: {path} cannot be written ({error.strerror}); let the service write into"
            " its data folder"
        ) from error
