"""Envelope encryption of signing keys: a seed is sealed by the key-encryption key.

AES-256-GCM with organisation, key and version as associated data, so a sealed seed moved to
another row or another school does not open (reliability.md section 6.2).
"""

import os
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from issuer.errors import UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey
from issuer.keyring.kek import KeyEncryptionKey
from issuer.proofs import Signer, encode_public_key

_NONCE_BYTES = 12
_FIRST_VERSION = 1


class EnvelopeSigner:
    """Signs with one opened key; plain Ed25519, never pre-hashed."""

    __slots__ = ("_method_id", "_private", "_public")

    def __init__(self, method_id: str, private: Ed25519PrivateKey) -> None:
        self._method_id = method_id
        self._private = private
        self._public = private.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return f"EnvelopeSigner({self._method_id!r})"

    def __reduce__(self) -> str:
        raise TypeError("a signer is not serialised")

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        return self._method_id

    @property
    def public_key(self) -> bytes:
        """Return the 32 public bytes of the key."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`."""
        return self._private.sign(data)


class EnvelopeKeyring:
    """Makes and opens sealed keys; each is opened once per process."""

    def __init__(self, kek: KeyEncryptionKey) -> None:
        self._cipher = AESGCM(kek.reveal())
        self._opened: dict[tuple[str, str, int], EnvelopeSigner] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "EnvelopeKeyring(...)"

    def make(self, organisation: str) -> MadeKey:
        """Make an Ed25519 key pair and seal its private half for one organisation."""
        private = Ed25519PrivateKey.generate()
        public = encode_public_key(private.public_key().public_bytes_raw())
        nonce = os.urandom(_NONCE_BYTES)
        bound = _bound_to(organisation, public, _FIRST_VERSION)
        sealed = nonce + self._cipher.encrypt(nonce, private.private_bytes_raw(), bound)
        return MadeKey(organisation=organisation, public_key_multibase=public, sealed=sealed)

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of a stored key.

        Raises:
            UnavailableError: it does not open with this key-encryption key, for this
                organisation, or to the public half that is stored; code `key_unusable`.
        """
        name = (key.id, key.organisation, key.version)
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._open(key)
            return self._opened[name]

    def _open(self, key: KeyRecord) -> EnvelopeSigner:
        nonce, ciphertext = key.sealed[:_NONCE_BYTES], key.sealed[_NONCE_BYTES:]
        bound = _bound_to(key.organisation, key.public_key_multibase, key.version)
        try:
            seed = self._cipher.decrypt(nonce, ciphertext, bound)
        except (InvalidTag, ValueError) as error:
            raise _unusable() from error
        signer = EnvelopeSigner(key.id, Ed25519PrivateKey.from_private_bytes(seed))
        if encode_public_key(signer.public_key) != key.public_key_multibase:
            raise _unusable()
        return signer


def _bound_to(organisation: str, public_key_multibase: str, version: int) -> bytes:
    """Return the associated data; a key is named by its public half, also in its method's id."""
    return f"{organisation}|{public_key_multibase}|{version}".encode()


def _unusable() -> UnavailableError:
    return UnavailableError(
        "The signing key cannot be opened; check which key-encryption key is configured",
        code="key_unusable",
    )
