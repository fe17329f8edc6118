"""Which groups a figure may show: none under ten, and none that could be subtracted back.

A sum that is published holds shown groups alone, so whatever is left out is in no number of the
report. Where the sum over everybody is known from elsewhere, one group left out would be the
difference, and several small ones would still be bounded by it. Then large groups are left out with
them, chosen by their names and not by their sizes, until what is missing together leaves almost
every size possible for each small group; if that never happens, nothing is shown.
"""

from collections.abc import Mapping, Sequence

#: A group of fewer learners is not shown (education.md, table row 23).
LEAST = 10


def shown_groups(sizes: Mapping[str, int], *, sum_is_known: bool = False) -> frozenset[str]:
    """Return the groups that may be shown; `sizes` counts the learners behind the figure.

    `sum_is_known` says that readers have the figure of all groups together from elsewhere.
    """
    shown = sorted(name for name, size in sizes.items() if size >= LEAST)
    small = [size for size in sizes.values() if size < LEAST]
    if not sum_is_known or not small:
        return frozenset(shown)
    taken: list[int] = []
    while shown and not _is_hidden(small, taken):
        taken.append(sizes[shown.pop(0)])
    return frozenset(shown)


def _is_hidden(small: Sequence[int], taken: Sequence[int]) -> bool:
    """Tell whether the sum of what is missing leaves every small group any size below ten.

    Those taken beside it are known to have ten or more, and small ones fewer.
    """
    slack = sum(small) + sum(taken) - LEAST * len(taken)
    if taken:
        return slack >= LEAST - 1
    return LEAST - 1 <= slack <= (LEAST - 1) * (len(small) - 1)
