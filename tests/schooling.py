"""A school that is founded once and then built over HTTP alone, on the real SQLite stack."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer import accounts, issuance
from issuer.access import Role
from issuer.accounts.model import OrganisationKind
from issuer.app import House, build_house, flask_app
from issuer.config import Settings
from issuer.remote import Fetcher
from issuer.vocab import openapi, require_schema

BASE = "http://localhost:8000"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
Json = Any

RUBRIC = {
    "spec": "cbe-rubric/1",
    "rubric": "team-leadership",
    "version": 1,
    "title": "Team Leadership",
    "scale": ["beginning", "developing", "proficient", "advanced"],
    "criteria": [
        {
            "id": name,
            "title": f"{name.title()} the work",
            "feedback": "optional",
            "levels": {
                "beginning": "Works from task to task.",
                "developing": "Makes a plan and forgets it.",
                "proficient": "Makes a plan, follows it and changes it when needed.",
                "advanced": "Plans with others, and they can say why.",
            },
        }
        for name in ("planning", "ethics")
    ],
}
INSTRUMENT = {
    "spec": "cbe-instrument/1",
    "instrument": "leadership-behaviours",
    "version": 1,
    "title": "Leading a team",
    "scale": ["beginning", "developing", "proficient", "advanced"],
    "example_required": False,
    "anchors": [],
    "items": [
        {
            "id": "listens",
            "statement": "changed the plan at least once after hearing someone",
            "levels": {
                "beginning": "Heard nobody.",
                "developing": "Heard, and changed nothing.",
                "proficient": "Changed the plan once.",
                "advanced": "Asked for other views and used them.",
            },
        }
    ],
}
BADGE = {
    "spec": "cbe-criteria/1",
    "badge": "team-leadership",
    "version": 1,
    "title": "Team Leadership",
    "summary": "The learner led a small team. Peers saw it and a teacher assessed it.",
    "scale": ["beginning", "developing", "proficient", "advanced"],
    "award": {"achievement_type": "Badge", "results": ["teacher-assessment"]},
    "criteria": {
        "id": "everything",
        "title": "All of these",
        "all_of": [
            {
                "id": "work",
                "title": "Show the work",
                "evidence": {"kinds": ["file", "text", "url"], "min": 1},
            },
            {
                "id": "peer-verification",
                "title": "Peers confirm it",
                "waivable": ["registrar"],
                "peers": {
                    "instrument": "leadership-behaviours@1",
                    "min": 3,
                    "levels": {"listens": "proficient"},
                    "calibrated": False,
                },
            },
            {
                "id": "teacher-assessment",
                "title": "Teacher assessment",
                "rubric": {
                    "rubric": "team-leadership@1",
                    "by": {"roles": ["teacher"], "min": 1},
                    "levels": {"planning": "proficient", "ethics": "developing"},
                },
            },
        ],
    },
}
#: The shortest way to a credential: one adult signs one sentence, another one approves.
SAFETY = {
    "spec": "cbe-criteria/1",
    "badge": "safety-talk",
    "version": 1,
    "title": "Safety Talk",
    "summary": "The learner gave a safety talk and a teacher was there.",
    "scale": ["beginning", "developing", "proficient", "advanced"],
    "criteria": {
        "id": "seen",
        "title": "A teacher saw it",
        "signoff": {"role": "teacher", "statement": "I heard the talk and it was right."},
    },
}
#: Name -> roles, date of birth, group. Code-names are birds; adults were born in 1990.
CAST: Mapping[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "admin": (("admin",), None, None),
    "registrar": (("registrar",), None, None),
    "approver": (("issuer",), None, None),
    "teacher": (("teacher",), None, None),
    "auditor": (("auditor",), None, None),
    "guardian": (("guardian",), None, None),
    "kestrel": (("learner", "peer"), "1990-05-01", "kites"),
    "wren": (("learner", "peer"), "2014-05-01", "kites"),
    "heron": (("learner",), "1990-05-01", None),
    "osprey": (("learner",), "1990-05-01", None),
    "plover": (("peer",), "1990-05-01", "kites"),
    "dunlin": (("peer",), "1990-05-01", "kites"),
    "teal": (("peer",), "1990-05-01", None),
    "siskin": (("peer",), "1990-05-01", None),
}


class SettableClock:
    """Gives the instant that a test sets."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the present of this test."""
        return self.now


