"""The one maker of random ids and salts."""

import secrets
import uuid

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: 58^22 exceeds 2^128, so 22 characters carry at least 128 bits and keep QR codes small.
_ID_CHARACTERS = 22


class RandomIds:
    """Ids and salts from the operating system's random source."""

    def new_id(self) -> str:
        """Return at least 128 random bits as 22 base58 characters (T85)."""
        return "".join(secrets.choice(_BASE58) for _ in range(_ID_CHARACTERS))

    def new_urn(self) -> str:
        """Return a random `urn:uuid:...` (version 4)."""
        return uuid.uuid4().urn

    def secret(self, size: int) -> bytes:
        """Return `size` random bytes."""
        return secrets.token_bytes(size)
