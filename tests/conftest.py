"""Hypothesis profiles for all tests; a skip of an expected tool fails under CI."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=50)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    print_blob=True,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", max_examples=100_000, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")
