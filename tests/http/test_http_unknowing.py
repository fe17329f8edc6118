"""Row 85: unknown, private, failed and not yet issued badges answer alike at every address."""

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.schooling import School

UNKNOWN = "2" * 22
ADDRESSES = (
    "/credentials/{id}",
    "/credentials/{id}.json",
    "/credentials/{id}.jwt",
    "/credentials/{id}.png",
    "/credentials/{id}.svg",
    "/credentials/{id}/qr.svg",
    "/credentials/{id}/qr.png",
    "/credentials/{id}/audit-proof",
    "/badges/{id}",
)
DIFFERING = {"X-Request-Id", "Date"}
KINDS = ("private", "failed", "unissued")


@pytest.fixture
def ids(school: School) -> dict[str, str]:
    """Return the public id of a badge of each kind that nobody may know of."""
    database = sa.create_engine(f"sqlite:///{school.folder / 'issuer.sqlite3'}")
    osprey = school.ids["badge of osprey"]
    with database.begin() as connection:
        rows = connection.execute(sa.text("SELECT * FROM credential")).mappings().all()
        row = dict(next(each for each in rows if each["public_id"] == osprey))
        for kind in ("failed", "unissued"):
            copy = row | {
                name: f"{kind}-{row[name]}" for name in ("row", "id", "award") if name in row
            }
            copy |= {"public_id": kind[0] * 22, "state": "prepared", "data": None, "sha256": None}
            names = ", ".join(f'"{name}"' for name in copy)
            values = ", ".join(f":{name}" for name in copy)
            insert = f"INSERT INTO credential ({names}) VALUES ({values})"  # noqa: S608 # our own columns
            connection.execute(sa.text(insert), copy)
        connection.execute(
            sa.text("UPDATE credential SET state = 'sign_failed' WHERE public_id = :id"),
            {"id": "f" * 22},
        )
    database.dispose()
    return {"private": school.ids["badge of wren"], "failed": "f" * 22, "unissued": "u" * 22}


def seen(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Return all that a stranger sees of an answer."""
    shown = [pair for pair in answer.headers if pair[0] not in DIFFERING]
    return answer.status_code, answer.data, shown


@pytest.mark.parametrize("address", ADDRESSES)
def test_t85_what_nobody_may_know_of_answers_like_nothing(
    school: School, ids: dict[str, str], address: str
) -> None:
    """T85: the same status, headers and bytes, for programs and for browsers."""
    for accept in ("application/json", "text/html", "*/*"):
        if accept == "text/html" and address == "/credentials/{id}":
            continue  # sends everybody on to the page, before anything is looked up
        expected = seen(_get(school, address, UNKNOWN, accept))
        assert 404 == expected[0]
        for kind in KINDS:
            assert expected == seen(_get(school, address, ids[kind], accept)), kind


@pytest.mark.parametrize("address", ADDRESSES)
def test_t85_the_same_work_is_done_for_each(
    school: School, ids: dict[str, str], address: str
) -> None:
    """T85: as many statements reach the database, so time tells nothing either."""
    counts = {
        kind: _statements(school, address, public_id)
        for kind, public_id in {**ids, "unknown": UNKNOWN}.items()
    }
    assert 1 == len(set(counts.values())), counts


def _get(school: School, address: str, public_id: str, accept: str) -> TestResponse:
    path = address.format(id=public_id)
    return school.client.get(path, headers={"Accept": accept}, buffered=True)


def _statements(school: School, address: str, public_id: str) -> int:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        _get(school, address, public_id, "*/*")
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    return len(asked)
