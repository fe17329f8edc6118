"""Every page of the service, found by asking: all addresses, then all links, by all roles.

Nothing is listed by hand but addresses that no page links to. A page that is added to the table of
routes is found by itself, or its absence fails the walk.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException

from issuer import accounts, auditing, images
from issuer.access import Role
from issuer.accounts.branding import Branding, ChangeBranding, change_branding
from issuer.web.form_guard import FIELD
from tests.http.test_http_pages import badge_of, publish, team_path
from tests.http.test_http_reviewing import publish_exercise
from tests.schooling import BASE, School, open_submission
from tests.visiting import HTML, Browser, come_in, link_for
from tests.walking import open_evidence, publish_a_newer_version, secret_of_a_weekly_letter

#: Who looks, and in which role; nobody is a stranger. Learners are at different points of the way,
#: and of Plover, Dunlin and Teal one was asked for a review: three of them, Siskin and Wren were.
READERS: Mapping[str, Role | None] = {
    "nobody": None,
    "osprey": Role.LEARNER,
    "heron": Role.LEARNER,
    "kestrel": Role.LEARNER,
    "plover": Role.PEER,
    "dunlin": Role.PEER,
    "teal": Role.PEER,
    "guardian": Role.GUARDIAN,
    "teacher": Role.TEACHER,
    "approver": Role.ISSUER,
    "registrar": Role.REGISTRAR,
    "admin": Role.ADMIN,
    "auditor": Role.AUDITOR,
}
#: A colour that nobody could read on white, so that its shades have something to do.
_COLOUR = "#e0a100"
_HREF = re.compile(r'(?:href|src)="(/[^"#]*)')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
#: What differs between two pages that look the same: tokens, and ids in addresses.
_VARIES = re.compile(r'value="[\w.-]{40,}"|[1-9A-HJ-NP-Za-km-z]{22}')
#: Addresses of nothing, whose answers are pages.
FAULTS = ("/badges/2222222222222222222222", "/shared/2222222222222222222222")
Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One page of one reader: the rule of its address, and the address."""

    who: str
    rule: str
    path: str
    number: int = 0

    @property
    def name(self) -> str:
        """Return a name for a file, of a length that file systems take."""
        words = re.sub(r"\W+", "-", self.rule.replace("int:", "")).strip("-") or "root"
        asked = "-".join(name for name, _ in parse_qsl(urlsplit(self.path).query))
        number = str(self.number) if self.number else ""
        return "-".join(filter(None, (words, asked, self.who, number)))


@dataclass(kw_only=True)
class Tour:
    """What was found: pages by how they look, and which rules answered anything at all."""

    school: School
    stops: dict[str, Stop] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    cookies: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def go(self, who: str, role: Role | None, seeds: list[str]) -> None:
        """Follow every link of ours from the seeds, each kind of address once."""
        browser = Browser(school=self.school) if role is None else come_in(self.school, who, role)
        waiting, done = [*seeds, *sorted(self._plain_rules())], set[Key]()
        named = set(seeds)
        while waiting:
            path = waiting.pop(0)
            rule, key = self._key(path)
            if rule is not None and (key not in done or path in named):
                done.add(key)
                named.discard(path)
                number = seeds.index(path) + 1 if path in seeds else 0
                stop = Stop(who=who, rule=rule, path=path, number=number)
                waiting += self._open(browser, stop)
        self.cookies[who] = browser.secret

    def _open(self, browser: Browser, stop: Stop) -> Iterator[str]:
        answer = browser.client.get(stop.path, headers=HTML, buffered=True)
        if answer.status_code == HTTPStatus.OK:
            self.reached.add(stop.rule)
        # A fault is a page as well where it was asked for.
        is_page = answer.status_code == HTTPStatus.OK or stop.path in FAULTS
        if not is_page or answer.mimetype != "text/html":
            return
        self.seen += 1
        self.stops.setdefault(self._look_of(stop, answer.text), stop)
        yield from (unescape(path) for path in _HREF.findall(answer.text))

    def _look_of(self, stop: Stop, text: str) -> str:
        main = _MAIN.search(text)
        words = _VARIES.sub("", text if main is None else main[0])
        return f"{stop.rule} {hashlib.sha256(words.encode()).hexdigest()}"

    def _plain_rules(self) -> set[str]:
        return {rule for rule in gettable(self.school) if "<" not in rule}

    def _key(self, path: str) -> tuple[str | None, Key]:
        """Return the rule of an address and what tells it from others of its kind."""
        address = urlsplit(path)
        asked = sorted({name for name, _ in parse_qsl(address.query, keep_blank_values=True)})
        try:
            found, _ = self.school.app.url_map.bind("localhost").match(
                address.path, "GET", return_rule=True
            )
        except HTTPException:
            return None, ("", ())
        # A language is another reader, not another page; programs have no pages.
        is_other = "lang" in asked or "/api/v1/" in path
        return (None if is_other else found.rule), (found.rule, tuple(asked))


def gettable(school: School) -> set[str]:
    """Return all addresses of pages that can be read, as the app has them."""
    return {
        rule.rule
        for rule in school.app.url_map.iter_rules()
        if rule.endpoint.startswith("web.") and "GET" in (rule.methods or ())
    }


