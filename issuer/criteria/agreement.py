"""Krippendorff's alpha over many doubly rated submissions (education.md 3.5); never a gate.

It says how far assessors of one badge agree in a term. On one submission it says nothing, and on
nearly constant ratings it falls to 0: show the distribution beside it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product

#: Fewer submissions with two or more ratings than this give no figure.
LEAST_UNITS = 30
Distance = Callable[[int, int, Mapping[int, Fraction]], Fraction]


def nominal(one: int, other: int, totals: Mapping[int, Fraction]) -> Fraction:  # noqa: ARG001 # fits Distance
    """Tell levels apart, without order."""
    return Fraction(one != other)


def interval(one: int, other: int, totals: Mapping[int, Fraction]) -> Fraction:  # noqa: ARG001 # fits Distance
    """Square the difference of positions."""
    return Fraction((one - other) ** 2)


def ordinal(one: int, other: int, totals: Mapping[int, Fraction]) -> Fraction:
    """Square the number of ratings between two levels, half of the ends counted."""
    low, high = sorted((one, other))
    between = sum((count for level, count in totals.items() if low <= level <= high), Fraction())
    ends = totals.get(low, Fraction()) + totals.get(high, Fraction())
    return (between - ends / 2) ** 2


def alpha(units: Iterable[Sequence[int]], distance: Distance = ordinal) -> Fraction | None:
    """Return 1 - observed / expected disagreement; None means too alike to tell.

    Each unit holds the positions that its raters gave; units with fewer than two are left out.
    """
    rated = [tuple(unit) for unit in units if len(unit) > 1]
    totals: Counter[int] = Counter(level for unit in rated for level in unit)
    weights = {level: Fraction(count) for level, count in totals.items()}
    count = sum(totals.values())
    expected = sum(
        (weights[a] * weights[b] * distance(a, b, weights) for a, b in product(weights, repeat=2)),
        Fraction(),
    )
    if expected == 0:
        return None
    observed = sum(
        (
            distance(a, b, weights) / (len(unit) - 1)
            for unit in rated
            for a, b in product(unit, repeat=2)
        ),
        Fraction(),
    )
    return 1 - (count - 1) * observed / expected
