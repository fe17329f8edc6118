"""What every use-case room asks of others, whatever it is about: a transaction, and ids."""

from types import TracebackType
from typing import Protocol, Self


class Transaction(Protocol):
    """What each room's unit of work can do; leaving without `commit` rolls back."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None:
        """Make everything durable."""


class Ids(Protocol):
    """Random ids and secrets; tests give counting ones."""

    def new_id(self) -> str:
        """Return 128 random bits as 22 base58 characters (T85, wallets.md section 9)."""
        ...

    def new_urn(self) -> str:
        """Return a random `urn:uuid:...`."""
        ...

    def secret(self, size: int) -> bytes:
        """Return `size` random bytes."""
        ...
