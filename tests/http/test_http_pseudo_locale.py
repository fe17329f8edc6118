"""No page says anything that cannot be translated: a walk through all of them, as everybody."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from issuer.access import Role
from issuer.app import build_house, flask_app
from issuer.config import Settings
from issuer.web import ROUTES, Open
from tests.http.test_http_pages import publish
from tests.pseudo import pseudo_spanish
from tests.schooling import BASE, School, SettableClock, open_school
from tests.visiting import PASSWORD, Browser, come_in
from tests.walking import Walk, asked_peer, enliven, seeds

#: Who walks, and in which role.
WALKERS: Mapping[str, tuple[str, Role]] = {
    "a learner": ("kestrel", Role.LEARNER),
    "a learner with a badge": ("osprey", Role.LEARNER),
    "a peer": ("kestrel", Role.PEER),
    "a guardian": ("guardian", Role.GUARDIAN),
    "a teacher": ("teacher", Role.TEACHER),
    "a registrar": ("registrar", Role.REGISTRAR),
    "an issuer": ("approver", Role.ISSUER),
    "an administrator": ("admin", Role.ADMIN),
    "an auditor": ("auditor", Role.AUDITOR),
}
#: Answers that are no pages of words: files, pictures, lists for programs, and ways elsewhere.
NO_PAGES = frozenset(
    {
        "/shared/<secret>/evidence/<item>",
        "/assets/<name>",
        "/favicon.ico",
        "/.well-known/change-password",
        "/badges/<public_id>/card.png",
        "/oembed",
        "/robots.txt",
        "/sitemap.xml",
        "/.well-known/security.txt",
        "/sign-in/provider/<provider>",
        "/sign-in/provider/callback",
        "/cohorts/example.csv",
        "/cohorts/<cohort>/file",
        "/registry/file",
        "/learn/badges/<badge>/<form>",
        "/evidence/<submission>/<item>",
        "/reviews/exercises/<instrument>/works/<artifact>",
        "/learn/<submission>/evidence/<evidence>",
        "/issuers/<slug>/logo/<name>",
        "/issuers/<slug>/brand/<name>",
        "/log/badges/<credential>/bundle",
        "/log/badges/<credential>/proof",
        "/styleguide",  # for those who build pages; in English like the source
    }
)
#: What was sent to a first run, in the order of its pages.
FIRST_RUN = (
    (
        "/set-up/{secret}",
        {
            "school": "Alder Lane Collective",
            "person": "Wagtail",
            "handle": "wagtail",
            "password": PASSWORD,
            "adults": "one",
        },
    ),
    ("/set-up/badge", {"badge": "clear-talk"}),
    ("/set-up/learner", {"learner": "Dipper", "seen": "yes"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What all of them came by."""

    rules: frozenset[str]
    faults: tuple[str, ...]
    astray: tuple[str, ...]


@pytest.fixture(scope="module")
def walked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """Return what everybody saw, in one school and in one that is just being founded."""
    folder = tmp_path_factory.mktemp("pseudo") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    publish(school, name="Osprey of Harbor")
    with pseudo_spanish():
        walks = [*_walks(school), _first_run(tmp_path_factory.mktemp("first") / "data")]
    school.house.close()
    return Walked(
        rules=frozenset(rule for walk in walks for rule in walk.rules),
        faults=tuple(dict.fromkeys(fault for walk in walks for fault in walk.faults)),
        astray=tuple(dict.fromkeys(fault for walk in walks for fault in walk.astray)),
    )


def _walks(school: School) -> Iterator[Walk]:
    hidden = enliven(school)
    asked = {"a peer who was asked": (asked_peer(school), Role.PEER)}
    walks = [Walk(school=school, browser=Browser(school=school), name="a stranger")]
    for name, (who, role) in {**WALKERS, **asked}.items():
        walks.append(Walk(school=school, browser=come_in(school, who, role), name=name))
    public = {route.path for route in ROUTES if route.access is Open.PUBLIC}
    seen: Counter[str] = Counter()
    for walk in walks:
        seen = Counter({rule: count for rule, count in seen.items() if rule in public})
        walk.go([*seeds(), *hidden], counted=seen)
    sent: Counter[str] = Counter()
    for walk in walks:
        walk.send(sent)
    yield from walks


def _first_run(folder: Path) -> Walk:
    settings = Settings(public_base_url=BASE, data_dir=folder, small_host=True, rate_factor=0)
    clock = SettableClock()
    house = build_house(settings, clock, create=True)
    school = School(folder=folder, house=house, app=flask_app(house), clock=clock)
    walk = Walk(school=school, browser=Browser(school=school), name="a founder")
    for page, given in FIRST_RUN:
        path = page.format(secret=house.set_up_secret)
        walk.look(path)
        walk.browser.get(path)
        answer = walk.browser.post(path, given)
        walk.look(answer.headers["Location"])
    house.close()
    return walk


def test_pseudo_every_text_of_every_page_can_be_translated(walked: Walked) -> None:
    """A text without marks has no entry in the catalogue, so no language can have it.

    Each line says which page, as whom, and which text; forms are sent empty as well.
    """
    assert () == walked.faults, "\n".join(("not translated:", *walked.faults))


def test_pseudo_no_page_was_passed_by(walked: Walked) -> None:
    """A new page that no link leads to has to be added to `tests.walking.enliven`."""
    pages = {route.path for route in ROUTES if route.method == "GET"} - NO_PAGES
    files = {path for path in pages if path.endswith("/file")}

    assert set() == pages - files - walked.rules


def test_masthead_marks_the_door_that_the_trail_came_through(walked: Walked) -> None:
    """Trail and masthead of each page agree where one is; nobody is told to be elsewhere."""
    assert () == walked.astray, "\n".join(("astray:", *walked.astray))
