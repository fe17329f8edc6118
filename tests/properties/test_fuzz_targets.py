"""The fuzzing targets, briefly: whatever bytes arrive, only our own errors leave.

`benchmarks/fuzz/run.py` runs the same targets for as long as one likes, led by coverage.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import run
from benchmarks.fuzz.targets import TARGETS, seeds

SEEDS = {name: sorted(set(seeds(name)), key=len)[:60] for name in TARGETS}


@st.composite
def inputs(draw: st.DrawFn, name: str) -> bytes:
    """Return any bytes, or a seed with some bytes exchanged, cut out or put in."""
    if not draw(st.integers(0, 3)):
        return draw(st.binary(max_size=200))
    data = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(start + 12, len(data))))
        data = data[:start] + draw(st.binary(max_size=12)) + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_only_our_own_errors_leave_a_door_for_foreign_bytes(name: str, data: st.DataObject) -> None:
    """An accident in a decoder would be a finding; there is none."""
    TARGETS[name](data.draw(inputs(name)))


def test_runner_takes_every_target_by_its_name() -> None:
    """What is named here can be fuzzed for longer; it is imported, so that it cannot rot."""
    assert {"older_token", "presentation", "older_badge", "receipt"} < set(TARGETS)
    assert callable(run.fuzz)


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_answered(name: str) -> None:
    """What fuzzing begins with ends in an answer or in our own error."""
    for data in SEEDS[name]:
        TARGETS[name](data)
    assert SEEDS[name]
