"""From settings to the keyring: where each secret comes from, and which key stores are used."""

from pathlib import Path

from issuer.app.ids import RandomIds
from issuer.config import Settings
from issuer.errors import SettingsError, UnavailableError
from issuer.keyring import (
    KEK_BYTES,
    Backends,
    KeyEncryptionKey,
    Places,
    Secret,
    create_kek_file,
    open_backends,
    read_kek_file,
    read_kek_text,
    read_secret_file,
)


def open_keyring(settings: Settings, kek: KeyEncryptionKey) -> Backends:
    """Return the keyring of an installation, after every key store that it uses has answered.

    Raises:
        SettingsError: a key store is not configured, or does not answer.
    """
    keyring = open_backends(settings.key_backend, _places(settings, kek))
    try:
        keyring.ping()
    except UnavailableError as error:
        raise SettingsError(f"key_backend: {error.detail}", code=error.code) from error
    return keyring


def kek_of(settings: Settings, ids: RandomIds, *, create: bool) -> KeyEncryptionKey:
    """Return the key-encryption key from the first place that has one.

    Raises:
        SettingsError: there is none, or it is weak or readable by others.
    """
    if settings.kek:
        return read_kek_text(settings.kek)
    given = given_file(settings, "kek")
    if given is not None and not settings.kek_file:
        return read_kek_file(given, given=True)
    if settings.kek_path.exists():
        return read_kek_file(settings.kek_path)
    if create:
        return create_kek_file(settings.kek_path, ids.secret(KEK_BYTES))
    raise no_installation(settings)


def no_installation(settings: Settings) -> SettingsError:
    """Return what is said where nothing was set up."""
    return SettingsError(
        f"data_dir: there is no installation in {settings.data_dir.absolute()}; run issuer init, or"
        " set data_dir (or kek) to where it is"
    )


def _places(settings: Settings, kek: KeyEncryptionKey) -> Places:
    return Places(
        kek=kek,
        pkcs11_uri=settings.pkcs11_uri,
        pkcs11_pin=_secret(settings, "pkcs11_pin", settings.pkcs11_pin, settings.pkcs11_pin_file),
        vault_uri=settings.vault_uri,
        vault_namespace=settings.vault_namespace,
        vault_ca_file=settings.vault_ca_file,
        vault_token=_secret(
            settings, "vault_token", settings.vault_token, settings.vault_token_file
        ),
    )


def _secret(settings: Settings, name: str, value: str, file: str) -> Secret | None:
    if value:
        return Secret(value)
    if file:
        return read_secret_file(Path(file), name)
    given = given_file(settings, name)
    return None if given is None else read_secret_file(given, name, given=True)


def given_file(settings: Settings, name: str) -> Path | None:
    """Return the file that systemd or a container runtime gives for a secret, if it does."""
    if not settings.secrets_dir:
        return None
    path = Path(settings.secrets_dir) / f"issuer.{name}"
    return path if path.exists() else None
