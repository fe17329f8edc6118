"""The masthead: every role finds every page of its own in one click, and sees where it is."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.access import RULES, Action, Role
from issuer.web import ROUTES
from issuer.web.presenting.doors import masthead_of
from issuer.web.routing import Route
from tests.schooling import School, open_school
from tests.visiting import come_in

#: Pages that are files, steps of another page, or forms that only mean something within one.
_WITHIN = {
    "/cohorts/example.csv": "/cohorts",
    "/expiring/file": "/expiring",
    "/expiring/letters": "/expiring",
    "/registry/file": "/registry",
    "/design/new": "/design",
    "/design/sheets": "/design",
    "/design/sheets/edit": "/design",
    "/learn/links": "/learn/badges",
    "/reviews/thanks": "/reviews",
}
#: One page lists the reports; each is a step from it.
_REPORTS = "/reports/"
#: Pages about oneself whose action another role has too, for somebody else: it does that elsewhere.
_OF_ANOTHER = {
    (Role.GUARDIAN, "/learn/badges"),
    (Role.GUARDIAN, "/learn/record"),
    (Role.LEARNER, "/family"),
    (Role.TEACHER, "/learn"),
}
_CURRENT = re.compile(r'<a href="([^"]+)" aria-current="(\w+)">')


def _has(route: Route, role: Role) -> bool:
    return isinstance(route.access, Action) and bool(RULES[route.access].get(role))


def _page_of(path: str) -> str:
    return "/reports" if path.startswith(_REPORTS) else _WITHIN.get(path, path)


@pytest.mark.parametrize("role", list(Role))
def test_masthead_has_every_page_of_the_role(role: Role) -> None:
    """A page without a name in its address that the role may open is in its masthead."""
    doors = {door.href for door in masthead_of(role, "/home")}
    pages = {
        _page_of(route.path)
        for route in ROUTES
        if route.method == "GET" and "<" not in route.path and _has(route, role)
    }
    foreign = {path for each, path in _OF_ANOTHER if each is role}

    assert foreign == pages - doors


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home", ("/home", "page")),
        ("/settings", ("/settings", "page")),
        ("/settings/keys", ("/settings/keys", "page")),
        ("/registry/2bhpN2R8", ("/registry", "true")),
        ("/registrya", None),
    ],
)
def test_masthead_marks_the_page_or_the_one_above_it(
    path: str, expected: tuple[str, str] | None
) -> None:
    """The longest address that fits is the one, and only whole parts of it count."""
    found = [(door.href, door.current) for door in masthead_of(Role.ADMIN, path) if door.current]

    assert ([expected] if expected else []) == found


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        (Role.LEARNER, "/learn/links", ["/learn/badges"]),
        (Role.LEARNER, "/learn/links/2bhpN2R8/close", ["/learn/badges"]),
        (Role.LEARNER, "/learn/2bhpN2R8", ["/learn"]),
        (Role.GUARDIAN, "/learn/2bhpN2R8", ["/family"]),
        (Role.TEACHER, "/learn/2bhpN2R8", []),
    ],
)
def test_masthead_marks_the_door_that_a_page_is_behind(
    role: Role, path: str, expected: list[str]
) -> None:
    """Not every page stands under the address of the door that leads to it."""
    assert expected == [door.href for door in masthead_of(role, path) if door.current]


@pytest.fixture(scope="module")
def entered(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Open one copy of the school, in which people may sign in."""
    folder = tmp_path_factory.mktemp("entered") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    yield school
    school.house.close()


@pytest.mark.parametrize("who", ["admin", "registrar", "approver", "teacher", "osprey", "guardian"])
def test_masthead_leads_only_to_pages_that_open(entered: School, who: str) -> None:
    """Each door of a person opens, and is marked once it has: on desks and in the phone's menu."""
    browser = come_in(entered, who)
    role = browser.get("/home").text
    doors = re.findall(r'<li><a href="(/[^"]+)"', role.split("</header>")[0])
    found = {}
    for path in dict.fromkeys(doors):
        answer = browser.get(path)
        marked = _CURRENT.findall(answer.text.split("</header>")[0])
        found[path] = (answer.status_code, {(path, "page")} == set(marked), len(marked))

    assert dict.fromkeys(found, (200, True, 2)) == found


def test_masthead_has_a_menu_without_script(shared_school: School) -> None:
    """On a phone the pages are behind a summary, which opens without a script."""
    text = shared_school.client.get("/").text

    assert '<details class="menu">' in text
    assert "<script" not in text