@dataclass(kw_only=True)
class School:
    """An app on its own folder, and what was made in it: ids and tokens by name."""

    folder: Path
    house: House
    app: Flask
    clock: SettableClock
    ids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> FlaskClient:
        """Return a fresh client without cookies."""
        return self.app.test_client(use_cookies=False)

    def call(self, who: str | None, method: str, path: str, **given: Any) -> TestResponse:
        """Send a request as somebody, and compare the answer with the description."""
        headers = dict(given.pop("headers", {}))
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        answer = self.client.open(path, method=method, headers=headers, buffered=True, **given)
        self._compare(answer, method, path)
        return answer

    def made(self, who: str, path: str, body: Json = None, **given: Any) -> Json:
        """Post something that must succeed and return the JSON of the answer."""
        if body is not None:
            given["json"] = body
        answer = self.call(who, "POST", path, **given)
        assert answer.status_code in {200, 201}, f"{path}: {answer.status} {answer.text}"
        return answer.json

    def made_any(self, who: str, path: str, body: Json) -> Json:
        """Post something that must be taken, now or later, and return the JSON of the answer."""
        answer = self.call(who, "POST", path, json=body)
        assert answer.status_code in {200, 201, 202}, f"{path}: {answer.status} {answer.text}"
        return answer.json

    def _compare(self, answer: TestResponse, method: str, path: str) -> None:
        """Require that a JSON answer has its documented shape."""
        if not answer.data or answer.mimetype != "application/json":
            return
        adapter = self.app.url_map.bind("localhost")
        endpoint = ""
        with suppress(Exception):
            endpoint, _ = adapter.match(path.partition("?")[0], method)
        operation = openapi.operations().get(endpoint.removeprefix("api."))
        if operation is None:
            return
        step = operation.path.replace("~", "~0").replace("/", "~1")
        step = step.replace("{", "%7B").replace("}", "%7D")
        name = (
            f"{openapi.FILE}#/paths/{step}/{method.lower()}/responses/{answer.status_code}"
            "/content/application~1json/schema"
        )
        require_schema(answer.json, name)

    def save(self) -> None:
        """Write ids and tokens beside the database, for the copies."""
        names = {"ids": self.ids, "tokens": self.tokens}
        (self.folder / "names.json").write_text(json.dumps(names))


def open_school(
    folder: Path,
    *,
    create: bool = False,
    fetcher: Fetcher | None = None,
    **given: Any,
) -> School:
    """Open a school on a folder; with a fetcher it asks other hosts through it."""
    # The clock of a school stands still, so its windows would never end.
    chosen: dict[str, Any] = {
        "public_base_url": BASE,
        "max_evidence_bytes": 200_000,
        "rate_factor": 0,
        **given,
    }
    settings = Settings(
        data_dir=folder,
        small_host=True,
        allow_remote_verification=fetcher is not None,
        **chosen,
    )
    clock = SettableClock()
    house = build_house(settings, clock, create=create, fetcher=fetcher)
    school = School(folder=folder, house=house, app=flask_app(house), clock=clock)
    if not create:
        names = json.loads((folder / "names.json").read_text())
        school.ids, school.tokens = names["ids"], names["tokens"]
    return school


def found_school(folder: Path, **given: Any) -> None:
    """Found two organisations and let one of them live a little, all of it over HTTP."""
    school = open_school(folder, create=True, **given)
    for slug in ("riverbend", "northgate"):
        _found(school, slug)
    _enrol(school)
    _publish(school)
    _open_work(school)
    _issue(school)
    _northgate(school)
    school.save()
    school.house.close()


def _found(school: School, slug: str) -> None:
    services = school.house.accounts
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug=slug, kind=OrganisationKind.SCHOOL, name=slug.title(), base_url=BASE
        ),
        services,
    )
    if slug == "riverbend":
        school.ids["org"] = organisation.id
    issuance.create_key(organisation.id, school.house.issuance)
    person = accounts.enrol_person(
        accounts.EnrolPerson(
            organisation=organisation.id, name="First", roles=frozenset({Role.ADMIN})
        ),
        services,
    )
    _, secret = accounts.make_token(
        accounts.MakeToken(
            organisation=organisation.id, person=person.id, role=Role.ADMIN, label="first"
        ),
        services,
    )
    school.tokens[slug] = secret


