"""Looking after stored evidence, on both databases: what was altered, and what nothing names."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import assessment
from issuer.access import Role
from issuer.assessment.model import FileCheck, Submission
from issuer.assessment.sweeping import LEFT_BEHIND, UNNAMED
from issuer.errors import UnavailableError
from issuer.records import FileBlobs
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS, PlainKeys
from tests.riverbend import START, School, open_school, team_leadership

__all__ = ["upgraded"]

DAY = timedelta(days=1)
SWAPPED = b"%PDF-1.7\nAnother plan.\n"


@pytest.fixture
def school(upgraded: str, tmp_path: Path) -> Iterator[School]:
    """Give a school on each database."""
    opened, close = open_school(upgraded, tmp_path)
    yield opened
    close()


@pytest.fixture
def work(school: School) -> Submission:
    """Return work with one file."""
    return school.hand_in("kestrel", school.publish(team_leadership()))


def files_in(tmp_path: Path) -> list[Path]:
    """Return the stored files of people."""
    found = (tmp_path / "evidence" / "people").rglob("*")
    return sorted(path for path in found if path.is_file())


def told(school: School, item: str) -> list[tuple[str, str | None]]:
    """Return what the log says of an item after it was added."""
    with school.services.read_only() as uow:
        events = uow.events.of_subject(school.organisation, item)
    return [(each.name, each.codes.get("found")) for each in events if each.role == "system"]


def test_sound_file_is_looked_at_once_a_day(school: School, work: Submission) -> None:
    """Nothing is told, and the next look comes tomorrow."""
    assert 0 == assessment.look_at_files(school.services)
    item = school.view(work).evidence[0]
    with school.services.read_only() as uow:
        check = uow.stored_files.check_of(item.id)
        due = uow.stored_files.due(START, 10)
    assert check is not None
    assert (None, (), []) == (check.altered_at, due, told(school, item.id))
    later = check.looked_at + timedelta(microseconds=1)
    with school.services.read_only() as uow:
        assert [item.id] == [each.id for each in uow.stored_files.due(later, 10)]


def test_t67_swapped_file_is_found_told_once_and_shown(
    school: School, work: Submission, tmp_path: Path
) -> None:
    """T67: one alarm for one change, however often it is looked at; all who see the work see it."""
    item = school.view(work).evidence[0]
    (stored,) = files_in(tmp_path)
    stored.write_bytes(SWAPPED)
    found = []
    for _ in range(3):
        found.append(assessment.look_at_files(school.services))
        school.clock.pass_time(days=2)

    assert [1, 0, 0] == found
    assert [("evidence.altered", "changed")] == told(school, item.id)
    for name, role in (("teacher", Role.TEACHER), ("kestrel", Role.LEARNER)):
        assert frozenset({item.id}) == school.view(work, name, role).altered


def test_t67_file_that_goes_and_comes_back_is_told_twice(
    school: School, work: Submission, tmp_path: Path
) -> None:
    """A missing file was altered too; once the operator put it back, the notice goes."""
    item = school.view(work).evidence[0]
    (stored,) = files_in(tmp_path)
    away = stored.rename(tmp_path / "away")
    assessment.look_at_files(school.services)
    away.rename(stored)
    school.clock.pass_time(days=2)
    assessment.look_at_files(school.services)
    assert [("evidence.altered", "missing"), ("evidence.restored", None)] == told(school, item.id)
    assert frozenset() == school.view(work).altered


def test_check_replaces_the_one_before(school: School, work: Submission) -> None:
    """One row for each item, whoever looked; and the sweep is told what must stay."""
    item = school.view(work).evidence[0]
    check = FileCheck(
        id=item.id, organisation=school.organisation, submission=work.id, looked_at=START
    )
    later = replace(check, looked_at=START + DAY, altered_at=START + DAY)
    with school.services.unit_of_work() as uow:
        uow.stored_files.put(check)
        uow.stored_files.put(later)
        uow.commit()
    with school.services.read_only() as uow:
        assert later == uow.stored_files.check_of(item.id)
        assert frozenset({item.id}) == uow.stored_files.altered(school.organisation, work.id)
        assert frozenset() == uow.stored_files.altered("another", work.id)
        named = uow.stored_files.named()
    assert {(school.organisation, school.id("kestrel")): frozenset({item.blob})} == named


#: Whose files the tests of sweeping are about.
WHO: tuple[str, str] = ("riverbend", "kestrel")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Stored files of one person, one of them named."""

    folder: Path
    named: dict[tuple[str, str], frozenset[str]]
    stored: Path
    blobs: FileBlobs

    def leave(self, path: Path, days: int) -> Path:
        """Leave a file behind that is so old."""
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left behind")
        age(path, days)
        return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Store one file, a year ago."""
    blobs = FileBlobs(tmp_path, free_floor=0.0, sealer=PLAIN_KEYS)
    kept = blobs.of(*WHO).store(io.BytesIO(b"plan"), max_bytes=9)
    (stored,) = (path for path in (tmp_path / "people").rglob("*") if path.is_file())
    age(stored, 400)
    named: dict[tuple[str, str], frozenset[str]] = {WHO: frozenset({kept.sha256})}
    return Shelf(folder=tmp_path, named=named, stored=stored, blobs=blobs)


def age(path: Path, days: int) -> None:
    """Let a file be so old."""
    at = (START - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def test_whole_file_that_nothing_names_is_swept_when_it_is_old(shelf: Shelf) -> None:
    """A crash between storing and telling leaves one; what a row names stays for ever."""
    old = shelf.leave(shelf.stored.with_name("a" * 64), 31)
    new = shelf.leave(shelf.stored.with_name("b" * 64), 29)
    nobodys = shelf.leave(shelf.stored.parent.with_name("c" * 32) / ("d" * 64), 31)
    swept = shelf.blobs.sweep_unnamed(shelf.named, before=START - UNNAMED, now=START)
    there = [path.exists() for path in (old, new, nobodys, shelf.stored)]
    assert (2, [False, True, False, True]) == (swept, there)


def test_half_a_file_is_swept_when_no_upload_can_take_so_long(shelf: Shelf) -> None:
    """A process that died while bytes came leaves one."""
    half = shelf.leave(shelf.folder / ".new-half", 1)
    now = shelf.leave(shelf.folder / ".new-now", 0)
    swept = shelf.blobs.sweep(START - LEFT_BEHIND)
    assert (1, False, True) == (swept, half.exists(), now.exists())


class Keyless(PlainKeys):
    """A sealer whose keys were not restored."""

    def name(self, organisation: str, person: str, text: str) -> str | None:
        """Say that the key is missing, as the real one does."""
        raise UnavailableError(f"No key of {organisation} {person} for {text}", code="person_key")


def test_folder_of_a_missing_key_is_left_alone(shelf: Shelf) -> None:
    """Without the key nobody can tell which file is named, so none is deleted."""
    keyless = FileBlobs(shelf.folder, sealer=Keyless())
    assert 0 == keyless.sweep_unnamed(shelf.named, before=START, now=START)
    assert shelf.stored.exists()


def test_folders_are_looked_through_once_a_day(shelf: Shelf) -> None:
    """Upkeep comes each half minute; reading every folder that often would be waste."""
    before = shelf.blobs.was_looked_through(START - DAY)
    shelf.blobs.sweep_unnamed(shelf.named, before=START, now=START)
    after = [shelf.blobs.was_looked_through(START + DAY * n - DAY) for n in (1, 2)]
    assert (False, [True, False]) == (before, after)


def test_upkeep_asks_the_database_what_must_stay(
    school: School, work: Submission, tmp_path: Path
) -> None:
    """The two halves together: what is named stays, what is left behind goes, once a day."""
    (stored,) = files_in(tmp_path)
    left = stored.with_name("a" * 64)
    left.write_bytes(b"left behind")
    for path in (stored, left):
        age(path, 31)
    swept = [assessment.sweep_uploads(school.services) for _ in range(2)]
    assert ([1, 0], True, False) == (swept, stored.exists(), left.exists())
    assert not school.view(work).altered