def tour_of(school: School) -> Tour:
    """Let the school live a little more, and find all pages of all readers."""
    seeds = _live(school)
    tour = Tour(school=school)
    for who, role in READERS.items():
        tour.go(who, role, seeds.get(who, []))
    return tour


def _live(school: School) -> dict[str, list[str]]:
    """Make what pages are about; return the addresses that only letters and cards tell."""
    _dress(school)
    publish(school, name="Osprey of Harbor")
    exercise = publish_exercise(school, b"We planned on Monday. On Tuesday we changed the plan.")
    work, badge, team = _come_back(school), badge_of(school), team_path(school)
    open_submission(school, "osprey", "team")
    publish_a_newer_version(school)
    open_evidence(school)
    draft, learner, rows = school.ids["draft"], school.ids["work of kestrel"], _list_of(school)
    logged = f"/log/badges/{badge}"
    auditing.checkpoint(school.house.auditing)
    return {
        "nobody": [
            f"/badges/{badge}", f"/badges/{badge}/embed", f"/badges/{badge}/card.png",
            f"/oembed?url={BASE}/badges/{badge}", f"{team}/criteria", "/?q=safety", "/?q=zebra",
            f"/verify?url={BASE}/credentials/{badge}", "/verify?url=https://other.example/x",
            *_ways_in(school), *_shared(school), *FAULTS,
            f"/letters/{secret_of_a_weekly_letter(school)}",
        ],
        "kestrel": [f"/learn/{learner}/evidence/{school.ids['evidence of kestrel']}"],
        "heron": [f"/learn/{work}", f"/learn/{work}/version"],
        "plover": [exercise],
        "auditor": [logged, f"{logged}/proof", f"{logged}/bundle"],
        "teacher": [
            rows, f"{rows}/file", f"/teach/{learner}",
            f"/evidence/{learner}/{school.ids['evidence of kestrel']}",
            f"/design/{draft}/add?parent=seen&kind=rubric",
        ],
    }  # fmt: skip


def _dress(school: School) -> None:
    """Give the school its looks: a colour and a logo."""
    art = images.draw_badge(images.art_from_seed("riverbend", title="Riverbend"))
    actor = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    branding = Branding(colour=_COLOUR, logo=art, alt="A river under a bridge")
    command = ChangeBranding(actor=actor, branding=branding, base_url=BASE)
    change_branding(command, school.house.accounts)


def _come_back(school: School) -> str:
    """Give Heron work that was decided once and returned once."""
    work = ""
    for end in ("not-yet", "return"):
        work = open_submission(school, "heron", "team")
        place = f"/api/v1/submissions/{work}"
        body = {"kind": "text", "title": "What I did", "text": f"I planned, then {end}."}
        school.made("heron", f"{place}/evidence", body)
        school.made("heron", f"{place}/submit", {"authorship": "Mine."})
        school.made("teacher", f"{place}/triage")
        levels = {"planning": "developing", "ethics": "proficient"}
        rated = {"rubric": "team-leadership@1", "levels": levels}
        school.made("teacher", f"{place}/ratings", rated)
        school.made("teacher", f"{place}/{end}", {"feedback": {"planning": "Say who did what."}})
    return work


def _ways_in(school: School) -> list[str]:
    services = school.house.accounts
    admin = accounts.authenticate(school.tokens["admin"], services)
    registrar = accounts.authenticate(school.tokens["registrar"], services)
    guardian = accounts.invite_guardian(
        accounts.InviteGuardian(actor=admin, child=school.ids["wren"]), services
    )
    cards = accounts.make_class_code(
        accounts.MakeClassCode(actor=registrar, group="kites"), services
    )
    return [
        f"/invitations/{link_for(school, 'siskin')}",
        f"/invitations/{guardian.secret}",
        f"/join/{cards.code}",
    ]


def _shared(school: School) -> list[str]:
    piece, consent = school.ids["evidence of kestrel"], {"purpose": "share-evidence"}
    school.made("kestrel", f"/api/v1/people/{school.ids['kestrel']}/consents", consent)
    wishes = (
        ("osprey", "osprey", {"kind": "share", "credential": badge_of(school)}),
        ("kestrel", "kestrel", {"kind": "share", "evidence": [piece]}),
        ("guardian", "wren", {"kind": "family"}),
    )
    paths = []
    for who, learner, wish in wishes:
        given = {"learner": school.ids[learner], **wish}
        address = school.made(who, "/api/v1/share-links", given)["address"]
        paths.append(str(address).removeprefix(BASE))
    return [*paths, f"{paths[1]}/evidence/{piece}"]


def _list_of(school: School) -> str:
    """Let the teacher hand in a list and keep it; return its address."""
    teacher = come_in(school, "teacher", Role.TEACHER)
    teacher.get("/cohorts")
    rows = "learner,badge,signed_off,seen_on\nkestrel,safety-talk,yes,2026-11-03\n"
    file = (io.BytesIO(rows.encode()), "list.csv")
    answer = teacher.client.post(
        "/cohorts", data={FIELD: teacher.token, "file": file}, headers=HTML
    )
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.text
    return urlsplit(answer.headers["Location"]).path