def _enrol(school: School) -> None:
    for name, (roles, born, group) in CAST.items():
        wish: dict[str, Json] = {"name": name, "roles": list(roles)}
        if born is not None:
            wish["birth_date"] = born
        if group is not None:
            wish["group"] = group
        person = school.made("riverbend", "/api/v1/people", wish)
        school.ids[name] = person["id"]
        _confirm(school, person["id"])
        for role in roles:
            key = name if role == roles[0] else f"{name} as {role}"
            _token(school, "riverbend", key, person["id"], role)
    tie = {"person": school.ids["guardian"], "other": school.ids["wren"], "kind": "guardian"}
    school.made("riverbend", "/api/v1/ties", tie)


def _confirm(school: School, person: str) -> None:
    """Let the second administrator confirm what waits for it."""
    grants = school.call("riverbend", "GET", f"/api/v1/people/{person}/roles").get_json()
    for grant in grants["items"]:
        if grant["needs_confirmation"]:
            school.made("admin", f"/api/v1/people/{person}/roles/{grant['id']}/confirm")


def _token(school: School, admin: str, key: str, person: str, role: str) -> None:
    wish = {"person": person, "role": role, "label": key}
    token = school.made(admin, "/api/v1/tokens", wish)
    school.tokens[key] = token["secret"]
    school.ids[f"token of {key}"] = token["id"]


def _publish(school: School) -> None:
    school.made("admin", "/api/v1/rubrics", RUBRIC)
    school.made("admin", "/api/v1/instruments", INSTRUMENT)
    for name, document in (("team", BADGE), ("safety", SAFETY)):
        draft = school.made("teacher", "/api/v1/badges", {"document": document})
        school.ids[name] = draft["id"]
        school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
        school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    draft = school.made("teacher", "/api/v1/badges", {"document": {**SAFETY, "version": 2}})
    school.ids["draft"] = draft["id"]


def open_submission(school: School, learner: str, badge: str) -> str:
    """Open a submission of a learner and return its id."""
    made = school.made(learner, "/api/v1/submissions", {"badge": school.ids[badge]})
    return str(made["id"])


def hand_in(school: School, learner: str, submission: str) -> None:
    """Hand a draft in and take it into review."""
    place = f"/api/v1/submissions/{submission}"
    school.made(learner, f"{place}/submit", {"authorship": "I made this myself."})
    school.made("teacher", f"{place}/triage")


def approve(school: School, submission: str) -> str:
    """Approve what is ready and return the address of the credential."""
    place = f"/api/v1/submissions/{submission}/approve"
    headers = {"Idempotency-Key": f"approve-{submission}"}
    return str(school.made("approver", place, headers=headers)["credential"])


def _open_work(school: School) -> None:
    """Kestrel is in review with three peers asked; Wren has a draft with evidence."""
    for learner in ("kestrel", "wren"):
        submission = open_submission(school, learner, "team")
        school.ids[f"work of {learner}"] = submission
        item = school.made(
            learner,
            f"/api/v1/submissions/{submission}/evidence",
            {"kind": "text", "title": "What I did", "text": f"{learner} led a team of four."},
        )
        school.ids[f"evidence of {learner}"] = item["id"]
    hand_in(school, "kestrel", school.ids["work of kestrel"])


def _issue(school: School) -> None:
    """Osprey holds a badge that others may see, Wren a private one; Heron's is ready."""
    for learner in ("osprey", "wren", "heron"):
        submission = open_submission(school, learner, "safety")
        school.ids[f"talk of {learner}"] = submission
        hand_in(school, learner, submission)
        place = f"/api/v1/submissions/{submission}/signoffs"
        school.made("teacher", place, {"node": "seen", "approve": True})
        if learner != "heron":
            address = approve(school, submission)
            school.ids[f"badge of {learner}"] = address.rsplit("/", 1)[-1]


def _northgate(school: School) -> None:
    """The other school has a learner with a draft, a teacher and a registrar."""
    for name, role in (("stork", "learner"), ("finch", "teacher"), ("crane", "registrar")):
        wish = {"name": name, "roles": [role], "birth_date": "1990-01-01"}
        person = school.made("northgate", "/api/v1/people", wish)
        school.ids[name] = person["id"]
        _token(school, "northgate", name, person["id"], role)
    draft = school.made("finch", "/api/v1/badges", {"document": {**SAFETY, "badge": "fire-drill"}})
    school.ids["fire"] = draft["id"]
    school.made("finch", f"/api/v1/badges/{draft['id']}/propose")
    school.made("northgate", f"/api/v1/badges/{draft['id']}/publish")
    school.ids["work of stork"] = open_submission(school, "stork", "fire")
