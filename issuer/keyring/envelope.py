"""Envelope encryption of signing keys: a seed is sealed by the key-encryption key.

AES-256-GCM with organisation, key and version as associated data, so a sealed seed moved to
another row or another school does not open (reliability.md section 6.2).
"""

import os
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from issuer.errors import UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.issuance.ports import MadeKey
from issuer.keyring.kek import KeyEncryptionKey
from issuer.keyring.token_signer import EnvelopeTokenSigner
from issuer.proofs import Signer, encode_public_key
from issuer.proofs.jose import ES256, JwtSigner, p256_multikey

ED25519 = "Ed25519"
_NONCE_BYTES = 12
_FIRST_VERSION = 1
_SECRET_BYTES = 32
_Name = tuple[str, str, int, str]


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

    @property
    def public_key_multibase(self) -> str:
        """Return the key as Multikey text."""
        return encode_public_key(self._public)

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`."""
        return self._private.sign(data)


class EnvelopeKeyring:
    """Makes and opens sealed keys; each is opened once per process."""

    def __init__(self, kek: KeyEncryptionKey) -> None:
        self._cipher = AESGCM(kek.reveal())
        self._opened: dict[_Name, EnvelopeSigner | EnvelopeTokenSigner] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "EnvelopeKeyring(...)"

    def make(self, organisation: str, algorithm: str = ED25519) -> MadeKey:
        """Make a key pair, Ed25519 or ES256, and seal its private half for one organisation."""
        public, secret = _PAIRS[algorithm]()
        return MadeKey(
            organisation=organisation,
            algorithm=algorithm,
            public_key_multibase=public,
            sealed=self.seal(organisation, public, secret),
        )

    def seal(
        self,
        organisation: str,
        public_key_multibase: str,
        secret: bytes,
        version: int = _FIRST_VERSION,
    ) -> bytes:
        """Seal the 32 bytes of a private half for one organisation and one public half."""
        nonce = os.urandom(_NONCE_BYTES)
        bound = _bound_to(organisation, public_key_multibase, version)
        return nonce + self._cipher.encrypt(nonce, secret, bound)

    def unseal(
        self, organisation: str, public_key_multibase: str, version: int, sealed: bytes
    ) -> bytes:
        """Return the 32 bytes of a private half; UnavailableError, code `key_unusable`."""
        bound = _bound_to(organisation, public_key_multibase, version)
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
        except (InvalidTag, ValueError) as error:
            raise _unusable() from error

    def signer(self, key: KeyRecord) -> Signer:
        """Return the signer of a stored Ed25519 key.

        Raises:
            UnavailableError: it does not open with this key-encryption key, for this
                organisation, or to the public half that is stored; code `key_unusable`.
        """
        opened = self._opened_once(key)
        if not isinstance(opened, EnvelopeSigner):
            raise _unusable()
        return opened

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return the signer of a stored ES256 key; raises as `signer`."""
        opened = self._opened_once(key)
        if not isinstance(opened, EnvelopeTokenSigner):
            raise _unusable()
        return opened

    def _opened_once(self, key: KeyRecord) -> EnvelopeSigner | EnvelopeTokenSigner:
        # Two workers may each make a key of one id; whoever lost the race goes on with the other's.
        name = (key.id, key.organisation, key.version, key.public_key_multibase)
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._open(key)
            return self._opened[name]

    def _open(self, key: KeyRecord) -> EnvelopeSigner | EnvelopeTokenSigner:
        names = (key.organisation, key.public_key_multibase, key.version)
        secret = self.unseal(*names, key.sealed)
        signer = _signer_of(key, secret)
        if signer.public_key_multibase != key.public_key_multibase:
            raise _unusable()
        return signer


def _ed25519_pair() -> tuple[str, bytes]:
    private = Ed25519PrivateKey.generate()
    return encode_public_key(private.public_key().public_bytes_raw()), private.private_bytes_raw()


def _es256_pair() -> tuple[str, bytes]:
    private = ec.generate_private_key(ec.SECP256R1())
    secret = private.private_numbers().private_value.to_bytes(_SECRET_BYTES, "big")
    return p256_multikey(private.public_key()), secret


#: Makes (Multikey text, private bytes) by algorithm.
_PAIRS = {ED25519: _ed25519_pair, ES256: _es256_pair}


def _signer_of(key: KeyRecord, secret: bytes) -> EnvelopeSigner | EnvelopeTokenSigner:
    if key.algorithm == ES256:
        private = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
        return EnvelopeTokenSigner(key.id, private)
    return EnvelopeSigner(key.id, Ed25519PrivateKey.from_private_bytes(secret))


def _bound_to(organisation: str, public_key_multibase: str, version: int) -> bytes:
    """Return the associated data; a key is named by its public half, also in its method's id."""
    return f"{organisation}|{public_key_multibase}|{version}".encode()


def _unusable() -> UnavailableError:
    return UnavailableError(
        "The signing key cannot be opened; check which key-encryption key is configured",
        code="key_unusable",
    )
