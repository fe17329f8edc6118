"""The key-encryption key: 32 bytes from a file of mode 0600 or from the environment."""

import os
import stat
from pathlib import Path

from issuer.errors import SettingsError

KEK_BYTES = 32


class KeyEncryptionKey:
    """Holds the 32 bytes that seal all seeds; shows them to nobody who prints or logs it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEK_BYTES:
            raise SettingsError(
                f"The key-encryption key has {len(secret)} bytes; give exactly {KEK_BYTES}",
                code="kek",
            )
        self._secret = secret

    def __repr__(self) -> str:
        return "KeyEncryptionKey(...)"

    def __reduce__(self) -> str:
        raise TypeError("a key-encryption key is not serialised")

    def reveal(self) -> bytes:
        """Return the bytes, for the cipher alone."""
        return self._secret


def read_kek_file(path: Path) -> KeyEncryptionKey:
    """Read 32 raw bytes from a file that nobody else can read.

    Raises:
        SettingsError: missing, of another length, or readable by others than its owner.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise SettingsError(
            f"The key-encryption key {path} cannot be read ({error.strerror}); create it or set"
            " another path",
            code="kek",
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        _require_private(path, os.fstat(file.fileno()))
        return KeyEncryptionKey(file.read(KEK_BYTES + 1))


def _require_private(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SettingsError(f"{path} is not a regular file", code="kek")
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        mode = f"{stat.S_IMODE(status.st_mode):04o}"
        raise SettingsError(
            f"{path} has mode {mode}, so others can read it; run chmod 600 and consider the key"
            " exposed",
            code="kek_mode",
        )


def create_kek_file(path: Path, secret: bytes) -> KeyEncryptionKey:
    """Write a new key to a file of mode 0600, durably; never over an existing one.

    Raises:
        SettingsError: the file exists or cannot be written.
    """
    kek = KeyEncryptionKey(secret)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # O_EXCL: losing a race means that another process made the key that counts.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError as error:
        raise SettingsError(
            f"{path} exists already; whoever overwrites it loses all signing keys", code="kek"
        ) from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}", code="kek") from error
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return kek


def read_kek_text(text: str) -> KeyEncryptionKey:
    """Read 32 bytes from 64 hex digits, as an environment variable holds them.

    Raises:
        SettingsError: not hex, or another length.
    """
    try:
        return KeyEncryptionKey(bytes.fromhex(text.strip()))
    except ValueError:
        # The value stays out of the message and of its chain: it may be the secret, misspelt.
        raise SettingsError(
            "Give the key-encryption key as 64 hex digits; make one with openssl rand -hex 32",
            code="kek",
        ) from None
