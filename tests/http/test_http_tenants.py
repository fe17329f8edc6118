"""Two schools in one installation: neither finds, lists, changes or names what is the other's.

Every row asks for something real of the other school. It is answered byte for byte like something
that was never there, and afterwards the other school reads all of its own as it was.
"""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.api import ROUTES, Route
from issuer.api.routing import Open
from tests.schooling import NOW, School, open_school

V1 = "/api/v1"
#: What the other school has; what never was has the same names.
THINGS = ("person", "grant", "token", "unit", "client", "credential", "submission", "link")
UNKNOWN = "2" * 22
NEVER = {name: "nowhere" if name == "unit" else UNKNOWN for name in THINGS}
WHY = {"reason": "because"}

#: Who of the one school asks for what of the other: method, path, body; `{own}` is a learner here.
ROWS: tuple[tuple[str, str, str, Any], ...] = (
    ("admin", "GET", "/people/{person}", None),
    ("admin", "GET", "/people/{person}/export", None),
    ("admin", "POST", "/people/{person}/erase", {"reason": "requested"}),
    ("admin", "POST", "/people/{person}/legal-hold", WHY),
    ("admin", "DELETE", "/people/{person}/legal-hold", None),
    ("admin", "PUT", "/people/{person}/units", {"units": []}),
    ("admin", "PUT", "/people/{own}/units", {"units": ["{unit}"]}),
    ("admin", "POST", "/people", {"name": "Avocet", "roles": ["peer"], "units": ["{unit}"]}),
    ("admin", "POST", "/ties", {"person": "{own}", "other": "{person}", "kind": "family"}),
    ("admin", "POST", "/ties", {"person": "{person}", "other": "{own}", "kind": "family"}),
    ("admin", "POST", "/tokens", {"person": "{person}", "role": "learner", "label": "mine"}),
    ("admin", "DELETE", "/tokens/{token}", None),
    ("teacher", "DELETE", "/tokens/{token}", None),
    ("registrar", "GET", "/people/{person}/consents", None),
    ("guardian", "GET", "/people/{person}/consents", None),
    ("guardian", "POST", "/people/{person}/consents", {"purpose": "share-evidence"}),
    ("guardian", "DELETE", "/people/{person}/consents/publish-page", None),
    ("heron", "POST", "/people/{person}/consents", {"purpose": "share-evidence"}),
    ("admin", "GET", "/people/{person}/roles", None),
    ("admin", "POST", "/people/{person}/roles", {"role": "peer"}),
    ("admin", "POST", "/people/{own}/roles", {"role": "teacher", "units": ["{unit}"]}),
    ("admin", "POST", "/people/{person}/roles/{grant}/confirm", None),
    ("admin", "POST", "/people/{own}/roles/{grant}/confirm", None),
    ("admin", "DELETE", "/people/{person}/roles/{grant}", None),
    ("admin", "DELETE", "/people/{own}/roles/{grant}", None),
    ("admin", "POST", "/clients/{client}/rotate", {}),
    ("admin", "DELETE", "/clients/{client}", None),
    ("auditor", "GET", "/credentials/{credential}/audit-bundle", None),
    ("auditor", "GET", "/credentials/{credential}", None),
    ("auditor", "POST", "/break-glass", {"submission": "{submission}", **WHY}),
    ("auditor", "GET", "/events?learner={person}", None),
    ("guardian", "GET", "/share-links?learner={person}", None),
    ("guardian", "POST", "/share-links", {"learner": "{person}", "kind": "family"}),
    ("registrar", "POST", "/share-links", {"learner": "{person}", "kind": "family"}),
    (
        "osprey",
        "POST",
        "/share-links",
        {"learner": "{me}", "kind": "share", "credential": "{credential}"},
    ),
    ("registrar", "DELETE", "/share-links/{link}", None),
    ("osprey", "DELETE", "/share-links/{link}", None),
)
#: What a school reads of its own, by who reads it.
LISTS = {
    "admin": (
        "/people",
        "/tokens",
        "/clients",
        "/units",
        "/keys",
        "/revocations",
        "/break-glass",
        "/organisation/looks",
        "/reports/groups/file",
        "/reports/waiting",
        "/reports/issued",
        "/ending?within=3660",
    ),
    "registrar": ("/people", "/credentials", "/queue", "/badges", "/break-glass"),
}
#: The other school, by who reads it.
READERS = {"admin": "northgate", "registrar": "crane"}


