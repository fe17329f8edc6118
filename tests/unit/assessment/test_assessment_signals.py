"""Integrity signals on made-up attestations: what is seen, and what is left alone (3.4)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, permutations

import pytest

from issuer.assessment.model import Attestation
from issuer.assessment.signals import SignalKind, Voice, signals_in

START = datetime(2026, 9, 1, tzinfo=UTC)
_NUMBERS: Iterator[int] = count()
RING = ("kestrel", "wren", "heron", "plover")
OTHERS = tuple(f"other-{number}" for number in range(8))


def _voice(
    by: str,
    learner: str,
    level: int,
    *,
    hours: float | None = None,
    text: str = "",
) -> Voice:
    number = next(_NUMBERS)
    said = Attestation(
        id=f"a-{number:06d}",
        organisation="riverbend",
        submission=f"s-{learner}",
        learner=learner,
        badge="team-leadership",
        instrument="leadership-behaviours@1",
        by=by,
        relation="outside",
        revision=1,
        at=START + timedelta(hours=number if hours is None else hours),
        levels={"listens": str(level)},
        assigned=True,
        calibrated=True,
        comment=text,
    )
    return Voice(said=said, levels=(level,), top=3)


def _pool() -> list[Voice]:
    """Return what the others say: modest levels, everybody about everybody."""
    return [
        _voice(by, learner, 1 + number % 2)
        for number, (by, learner) in enumerate(permutations(OTHERS, 2))
    ]


def _kinds(voices: list[Voice]) -> set[SignalKind]:
    return {signal.kind for signal in signals_in(voices)}


def test_a_ring_of_four_is_flagged() -> None:
    """Row 73: four who give one another the top level stand out from the pool."""
    ring = [_voice(by, learner, 3) for by, learner in permutations(RING, 2)]
    found = [each for each in signals_in(_pool() + ring) if each.kind is SignalKind.RING]
    assert [tuple(sorted(RING))] == [each.people for each in found]


def test_a_cycle_that_is_repeated_is_a_ring() -> None:
    """Six attestations inside are enough, one after the other in a circle."""
    circle = list(zip(RING, (*RING[1:], RING[0]), strict=True))
    ring = [_voice(by, learner, 3) for by, learner in circle * 2]
    found = [each for each in signals_in(_pool() + ring) if each.kind is SignalKind.RING]
    assert [tuple(sorted(RING))] == [each.people for each in found]


@pytest.mark.parametrize(
    ("level", "size"),
    [(2, 12), (3, 5)],
    ids=["no higher than the pool", "five attestations inside"],
)
def test_a_group_that_does_not_stand_out_is_left_alone(level: int, size: int) -> None:
    """Friends who rate as everybody does, or too few attestations, are no reason to look."""
    ring = [_voice(by, learner, level) for by, learner in list(permutations(RING, 2))[:size]]
    assert SignalKind.RING not in _kinds(_pool() + ring)


def test_one_way_praise_is_no_ring() -> None:
    """Four who all praise four others, and get nothing back, are no ring."""
    praise = [_voice(by, learner, 3) for by in RING for learner in ("a", "b", "c", "d")]
    assert SignalKind.RING not in _kinds(_pool() + praise)


def test_the_same_text_twice_is_seen() -> None:
    """Case and spaces do not hide it."""
    text = "She shared the work so that everyone had a part"
    voices = [
        _voice("kestrel", "wren", 1, text=text),
        _voice("heron", "plover", 1, text=text.upper().replace(" ", "  ")),
    ]
    assert {SignalKind.SAME_TEXT} == _kinds(voices)


def test_a_short_text_may_be_the_same() -> None:
    """Everybody writes "well done"."""
    voices = [_voice(by, "wren", 1, text="Well done") for by in ("kestrel", "heron")]
    assert set() == _kinds(voices)


def test_top_levels_three_times_are_seen() -> None:
    """The last three attestations of one peer, on every item."""
    assert {SignalKind.ALWAYS_TOP} == _kinds([_voice("kestrel", name, 3) for name in "abc"])


def test_a_lower_level_among_the_last_three_is_enough() -> None:
    """What came before the last three does not matter, nor do two."""
    levels = (3, 3, 1, 3, 3)
    voices = [_voice("kestrel", f"l-{number}", level) for number, level in enumerate(levels)]
    assert set() == _kinds(voices)


@pytest.mark.parametrize(("seconds", "seen"), [(59, True), (60, False)])
def test_two_attestations_within_a_minute_are_seen(seconds: int, *, seen: bool) -> None:
    """One peer, two pieces of work, less than sixty seconds."""
    voices = [
        _voice("kestrel", "wren", 1, hours=0),
        _voice("kestrel", "heron", 1, hours=seconds / 3600),
    ]
    assert seen is (SignalKind.HASTE in _kinds(voices))
