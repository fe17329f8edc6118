"""Keys in the transit engine of HashiCorp Vault or OpenBao: made there, never leaving it.

Each key of ours is a transit key of its own and is never rotated there: a new key is a new
verification method. The address is the operator's own, so this is no door for addresses that
strangers name (those are `remote`): redirects are refused and proxies of the environment ignored.
"""

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from hvac.adapters import JSONAdapter
from hvac.api.secrets_engines.transit import Transit
from hvac.exceptions import Forbidden, InvalidPath, Unauthorized, VaultError

from issuer.errors import SettingsError, UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey
from issuer.keyring.distant import (
    ED25519,
    away,
    decoded,
    multikey_of_point,
    require_signature,
    signer_of,
    token_signer_of,
    unusable,
)
from issuer.keyring.secret_files import Secret
from issuer.proofs import Signer
from issuer.proofs.jose import ES256, JwtSigner

NAME = "vault"
_TYPES = {ED25519: "ed25519", ES256: "ecdsa-p256"}
_VERSION = 1
_PREFIX = "vault:v1:"
_MOUNT = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: For connecting and between two bytes; a signature takes milliseconds.
_TIMEOUT_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultAddress:
    """Where the transit engine is: server, mount, and perhaps a namespace and an own authority."""

    url: str
    mount: str
    namespace: str | None = None
    authority: Path | None = None


def read_address(uri: str, *, namespace: str = "", authority: str = "") -> VaultAddress:
    """Read `https://HOST:PORT/MOUNT`; http for this machine only.

    Raises:
        SettingsError: another form, or no such file of an authority; names the setting.
    """
    parts = urlsplit(uri)
    mount = parts.path.strip("/")
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (parts.scheme == "https" or plain) or not parts.hostname or "@" in parts.netloc:
        raise SettingsError("vault_uri: write https://HOST:PORT/transit (http for localhost only)")
    if parts.query or parts.fragment or not _MOUNT.fullmatch(mount):
        raise SettingsError("vault_uri: after the host stands the mount of transit and no more")
    if authority and not Path(authority).is_file():
        raise SettingsError(f"vault_ca_file: there is no {authority}")
    return VaultAddress(
        url=f"{parts.scheme}://{parts.netloc}",
        mount=mount,
        namespace=namespace or None,
        authority=Path(authority) if authority else None,
    )


class VaultKeyring:
    """Makes and uses keys of one transit engine."""

    def __init__(
        self, address: VaultAddress, token: Secret, *, timeout: int = _TIMEOUT_SECONDS
    ) -> None:
        self._address = address
        # The library means `bool | str`: a file of authorities in place of its own.
        verify: Any = True if address.authority is None else str(address.authority)
        adapter = JSONAdapter(
            base_uri=address.url,
            token=token.reveal(),
            namespace=address.namespace,
            verify=verify,
            timeout=timeout,
            allow_redirects=False,
        )
        adapter.session.trust_env = False
        self._transit = Transit(adapter)

    def __repr__(self) -> str:
        return f"VaultKeyring({self._address.url!r})"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not serialised")

    def make(self, organisation: str, algorithm: str = ED25519) -> MadeKey:
        """Make a transit key that can be neither read nor deleted."""
        name = f"{_stem(organisation)}{secrets.token_hex(16)}"
        self._asked(
            lambda: self._transit.create_key(
                name,
                exportable=False,
                allow_plaintext_backup=False,
                key_type=_TYPES[algorithm],
                mount_point=self._address.mount,
            )
        )
        return MadeKey(
            organisation=organisation,
            algorithm=algorithm,
            public_key_multibase=self._public(name, algorithm),
            sealed=name.encode("ascii"),
            backend=NAME,
        )

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of an Ed25519 key; UnavailableError, as the port says."""
        name = self._required(key)
        return signer_of(key, lambda data: self._sign(name, key.algorithm, data))

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of an ES256 key; raises as `signer`."""
        name = self._required(key)
        return token_signer_of(key, lambda data: self._sign(name, key.algorithm, data))

    def ping(self) -> None:
        """Ask for a key that nobody has; UnavailableError if Vault is away or refuses the token."""
        try:
            self._read("issuer-check")
        except UnavailableError as error:
            if error.code != "key_unusable":
                raise

    def _required(self, key: KeyRecord) -> str:
        name = key.sealed.decode("ascii", "replace")
        if not re.fullmatch(re.escape(_stem(key.organisation)) + "[0-9a-f]{32}", name):
            raise unusable()
        if self._public(name, key.algorithm) != key.public_key_multibase:
            raise unusable()
        return name

    def _public(self, name: str, algorithm: str) -> str:
        """Return the public half of a key that is what we asked for, and nothing weaker."""
        data = self._read(name)
        try:
            safe = not (data["exportable"] or data["deletion_allowed"] or data.get("derived"))
            text = data["keys"][str(_VERSION)]["public_key"]
            if data["type"] != _TYPES[algorithm] or not safe:
                raise unusable()
            return multikey_of_point(algorithm, _point(algorithm, text))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise unusable() from error

    def _read(self, name: str) -> Mapping[str, Any]:
        return self._asked(lambda: self._transit.read_key(name, mount_point=self._address.mount))

    def _sign(self, name: str, algorithm: str, data: bytes) -> bytes:
        options = (
            {} if algorithm == ED25519
            else {"hash_algorithm": "sha2-256", "marshaling_algorithm": "jws"}
        )  # fmt: skip
        answer = self._asked(
            lambda: self._transit.sign_data(
                name,
                hash_input=base64.b64encode(data).decode("ascii"),
                key_version=_VERSION,
                # Vault hashes itself, or (Ed25519) signs the bytes as they are: never `ph`.
                prehashed=False,
                mount_point=self._address.mount,
                **options,
            )
        )
        try:
            text = str(answer.get("signature")).removeprefix(_PREFIX)
            found = decoded(text, urlsafe=algorithm == ES256)
        except ValueError as error:
            # Another version's signature too: its prefix has a colon, which is no base64.
            raise away(f"Vault at {self._address.url}") from error
        return require_signature(found)

    def _asked(self, ask: Callable[[], Any]) -> Mapping[str, Any]:
        """Ask Vault, and turn whatever goes wrong into what callers know."""
        try:
            answer = ask()
        except InvalidPath as error:
            raise unusable() from error
        except (Forbidden, Unauthorized) as error:
            raise UnavailableError(
                f"Vault at {self._address.url} refuses the token; give it the policy of"
                " docs/operating.md or a new token",
                code="key_store",
            ) from error
        except (VaultError, OSError) as error:
            # OSError is what the HTTP client raises for names, TLS, refusals and timeouts.
            raise away(f"Vault at {self._address.url}") from error
        data = answer.get("data") if isinstance(answer, dict) else None
        return data if isinstance(data, dict) else {}


def _point(algorithm: str, text: str) -> bytes:
    if algorithm == ED25519:
        return decoded(text)
    key = load_pem_public_key(text.encode("ascii"))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise unusable()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _stem(organisation: str) -> str:
    """Return how the names of an organisation's keys begin; the rest is 32 hex digits."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", organisation):
        raise unusable()
    return f"issuer-{organisation}-"
