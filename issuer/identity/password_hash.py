"""Password hashes by argon2id (reliability.md row 77)."""

import threading
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_MIB = 1024
#: More hashes at once than this would need more memory than small hosts have.
_AT_ONCE = 4
_ANYBODY = "nobody has this password"


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
        self._nobody = self._hasher.hash(_ANYBODY)

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