@pytest.fixture(scope="module")
def two(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Open both schools, and let the other one have something of every kind."""
    folder = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    settle(school)
    yield school
    school.house.close()


def settle(school: School) -> None:
    """Stork of the other school earns a badge, and shares it; a program and a unit are made."""
    ids, person = school.ids, school.ids["stork"]
    ids["unit"] = school.made("northgate", f"{V1}/units", {"slug": "east", "name": "East"})["slug"]
    wish = {"name": "Ledger", "scopes": ["people.read"]}
    ids["client"] = school.made("northgate", f"{V1}/clients", wish)["id"]
    wish = {"name": "egret", "roles": ["issuer"], "birth_date": "1990-05-01"}
    egret = school.made("northgate", f"{V1}/people", wish)["id"]
    wish = {"person": egret, "role": "issuer", "label": "egret"}
    school.tokens["egret"] = school.made("northgate", f"{V1}/tokens", wish)["secret"]
    place = f"{V1}/submissions/{ids['work of stork']}"
    school.made("stork", f"{place}/submit", {"authorship": "I made this myself."})
    school.made("finch", f"{place}/triage")
    school.made("finch", f"{place}/signoffs", {"node": "seen", "approve": True})
    issued = school.made("egret", f"{place}/approve", headers={"Idempotency-Key": "stork"})
    ids["credential"] = issued["credential"].rpartition("/")[2]
    consent = {"purpose": "publish-page"}
    school.made("stork", f"{V1}/people/{person}/consents", consent)
    wish = {"learner": person, "kind": "family"}
    ids["link"] = school.made("stork", f"{V1}/share-links", wish)["id"]
    grants = school.call("northgate", "GET", f"{V1}/people/{person}/roles").get_json()["items"]
    ids |= {
        "person": person,
        "submission": ids["work of stork"],
        "token": ids["token of stork"],
        "grant": grants[0]["id"],
    }


def fill(value: Any, names: dict[str, str]) -> Any:
    """Put names into a path or a body."""
    text = json.dumps(value)
    return json.loads(re.sub(r"\{(\w+)\}", lambda found: names[found[1]], text))


def ask(school: School, row: tuple[str, str, str, Any], things: dict[str, str]) -> TestResponse:
    """Ask for these things as somebody of the one school."""
    who, method, path, body = row
    names = {**things, "own": school.ids["heron"], "me": school.ids[who]}
    given = {} if body is None else {"json": fill(body, names)}
    return school.call(who, method, V1 + fill(path, names), **given)


def read(school: School, *, other: bool) -> dict[tuple[str, str], str]:
    """Return all that a school reads of its own."""
    return {
        (role, path): school.call(READERS[role] if other else role, "GET", V1 + path).text
        for role, paths in LISTS.items()
        for path in (f"{path}{'&' if '?' in path else '?'}limit=100" for path in paths)
    }


IDS = [f"{at} {who} {method} {path}" for at, (who, method, path, _) in enumerate(ROWS)]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_what_is_the_other_schools_is_nowhere_here(
    two: School, row: tuple[str, str, str, Any]
) -> None:
    """Refused, in the very words for what never was; the other school is as it was."""
    theirs = {name: two.ids[name] for name in THINGS}
    before = read(two, other=True)
    never, found = (ask(two, row, things) for things in (NEVER, theirs))
    told = found.text
    for name in THINGS:
        told = told.replace(theirs[name], NEVER[name])

    assert found.status_code in {400, 403, 404, 422}, found.text
    assert (never.status_code, never.text) == (found.status_code, told)
    assert read(two, other=True) == before


@pytest.mark.parametrize("other", [False, True], ids=["one", "other"])
def test_no_list_of_a_school_names_anything_of_the_other(
    two: School, other: bool
) -> None:  # a case of the table
    """People, tokens, programs, units, keys, badges and figures of the own school alone."""
    theirs = {two.ids[name] for name in (*THINGS, "finch", "crane", "token of finch")}
    ours = {
        two.ids[name]
        for name in ("wren", "teacher", "token of wren", "badge of wren", "work of kestrel", "team")
    }
    foreign, own = (ours, theirs) if other else (theirs, ours)
    told = read(two, other=other)

    assert {} == {
        place: found
        for place, text in told.items()
        if (found := [name for name in foreign if f'"{name}"' in text or f",{name}," in text])
    }
    assert [name for name in own if any(name in text for text in told.values())]


SIGNED = tuple(route for route in ROUTES if route.access not in {Open.PUBLIC, Open.CLIENT})


@pytest.fixture(scope="module")
def refused(two: School) -> dict[str, str]:
    """Return headers that let nobody in, by the code that says why."""
    secrets = {}
    for code in ("token_revoked", "token_expired", "token_void"):
        wish: dict[str, Any] = {"name": code, "roles": ["teacher"], "birth_date": "1990-05-01"}
        person = two.made("riverbend", f"{V1}/people", wish)["id"]
        wish = {"person": person, "role": "teacher", "label": code, "days": 1}
        made = two.made("riverbend", f"{V1}/tokens", wish)
        secrets[code] = made["secret"]
        if code == "token_revoked":
            two.call("riverbend", "DELETE", f"{V1}/tokens/{made['id']}")
        if code == "token_void":
            roles = f"{V1}/people/{person}/roles"
            grant = two.call("riverbend", "GET", roles).get_json()["items"][0]["id"]
            two.call("riverbend", "DELETE", f"{roles}/{grant}")
    return {
        **{code: f"Bearer {secret}" for code, secret in secrets.items()},
        "token_unknown": "Bearer iss_" + "2" * 43,
        "sign_in": f"Basic {two.tokens['admin']}",
    }


@pytest.mark.parametrize(
    "code", ["token_revoked", "token_expired", "token_void", "token_unknown", "sign_in"]
)
def test_no_route_lets_in_whose_token_does_not_count(
    two: School, refused: dict[str, str], code: str
) -> None:
    """Every signed route, about things that are there: 401 with the reason, and nothing is done."""
    two.clock.now = NOW + timedelta(days=2 if code == "token_expired" else 0)
    before = read(two, other=False) if code != "token_expired" else {}
    told = {route.name: _knock(two, route, refused[code]) for route in SIGNED}
    two.clock.now = NOW

    assert {} == {name: found for name, found in told.items() if found != (401, code)}
    assert before == {} or read(two, other=False) == before


def _knock(school: School, route: Route, authorization: str) -> tuple[int, str]:
    path = re.sub(
        r"\{(\w+)\}", lambda found: school.ids.get(found[1], UNKNOWN), route.documented_path
    )
    headers = {"Authorization": authorization, "Idempotency-Key": route.name}
    answer = school.client.open(path, method=route.method, headers=headers)
    return answer.status_code, answer.get_json()["code"]
