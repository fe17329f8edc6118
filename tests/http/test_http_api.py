"""The plumbing of the API: routes and description, pages of lists, repeats, downloads, docs."""

import io
import re

import pytest

from issuer.access import Action
from issuer.api import ROUTES
from issuer.api.routing import Open
from issuer.api.vcapi import CONFORMANCE_ROUTES
from issuer.vocab import openapi, schema_names
from tests.schooling import School


def test_every_route_is_described_and_every_description_is_routed() -> None:
    """Method, path and operationId agree in both directions."""
    served = (*ROUTES, *CONFORMANCE_ROUTES)
    routed = {(route.name, route.method, route.documented_path) for route in served}
    described = {(one.id, one.method, one.path) for one in openapi.operations().values()}

    assert described == routed


def test_no_route_is_registered_beside_the_table(shared_school: School) -> None:
    """The app serves nothing of the API that has no row."""
    registered = {
        rule.endpoint
        for rule in shared_school.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    assert {f"api.{route.name}" for route in ROUTES} == registered


@pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])
def test_route_says_who_may_pass(route: object) -> None:
    """No row is without its action or its reason to have none."""
    assert isinstance(getattr(route, "access", None), Action | Open)


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.access not in {Open.PUBLIC, Open.CLIENT}],
    ids=lambda route: route.name,
)
def test_signed_route_asks_who_it_is_before_all_else(shared_school: School, route: object) -> None:
    """Without a token the answer is 401, whatever the body (OB-62: WWW-Authenticate)."""
    path = re.sub(r"\{[^}]+\}", "x", getattr(route, "documented_path", ""))
    answer = shared_school.call(None, getattr(route, "method", ""), path, data=b"\xff")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_pages_of_a_list_follow_the_link(shared_school: School) -> None:
    """Following rel=next gives every person once."""
    seen: list[str] = []
    path = "/api/v1/people?limit=4"
    while path:
        answer = shared_school.call("admin", "GET", path)
        seen += [person["id"] for person in answer.get_json()["items"]]
        link = re.match(r'<http://localhost(.*)>; rel="next"', answer.headers.get("Link", ""))
        path = link[1] if link else ""

    assert len(seen) == len(set(seen)) == 15


def test_repeat_under_one_key_makes_one_thing(school: School) -> None:
    """The same key gives the same bytes and Location again, and nothing new is made."""
    wish = {"name": "Avocet", "roles": ["peer"]}
    headers = {"Idempotency-Key": "enrol-avocet"}

    first = school.call("admin", "POST", "/api/v1/people", json=wish, headers=headers)
    again = school.call("admin", "POST", "/api/v1/people", json=wish, headers=headers)
    people = school.call("admin", "GET", "/api/v1/people?limit=100").get_json()["items"]

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert first.headers["Location"] == again.headers["Location"]
    assert [person["name"] for person in people].count("Avocet") == 1


def test_key_of_another_request_is_refused(school: School) -> None:
    """A key that was used for something else is a mistake, not a repeat."""
    headers = {"Idempotency-Key": "one"}
    school.call("admin", "POST", "/api/v1/people", headers=headers,
                json={"name": "Avocet", "roles": ["peer"]})  # fmt: skip

    answer = school.call("admin", "POST", "/api/v1/people", headers=headers,
                         json={"name": "Godwit", "roles": ["peer"]})  # fmt: skip

    assert (409, "repeat") == (answer.status_code, answer.get_json()["code"])


def test_repeated_approval_gives_the_same_credential(school: School) -> None:
    """A lost answer can be asked for again, with the same key or with another one."""
    place = f"/api/v1/submissions/{school.ids['talk of heron']}/approve"

    answers = [
        school.call("approver", "POST", place, headers={"Idempotency-Key": key})
        for key in ("first", "first", "second")
    ]

    assert [201, 201, 201] == [answer.status_code for answer in answers]
    assert len({answer.data for answer in answers}) == 1


def test_evidence_comes_back_as_an_attachment(school: School) -> None:
    """Bytes are returned as they were, and no browser runs or shows them."""
    place = f"/api/v1/submissions/{school.ids['work of wren']}/evidence"
    made = school.call(
        "wren",
        "POST",
        place,
        data={"title": "Notes", "file": (io.BytesIO(b"Words.\n"), '../"evil\u202e.txt')},
    )
    answer = school.call("wren", "GET", made.headers["Location"])

    assert answer.data == b"Words.\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\u202e" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"


