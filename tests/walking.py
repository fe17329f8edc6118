"""A walk through all pages of a school, by their links and then by their forms, left empty."""

import hashlib
import io
import re
import struct
from collections import Counter
from dataclasses import dataclass, field

from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from issuer import accounts
from issuer.access import Actor, Role
from issuer.accounts import weekly
from issuer.assessment import cohorts
from issuer.assessment.cohorts import ReadCohort
from issuer.clock import format_instant
from issuer.criteria.nodes import KINDS
from issuer.vocab import library
from issuer.web import ROUTES
from issuer.web.starters import starters
from tests.posting import give_address
from tests.pseudo import read, written_in
from tests.schooling import BADGE, BASE, CAST, INSTRUMENT, RUBRIC, SAFETY, School, open_submission
from tests.visiting import HTML, Browser, link_for, riverbend

_SPANISH = {**HTML, "Accept-Language": "es"}
#: The same page about three things says the same words.
_MOST_OF_A_KIND = 2
START = "/home"
_HREF = re.compile(r'<a href="([^"]+)"')
_MARKED = re.compile(r'<a href="([^"]+)" aria-current=')
#: Forms that end the walk, or begin another one.
_ENDS = (
    "/sign-out",
    "/role",
    "/account/sign-out-everywhere",
    "/account/sessions/<session>/end",
    "/account/language",
)
_SAMPLE = b"A letter to the editor, with a source for each claim."
#: A sound of no length.
TALK = (
    b"RIFF"
    + struct.pack("<I", 36)
    + b"WAVEfmt "
    + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    + b"data"
    + struct.pack("<I", 0)
)
_DIGESTS = (f"sha256:{hashlib.sha256(_SAMPLE).hexdigest()}", f"sha256:{'2' * 64}")
EXERCISE = {
    **INSTRUMENT,
    "instrument": "listening",
    "anchors": [{"artifact": each, "levels": {"listens": "proficient"}} for each in _DIGESTS],
}
NEWER = {**BADGE, "version": 2, "summary": f"{BADGE['summary']} Twice."}
LISTENING = {
    "spec": "cbe-criteria/1",
    "badge": "listening",
    "version": 1,
    "title": "Listening Well",
    "summary": "The learner listened to the team, and peers saw it.",
    "scale": ["beginning", "developing", "proficient", "advanced"],
    "criteria": {
        "id": "both",
        "title": "Both of these",
        "all_of": [
            {
                "id": "peers",
                "title": "Peers saw it",
                "peers": {
                    "instrument": "listening@1",
                    "min": 1,
                    "levels": {"listens": "proficient"},
                },
            },
            {
                "id": "seen",
                "title": "A teacher saw it",
                "signoff": {"role": "teacher", "statement": "I saw the team listen."},
            },
        ],
    },
}
COHORT = (
    "learner,badge,signed_off,seen_on\n"
    "heron,safety-talk,yes,2026-11-03\n"
    "nobody of that name,safety-talk,maybe,soon\n"
)
OPENED_FOR = "To compare it with its rating."
#: Everything that people wrote in the school of the walk.
WRITTEN = written_in(
    RUBRIC,
    INSTRUMENT,
    BADGE,
    SAFETY,
    EXERCISE,
    LISTENING,
    NEWER,
    list(CAST),
    [group for _roles, _born, group in CAST.values() if group],
    [
        OPENED_FOR,
        "Riverbend",
        "Northgate",
        "First",
        "What I did",
        "I made this myself.",
        "Osprey of Harbor",
    ],
    [f"{who} led a team of four." for who in CAST],
    [f"the-{who}" for who in CAST],
    COHORT.replace("\n", ",").split(","),
    ["Alder Lane Collective", "Wagtail", "Dipper"],
    library.documents(library.BADGE),
    library.documents(library.RUBRIC),
    list(starters()),
)


@dataclass(kw_only=True)
class Walk:
    """What one reader came by: rules of pages, what was said without marks, and pages astray.

    A page is astray if its masthead marks another door than the one that its trail came through.
    """

    school: School
    browser: Browser
    name: str
    rules: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    forms: dict[str, list[tuple[str, dict[str, str]]]] = field(default_factory=dict)
    astray: list[str] = field(default_factory=list)

    def go(self, seeds: list[str], *, counted: Counter[str] | None = None) -> None:
        """Follow every link that leads to a page of a kind that was not seen often.

        `counted` is what others who read the same have seen already.
        """
        counted = Counter() if counted is None else counted
        waiting, done = list(seeds), set[str]()
        while waiting:
            path = waiting.pop(0).partition("#")[0].removeprefix(BASE)
            rule = self._rule(path, "GET")
            if not path.startswith("/") or path in done or "lang=" in path or not rule:
                continue
            done.add(path)
            counted[rule] += 1
            if counted[rule] <= _MOST_OF_A_KIND:
                waiting += self._read(path, rule, self._get(path))

    def look(self, path: str) -> None:
        """Read one page and follow none of its links."""
        self._read(path, self._rule(path, "GET"), self._get(path))

    def send(self, sent: Counter[str]) -> None:
        """Send every form once as it is found, with nothing filled in, and read the answers."""
        for rule, found in sorted(self.forms.items()):
            action, fields = found[0]
            sent[rule] += 1
            if rule in _ENDS or sent[rule] > _MOST_OF_A_KIND:
                continue
            answer = self.browser.client.post(action, data=fields, headers=_SPANISH)
            self._read(action, f"POST {rule}", answer)

    def _get(self, path: str) -> TestResponse:
        return self.browser.client.get(path, headers=_SPANISH)

    def _read(self, path: str, rule: str, answer: TestResponse) -> list[str]:
        if answer.status_code in (302, 303):
            return [answer.headers["Location"]]
        if answer.mimetype != "text/html":
            answer.close()
            return []
        if answer.status_code == 200:  # a page, and not a fault
            self.rules.add(rule)
            self._locate(path, answer.text)
        page = read(answer.text)
        self.faults += [
            f"{path} ({rule}) as {self.name}: {text!r}" for text in page.unmarked(WRITTEN)
        ]
        for form in page.forms:
            action = form.action or path.partition("?")[0]
            self.forms.setdefault(self._rule(action, "POST"), []).append((action, form.fields))
        return list(page.links)

    def _locate(self, path: str, html: str) -> None:
        """Compare the trail of a page with the door that is marked in its own masthead."""
        masthead, _, rest = html.partition('<div class="own wide">')[2].partition("</header>")
        trail, is_there, _ = rest.partition('<nav class="trail"')[2].partition("</nav>")
        doors = _HREF.findall(masthead)
        # The start page stands above all others, whatever door they are behind.
        way = [href.partition("?")[0] for href in _HREF.findall(trail)]
        above = [href for href in way if href in doors and href != START]
        marked = _MARKED.findall(masthead)
        is_door = path.partition("?")[0] in doors
        if is_there and not is_door and above and above[-1:] != marked:
            self.astray.append(f"{path} as {self.name}: {marked} instead of {above[-1:]}")

    def _rule(self, path: str, method: str) -> str:
        adapter = self.school.app.url_map.bind("localhost")
        try:
            rule, _names = adapter.match(path.partition("?")[0], method, return_rule=True)
        except HTTPException:
            return ""
        return str(rule.rule)


