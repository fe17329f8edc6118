"""Which groups a figure may show: none under ten, and none that could be subtracted back.

A sum that is published holds shown groups alone, so whatever is left out is in no number of the
report. Where a sum over everybody were known, a single group left out would be the difference: then
others are left out with it, chosen by their names and not by their sizes, until what is missing
together is so large that no single one of them can be told from it.
"""

from collections.abc import Mapping

#: A group of fewer learners is not shown (education.md, table row 23).
LEAST = 10


def shown_groups(sizes: Mapping[str, int], *, sum_is_known: bool = False) -> frozenset[str]:
    """Return the groups that may be shown; `sizes` counts the learners behind the figure.

    `sum_is_known` says that readers have the figure of all groups together from elsewhere.
    """
    shown = sorted(name for name, size in sizes.items() if size >= LEAST)
    if not sum_is_known:
        return frozenset(shown)
    missing = [size for size in sizes.values() if size < LEAST]
    while shown and missing and (len(missing) == 1 or sum(missing) < 2 * LEAST - 1):
        missing.append(sizes[shown.pop(0)])
    return frozenset(shown)
