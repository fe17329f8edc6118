"""One founded school for all tests; each test works on a copy of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.test_http_verifying import academy_online
from tests.schooling import School, found_school, open_school


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a school that was built once."""
    folder = tmp_path_factory.mktemp("school") / "data"
    found_school(folder)
    return folder


@pytest.fixture
def school(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of the school that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    yield school
    school.house.close()


@pytest.fixture(scope="session")
def shared_school(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Yield one copy for tests that change nothing."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    yield school
    school.house.close()


@pytest.fixture
def online(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of the school that may ask other hosts."""
    folder = tmp_path / "open"
    shutil.copytree(founded, folder)
    school = open_school(folder, fetcher=academy_online())
    yield school
    school.house.close()