def enliven(school: School) -> list[str]:
    """Let more happen in a founded school; return pages that no other page leads to."""
    actor = Actor(person=school.ids["teacher"], organisation=riverbend(school), role=Role.TEACHER)
    cohorts.read_cohort(ReadCohort(actor=actor, data=COHORT.encode()), school.house.assessment)
    registrar = accounts.authenticate(school.tokens["registrar"], school.house.accounts)
    cards = accounts.make_class_code(
        accounts.MakeClassCode(actor=registrar, group="kites"), school.house.accounts
    )
    _hang_up_an_exercise(school)
    open_evidence(school)
    draft = school.made("teacher", "/api/v1/badges", {"document": {**BADGE, "version": 3}})
    publish_a_newer_version(school)
    link = school.made(
        "guardian", "/api/v1/share-links", {"learner": school.ids["wren"], "kind": "family"}
    )
    return [
        share_the_work_of_osprey(school),
        f"/invitations/{link_for(school, 'heron')}",
        f"/join/{cards.code}",
        f"/badges/{school.ids['badge of osprey']}/embed",
        str(link["address"]),
        f"/learn/{school.ids['work of wren']}/version",
        f"/letters/{secret_of_a_weekly_letter(school)}",
        *(f"/design/{draft['id']}/add?parent=everything&kind={kind}" for kind in KINDS),
    ]


def share_the_work_of_osprey(school: School) -> str:
    """Let Osprey share a talk, a text and an address; return the address of the page."""
    place = f"/api/v1/submissions/{open_submission(school, 'osprey', 'team')}/evidence"
    talk = {"title": "What I did", "file": (io.BytesIO(TALK), "talk.wav")}
    items = [
        school.made("osprey", place, data=talk),
        school.made(
            "osprey", place, {"kind": "text", "title": "What I did", "text": "I made this myself."}
        ),
        school.made("osprey", place, {"kind": "url", "title": "What I did", "url": "https://a.io"}),
    ]
    consents = f"/api/v1/people/{school.ids['osprey']}/consents"
    school.made("osprey", consents, {"purpose": "share-evidence"})
    wish = {
        "learner": school.ids["osprey"],
        "kind": "share",
        "credential": school.ids["badge of osprey"],
        "evidence": [each["id"] for each in items],
    }
    return str(school.made("osprey", "/api/v1/share-links", wish)["address"])


def open_evidence(school: School) -> None:
    """Let the auditor open Wren's evidence for an hour."""
    opening = {"submission": school.ids["work of wren"], "reason": OPENED_FOR}
    school.made("auditor", "/api/v1/break-glass", opening)


def publish_a_newer_version(school: School) -> None:
    """Publish a second version of Team Leadership, which work on the first may move to."""
    draft = school.made("teacher", "/api/v1/badges", {"document": NEWER})
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")


def secret_of_a_weekly_letter(school: School) -> str:
    """Give Wren's guardian an address; return the secret by which weekly letters are stopped."""
    services = school.house.accounts
    give_address(services, riverbend(school), school.ids["guardian"], "family@home.example")
    end = format_instant(services.clock())
    reader = weekly.reader_of_week(f"{riverbend(school)}|{school.ids['guardian']}|{end}", services)
    assert reader is not None
    return reader.secret


def _hang_up_an_exercise(school: School) -> None:
    school.made("admin", "/api/v1/instruments", EXERCISE)
    draft = school.made("teacher", "/api/v1/badges", {"document": LISTENING})
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    school.house.assessment.blobs.store(io.BytesIO(_SAMPLE), max_bytes=1000)


def asked_peer(school: School) -> str:
    """Return a peer whom the draw chose: three of these and Wren."""
    return next(
        name
        for name in ("plover", "dunlin", "teal", "siskin")
        if school.call(name, "GET", "/api/v1/reviews").get_json()["items"]
    )


def seeds() -> list[str]:
    """Return the addresses without names in them."""
    return [route.path for route in ROUTES if route.method == "GET" and "<" not in route.path]
