"""Keys derived from the key-encryption key, one per label (HKDF-SHA-256, RFC 5869)."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from issuer.errors import UnavailableError
from issuer.keyring.kek import KEK_BYTES, KeyEncryptionKey

_NONCE_BYTES = 12
_PREFIX = "issuer/derived/1/"


class DerivedSecrets:
    """Keyed digests and keys for other rooms; the key-encryption key itself stays here."""

    def __init__(self, kek: KeyEncryptionKey) -> None:
        self.kek = kek
        self._keys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "DerivedSecrets(...)"

    def key(self, label: str) -> bytes:
        """Return 32 bytes that belong to this label and this installation alone."""
        if label not in self._keys:
            derivation = HKDF(
                algorithm=SHA256(), length=KEK_BYTES, salt=None, info=(_PREFIX + label).encode()
            )
            self._keys[label] = derivation.derive(self.kek.reveal())
        return self._keys[label]

    def adopt(self, label: str, key: bytes) -> None:
        """Use a key that an earlier secret gave this label, since its digests cannot be remade."""
        self._keys[label] = key

    def mac(self, label: str, text: str) -> bytes:
        """Return HMAC-SHA-256 of a text under the key of a label."""
        return hmac.new(
            self.key(label), text.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()

    def seal(self, label: str, data: bytes, about: str) -> bytes:
        """Return data sealed by AES-256-GCM for the one place that `about` names."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.key(label)).encrypt(nonce, data, about.encode())

    def unseal(self, label: str, sealed: bytes, about: str) -> bytes:
        """Return what was sealed for that place.

        Raises:
            UnavailableError: sealed under another key-encryption key, changed, or moved.
        """
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.key(label)).decrypt(nonce, rest, about.encode())
        except (InvalidTag, ValueError) as error:
            raise UnavailableError(
                "This secret was sealed under another key-encryption key; set the second factor"
                " up again",
                code="unsealable",
            ) from error
