"""A sealer that seals nothing, for tests that look into tables with SQL of their own.

What sealing promises is asked of the real one (test_keyring_person_keys.py, test_crash_erase.py).
"""

import hashlib


class PlainKeys:
    """Keeps the port's promises but for the sealing."""

    def create(self, organisation: str, person: str) -> None:
        """Make nothing."""

    def seal(self, organisation: str, person: str, data: bytes, place: str) -> bytes:  # noqa: ARG002 - the port's signature
        """Return the bytes as they are."""
        return data

    def open(self, organisation: str, person: str, sealed: bytes, place: str) -> bytes | None:  # noqa: ARG002 - the port's signature
        """Return the bytes as they are."""
        return sealed

    def name(self, organisation: str, person: str, text: str) -> str | None:
        """Return a digest of everything."""
        return hashlib.sha256(f"{organisation}|{person}|{text}".encode()).hexdigest()


PLAIN_KEYS = PlainKeys()
