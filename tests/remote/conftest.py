"""One authority for all tests with real servers."""

import pytest

from tests.remote.servers import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return an authority that the tests' guards trust."""
    return Authority(tmp_path_factory.mktemp("authority"))
