"""Seals short secrets of the installation: letters that wait, secrets at identity providers.

AES-256-GCM under a derived key, with the place of the value as associated data, so that it opens
in no other row.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from issuer.errors import UnavailableError
from issuer.keyring.derived import DerivedSecrets

_NONCE_BYTES = 12
_SEAL = "box"
#: The label under which texts are fingerprinted; a re-wrap takes its key along.
NAMES = "box-fingerprint"


class Box:
    """Seals, opens and fingerprints; the key-encryption key itself seals nothing here."""

    def __init__(self, secrets: DerivedSecrets) -> None:
        self._cipher = AESGCM(secrets.key(_SEAL))
        self._secrets = secrets

    def __repr__(self) -> str:
        return "Box(...)"

    def seal(self, data: bytes, place: str) -> bytes:
        """Seal bytes for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this place.

        Raises:
            UnavailableError: it was not, or with another key-encryption key; code `sealed`.
        """
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise UnavailableError(
                "A sealed value cannot be opened; check which key-encryption key is configured",
                code="sealed",
            ) from error

    def fingerprint(self, text: str) -> str:
        """Return a name for a text that nobody can guess back, the same each time."""
        return self._secrets.mac(NAMES, text).hex()
