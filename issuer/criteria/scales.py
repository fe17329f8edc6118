"""Levels: ordered names, compared by position, never averaged (education.md section 2.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from issuer.errors import MalformedError


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


Ordered = TypeVar("Ordered", bound=_Ordered)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Level:
    """One name on a scale; ordered by position, low to high, from 0."""

    position: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The ordered level names of a document, low to high."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Make a scale of names given low to high."""
        return cls(names=tuple(names))

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def level(self, name: str) -> Level:
        """Return the level of that name.

        Raises:
            MalformedError: the name is not on this scale, code `level`.
        """
        return Level(position=self.position(name), name=name)

    def position(self, name: str) -> int:
        """Return the position of a level, from 0 for the lowest; raises as `level`."""
        try:
            return self.names.index(name)
        except ValueError as error:
            raise MalformedError(
                f"The level {name[:64]!r} is not on the scale {', '.join(self.names)}", code="level"
            ) from error


def low_median(values: Iterable[Ordered]) -> Ordered:
    """Return the middle value, of an even number the lower of the two (education.md 2.8, rule 5).

    Raises:
        MalformedError: no value at all, code `empty`.
    """
    ranked = sorted(values)
    if not ranked:
        raise MalformedError("A median needs at least one value", code="empty")
    return ranked[(len(ranked) - 1) // 2]
