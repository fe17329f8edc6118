"""Every page and form x every role: who passes is what the row declares (T70). Deny by default."""

import pytest

from issuer.access import RULES, Action, Role
from issuer.web import ROUTES, Open, Route
from tests.schooling import School
from tests.visiting import Browser, come_in

#: Who plays each role of the school.
PLAYERS = {
    Role.LEARNER: "heron",
    Role.PEER: "plover",
    Role.GUARDIAN: "guardian",
    Role.TEACHER: "teacher",
    Role.REGISTRAR: "registrar",
    Role.ISSUER: "approver",
    Role.ADMIN: "admin",
    Role.AUDITOR: "auditor",
}
SIGNED = tuple(route for route in ROUTES if route.access is not Open.PUBLIC)
#: Asked last: they end the session that asks.
LAST = ("sign_out", "sign_out_everywhere", "end_session")


def _filled(route: Route, school: School) -> str:
    return route.path.replace("<person>", school.ids["wren"]).replace("<session>", "2" * 22)


def _passes(browser: Browser, route: Route, school: School) -> bool:
    path = _filled(route, school)
    answer = browser.get(path) if route.method == "GET" else browser.post(path)
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return route.name in LAST
    return not (answer.status_code == 403 and "you may not do this" in answer.text)


@pytest.mark.parametrize("role", PLAYERS, ids=[role.value for role in PLAYERS])
def test_t70_roles_pass_where_the_row_says_so(school: School, role: Role) -> None:
    """T70: the table of `access` decides at each row, and nothing else does."""
    browser = come_in(school, PLAYERS[role])
    browser.get("/account")
    rows = sorted(SIGNED, key=lambda route: route.name in LAST)
    expected = {
        route.name: route.access is Open.SIGNED_IN
        or (isinstance(route.access, Action) and role in RULES[route.access])
        for route in rows
    }
    found = {}
    for route in rows:
        if route.name == "sign_out_everywhere":
            browser = come_in(school, PLAYERS[role])
        found[route.name] = _passes(browser, route, school)

    assert expected == found


@pytest.mark.parametrize("route", SIGNED, ids=[route.name for route in SIGNED])
def test_t70_nobody_passes_without_signing_in(shared_school: School, route: Route) -> None:
    """T70: a page sends a stranger to the sign-in, a form refuses."""
    browser = Browser(school=shared_school)
    path = _filled(route, shared_school)
    answer = browser.get(path) if route.method == "GET" else browser.post(path)

    assert (303 if route.method == "GET" else 401) == answer.status_code


def test_t70_every_web_address_has_a_row(shared_school: School) -> None:
    """T70: nothing is served by the pages that is not in the table."""
    served = {
        (method, rule.rule)
        for rule in shared_school.app.url_map.iter_rules()
        if rule.endpoint.startswith("web.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(route.method, route.path) for route in ROUTES} == served


def test_t71_person_of_another_school_is_nobody(school: School) -> None:
    """T71: an id of another school answers as one that never was."""
    browser = come_in(school, "admin")

    assert 404 == browser.get(f"/people/{school.ids['stork']}").status_code
