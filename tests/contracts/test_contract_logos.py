"""Logos of organisations, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from issuer.accounts.model import Logo
from issuer.errors import ConflictError
from tests.databases import upgraded
from tests.riverbend import START, School, open_school

__all__ = ["upgraded"]


@pytest.fixture
def school(upgraded: str, tmp_path: Path) -> Iterator[School]:
    """Give a school on each database."""
    opened, close = open_school(upgraded, tmp_path)
    yield opened
    close()


def test_logos_come_back_equal_and_are_kept_once_per_digest(school: School) -> None:
    """Every logo stays under its digest, within its organisation, in the order of time."""
    first = Logo(
        id="l-1", organisation=school.organisation, digest="aa", png=b"\x89PNG", created_at=START
    )
    second = replace(first, id="l-2", digest="bb", png=b"\x89PNG2")
    with school.accounts_services.unit_of_work() as uow:
        uow.organisations.add_logo(first)
        uow.organisations.add_logo(second)
        uow.commit()
    with school.accounts_services.read_only() as uow:
        found = uow.organisations.logos_of(school.organisation)
        named = uow.organisations.logo(school.organisation, "bb")
        foreign = uow.organisations.logo("another", "bb")

    assert ((first, second), second, None) == (found, named, foreign)
    with school.accounts_services.unit_of_work() as uow, pytest.raises(ConflictError):
        uow.organisations.add_logo(replace(first, id="l-3"))
