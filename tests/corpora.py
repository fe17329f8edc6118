"""Where tests find shared vectors and schemas, and what happens when they are missing."""

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """Return a path below the shared corpora, or skip with the reason and the place looked at.

    Under CI=true a missing corpus is a failure: a skip that nobody sees proves nothing.
    """
    path = _root() / relative
    if path.exists():
        return path
    reason = f"{relative} is not in {_root()}; set ISSUER_SHARED to the folder that holds it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _root() -> Path:
    return Path(os.environ.get("ISSUER_SHARED", str(_DEFAULT)))
