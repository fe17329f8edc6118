"""The key-encryption key: 32 bytes from a file of mode 0600 or from the environment.

The file may be one that systemd or a container runtime gives (docs/operating.md, `secrets_dir`).
"""

import hmac
import os
from pathlib import Path

from issuer.errors import SettingsError
from issuer.keyring.secret_files import read_private_file

KEK_BYTES = 32
_HEX_BYTES = 2 * KEK_BYTES
#: 32 random bytes have fewer different values less often than once in 10^15 keys.
_DIFFERENT = 16
_NAME_LENGTH = 16


class KeyEncryptionKey:
    """Holds the 32 bytes that seal all seeds; shows them to nobody who prints or logs it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEK_BYTES:
            raise SettingsError(
                f"The key-encryption key has {len(secret)} bytes; give exactly {KEK_BYTES}",
                code="kek",
            )
        if len(set(secret)) < _DIFFERENT:
            raise SettingsError(
                "The key-encryption key repeats itself, so it is no secret; make one with"
                " openssl rand 32, and new signing keys under it",
                code="kek_weak",
            )
        self._secret = secret

    def __repr__(self) -> str:
        return "KeyEncryptionKey(...)"

    def __reduce__(self) -> str:
        raise TypeError("a key-encryption key is not serialised")

    @property
    def name(self) -> str:
        """A name for the key that tells nothing of it, as `issuer check` shows it."""
        return hmac.digest(self._secret, b"issuer/kek-name/1", "sha256").hex()[:_NAME_LENGTH]

    def reveal(self) -> bytes:
        """Return the bytes, for the cipher alone."""
        return self._secret


def read_kek_file(path: Path, *, given: bool = False) -> KeyEncryptionKey:
    """Read 32 raw bytes, or 64 hex digits, from a file that nobody else can read.

    `given` is as in `read_private_file`.

    Raises:
        SettingsError: missing, of another length, weak, or readable by others than its owner.
    """
    data = read_private_file(path, "key-encryption key", limit=_HEX_BYTES + 2, given=given)
    if len(data.strip()) == _HEX_BYTES and len(data) >= _HEX_BYTES:
        return read_kek_text(data.decode("ascii", "replace"))
    return KeyEncryptionKey(data)


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
        secret = bytes.fromhex(text.strip())
    except ValueError:
        # The value stays out of the message and of its chain: it may be the secret, misspelt.
        raise SettingsError(
            "Give the key-encryption key as 64 hex digits; make one with openssl rand -hex 32",
            code="kek",
        ) from None
    return KeyEncryptionKey(secret)
