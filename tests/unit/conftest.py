"""Unit tests open no socket at all."""

import pytest


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """Make an attempt to open a socket an error."""
