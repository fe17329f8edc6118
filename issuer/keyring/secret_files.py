"""Secrets in files: read without following links, refused if others can read them."""

import os
import stat
from pathlib import Path

from issuer.errors import SettingsError

_MAX_TEXT = 4096


class Secret:
    """A short text that opens a key store; shows itself to nobody who prints or pickles it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not serialised")

    def reveal(self) -> str:
        """Return the text, for the key store alone."""
        return self._text


def read_secret_file(path: Path, what: str, *, given: bool = False) -> Secret:
    """Read one line of text.

    Raises:
        SettingsError: as `read_private_file`, or not one line of text; code `secret`.
    """
    try:
        data = read_private_file(path, what, limit=_MAX_TEXT, given=given)
        text = data.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if not text or not text.isprintable():
        raise SettingsError(f"The {what} in {path} is not one line of text", code="secret")
    return Secret(text)


def read_private_file(path: Path, what: str, *, limit: int, given: bool = False) -> bytes:
    """Read a file that belongs to whoever runs this, and that nobody else can read.

    A file that systemd gives belongs to root and is lent by an access list, which shows as if a
    group could read it; `given` admits that for root's files alone.

    Raises:
        SettingsError: missing (`kek`), no regular file, or readable by others (`kek_mode`).
    """
    try:
        # O_NONBLOCK: a pipe by that name must not keep the start waiting.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise SettingsError(
            f"The {what} {path} cannot be read ({error.strerror}); create it or set another path",
            code="kek",
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        _require_private(path, os.fstat(file.fileno()), given=given)
        return file.read(limit + 1)


def _require_private(path: Path, status: os.stat_result, *, given: bool) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(f"{path} is not a regular file", code="kek")
    forbidden = 0o037 if given and status.st_uid == 0 else 0o077
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & forbidden:
        mode = f"{stat.S_IMODE(status.st_mode):04o}"
        raise SettingsError(
            f"{path} has mode {mode}, so others can read it; run chmod 600 and consider the key"
            " exposed",
            code="kek_mode",
        )
