"""Integrity signals about peers: reasons to look, never facts and never penalties (3.4). Pure.

Time per item is not among them: when a peer began to write is not known here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from issuer.assessment.model import Attestation

_LEAST_TEXT = 20
_LAST = 3
_HASTE = timedelta(seconds=60)
_RING_SIZES = (3, 5)
_LEAST_INSIDE = 6
_DEVIATIONS = 2


class SignalKind(StrEnum):
    """What caught the eye."""

    SAME_TEXT = "same-text"
    ALWAYS_TOP = "always-top"
    HASTE = "haste"
    RING = "ring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason to look: at whom, and at which attestations."""

    kind: SignalKind
    people: tuple[str, ...]
    attestations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An attestation with its levels as positions on the scale, 0 the lowest, and the top one."""

    said: Attestation
    levels: tuple[int, ...]
    top: int

    @property
    def mean(self) -> Fraction:
        """Return the mean level."""
        return Fraction(sum(self.levels), len(self.levels))


def signals_in(voices: Iterable[Voice]) -> tuple[Signal, ...]:
    """Return every signal in what was attested about one badge, in a fixed order."""
    pool = sorted(voices, key=lambda voice: (voice.said.at, voice.said.id))
    found = [*_same_texts(pool), *_always_top(pool), *_haste(pool), *_rings(pool)]
    return tuple(sorted(found, key=lambda each: (each.kind, each.people, each.attestations)))


def _same_texts(pool: list[Voice]) -> Iterator[Signal]:
    by_text: dict[str, dict[str, Attestation]] = defaultdict(dict)
    for voice in pool:
        said = voice.said
        for text in (*said.examples.values(), said.comment or ""):
            folded = "".join(str(text).casefold().split())
            if len(folded) >= _LEAST_TEXT:
                by_text[folded][said.id] = said
    for same in by_text.values():
        if len(same) > 1:
            yield _signal(SignalKind.SAME_TEXT, same.values())


def _always_top(pool: list[Voice]) -> Iterator[Signal]:
    for mine in _by_peer(pool).values():
        last = mine[-_LAST:]
        if len(last) == _LAST and all(level == v.top for v in last for level in v.levels):
            yield _signal(SignalKind.ALWAYS_TOP, (voice.said for voice in last))


def _haste(pool: list[Voice]) -> Iterator[Signal]:
    for mine in _by_peer(pool).values():
        for one, other in pairwise(mine):
            if other.said.at - one.said.at < _HASTE:
                yield _signal(SignalKind.HASTE, (one.said, other.said))


def _rings(pool: list[Voice]) -> Iterator[Signal]:
    """Yield groups of 3 to 5 who rate one another far above what all others give.

    The group's own levels are left out of the pool, which they would pull up. Groups grow along
    attestations above the mean, each member giving and getting one; of a group that lies within
    another one only the larger is told.
    """
    if not pool:
        return
    mean, _ = _spread(pool)
    rings: list[tuple[frozenset[str], list[Voice]]] = []
    for group in _groups(voice for voice in pool if voice.mean > mean):
        inside = [v for v in pool if v.said.by in group and v.said.learner in group]
        others = [v for v in pool if v.said.by not in group or v.said.learner not in group]
        if min(len(inside), len(others)) >= _LEAST_INSIDE and _stands_out(inside, others):
            rings.append((group, inside))
    for group, inside in rings:
        if not any(group < other for other, _ in rings):
            yield _signal(SignalKind.RING, (voice.said for voice in inside))


def _stands_out(inside: list[Voice], others: list[Voice]) -> bool:
    mean, variance = _spread(others)
    excess = _spread(inside)[0] - mean
    return excess > 0 and excess**2 > _DEVIATIONS**2 * variance


def _spread(voices: list[Voice]) -> tuple[Fraction, Fraction]:
    """Return mean and variance of the mean levels."""
    means = [voice.mean for voice in voices]
    mean = sum(means, Fraction()) / len(means)
    return mean, sum(((each - mean) ** 2 for each in means), Fraction()) / len(means)


def _groups(high: Iterable[Voice]) -> frozenset[frozenset[str]]:
    """Return the groups of 3 to 5 that hang together by high attestations in a cycle."""
    gives: dict[str, set[str]] = defaultdict(set)
    gets: dict[str, set[str]] = defaultdict(set)
    for voice in high:
        gives[voice.said.by].add(voice.said.learner)
        gets[voice.said.learner].add(voice.said.by)
    both = {person for person in gives if person in gets}
    near = {person: (gives[person] | gets[person]) & both - {person} for person in both}
    smallest, largest = _RING_SIZES
    grown = {frozenset({person}) for person in both}
    found: set[frozenset[str]] = set()
    for size in range(2, largest + 1):
        grown = {group | {other} for group in grown for one in group for other in near[one]}
        grown = {group for group in grown if len(group) == size}
        if size >= smallest:
            found |= {group for group in grown if _hangs_together(group, gives, gets)}
    return frozenset(found)


def _hangs_together(
    group: frozenset[str], gives: Mapping[str, set[str]], gets: Mapping[str, set[str]]
) -> bool:
    return all(gives[person] & group and gets[person] & group for person in group)


def _by_peer(pool: list[Voice]) -> dict[str, list[Voice]]:
    found: dict[str, list[Voice]] = defaultdict(list)
    for voice in pool:
        found[voice.said.by].append(voice)
    return found


def _signal(kind: SignalKind, said: Iterable[Attestation]) -> Signal:
    rows = sorted(said, key=lambda row: (row.at, row.id))
    people = {row.by for row in rows}
    return Signal(
        kind=kind,
        people=tuple(sorted(people)),
        attestations=tuple(row.id for row in rows),
    )
