"""All places of private keys behind one keyring: new keys go to one, old ones stay where they are.

Another place, such as a cloud's KMS, is one file and one row of `BACKENDS`.
"""

import importlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from issuer.errors import SettingsError, UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import Keyring, MadeKey
from issuer.keyring.envelope import EnvelopeKeyring
from issuer.keyring.kek import KeyEncryptionKey
from issuer.keyring.secret_files import Secret
from issuer.proofs import Signer
from issuer.proofs.jose import JwtSigner


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What an operator configured: an empty address means that this place is not used."""

    kek: KeyEncryptionKey
    pkcs11_uri: str = ""
    pkcs11_pin: Secret | None = field(default=None, repr=False)
    vault_uri: str = ""
    vault_namespace: str = ""
    vault_ca_file: str = ""
    vault_token: Secret | None = field(default=None, repr=False)


@runtime_checkable
class Distant(Protocol):
    """A place that may be away."""

    def ping(self) -> None:
        """Ask whether it answers; UnavailableError."""
        ...


class Backends:
    """A keyring that asks the place where each key is; places are opened when they are needed."""

    def __init__(self, default: str, openers: Mapping[str, Callable[[], Keyring]]) -> None:
        self._default = default
        self._openers = dict(openers)
        self._opened: dict[str, Keyring] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Backends({self._default!r})"

    def make(self, organisation: str, algorithm: str = "Ed25519") -> MadeKey:
        """Make a key pair in the place for new keys."""
        return self.at(self._default).make(organisation, algorithm)

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of a stored Ed25519 key; UnavailableError, as the port says."""
        return self.at(key.backend).signer(key)

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of a stored ES256 key; raises as `signer`."""
        return self.at(key.backend).token_signer(key)

    def ping(self) -> None:
        """Ask every place that keys may be in; UnavailableError from the first that is away."""
        for name in self._openers:
            place = self.at(name)
            if isinstance(place, Distant):
                place.ping()

    def at(self, name: str) -> Keyring:
        """Return one place; UnavailableError if it is not configured (any more)."""
        with self._lock:
            if name not in self._opened:
                opener = self._openers.get(name)
                if opener is None:
                    raise UnavailableError(
                        f"A key is in {name!r}, which is not configured; set it again",
                        code="key_unusable",
                    )
                self._opened[name] = opener()
            return self._opened[name]


def _open_envelope(places: Places) -> Keyring:
    return EnvelopeKeyring(places.kek)


def _open_pkcs11(places: Places) -> Keyring:
    module = _extra("pkcs11")
    address = module.read_address(_required(places.pkcs11_uri, "pkcs11_uri"))
    keyring: Keyring = module.Pkcs11Keyring(address, _secret(places.pkcs11_pin, "pkcs11_pin_file"))
    return keyring


def _open_vault(places: Places) -> Keyring:
    module = _extra("vault")
    address = module.read_address(
        _required(places.vault_uri, "vault_uri"),
        namespace=places.vault_namespace,
        authority=places.vault_ca_file,
    )
    keyring: Keyring = module.VaultKeyring(address, _secret(places.vault_token, "vault_token_file"))
    return keyring


#: Name of a place, as key rows hold it -> how it is opened.
BACKENDS: Mapping[str, Callable[[Places], Keyring]] = {
    "envelope": _open_envelope,
    "pkcs11": _open_pkcs11,
    "vault": _open_vault,
}


def open_backends(default: str, places: Places) -> Backends:
    """Return the keyring of an installation.

    Raises:
        SettingsError: no such place, or the one for new keys is not configured.
    """
    if default not in BACKENDS:
        known = ", ".join(BACKENDS)
        raise SettingsError(f"key_backend: {default!r} is none of {known}")
    used = {"envelope": True, "pkcs11": places.pkcs11_uri, "vault": places.vault_uri}
    openers = {
        name: _opener(opener, places)
        for name, opener in BACKENDS.items()
        if used.get(name) or name == default
    }
    keyring = Backends(default, openers)
    keyring.at(default)
    return keyring


def _opener(opener: Callable[[Places], Keyring], places: Places) -> Callable[[], Keyring]:
    return lambda: opener(places)


def _extra(name: str) -> Any:
    """Import a place whose library is an extra of the package.

    Raises:
        SettingsError: it is not installed.
    """
    try:
        return importlib.import_module(f"issuer.keyring.{name}")
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"key_backend: the extra is not installed; run pip install 'issuer[{name}]'"
        ) from error


def _required(value: str, setting: str) -> str:
    if not value:
        raise SettingsError(f"{setting}: it is empty, and key_backend needs it")
    return value


def _secret(value: Secret | None, setting: str) -> Secret:
    if value is None:
        raise SettingsError(f"{setting}: it is empty, and the key store needs it")
    return value
