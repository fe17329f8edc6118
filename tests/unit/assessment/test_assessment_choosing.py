"""The draw of a panel: the mix first, fewest open reviews, repeatable from its seed."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.assessment.choosing import (
    MAX_OPEN_REVIEWS,
    OUTSIDE,
    TEAMMATE,
    Candidate,
    Wanted,
    add_school_days,
    choose_peers,
    still_wanted,
)

SEED = bytes(range(16))


def _candidate(peer: str, relation: str = OUTSIDE, open_reviews: int = 0) -> Candidate:
    return Candidate(peer=peer, relation=relation, open_reviews=open_reviews)


def _names(chosen: tuple[Candidate, ...]) -> list[str]:
    return [each.peer for each in chosen]


def test_the_mix_is_filled_before_anybody_else() -> None:
    """Two teammates and one outsider, though all outsiders have fewer reviews."""
    candidates = [
        *(_candidate(f"team-{n}", TEAMMATE, 3) for n in range(3)),
        *(_candidate(f"out-{n}") for n in range(3)),
    ]
    chosen = choose_peers(candidates, Wanted(teammate=2, outside=1), seed=SEED)
    assert [TEAMMATE, TEAMMATE, OUTSIDE] == [each.relation for each in chosen]


def test_fewest_open_reviews_come_first() -> None:
    """Work is spread before chance decides."""
    candidates = [
        _candidate("busy", open_reviews=2),
        _candidate("free"),
        _candidate("one", open_reviews=1),
    ]
    chosen = choose_peers(candidates, Wanted(either=2), seed=SEED)
    assert ["free", "one"] == _names(chosen)


def test_ties_fall_by_the_hash_of_seed_and_id() -> None:
    """An auditor repeats the draw with SHA-256 alone."""
    names = ["kestrel", "wren", "heron", "plover"]
    by_hand = sorted(names, key=lambda name: hashlib.sha256(SEED + name.encode()).hexdigest())
    chosen = choose_peers([_candidate(name) for name in names], Wanted(either=4), seed=SEED)
    assert by_hand == _names(chosen)


def test_nobody_gets_a_sixth_open_review() -> None:
    """A peer holds at most five open reviews."""
    full = _candidate("full", open_reviews=MAX_OPEN_REVIEWS)
    assert () == choose_peers([full], Wanted(either=1), seed=SEED)


@given(
    st.permutations([_candidate(f"p{n}", TEAMMATE if n % 2 else OUTSIDE, n % 3) for n in range(8)]),
    st.binary(min_size=16, max_size=16),
)
def test_the_order_of_candidates_never_matters(candidates: list[Candidate], seed: bytes) -> None:
    """Same seed, same candidates, same panel."""
    wanted = Wanted(teammate=1, outside=1, either=2)
    expected = choose_peers(sorted(candidates, key=lambda each: each.peer), wanted, seed=seed)
    assert expected == choose_peers(candidates, wanted, seed=seed)


@pytest.mark.parametrize(
    ("asked", "open_reviews", "seen", "expected"),
    [
        (Wanted(teammate=2, outside=1), {}, 0, Wanted(teammate=2, outside=1)),
        (Wanted(teammate=2, outside=1), {TEAMMATE: 1}, 0, Wanted(teammate=1, outside=1)),
        (Wanted(teammate=2, outside=1), {TEAMMATE: 2, OUTSIDE: 1}, 0, Wanted()),
        (Wanted(either=3), {}, 0, Wanted(outside=1, either=2)),
        (Wanted(teammate=3), {}, 0, Wanted(teammate=3, outside=1)),
        (Wanted(teammate=1), {}, 1, Wanted(teammate=1)),
        (Wanted(either=2), {OUTSIDE: 1}, 0, Wanted(either=1)),
        (Wanted(), {}, 0, Wanted()),
    ],
    ids=[
        "nobody is asked yet",
        "one teammate is asked already",
        "all are asked already",
        "one of any comes from outside",
        "one from outside, whatever the mix says",
        "an outside peer has spoken already",
        "an open review serves any",
        "nothing is wanted",
    ],
)
def test_open_reviews_are_taken_off_what_is_asked(
    asked: Wanted, open_reviews: dict[str, int], seen: int, expected: Wanted
) -> None:
    """What is on its way is not asked for twice, and one peer is from outside the team."""
    assert expected == still_wanted(asked, open_reviews, outside_seen=seen)


def test_wanted_reads_what_it_stores() -> None:
    """A stored draw can be repeated."""
    wanted = Wanted(teammate=2, outside=1, either=3)
    assert wanted == Wanted.from_dict(wanted.to_dict())


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-11-16", "2026-11-23"), ("2026-11-20", "2026-11-27"), ("2026-11-21", "2026-11-27")],
    ids=["from a Monday", "from a Friday", "from a Saturday"],
)
def test_a_lease_counts_school_days(start: str, end: str) -> None:
    """Five school days, Monday to Friday; the time of day stays."""
    given_at = datetime.fromisoformat(f"{start}T10:00:00").replace(tzinfo=UTC)
    expected = datetime.fromisoformat(f"{end}T10:00:00").replace(tzinfo=UTC)
    assert expected == add_school_days(given_at, 5)
