"""Bad input, row by row: the stated status and code, and not one changed row or file."""

import hashlib
import io
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.schooling import BADGE, RUBRIC, SAFETY, School

JSON = "application/json"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%b</svg>'
REASON = {"reason": "because"}


#: The tables of the audit log.
AUDIT = frozenset({"event", "audit_leaf", "audit_node"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bad request and the answer that it must get.

    `path` may name things of the school in braces; `data` is sent as it is, `json` as JSON.
    """

    says: str
    who: str | None
    path: str
    status: int
    code: str
    method: str = "POST"
    json: Any = None
    data: Any = None
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[School], None] = lambda _school: None
    noted: frozenset[str] = frozenset()  # tables that may tell of it


def later(days: int) -> Callable[[School], None]:
    """Return a step that moves the clock on."""

    def step(school: School) -> None:
        school.clock.now += timedelta(days=days)

    return step


def without_token(school: School) -> None:
    """Revoke Osprey's token."""
    place = f"/api/v1/tokens/{school.ids['token of osprey']}"
    assert school.call("admin", "DELETE", place).status_code == 204


def with_review(school: School) -> None:
    """Find the first asked peer's review and let the lease run out."""
    school.ids["review"] = review_of_plover(school)
    school.clock.now += timedelta(days=20)


def review_of_plover(school: School) -> str:
    """Return the review that Plover was asked for, or that of whoever was asked instead."""
    for peer in ("plover", "dunlin", "teal", "siskin"):
        items = school.call(peer, "GET", "/api/v1/reviews").get_json()["items"]
        if items:
            school.tokens["asked"] = school.tokens[peer]
            return str(items[0]["review"])
    raise AssertionError("nobody was asked")


def with_open_review(school: School) -> None:
    """Find the first asked peer's review while its lease holds."""
    school.ids["review"] = review_of_plover(school)


def draft(**changes: Any) -> dict[str, Any]:
    """Return a draft of the badge, changed."""
    return {"document": {**BADGE, "version": 7, **changes}}


def leaf(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft whose criteria are a signed sentence and one more node."""
    seen = {"id": "seen", "title": "Seen", "signoff": {"role": "teacher", "statement": "I saw it."}}
    return draft(criteria={"id": "everything", "title": "All", "all_of": [seen, dict(node)]})


def drafted(document: dict[str, Any]) -> Callable[[School], None]:
    """Return a step that drafts a badge version and proposes it."""

    def step(school: School) -> None:
        school.ids["bad"] = school.made("teacher", "/api/v1/badges", document)["id"]
        school.made("teacher", f"/api/v1/badges/{school.ids['bad']}/propose")

    return step


def upload(data: bytes, name: str, **fields: str) -> dict[str, Any]:
    """Return a multipart form with one file."""
    return {"title": "A file", **fields, "file": (io.BytesIO(data), name)}


ITEM = {"kinds": ["text"]}
SOME = leaf(
    {
        "id": "some",
        "title": "Some",
        "n_of": {"n": 3, "of": [{"id": n, "title": n, "evidence": ITEM} for n in ("a", "b")]},
    }
)
EXPERT = leaf(
    {
        "id": "rated",
        "title": "Rated",
        "rubric": {"rubric": "team-leadership@1", "levels": {"planning": "expert"}},
    }
)
ALONE = draft(criteria={"id": "work", "title": "Work", "evidence": ITEM})
WORK = "/api/v1/submissions/{work of wren}"
REVIEWED = "/api/v1/submissions/{work of kestrel}"
EVIDENCE = f"{WORK}/evidence"
TEXT = {"kind": "text", "title": "A text", "text": "Words."}

JSON_ROWS = [
    Row(says="no JSON at all", who="admin", path="/api/v1/people", status=400, code="json",
        data=b"{", content_type=JSON),
    Row(says="a list instead of an object", who="admin", path="/api/v1/people", status=400,
        code="shape", data=b"[]", content_type=JSON),
    Row(says="a member twice", who="admin", path="/api/v1/people", status=400, code="dup_key",
        data=b'{"name":"A","name":"B","roles":["peer"]}', content_type=JSON),
    Row(says="a member twice, once escaped", who="admin", path="/api/v1/people", status=400,
        code="dup_key", data=b'{"name":"A","n\\u0061me":"B","roles":["peer"]}', content_type=JSON),
    Row(says="a member twice, in another case", who="admin", path="/api/v1/people", status=400,
        code="dup_key", data=b'{"name":"A","NAME":"B","roles":["peer"]}', content_type=JSON),
    Row(says="NaN", who="teacher", path=f"{REVIEWED}/metrics", status=400, code="number",
        data=b'{"metric":"regularity","value":NaN,"sample":9,"source":"tally"}', content_type=JSON),
    Row(says="a number beyond all bounds", who="teacher", path=f"{REVIEWED}/metrics", status=400,
        code="number", content_type=JSON,
        data=b'{"metric":"regularity","value":1e999,"sample":9,"source":"tally"}'),
    Row(says="an integer that others would round", who="kestrel", path="/api/v1/hours", status=400,
        code="number", data=b'{"bucket":"clinical","minutes":9007199254740993}', content_type=JSON),
    Row(says="nesting without end", who="admin", path="/api/v1/people", status=400, code="depth",
        data=b"[" * 60_000, content_type=JSON),
    Row(says="UTF-16", who="admin", path="/api/v1/people", status=400, code="encoding",
        data='{"name":"A","roles":["peer"]}'.encode("utf-16"), content_type=JSON),
    Row(says="a byte order mark", who="admin", path="/api/v1/people", status=400, code="encoding",
        data=b'\xef\xbb\xbf{"name":"A","roles":["peer"]}', content_type=JSON),
    Row(says="half a character", who="admin", path="/api/v1/people", status=400, code="encoding",
        data=b'{"name":"\\ud800","roles":["peer"]}', content_type=JSON),
    Row(says="U+0000 in a name", who="admin", path="/api/v1/people", status=400, code="encoding",
        data=b'{"name":"A\\u0000","roles":["peer"]}', content_type=JSON),
    Row(says="a control character in a name", who="admin", path="/api/v1/people", status=400,
        code="shape", json={"name": "Wren\u0007", "roles": ["peer"]}),
    Row(says="a direction override in a name", who="admin", path="/api/v1/people", status=400,
        code="text", json={"name": "nerW\u202e", "roles": ["peer"]}),
    Row(says="a body that is too large", who="admin", path="/api/v1/people", status=413,
        code="size", content_type=JSON, data=b'{"name":"' + b"A" * 70_000 + b'"}'),
    Row(says="a form instead of JSON", who="admin", path="/api/v1/people", status=415,
        code="media_type", data={"name": "A"}),
    Row(says="no content type", who="admin", path="/api/v1/people", status=415, code="media_type",
        data=b'{"name":"A","roles":["peer"]}'),
    Row(says="an unknown member", who="admin", path="/api/v1/people", status=400, code="shape",
        json={"name": "A", "roles": ["peer"], "admin": True}),
    Row(says="an unknown role", who="admin", path="/api/v1/people", status=400, code="shape",
        json={"name": "A", "roles": ["king"]}),
    Row(says="a day that never was", who="admin", path="/api/v1/people", status=400, code="date",
        json={"name": "A", "roles": ["peer"], "birth_date": "2010-02-30"}),
    Row(says="a body where none is wanted", who="kestrel", path=f"{REVIEWED}/withdraw", status=400,
        code="body", json={"really": True}),
]  # fmt: skip

FILE_ROWS = [
    Row(says="an upload that is too large", who="wren", path=EVIDENCE, status=413, code="size",
        data=lambda: upload(b"A" * 300_000, "big.txt")),
    Row(says="a web page under an image name", who="wren", path=EVIDENCE, status=400,
        code="file_type", data=lambda: upload(b"<html><script>1</script>", "photo.jpg")),
    Row(says="a program", who="wren", path=EVIDENCE, status=400, code="file_type",
        data=lambda: upload(b"MZ\x90\x00" + bytes(60), "setup.exe")),
    Row(says="an empty file", who="wren", path=EVIDENCE, status=400, code="file_type",
        data=lambda: upload(b"", "nothing.txt")),
    Row(says="no video under the kind video", who="wren", path=EVIDENCE, status=400, code="kind",
        data=lambda: upload(b"Words.", "talk.mp4", kind="video")),
    Row(says="two files", who="wren", path=EVIDENCE, status=400, code="file",
        data=lambda: {"title": "Two", "file": [(io.BytesIO(b"a"), "a"), (io.BytesIO(b"b"), "b")]}),
    Row(says="no file in the form", who="wren", path=EVIDENCE, status=400, code="file",
        data={"title": "None"}, content_type="multipart/form-data"),
    Row(says="a form of too many parts", who="wren", path=EVIDENCE, status=413, code="size",
        data=lambda: {**upload(b"a", "a.txt"), **{f"tag{n}": "x" for n in range(30)}}),
    Row(says="an unknown field in the form", who="wren", path=EVIDENCE, status=400, code="shape",
        data=lambda: upload(b"Words.", "a.txt", mode="0777")),
    Row(says="the title twice", who="wren", path=EVIDENCE, status=400, code="dup_key",
        data=lambda: {"title": ["A", "B"], "file": (io.BytesIO(b"Words."), "a.txt")}),
    Row(says="a script as a web address", who="wren", path=EVIDENCE, status=400, code="shape",
        json={"kind": "url", "title": "Link", "url": "javascript:alert(1)"}),
    Row(says="an address without a host", who="wren", path=EVIDENCE, status=400, code="url",
        json={"kind": "url", "title": "Link", "url": "https:///nowhere"}),
    Row(says="text beside an address", who="wren", path=EVIDENCE, status=400, code="shape",
        json={"kind": "url", "title": "Link", "url": "https://a.example", "text": "both"}),
    Row(says="a picture with a script", who="teacher", path="/api/v1/pictures", status=400,
        code="svg_unsafe", data=SVG % b"<script>alert(1)</script>", content_type="image/svg+xml"),
    Row(says="a picture that is none", who="teacher", path="/api/v1/pictures", status=400,
        code="image", data=b"\x89PNG\r\n\x1a\nnot really", content_type="image/png"),
    Row(says="a picture of an unread type", who="teacher", path="/api/v1/pictures", status=415,
        code="media_type", data=b"GIF89a", content_type="image/gif"),
]  # fmt: skip

RULE_ROWS = [
    Row(says="an unknown criteria leaf", who="teacher", path="/api/v1/badges", status=400,
        code="kind", json=leaf({"id": "luck", "title": "Luck", "lottery": {"min": 1}})),
    Row(says="n larger than the number of children", who="admin", before=drafted(SOME),
        path="/api/v1/badges/{bad}/publish", status=422, code="lint"),
    Row(says="a level off the scale in the criteria", who="admin", before=drafted(EXPERT),
        path="/api/v1/badges/{bad}/publish", status=422, code="lint"),
    Row(says="criteria that no adult stands behind", who="admin", before=drafted(ALONE),
        path="/api/v1/badges/{bad}/publish", status=422, code="lint"),
    Row(says="another language than cbe-criteria/1", who="teacher", path="/api/v1/badges",
        status=400, code="choice", json=draft(spec="cbe-criteria/9")),
    Row(says="art that nobody can draw", who="teacher", path="/api/v1/badges", status=400,
        code="art", json={**draft(), "art": {"shape": "moebius"}}),
    Row(says="a published version drafted again", who="teacher", path="/api/v1/badges", status=409,
        code="repeat", json={"document": {**SAFETY, "title": "Another"}}),
    Row(says="a published rubric changed", who="admin", path="/api/v1/rubrics", status=409,
        code="repeat", json={**RUBRIC, "title": "Another"}),
    Row(says="a rating off the scale", who="teacher", path=f"{REVIEWED}/ratings", status=400,
        code="level", json={"rubric": "team-leadership@1", "levels": {"planning": "expert"}}),
    Row(says="a rating of an unknown criterion", who="teacher", path=f"{REVIEWED}/ratings",
        status=400, code="criterion",
        json={"rubric": "team-leadership@1", "levels": {"dancing": "advanced"}}),
    Row(says="an attestation of one's own work", who="kestrel as peer",
        path=f"{REVIEWED}/attestations", status=422, code="self_attestation",
        json={"levels": {"listens": "advanced"}}),
    Row(says="an attestation without an assignment", who="asked", before=with_open_review,
        path=f"{WORK}/attestations", status=403, code="not_assigned",
        json={"levels": {"listens": "advanced"}}),
    Row(says="an attestation after the lease", who="asked", before=with_review,
        path="/api/v1/reviews/{review}/attest", status=409, code="lease_expired",
        json={"levels": {"listens": "advanced"}}),
    Row(says="an attested level off the scale", who="asked", before=with_open_review,
        path="/api/v1/reviews/{review}/attest", status=400, code="level",
        json={"levels": {"listens": "expert"}}),
    Row(says="a return without feedback", who="teacher", path=f"{REVIEWED}/return", status=400,
        code="shape", json={"feedback": {}}),
    Row(says="an approval before the criteria are met", who="approver", path=f"{REVIEWED}/approve",
        status=409, code="state", headers={"Idempotency-Key": "early"}, noted=AUDIT),
    Row(says="an approval without a key", who="approver",
        path="/api/v1/submissions/{talk of heron}/approve", status=400, code="idempotency_key"),
    Row(says="work handed in twice", who="kestrel", path=f"{REVIEWED}/submit", status=409,
        code="state", json={"authorship": "Mine again."}),
    Row(says="a minor's own consent", who="wren", path="/api/v1/people/{wren}/consents", status=422,
        code="minor_consent", json={"purpose": "publish-page"}),
    Row(says="a public page without consent", who="osprey", method="PUT",
        path="/api/v1/credentials/{badge of osprey}/visibility", status=422, code="consent_missing",
        json={"visibility": "public"}),
    Row(says="an unknown reason code", who="registrar",
        path="/api/v1/credentials/{badge of osprey}/revoke", status=400, code="shape",
        json={"reason_code": "bad_mood"}),
    Row(says="the end of a suspension that never began", who="registrar",
        path="/api/v1/credentials/{badge of osprey}/reinstate", status=409, code="state",
        json={"reason_code": "resolved"}),
]  # fmt: skip

ACCESS_ROWS = [
    Row(says="no token", who=None, path="/api/v1/submissions", status=401, code="sign_in",
        json={"badge": "x"}),
    Row(says="a token of nobody", who=None, path="/api/v1/me", method="GET", status=401,
        code="token_unknown", headers={"Authorization": "Bearer iss_guess"}),
    Row(says="a token in another scheme", who=None, path="/api/v1/me", method="GET", status=401,
        code="sign_in", headers={"Authorization": "Basic aXNzOmd1ZXNz"}),
    Row(says="a revoked token", who="osprey", before=without_token, path="/api/v1/me",
        method="GET", status=401, code="token_revoked"),
    Row(says="an expired token", who="osprey", before=later(100), path="/api/v1/me", method="GET",
        status=401, code="token_expired"),
    Row(says="a learner who rates", who="kestrel", path=f"{REVIEWED}/ratings", status=403,
        code="forbidden",
        json={"rubric": "team-leadership@1", "levels": {"planning": "advanced"}}),
    Row(says="a guardian who attests", who="guardian", path=f"{WORK}/attestations", status=422,
        code="conflict", json={"levels": {"listens": "advanced"}}),
    Row(says="an auditor who reads evidence", who="auditor", method="GET",
        path=f"{REVIEWED}/evidence/{{evidence of kestrel}}/content", status=403, code="forbidden"),
    Row(says="another learner's submission", who="osprey", path=f"{WORK}/withdraw", status=403,
        code="forbidden"),
    Row(says="another organisation's submission", who="finch", method="GET", path=REVIEWED,
        status=404, code="not_found"),
    Row(says="another organisation's credential", who="crane",
        path="/api/v1/credentials/{badge of osprey}/revoke", status=404, code="not_found",
        json={"reason_code": "other"}),
    Row(says="another organisation's badge", who="kestrel", path="/api/v1/submissions", status=404,
        code="not_found", json={"badge": "{fire}"}),
    Row(says="an id that cannot be one", who="teacher", method="GET",
        path="/api/v1/submissions/%00", status=404, code="not_found"),
    Row(says="a page size out of bounds", who="admin", method="GET",
        path="/api/v1/people?limit=1000", status=400, code="limit"),
    Row(says="a cursor of nowhere", who="admin", method="GET", path="/api/v1/people?cursor=%25",
        status=400, code="cursor"),
    Row(says="a method that is not there", who="admin", method="PATCH", path="/api/v1/people",
        status=405, code="method"),
    Row(says="a credential that is no file we read", who=None, path="/api/v1/verify", status=415,
        code="media_type", data=b"GIF89a", content_type="image/gif"),
    Row(says="a credential that is too large", who=None, path="/api/v1/verify", status=413,
        code="size", data=b" " * 300_000, content_type=JSON),
]  # fmt: skip

ROWS = [*JSON_ROWS, *FILE_ROWS, *RULE_ROWS, *ACCESS_ROWS]


def fill(value: Any, school: School) -> Any:
    """Put the ids of the school into a path or a body."""
    if isinstance(value, str) and "{" in value:
        return value.format_map(school.ids)
    if isinstance(value, dict) and all(isinstance(member, str) for member in value.values()):
        return {name: fill(member, school) for name, member in value.items()}
    return value


def state_of(folder: Path) -> dict[str, str]:
    """Return a digest of every table and every evidence file."""
    found: dict[str, str] = {}
    with closing(sqlite3.connect(f"file:{folder / 'issuer.sqlite3'}?mode=ro", uri=True)) as base:
        names = [
            row[0]
            for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith("sqlite_")
        ]
        for name in names:
            rows = sorted(repr(row) for row in base.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 # names of the database itself
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    for file in sorted((folder / "evidence").rglob("*")):
        found[f"file {file.name}"] = str(file.stat().st_size if file.is_file() else "folder")
    return found


def send(row: Row, school: School) -> TestResponse:
    """Send the request of a row."""
    given: dict[str, Any] = {"headers": row.headers}
    if row.json is not None:
        given["json"] = fill(row.json, school)
    elif row.data is not None:
        given["data"] = row.data() if callable(row.data) else row.data
    if row.content_type is not None:
        given["content_type"] = row.content_type
    return school.call(row.who, row.method, fill(row.path, school), **given)


@pytest.mark.parametrize("row", ROWS, ids=[row.says for row in ROWS])
def test_bad_input_is_named_and_changes_nothing(row: Row, school: School) -> None:
    """A stable code tells the program what was wrong, and the database is as it was."""
    row.before(school)
    before = state_of(school.folder)

    answer = send(row, school)

    problem = answer.get_json()
    assert (row.status, row.code) == (answer.status_code, problem["code"]), problem
    after = state_of(school.folder)
    # A refused award is itself an entry of the audit log (reliability.md row 72), and nothing else.
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert row.noted == changed
    assert answer.mimetype == "application/problem+json"


def test_table_of_bad_input_is_long_enough() -> None:
    """The acceptance asks for at least forty rows; each says something else."""
    assert len({row.says for row in ROWS}) == len(ROWS) >= 40
