"""Several verbs in one transaction: each commits into an open one, which decides in the end."""

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, cast

from issuer.assessment.ports import Services, UnitOfWork


class Joined:
    """An open transaction that looks like a new one; leaving or committing it does nothing."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def __getattr__(self, name: str) -> Any:
        """Return the repository of that name."""
        return getattr(self._uow, name)

    def __enter__(self) -> Self:
        """Go on in the open transaction."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the end to whoever opened the transaction."""

    def commit(self) -> None:
        """Leave the end to whoever opened the transaction."""


def within(uow: UnitOfWork, services: Services) -> Services:
    """Return services whose writing transactions all are the one that is open."""
    joined: Callable[[], UnitOfWork] = lambda: cast(UnitOfWork, Joined(uow))  # noqa: E731
    return replace(services, unit_of_work=joined)
