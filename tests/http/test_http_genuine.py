"""The list of genuine badges of a stolen key, as a stranger checks it without our database."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from issuer import auditing, issuance
from issuer.audit import read_note_key
from issuer.documents import write_document
from issuer.errors import IssuerError
from tests.schooling import School, open_school

List = dict[str, Any]


@pytest.fixture(scope="module")
def listed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[List, List, str]:
    """Return the list of a key that was ended, that of its successor, and the log's key."""
    folder = tmp_path_factory.mktemp("genuine") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    services, org = school.house.issuance, school.ids["org"]
    key = next(k for k in issuance.list_keys(org, services) if k.algorithm == "Ed25519")
    school.clock.now += timedelta(hours=1)
    ended = issuance.compromise_key(key.id, services)
    issuance.reissue_key(key.id, services)
    auditing.checkpoint(school.house.auditing)
    made = (_list(school, key.id), _list(school, ended.successor.id))
    public = auditing.public_key(school.house.auditing)
    school.house.close()
    return (*made, public)


def _list(school: School, key: str) -> List:
    copies = issuance.genuine_copies(key, school.house.issuance)
    proof = auditing.prove_genuine(school.ids["org"], key, copies, school.house.auditing)
    genuine = [{"id": copy.credential_id, "sha256": copy.sha256} for copy in copies]
    found: List = json.loads(write_document({**proof, "genuine": genuine}))
    return found


def _holds(made: List, badge: str | None = None) -> dict[str, bool | None]:
    checks = auditing.check_genuine(write_document(made), None, badge)
    return {check.name: check.holds for check in checks}


def _copy(made: List) -> List:
    found: List = json.loads(json.dumps(made))
    return found


def test_each_badge_was_in_the_log_before_the_key_ended(listed: tuple[List, List, str]) -> None:
    """Two badges, each with its path to a signed checkpoint."""
    made = listed[0]
    first = made["genuine"][0]["sha256"]
    assert (
        2,
        {"log_key": None, "log": True, "ended": True, "entries": True, "badge": True},
    ) == (len(made["genuine"]), _holds(made, first))


def test_a_forgery_is_not_on_the_list(listed: tuple[List, List, str]) -> None:
    """Whatever date the thief wrote into it."""
    assert False is _holds(listed[0], "0" * 64)["badge"]


def test_what_was_signed_after_the_end_is_not_proven(listed: tuple[List, List, str]) -> None:
    """An entry that is true, but younger than the end of the key, proves nothing for the key."""
    made, other = _copy(listed[0]), listed[1]
    late = other["genuine"][0]["sha256"]
    made["genuine"].append({"id": "late", "sha256": late})
    made["entries"][late] = other["entries"][late]
    assert None is _holds(made, late)["badge"]


def _other_bytes(made: List) -> None:
    entry = next(iter(made["entries"].values()))
    made["entries"]["f" * 64] = entry
    made["genuine"].append({"id": "forged", "sha256": "f" * 64})


def _changed_record(made: List) -> None:
    sha256, entry = next(iter(made["entries"].items()))
    entry["record"] = entry["record"].replace(sha256, "f" * 64)
    made["entries"] = {"f" * 64: entry}
    made["genuine"] = [{"id": "forged", "sha256": "f" * 64}]


def _earlier(made: List) -> None:
    next(iter(made["entries"].values()))["index"] -= 1


def _later_end(made: List) -> None:
    made["ended"]["index"] += 1


def _other_end(made: List) -> None:
    made["ended"] = {**next(iter(made["entries"].values())), "subject": made["ended"]["subject"]}


def _other_key(made: List) -> None:
    made["key"] = made["key"] + "x"


def _other_checkpoint(made: List) -> None:
    made["log"]["checkpoint"] = made["log"]["checkpoint"].replace("\n", "\n1", 1)


@pytest.mark.parametrize(
    "tamper",
    [
        _other_bytes,
        _changed_record,
        _earlier,
        _later_end,
        _other_end,
        _other_key,
        _other_checkpoint,
    ],
)
def test_a_list_that_was_changed_is_found_out(
    listed: tuple[List, List, str], tamper: Callable[[List], None]
) -> None:
    """A forged badge put on the list, or the order of things turned around."""
    made = _copy(listed[0])
    tamper(made)
    assert False is _holds(made)["log"]


def test_another_log_than_the_one_known_is_told(
    listed: tuple[List, List, str], tmp_path: Path
) -> None:
    """Whoever makes up a whole log has another key."""
    other = open_school(tmp_path / "other", create=True)
    auditing.checkpoint(other.house.auditing)
    keys = (listed[2], auditing.public_key(other.house.auditing))
    other.house.close()
    made = write_document(listed[0])
    told = [auditing.check_genuine(made, read_note_key(key))[0].holds for key in keys]
    assert [True, False] == told


@pytest.mark.parametrize("member", ["spec", "log", "genuine"])
def test_a_list_without_a_part_is_refused(listed: tuple[List, List, str], member: str) -> None:
    """It is no list then."""
    made = _copy(listed[0])
    del made[member]
    with pytest.raises(IssuerError):
        auditing.check_genuine(write_document(made))