def test_secret_of_a_token_is_shown_once(school: School) -> None:
    """The list of tokens holds no secret, and the secret works at once."""
    wish = {"person": school.ids["teacher"], "role": "teacher", "label": "second"}
    made = school.made("admin", "/api/v1/tokens", wish)
    school.tokens["second"] = made["secret"]

    listed = school.call("admin", "GET", "/api/v1/tokens?limit=100")

    assert made["secret"] not in listed.text
    assert school.call("second", "GET", "/api/v1/me").get_json()["role"] == "teacher"


def test_learner_is_not_told_of_signals_for_staff(shared_school: School) -> None:
    """Duplicates and holds are for those who assess (education.md section 3.4)."""
    place = f"/api/v1/submissions/{shared_school.ids['work of kestrel']}"

    assert "duplicate" in shared_school.call("teacher", "GET", place).get_json()
    assert "duplicate" not in shared_school.call("kestrel", "GET", place).get_json()


def test_errors_carry_a_request_id_and_no_detail_of_ours(shared_school: School) -> None:
    """Every answer can be quoted; a refusal names the place in the request."""
    answer = shared_school.call("admin", "POST", "/api/v1/people", json={"name": 1})

    assert answer.headers["X-Request-Id"]
    assert {"type", "title", "status", "detail", "code", "pointer"} == set(answer.get_json())


def test_description_is_served_as_it_is(shared_school: School) -> None:
    """/api/openapi.json is the file of the repository."""
    answer = shared_school.call(None, "GET", "/api/openapi.json")

    assert openapi.description() == answer.get_json()


def test_docs_page_describes_every_operation(shared_school: School) -> None:
    """The page has a place for each operation and loads nothing but our style sheet."""
    answer = shared_school.call(None, "GET", "/api/docs")
    page = answer.text

    assert [name for name in openapi.operations() if f'id="{name}"' not in page] == []
    assert "<script" not in page
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)[0].startswith("/assets/")
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", [name for name in schema_names() if name != openapi.FILE])
def test_schemas_are_public(shared_school: School, name: str) -> None:
    """Everything that we check documents against may be read."""
    answer = shared_school.call(None, "GET", f"/schemas/{name}")

    assert (200, "application/schema+json") == (answer.status_code, answer.mimetype)


@pytest.mark.parametrize("name", ["nothing.json", "../pyproject.toml", "openapi.json", ""])
def test_other_files_are_not(shared_school: School, name: str) -> None:
    """Nothing outside the list of schemas is served."""
    assert shared_school.call(None, "GET", f"/schemas/{name}").status_code == 404


def test_health_says_no_more_than_yes(shared_school: School) -> None:
    """Anonymous callers learn that it works, and nothing about what it is made of."""
    assert shared_school.call(None, "GET", "/healthz").get_json() == {"ok": True}
    far = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert shared_school.call(None, "GET", "/readyz", **far).get_json() == {"ok": True}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/vc+ld+json"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
    ],
)
@pytest.mark.parametrize("who", ["guardian", "registrar"])
def test_private_badge_is_handed_to_those_whose_it_is(
    shared_school: School, who: str, accept: str | None, media_type: str
) -> None:
    """What nobody else may see, the guardian and the school can download."""
    place = f"/api/v1/credentials/{shared_school.ids['badge of wren']}/content"
    headers = {} if accept is None else {"Accept": accept}

    answer = shared_school.call(who, "GET", place, headers=headers)

    assert (200, media_type) == (answer.status_code, answer.mimetype)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("strange", ["%00", "..%5C", "a" * 129, "%E2%80%AE", "-x", "a b"])
def test_strange_name_is_nowhere_before_anybody_is_asked(
    shared_school: School, strange: str
) -> None:
    """What cannot be an id reaches neither the gate nor the database (U+0000 breaks PostgreSQL)."""
    answer = shared_school.call(None, "GET", f"/api/v1/submissions/{strange}")

    assert (404, "not_found") == (answer.status_code, answer.get_json()["code"])


def test_foreign_and_unknown_things_answer_the_same_bytes(shared_school: School) -> None:
    """Another organisation's submission, badge or person is as if it were not there."""
    for kind, name in (("submissions", "work of stork"), ("badges", "fire"), ("people", "stork")):
        foreign = shared_school.call("teacher", "GET", f"/api/v1/{kind}/{shared_school.ids[name]}")
        unknown = shared_school.call("teacher", "GET", f"/api/v1/{kind}/{'2' * 22}")

        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
