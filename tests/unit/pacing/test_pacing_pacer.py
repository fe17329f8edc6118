"""Who passes, who waits and how long; what happens while nobody can count."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from issuer.errors import LimitError, UnavailableError
from issuer.pacing import FIGURES, Counters, Family, MemoryCounters, Pacer

START = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@dataclass(kw_only=True)
class Clock:
    """Gives the instant that a test sets."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Return it."""
        return self.now


class Broken:
    """Counters that are away."""

    def count(self, key: str, now: datetime, until: datetime, amount: int) -> int:
        """Fail."""
        raise UnavailableError(f"away {len(key)} {now} {until} {amount}")

    def window(self, key: str, now: datetime) -> tuple[int, datetime] | None:
        """Fail."""
        raise UnavailableError(f"away {len(key)} {now}")

    def clear(self, key: str) -> None:
        """Fail."""
        raise UnavailableError(f"away {len(key)}")


def pacer(clock: Clock, counters: Counters | None = None, factor: int = 1) -> Pacer:
    """Return a pacer whose keys are plain digests."""
    return Pacer(
        MemoryCounters() if counters is None else counters,
        clock,
        lambda text: hashlib.sha256(text.encode()).digest(),
        factor=factor,
    )


@pytest.mark.parametrize("family", FIGURES)
def test_as_many_pass_as_the_figure_says(family: Family) -> None:
    """The last of the figure passes and the next one waits, until the window is over."""
    clock = Clock()
    paces, figure = pacer(clock), FIGURES[family]
    for _ in range(figure.most):
        paces.require(family, "somebody")

    with pytest.raises(LimitError) as refused:
        paces.require(family, "somebody")
    assert ("too_often", figure.seconds) == (refused.value.code, refused.value.retry_after)
    clock.now += timedelta(seconds=figure.seconds)
    paces.require(family, "somebody")


def test_wait_gets_shorter_while_somebody_waits() -> None:
    """`Retry-After` ends with the window, not a window after the last attempt."""
    clock = Clock()
    paces = pacer(clock)
    for _ in range(FIGURES[Family.VERIFY].most):
        paces.require(Family.VERIFY, "somebody")
    clock.now += timedelta(seconds=41, milliseconds=500)

    with pytest.raises(LimitError) as refused:
        paces.require(Family.VERIFY, "somebody")
    assert 19 == refused.value.retry_after


def test_clients_and_families_are_counted_apart() -> None:
    """One who asks too much slows nobody else, and nothing else."""
    paces = pacer(Clock())
    for _ in range(FIGURES[Family.VERIFY].most):
        paces.require(Family.VERIFY, "somebody")

    paces.require(Family.VERIFY, "somebody else")
    paces.require(Family.PAGES, "somebody")


@pytest.mark.parametrize(("factor", "passing"), [(0, 1000), (3, 90)])
def test_operator_multiplies_every_figure(factor: int, passing: int) -> None:
    """0 counts nothing at all."""
    paces = pacer(Clock(), factor=factor)
    for _ in range(passing):
        paces.require(Family.VERIFY, "somebody")

    if factor:
        with pytest.raises(LimitError):
            paces.require(Family.VERIFY, "somebody")


@pytest.mark.parametrize("family", FIGURES)
def test_without_counters_reading_goes_on_and_guessing_does_not(family: Family) -> None:
    """4.3: public reads stay open; sign-in, claim, token and unknown tokens are closed (503)."""
    closed = {Family.ENTRY, Family.PROOF, Family.STRANGER, Family.CLAIM, Family.TOKEN}
    paces = pacer(Clock(), Broken())
    try:
        paces.require(family, "somebody")
        refused = False
    except UnavailableError:
        refused = True

    assert (family in closed) is refused


def test_memory_is_bounded() -> None:
    """Whoever comes from a million networks fills no memory; what ends first is forgotten."""
    counters = MemoryCounters(most=100)
    for number in range(1000):
        now = START + timedelta(seconds=number)
        counters.count(str(number), now, now + timedelta(hours=1), 1)

    assert 100 >= len(counters)
    assert counters.window("999", START) is not None
    assert counters.window("0", START) is None
