"""Keys derived from the key-encryption key, one per label (HKDF-SHA-256, RFC 5869)."""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from issuer.keyring.kek import KEK_BYTES, KeyEncryptionKey

_PREFIX = "issuer/derived/1/"


class DerivedSecrets:
    """Keyed digests and keys for other rooms; the key-encryption key itself stays here."""

    def __init__(self, kek: KeyEncryptionKey) -> None:
        self._kek = kek
        self._keys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "DerivedSecrets(...)"

    def key(self, label: str) -> bytes:
        """Return 32 bytes that belong to this label and this installation alone."""
        if label not in self._keys:
            derivation = HKDF(
                algorithm=SHA256(), length=KEK_BYTES, salt=None, info=(_PREFIX + label).encode()
            )
            self._keys[label] = derivation.derive(self._kek.reveal())
        return self._keys[label]

    def mac(self, label: str, text: str) -> bytes:
        """Return HMAC-SHA-256 of a text under the key of a label."""
        return hmac.new(
            self.key(label), text.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()
