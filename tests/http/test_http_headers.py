"""Row 57: what each route answers with, as a table; a route without a row fails.

`ISSUER_WRITE_HEADERS=1` writes the table anew; read the difference before you commit it.
"""

import csv
import os
import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from issuer import accounts
from issuer.web import asset_path
from tests.schooling import School, found_school, open_school
from tests.visiting import PASSWORD, link_for

TABLE = Path(__file__).with_name("headers.csv")
BASE = "https://badges.example.org"
COLUMNS = (
    "Cache-Control",
    "Vary",
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Access-Control-Allow-Origin",
    "X-Robots-Tag",
)
Row = dict[str, str]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Open a school whose public address is one of TLS."""
    folder = tmp_path_factory.mktemp("secure") / "data"
    found_school(folder)
    return open_school(folder, public_base_url=BASE)


def names_of(school: School) -> dict[str, str]:
    """Return what stands in the places of each path."""
    badge = school.ids["badge of osprey"]
    found = school.call("teacher", "GET", f"/api/v1/badges/{school.ids['team']}", base_url=BASE)
    css = re.search(
        r"/assets/(issuer[^\"]+css)", school.app.test_client().get("/", base_url=BASE).text
    )
    assert css is not None
    listed = school.house.issuance.read_only
    with listed() as uow:
        lists = [each.id for each in uow.status_lists.all()]
    return {
        "id": badge,
        "public_id": badge,
        "slug": found.get_json()["public_slug"],
        "n": "1",
        "list": lists[0],
        "name": asset_path("issuer.css").rpartition("/")[2],
        "person": school.ids["wren"],
        "secret": "2" * 43,
        "class_code": "ABCDEF",
    }


def rows_of(school: School) -> list[Row]:
    """Ask each route once as nobody, and each GET once more as an administrator."""
    command = accounts.AcceptInvitation(
        secret=link_for(school, "admin", handle="the-admin"), password=PASSWORD
    )
    cookie = f"__Host-issuer={accounts.accept_invitation(command, school.house.accounts).secret}"
    known = names_of(school)
    rows = []
    for rule in sorted(
        school.app.url_map.iter_rules(), key=lambda each: (each.rule, each.endpoint)
    ):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = _filled(rule.rule, known)
            for who in ("nobody", "admin") if method == "GET" else ("nobody",):
                headers = {"Accept": "text/html" if rule.endpoint.startswith("web.") else "*/*"}
                if who == "admin":
                    headers["Authorization"] = f"Bearer {school.tokens['admin']}"
                    headers["Cookie"] = cookie
                answer = school.client.open(
                    path, method=method, headers=headers, base_url=BASE, buffered=True
                )
                rows.append(_row(method, rule.rule, who, answer))
    return rows


def _filled(rule: str, known: dict[str, str]) -> str:
    def named(found: re.Match[str]) -> str:
        name = found[1]
        if "/issuers/" in rule and name == "slug":
            return "riverbend"
        if "/schemas/" in rule:
            return "openapi.json"
        return known.get(name, "2" * 22)

    return re.sub(r"<(?:\w+:)?(\w+)>", named, rule)


def _row(method: str, rule: str, who: str, answer: TestResponse) -> Row:
    row = {"method": method, "path": rule, "who": who, "status": str(answer.status_code)}
    return row | {name: answer.headers.get(name, "") for name in COLUMNS}


def _committed() -> list[Row]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_t57_headers_of_every_route_are_the_committed_ones(secure: School) -> None:
    """T57: caching, sniffing, framing, policy and referrer of each route, as somebody read them."""
    found = rows_of(secure)
    if os.environ.get("ISSUER_WRITE_HEADERS"):
        with TABLE.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, found[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    committed = {(row["method"], row["path"], row["who"]): row for row in _committed()}
    by_route = {(row["method"], row["path"], row["who"]): row for row in found}

    assert set(committed) == set(by_route)
    assert {} == {key: row for key, row in by_route.items() if row != committed[key]}


@pytest.mark.parametrize(
    "row", _committed(), ids=lambda row: f"{row['method']} {row['path']} {row['who']}"
)
def test_t57_no_row_of_the_table_lets_anything_in(row: Row) -> None:
    """T57: whatever is committed, these hold for every answer."""
    assert "default-src 'none'" in row["Content-Security-Policy"]
    assert "nosniff" == row["X-Content-Type-Options"]
    assert "DENY" == row["X-Frame-Options"]
    assert "no-referrer" == row["Referrer-Policy"]
    assert "max-age=31536000" in row["Strict-Transport-Security"]
    assert (
        "unsafe-inline" not in row["Content-Security-Policy"]
        or "/image." in row["path"]
        or (row["path"].endswith((".svg", ".png")))
    )


@pytest.mark.parametrize(
    "row",
    [row for row in _committed() if row["path"].startswith("/api/v1/") and row["status"] == "200"],
    ids=lambda row: f"{row['method']} {row['path']}",
)
def test_t57_signed_answers_are_kept_by_nobody(row: Row) -> None:
    """T57: what needs a token is `no-store`."""
    assert "no-store" == row["Cache-Control"]
