"""Password hashes by argon2id (reliability.md row 77)."""

import base64
import threading
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_MIB = 1024
#: More hashes at once than this would need more memory than small hosts have.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Passes, memory in KiB and lanes of one hash."""

    passes: int
    memory: int
    lanes: int


STANDARD = Cost(passes=3, memory=64 * _MIB, lanes=4)
SMALL_HOST = Cost(passes=2, memory=19 * _MIB, lanes=1)


class Argon2Passwords:
    """Hashes and compares passwords; waits rather than filling the memory."""

    def __init__(self, cost: Cost = STANDARD) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes, type=Type.ID
        )
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = hash_of_nobody(cost)

    def hash(self, password: str) -> str:
        """Return the encoded hash with its parameters."""
        with self._slots:
            return self._hasher.hash(password)

    def verify(self, encoded: str, password: str) -> bool:
        """Tell whether the password belongs to the hash."""
        try:
            with self._slots:
                return self._hasher.verify(encoded, password)
        except (VerificationError, InvalidHashError):
            return False

    def verify_nobody(self, password: str) -> None:
        """Take as long as `verify`, where there is no hash to compare with."""
        self.verify(self._nobody, password)

    def is_outdated(self, encoded: str) -> bool:
        """Tell whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(encoded)


def hash_of_nobody(cost: Cost) -> str:
    """Return a hash that costs as much to compare as any other, and that no password has.

    It is written down rather than computed, so that a start does not wait for it.
    """
    salt, digest = (base64.b64encode(bytes(size)).decode().rstrip("=") for size in (16, 32))
    costs = f"m={cost.memory},t={cost.passes},p={cost.lanes}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
