"""Counted or ignored: the first reason that applies, in the order of 2.9."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from issuer.criteria.decision import Ignored


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class _Conflicted(Protocol):
    @property
    def conflicts(self) -> tuple[str, ...]: ...


F = TypeVar("F", bound=_Identified)

#: Why a fact of a state other than the counting one is ignored.
STATE_REASONS: Mapping[str, str | None] = {
    "valid": None,
    "withdrawn": "withdrawn",
    "set-aside": "set aside on appeal",
    "held": "held",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted(Generic[F]):
    """Facts that count, in canonical order, and remarks on those that do not."""

    counted: tuple[F, ...]
    ignored: tuple[Ignored, ...] = field(default=())

    def then(self, later: "Sifted[F]") -> "Sifted[F]":
        """Return what a second sieve let through, with the remarks of both."""
        return Sifted(counted=later.counted, ignored=self.ignored + later.ignored)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the sorted ids of what counts."""
        return tuple(sorted(fact.id for fact in self.counted))

    @property
    def remarks(self) -> tuple[Ignored, ...]:
        """Return the remarks sorted by fact."""
        return tuple(sorted(self.ignored, key=lambda remark: (remark.fact, remark.why)))


def sift(facts: Iterable[F], reason: Callable[[F], str | None]) -> Sifted[F]:
    """Part facts by the reason not to count them, None for none."""
    counted: list[F] = []
    ignored: list[Ignored] = []
    for fact in facts:
        why = reason(fact)
        if why is None:
            counted.append(fact)
        else:
            ignored.append(Ignored(fact=fact.id, why=why))
    return Sifted(counted=tuple(counted), ignored=tuple(ignored))


def sift_latest(facts: Iterable[F], speaker: Callable[[F], Hashable]) -> Sifted[F]:
    """Keep the last fact of each speaker; `facts` come in canonical order (2.8, rule 4)."""
    ranked = tuple(facts)
    last = {speaker(fact): fact for fact in ranked}

    def superseded(fact: F) -> str | None:
        latest = last[speaker(fact)]
        return None if latest is fact else f"superseded by {latest.id}"

    return sift(ranked, superseded)


def conflict_reason(fact: _Conflicted, *, lifted: frozenset[str] = frozenset()) -> str | None:
    """Return the reason that names the voiding conflict codes, sorted."""
    codes = sorted(set(fact.conflicts) - lifted)
    return f"conflict: {', '.join(codes)}" if codes else None
