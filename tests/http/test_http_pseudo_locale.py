"""No page says anything that cannot be translated: a walk through all of them, as everybody."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException

from issuer.access import Role
from issuer.vocab import library
from issuer.web import ROUTES
from tests import schooling
from tests.http.test_http_pages import publish
from tests.pseudo import links_of, pseudo_spanish, unmarked, written_in
from tests.schooling import BADGE, CAST, INSTRUMENT, RUBRIC, SAFETY, School, open_school
from tests.visiting import HTML, Browser, come_in

SPANISH = {"Accept-Language": "es"}
#: Who walks, in which role; `None` is a stranger.
WALKERS: dict[str, tuple[str, Role] | None] = {
    "a stranger": None,
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
#: The same page about three things says the same words.
_MOST_OF_A_KIND = 3
#: Answers that are no pages, or no words.
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
        "/cohorts/example.csv",
        "/cohorts/<cohort>/file",
        "/registry/file",
        "/learn/badges/<badge>/<form>",
        "/evidence/<submission>/<item>",
        "/reviews/exercises/<instrument>/works/<artifact>",
        "/learn/<submission>/evidence/<evidence>",
    }
)


@dataclass(kw_only=True)
class Walk:
    """What was seen on a walk: pages by rule, and what was said without marks."""

    seen: dict[str, str] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


WRITTEN = written_in(
    RUBRIC,
    INSTRUMENT,
    BADGE,
    SAFETY,
    list(CAST),
    [group for _roles, _born, group in CAST.values() if group],
    ["Riverbend", "Northgate", "First", "What I did", "I made this myself."],
    [f"{who} led a team of four." for who in CAST],
    [f"the-{who}" for who in CAST],
    library.documents(library.BADGE),
)


@pytest.fixture(scope="module")
def lively(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Yield one school for the whole walk, in which more is under way than in a founded one."""
    import shutil

    folder = tmp_path_factory.mktemp("pseudo") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    with pseudo_spanish():
        yield school
    school.house.close()


def _rule_of(school: School, path: str) -> str:
    adapter = school.app.url_map.bind("localhost")
    try:
        rule, _names = adapter.match(path.partition("?")[0], "GET", return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def _seeds(school: School) -> list[str]:
    return [
        "/",
        "/home",
        *(route.path for route in ROUTES if "<" not in route.path and route.method == "GET"),
    ]


def _walk(school: School, browser: Browser, name: str) -> Walk:
    walk = Walk()
    counted: Counter[str] = Counter()
    waiting = _seeds(school)
    done: set[str] = set()
    while waiting:
        path = waiting.pop(0).partition("#")[0].removeprefix(schooling.BASE)
        rule = _rule_of(school, path)
        if path in done or not path.startswith("/") or "lang=" in path or not rule:
            continue
        done.add(path)
        counted[rule] += 1
        if counted[rule] > _MOST_OF_A_KIND:
            continue
        answer = browser.client.get(path, headers={**HTML, **SPANISH})
        if answer.status_code in (302, 303):
            waiting.append(answer.headers["Location"])
        if answer.mimetype != "text/html":
            continue
        if answer.status_code == 200:
            walk.rules.add(rule)
        walk.faults += [
            f"{path} ({rule}) as {name}: {text!r}" for text in unmarked(answer.text, WRITTEN)
        ]
        waiting += links_of(answer.text)
    return walk


def _browser(school: School, name: str) -> Browser:
    who = WALKERS[name]
    return Browser(school=school) if who is None else come_in(school, *who)


@pytest.mark.parametrize("name", WALKERS)
def test_pseudo_every_page_can_be_translated(lively: School, name: str) -> None:
    """A text without marks has no entry in the catalogue, so no language can have it."""
    walk = _walk(lively, _browser(lively, name), name)

    assert [] == list(dict.fromkeys(walk.faults))
