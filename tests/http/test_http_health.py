"""Health: each thing that the service stands on, broken alone, turns its own check red (4.5)."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from issuer.app.health import KEPT
from issuer.records import FileBlobs
from issuer.records.blobs import Space
from tests.schooling import School

Json = dict[str, object]
ALL = {"database", "disk", "migration", "keys", "status_lists", "clock"}


def checks(school: School) -> dict[str, str]:
    """Ask from this host, after what was told before is too old to be told again."""
    school.clock.now += KEPT
    told = school.client.get("/readyz", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    found = dict(told.get_json()["checks"])
    assert (200 if set(found.values()) == {"ok"} else 503) == told.status_code
    return found


def run(school: School, *statements: str) -> None:
    """Change the database behind the service's back."""
    engine = sa.create_engine(f"sqlite:///{school.folder / 'issuer.sqlite3'}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


_BROKEN = {
    "database": (("ALTER TABLE pace RENAME TO away",), ("ALTER TABLE away RENAME TO pace",)),
    "migration": (
        ("UPDATE alembic_version SET version_num = '0001'",),
        ("UPDATE alembic_version SET version_num = '{head}'",),
    ),
    "keys": (
        ("UPDATE key SET paused_at = created_at",),
        ("UPDATE key SET paused_at = NULL",),
    ),
    "status_lists": (
        ("UPDATE status_list SET valid_until = '2026-01-01T00:00:00.000000Z'",),
        ("UPDATE status_list SET valid_until = '2027-01-01T00:00:00.000000Z'",),
    ),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_broken_dependency_turns_its_own_check_red_and_green_again(
    school: School, name: str
) -> None:
    """The named one and only it; while the database is away, what needs it is not told."""
    assert dict.fromkeys(ALL, "ok") == checks(school)
    breaking, mending = _BROKEN[name]
    head = _head(school)
    run(school, *breaking)
    broken = checks(school)
    run(school, *(each.format(head=head) for each in mending))

    assert {name} == {check for check, state in broken.items() if state == "failed"}
    unknown = ALL - {"database", "disk"} if name == "database" else set()
    assert unknown == {check for check, state in broken.items() if state == "unknown"}
    assert dict.fromkeys(ALL, "ok") == checks(school)


def test_clock_that_jumped_back_turns_its_check_red(school: School) -> None:
    """Row 100: one that is behind what was recorded."""
    assert dict.fromkeys(ALL, "ok") == checks(school)
    school.clock.now -= timedelta(hours=1)
    broken = checks(school)
    assert {"clock"} == {check for check, state in broken.items() if state != "ok"}
    school.clock.now += timedelta(hours=1)
    assert dict.fromkeys(ALL, "ok") == checks(school)


def test_full_disk_turns_its_check_red_and_stops_uploads_alone(school: School) -> None:
    """Row 66: uploads are answered 507; revoking and issuing need no room for files and go on."""
    blobs = school.house.assessment.blobs
    assert isinstance(blobs, FileBlobs)
    blobs.space = lambda _folder: Space(free=1, total=1000)
    submission = school.made("heron", "/api/v1/submissions", {"badge": school.ids["team"]})["id"]
    place = f"/api/v1/submissions/{submission}/evidence"
    refused = _upload(school, place)

    assert (507, "disk_full") == (refused[0], refused[1]["code"])
    assert "3600" == refused[2]
    badge = school.ids["badge of osprey"]
    reason = {"reason_code": "issued_in_error", "reason": "Wrong person."}
    school.made("registrar", f"/api/v1/credentials/{badge}/revoke", reason)
    blobs.space = lambda _folder: Space(free=900, total=1000)
    assert 201 == _upload(school, place)[0]


@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("203.0.113.9", None),
        ("127.0.0.1", "X-Forwarded-For"),
        ("127.0.0.1", "Forwarded"),
        ("127.0.0.1", "Via"),
        ("127.0.0.1", "X-Real-Ip"),
    ],
)
def test_strangers_learn_ok_or_not_and_no_more(
    shared_school: School, address: str, header: str | None
) -> None:
    """Details are for this host; a proxy on it speaks for somebody else."""
    headers = {header: "203.0.113.9"} if header else {}
    told = shared_school.client.get(
        "/readyz", environ_base={"REMOTE_ADDR": address}, headers=headers
    )
    assert {"ok": True} == told.get_json()


@pytest.mark.parametrize("path", ["/livez", "/healthz", "/startupz"])
def test_liveness_and_start_are_one_word(shared_school: School, path: str) -> None:
    """Asked often, by monitors that restart what does not answer."""
    told = shared_school.call(None, "GET", path)
    assert (200, {"ok": True}) == (told.status_code, told.get_json())


def test_liveness_asks_nothing_of_a_broken_database(school: School) -> None:
    """A restart would mend no database."""
    run(school, "ALTER TABLE pace RENAME TO away")
    assert 200 == school.client.get("/livez").status_code


def _upload(school: School, place: str) -> tuple[int, Json, str]:
    form = {"file": (io.BytesIO(b"notes of a walk"), "notes.txt"), "title": "Notes"}
    answer = school.call("heron", "POST", place, data=form, content_type="multipart/form-data")
    return answer.status_code, answer.get_json(), answer.headers.get("Retry-After", "")


def _head(school: School) -> str:
    engine = sa.create_engine(f"sqlite:///{school.folder / 'issuer.sqlite3'}")
    with engine.connect() as connection:
        head = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return str(head)
