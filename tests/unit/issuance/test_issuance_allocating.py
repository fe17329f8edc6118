"""The secret order of a status list is a permutation that tells nothing."""

from issuer.issuance.allocating import shuffled_index
from issuer.issuance.model import LIST_LENGTH

SECRET = bytes(range(32))


def test_every_index_is_given_exactly_once() -> None:
    """131,072 positions give 131,072 different indices (INV2)."""
    given = bytearray(LIST_LENGTH)
    for position in range(LIST_LENGTH):
        given[shuffled_index(position, SECRET)] += 1
    assert bytes([1]) * LIST_LENGTH == bytes(given)


def test_the_order_tells_nothing_about_the_time() -> None:
    """Row 43: over 10,000 issues, Spearman's rank correlation of index and time is within 0.03."""
    count = 10_000
    indices = [shuffled_index(position, SECRET) for position in range(count)]
    ranks = {index: rank for rank, index in enumerate(sorted(indices))}
    distance = sum((ranks[index] - time) ** 2 for time, index in enumerate(indices))
    correlation = 1 - 6 * distance / (count * (count**2 - 1))
    assert abs(correlation) <= 0.03


def test_lists_have_different_orders() -> None:
    """Who knows the order of one list knows nothing about another."""
    other = bytes(32)
    same = [n for n in range(1000) if shuffled_index(n, SECRET) == shuffled_index(n, other)]
    assert len(same) < 5
