"""Krippendorff's alpha by the known answer of education.md 3.5 and by hand."""

import pytest

from issuer.criteria.agreement import Distance, alpha, interval, nominal, ordinal

RATERS = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)
UNITS = [
    [int(mark) for mark in marks if mark != "*"]
    for marks in zip(*(line.split() for line in RATERS), strict=True)
]


@pytest.mark.parametrize(
    ("distance", "value"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)]
)
def test_alpha_has_the_known_answer(distance: Distance, value: float) -> None:
    """Four raters, twelve units, some ratings missing."""
    found = alpha(UNITS, distance)
    assert found is not None
    assert value == round(float(found), 3)


def test_alpha_of_equal_ratings_cannot_tell() -> None:
    """Where everybody says the same of everything, there is nothing to expect."""
    assert alpha([[2, 2, 2], [2, 2]]) is None


def test_alpha_of_two_against_one_is_zero() -> None:
    """A single submission says nothing: 3.5 gives [2, 2, 3] as 0."""
    assert alpha([[2, 2, 3]]) == 0


def test_alpha_of_perfect_agreement_is_one() -> None:
    """Raters who always agree on different works."""
    assert alpha([[0, 0], [3, 3], [1, 1]]) == 1


def test_units_with_one_rating_are_left_out() -> None:
    """They agree with nobody."""
    assert alpha([[0, 0], [3, 3]]) == alpha([[0, 0], [3, 3], [2]])
