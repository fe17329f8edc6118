"""When a difference between two groups is a reason to look; exact, and without any library.

Never a verdict: chance alone makes one in twenty comparisons look like this, and a real difference
may have a good reason. Small differences are left alone however sure they are.
"""

from fractions import Fraction
from math import comb

#: Rates that lie less than this apart are not worth a look.
LEAST_GAP = Fraction(1, 10)
#: Differences that chance makes more often than this are not worth one either.
MOST_CHANCE = Fraction(1, 20)
#: So much longer one group waits before it is worth a look.
LEAST_RATIO = Fraction(3, 2)


def chance_of(first: tuple[int, int], second: tuple[int, int]) -> Fraction:
    """Return how likely chance alone parts two groups this far (Fisher's exact test, two-sided).

    Each is (how many had it, of how many).
    """
    (one, of_one), (other, of_other) = first, second
    had, everybody = one + other, of_one + of_other
    ways = [
        comb(of_one, count) * comb(of_other, had - count)
        for count in range(max(0, had - of_other), min(of_one, had) + 1)
    ]
    seen = comb(of_one, one) * comb(of_other, other)
    return Fraction(sum(way for way in ways if way <= seen), comb(everybody, had))


def rates_differ(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Tell whether two rates are far enough apart, and chance too poor a reason for it."""
    if not first[1] or not second[1]:
        return False
    gap = abs(Fraction(*first) - Fraction(*second))
    return gap >= LEAST_GAP and chance_of(first, second) <= MOST_CHANCE


def times_differ(first: int, second: int) -> bool:
    """Tell whether one time is at least half as long again as the other, and a week longer."""
    low, high = sorted((first, second))
    return high - low >= 7 and high >= low * LEAST_RATIO  # noqa: PLR2004 # days of a week
