"""Which groups may be shown: none that is small, and none that a sum gives away."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.reporting import LEAST, shown_groups

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), max_size=7)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 12, "b": 11, "c": 7}, {"a", "b"}),
        ({"a": 10, "b": 9}, {"a"}),
        ({"a": 9, "b": 3}, set()),
        ({}, set()),
    ],
    ids=["one of three", "ten is enough", "nobody", "no group"],
)
def test_small_groups_are_not_shown(sizes: dict[str, int], expected: set[str]) -> None:
    """Education.md row 23: groups under ten are suppressed."""
    assert expected == shown_groups(sizes)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 12, "b": 11, "c": 7}, {"b"}),
        ({"a": 12, "b": 11, "c": 12}, {"a", "b", "c"}),
        ({"a": 10, "b": 10, "c": 40, "d": 1, "e": 12}, {"e"}),
        ({"a": 30, "b": 9, "c": 9, "d": 9}, set()),
        ({"a": 30, "b": 5, "c": 4, "d": 1}, {"a"}),
        ({"a": 11, "b": 2}, set()),
    ],
    ids=["a small one takes another", "none small", "tens hide nothing", "nines", "enough", "pair"],
)
def test_a_known_sum_takes_more_groups_out(sizes: dict[str, int], expected: set[str]) -> None:
    """Complementary suppression: what is missing together is large, and more than one."""
    assert expected == shown_groups(sizes, sum_is_known=True)


@given(SIZES)
def test_nothing_small_is_ever_shown(sizes: dict[str, int]) -> None:
    """Whatever the sizes, and whether or not the sum is known."""
    shown = [shown_groups(sizes), shown_groups(sizes, sum_is_known=True)]
    assert all(sizes[name] >= LEAST for names in shown for name in names)


def _worlds(names: list[str], total: int) -> Iterator[dict[str, int]]:
    """Yield all sizes of these groups that add up."""
    if len(names) == 1:
        yield {names[0]: total}
        return
    for size in range(total + 1):
        for rest in _worlds(names[1:], total - size):
            yield {names[0]: size, **rest}


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 16), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_small_group_is_told_by_a_known_sum(sizes: dict[str, int]) -> None:
    """By trying all worlds: whoever knows rule, sum and shown groups excludes one size at most."""
    shown = shown_groups(sizes, sum_is_known=True)
    missing = sorted(set(sizes) - shown)
    if not shown or not missing:
        return
    known = {name: sizes[name] for name in shown}
    possible: dict[str, set[int]] = defaultdict(set)
    for world in _worlds(missing, sum(sizes[name] for name in missing)):
        if shown == shown_groups({**known, **world}, sum_is_known=True):
            for name, size in world.items():
                possible[name].add(size)
    small = [name for name in missing if sizes[name] < LEAST]
    assert all(len(possible[name] & set(range(LEAST))) >= LEAST - 1 for name in small)


def test_shown_groups_depend_on_no_order() -> None:
    """The same sizes in another order show the same groups."""
    sizes = {"a": 12, "b": 3, "c": 40, "d": 10}
    orders = [dict(list(sizes.items())[i:] + list(sizes.items())[:i]) for i in range(4)]
    assert 1 == len({shown_groups(each, sum_is_known=True) for each in orders})
