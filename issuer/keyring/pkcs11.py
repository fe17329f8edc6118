"""Keys in a PKCS #11 token (HSM, smart card, SoftHSM): made there, never leaving it.

Each key of ours is a pair of its own, found by its id under a label that holds its organisation.
"""

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote

import pkcs11

from issuer.errors import IssuerError, SettingsError, UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey
from issuer.keyring.distant import (
    ED25519,
    away,
    multikey_of_point,
    require_signature,
    signer_of,
    token_signer_of,
    unusable,
    unwrapped,
)
from issuer.keyring.secret_files import Secret
from issuer.proofs import Signer
from issuer.proofs.jose import ES256, JwtSigner

NAME = "pkcs11"
_ID_BYTES = 16
_ID = re.compile(rb"[0-9a-f]{32}")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs11Address:
    """Which token, by which module; of an RFC 7512 URI without its PIN."""

    token: str
    module: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How PKCS #11 names a kind of key; `prepare` makes what the mechanism signs."""

    key_type: pkcs11.KeyType
    parameters: bytes
    pair: pkcs11.Mechanism
    mechanism: pkcs11.Mechanism
    prepare: Callable[[bytes], bytes] = field(repr=False)


_KINDS = {
    # PrintableString "edwards25519" (PKCS #11 3.0, 2.3.5); plain EdDSA, no context, no pre-hash.
    ED25519: _Kind(
        key_type=pkcs11.KeyType.EC_EDWARDS,
        parameters=b"\x13\x0cedwards25519",
        pair=pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
        mechanism=pkcs11.Mechanism.EDDSA,
        prepare=bytes,
    ),
    # OID of P-256. Tokens without CKM_ECDSA_SHA256 exist, so the digest is made here.
    ES256: _Kind(
        key_type=pkcs11.KeyType.EC,
        parameters=bytes.fromhex("06082a8648ce3d030107"),
        pair=pkcs11.Mechanism.EC_KEY_PAIR_GEN,
        mechanism=pkcs11.Mechanism.ECDSA,
        prepare=lambda data: hashlib.sha256(data).digest(),
    ),
}


def read_address(uri: str) -> Pkcs11Address:
    """Read `pkcs11:token=NAME?module-path=FILE`.

    Raises:
        SettingsError: another form, a PIN in it, or no such module; code `pkcs11`.
    """
    path, _, query = uri.removeprefix("pkcs11:").partition("?")
    pairs = [part.partition("=") for part in path.split(";") if part]
    parts = {name: value for name, _, value in pairs}
    options = parse_qs(query)
    if "pin-value" in options or "pin-source" in options:
        raise SettingsError("pkcs11_uri: the PIN does not belong here; set pkcs11_pin_file")
    modules = options.get("module-path", [])
    if not uri.startswith("pkcs11:") or set(parts) != {"token"} or len(modules) != 1:
        raise SettingsError("pkcs11_uri: write pkcs11:token=NAME?module-path=/path/to/module.so")
    address = Pkcs11Address(token=unquote(parts["token"]), module=Path(modules[0]))
    if not address.module.is_file():
        raise SettingsError(
            f"pkcs11_uri: there is no PKCS #11 module {address.module}; install it or name another"
        )
    return address


class Pkcs11Keyring:
    """Makes and uses keys of one token, over one session at a time."""

    def __init__(self, address: Pkcs11Address, pin: Secret) -> None:
        self._address = address
        self._pin = pin
        self._session: Any = None
        self._handles: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Pkcs11Keyring({self._address.token!r})"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not serialised")

    def make(self, organisation: str, algorithm: str = ED25519) -> MadeKey:
        """Make a pair inside the token; its private half can never be read."""
        return self._asked(lambda session: _made(session, organisation, algorithm))

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of an Ed25519 key; UnavailableError, as the port says."""
        self._require(key)
        return signer_of(key, lambda data: self._sign(key, data))

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of an ES256 key; raises as `signer`."""
        self._require(key)
        return token_signer_of(key, lambda data: self._sign(key, data))

    def ping(self) -> None:
        """Open a session; UnavailableError if the token is away or refuses the PIN."""
        self._asked(lambda _session: None)

    def _require(self, key: KeyRecord) -> None:
        self._asked(lambda session: self._private(session, key))

    def _sign(self, key: KeyRecord, data: bytes) -> bytes:
        kind = _KINDS[key.algorithm]

        def sign(session: Any) -> bytes:
            private = self._private(session, key)
            signature: bytes = private.sign(kind.prepare(data), mechanism=kind.mechanism)
            return signature

        return require_signature(self._asked(sign))

    def _private(self, session: Any, key: KeyRecord) -> Any:
        """Return the handle of a private key whose public half is the published one."""
        if key.id not in self._handles:
            if not _ID.fullmatch(key.sealed) or key.algorithm not in _KINDS:
                raise unusable()
            found = {
                "id": bytes.fromhex(key.sealed.decode("ascii")),
                "label": _label(key.organisation, key.sealed.decode("ascii")),
            }
            public = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, **found)
            if _multikey(public, key.algorithm) != key.public_key_multibase:
                raise unusable()
            self._handles[key.id] = session.get_key(
                object_class=pkcs11.ObjectClass.PRIVATE_KEY, **found
            )
        return self._handles[key.id]

    def _asked(self, ask: Callable[[Any], _T]) -> _T:
        """Ask the token alone; after any fault the next one begins with a new session."""
        with self._lock:
            try:
                if self._session is None:
                    self._session = _open(self._address, self._pin)
                return ask(self._session)
            except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
                raise unusable() from error
            except IssuerError:
                raise
            except (pkcs11.PKCS11Error, RuntimeError) as error:
                self._session, self._handles = None, {}
                # The text of the error stays out: modules put whatever they like into it.
                raise away(f"PKCS #11 token {self._address.token}") from error


def _open(address: Pkcs11Address, pin: Secret) -> Any:
    token = pkcs11.lib(str(address.module)).get_token(token_label=address.token)
    try:
        return token.open(rw=True, user_pin=pin.reveal())
    except pkcs11.UserAlreadyLoggedIn:
        # A login counts for the whole process: another session of ours made it.
        return token.open(rw=True)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        raise UnavailableError(
            f"The PKCS #11 token {address.token} refuses the PIN; a few more attempts lock it",
            code="key_store",
        ) from error


def _made(session: Any, organisation: str, algorithm: str) -> MadeKey:
    kind = _KINDS[algorithm]
    key_id: bytes = session.generate_random(_ID_BYTES * 8)
    parameters = session.create_domain_parameters(
        kind.key_type, {pkcs11.Attribute.EC_PARAMS: kind.parameters}, local=True
    )
    public, _private = parameters.generate_keypair(
        mechanism=kind.pair,
        id=key_id,
        label=_label(organisation, key_id.hex()),
        store=True,
        capabilities=pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
        private_template={
            pkcs11.Attribute.SENSITIVE: True,
            pkcs11.Attribute.EXTRACTABLE: False,
            pkcs11.Attribute.PRIVATE: True,
        },
    )
    return MadeKey(
        organisation=organisation,
        algorithm=algorithm,
        public_key_multibase=_multikey(public, algorithm),
        sealed=key_id.hex().encode("ascii"),
        backend=NAME,
    )


def _multikey(public: Any, algorithm: str) -> str:
    point = bytes(public[pkcs11.Attribute.EC_POINT])
    return multikey_of_point(algorithm, unwrapped(point, algorithm))


def _label(organisation: str, key_id: str) -> str:
    return f"issuer:{organisation}:{key_id}"
