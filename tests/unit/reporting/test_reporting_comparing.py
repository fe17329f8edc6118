"""When a difference is a reason to look: known answers of Fisher's exact test, and thresholds."""

from fractions import Fraction

import pytest

from issuer.reporting.comparing import chance_of, rates_differ, times_differ


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The lady who tasted tea: three of four cups, one of four (two-sided).
        ((3, 4), (1, 4), Fraction(34, 70)),
        ((4, 4), (0, 4), Fraction(2, 70)),
        # By hand: C(2,0)C(2,1)=2, C(2,1)C(2,0)=2 of C(4,1)=4.
        ((1, 2), (0, 2), Fraction(1)),
        ((5, 10), (5, 10), Fraction(1)),
    ],
    ids=["tea", "all and none", "one of four", "alike"],
)
def test_chance_is_that_of_the_exact_test(
    first: tuple[int, int], second: tuple[int, int], expected: Fraction
) -> None:
    """Sums of binomial products, computed by hand."""
    assert expected == chance_of(first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((2, 12), (9, 11), True),
        ((3, 12), (5, 11), False),
        ((490, 1000), (420, 1000), False),
        ((520, 1000), (420, 1000), True),
        ((0, 0), (9, 11), False),
    ],
    ids=["planted", "may be chance", "sure and small", "sure and large", "nobody"],
)
def test_a_gap_is_large_and_no_chance(
    first: tuple[int, int], second: tuple[int, int], expected: bool
) -> None:
    """Both conditions, each of them alone is not enough."""
    assert expected is rates_differ(first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(10, 20, True), (20, 10, True), (14, 20, False), (2, 8, False), (0, 7, True)],
    ids=["twice", "the other way", "less than half more", "less than a week", "none and a week"],
)
def test_times_differ_by_half_and_a_week(first: int, second: int, expected: bool) -> None:
    """Whichever comes first."""
    assert expected is times_differ(first, second)
