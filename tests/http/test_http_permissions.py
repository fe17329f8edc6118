"""Every signed route x role x owner against permissions.csv (reliability.md row 70).

`own` is about Wren: the learner's own, the guardian's child's. `other` is Kestrel's, which the
peer was asked to review. `unit` is Lark's, who belongs to the unit south: teacher, registrar and
issuer of this table act for the unit north alone. `foreign` belongs to another organisation.
`yes` means that the route let the actor through, `422` that a rule named in the answer stood in
the way (one's own work, a minor's own consent): whatever else was answered was about the request,
not about who sent it.
"""

import csv
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.api import ROUTES, Route
from issuer.api.routing import Open
from tests.schooling import (
    BADGE,
    INSTRUMENT,
    RUBRIC,
    School,
    approve,
    hand_in,
    open_submission,
)

_SETTINGS = "/api/v1/organisation/settings"
TABLE = Path(__file__).parent / "permissions.csv"
ROLES = ("learner", "peer", "guardian", "teacher", "registrar", "issuer", "admin", "auditor")
ACTORS = {
    "learner": "wren",
    "peer": "asked",
    "teacher": "north teacher",
    "registrar": "north registrar",
    "issuer": "north issuer",
}
OWNERS = ("own", "other", "unit", "foreign")
UNKNOWN = "2" * 22
REFUSED = frozenset({401, 403, 404})
#: Rules about who asks, told with their reason; other rules are about the request.
PERSONAL = frozenset({"self_attestation", "conflict", "minor_consent", "self_tie"})

LEVELS = {"levels": {"listens": "proficient"}}
FEEDBACK = {"feedback": {"planning": "Say who does what."}}
WHY = {"reason": "because"}
HAND = {"authorship": "Mine."}
#: Bodies by operation; `{...}` names something of the owner.
BODIES: dict[str, Any] = {
    "change_me": {"language": "es"},
    "enrol_person": {"name": "Avocet", "roles": ["peer"]},
    "grant_role": {"role": "peer"},
    "add_unit": {"slug": "west", "name": "West"},
    "set_units": {"units": ["north"]},
    "change_settings": {"second_person_for_revocation": False},
    "break_glass": {"submission": "{submission}", "reason": "To compare it with its rating."},
    "record_consent": {"purpose": "share-evidence"},
    "tie_people": {"person": "{me}", "other": "{person}", "kind": "family"},
    "make_token": {"person": "{person}", "role": "learner", "label": "more"},
    "publish_rubric": {**RUBRIC, "version": 2},
    "publish_instrument": {**INSTRUMENT, "version": 2},
    "calibrate_peer": {
        "instrument": "leadership-behaviours@1",
        "answers": {"sha256:" + "0" * 64: {"listens": "proficient"}},
    },
    "draft_badge": {"document": {**BADGE, "version": 3}},
    "replace_badge": {"document": {**BADGE, "version": 4}},
    "open_submission": {"badge": "{published}", "learner": "{person}"},
    "add_evidence": {"kind": "text", "title": "A text", "text": "Words of mine."},
    "confirm_evidence": {"conditions": "supervised"},
    "submit_submission": HAND,
    "resubmit_submission": HAND,
    "repin_submission": {"badge": "{published}"},
    "opt_in_submission": {"badge": "{published}", **HAND},
    "return_submission": FEEDBACK,
    "close_submission": FEEDBACK,
    "hold_submission": WHY,
    "extend_submission": {**WHY, "until": "2026-12-24T12:00:00Z"},
    "decline_late_submission": WHY,
    "decline_review": {"reason": "other"},
    "attest_review": LEVELS,
    "attest_submission": LEVELS,
    "record_hand_attestation": {
        "instrument": "leadership-behaviours@1",
        "peer": "{siskin}",
        **LEVELS,
    },
    "hold_attestation": WHY,
    "record_rating": {"rubric": "team-leadership@1", "levels": {"planning": "proficient"}},
    "record_moderation": {"node": "peer-verification", "item": "listens", "level": "proficient"},
    "record_signoff": {"node": "seen", "approve": True},
    "record_metric": {"metric": "regularity", "value": 0.5, "sample": 9, "source": "tally"},
    "grant_waiver": {"node": "peer-verification", **WHY},
    "log_hours": {"learner": "{person}", "bucket": "clinical", "minutes": 30},
    "submit_external": {"learner": "{person}", "certificate": "first-aid", "proof": "document"},
    "verify_external": {},
    "record_statement": {
        "learner": "{person}",
        "verb": "http://adlnet.gov/expapi/verbs/completed",
        "activity": "https://course.example/1",
    },
    "erase_person": {"reason": "requested"},
    "hold_person": WHY,
    "make_link": {"learner": "{person}", "kind": "family"},
    "revoke_credential": {"reason_code": "other"},
    "suspend_credential": {"reason_code": "other"},
    "reinstate_credential": {"reason_code": "resolved"},
    "set_visibility": {"visibility": "link"},
    "issue_vc": {"credential": {"type": "VerifiableCredential"}},
    "make_client": {"name": "Gradebook", "scopes": ["people.read"]},
    "rotate_client": {},
    "change_looks": {"colour": "#1f6fb2"},
    "decide_group_rule": {"everybody": True},
    "find_trusted": {"text": "No badge."},
    "add_trusted": {"issuer": "did:web:academy.example", "why": "We asked them."},
    "remove_trusted": {"issuer": "did:web:academy.example"},
    "change_vc_status": {
        "credentialId": "{credential}",
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        "status": True,
    },
}
#: Asked last: a tie forbids much, and after the others their own target or the actor is gone.
LAST = (
    "tie_people",
    "withdraw_role",
    "withdraw_waiver",
    "remove_evidence",
    "withdraw_consent",
    "revoke_token",
)
#: Lists about a learner, and verbs that make sense on a badge with a sign-off only.
ABOUT_LEARNER = ("list_submissions", "list_events", "list_credentials", "list_links")
#: Names in bodies by which an owner is told apart.
TOLD_APART = ("person", "published", "submission", "credential")
OF_CSV = ("read_cohort", "give_groups")
ON_TALK = ("record_signoff", "approve_submission", "issue_submission")
ON_SETTINGS = ("confirm_settings", "decline_settings")
SIGNED = tuple(route for route in ROUTES if route.access not in {Open.PUBLIC, Open.CLIENT})


def targets(school: School) -> dict[str, dict[str, str]]:
    """Return what the braces of paths and bodies stand for, by owner."""
    ids = school.ids
    return {
        "own": {
            "client": ids["program"],
            "person": ids["wren"],
            "token": ids["token of wren"],
            "badge": ids["draft"],
            "published": ids["team"],
            "talk": ids["talk of wren"],
            "submission": ids["work of wren"],
            "evidence": ids["evidence of wren"],
            "credential": ids["badge of wren"],
            "name": ids["badge of wren"],
            "entry": ids["hours of wren"],
            "external": ids["proof of wren"],
            "link": ids["link of wren"],
            "grant": ids["grant of wren"],
            "proposal": ids["proposal of wren"],
        },
        "other": {
            "client": ids["other program"],
            "person": ids["kestrel"],
            "token": ids["token of kestrel"],
            "badge": ids["team"],
            "published": ids["team"],
            "talk": ids["talk of osprey"],
            "submission": ids["work of kestrel"],
            "evidence": ids["evidence of kestrel"],
            "credential": ids["badge of osprey"],
            "name": ids["badge of osprey"],
            "entry": ids["hours of kestrel"],
            "external": ids["proof of kestrel"],
            "review": ids["review"],
            "attestation": ids["attestation"],
            "waiver": ids["waiver"],
            "link": ids["link of kestrel"],
            "grant": ids["grant of kestrel"],
            "proposal": ids["proposal of osprey"],
        },
        "unit": {
            "client": ids["other program"],
            "person": ids["lark"],
            "token": ids["token of lark"],
            "badge": ids["team"],
            "published": ids["team"],
            "talk": ids["talk of lark"],
            "submission": ids["work of lark"],
            "evidence": ids["evidence of lark"],
            "credential": ids["badge of lark"],
            "name": ids["badge of lark"],
            "entry": ids["hours of lark"],
            "external": ids["proof of lark"],
            "review": ids["review of lark"],
            "attestation": ids["attestation of lark"],
            "waiver": ids["waiver of lark"],
            "grant": ids["grant of lark"],
            "link": ids["link of lark"],
            "proposal": ids["proposal of lark"],
        },
        "foreign": {
            "client": ids["foreign program"],
            "person": ids["stork"],
            "token": ids["token of stork"],
            "badge": ids["fire"],
            "published": ids["fire"],
            "talk": ids["work of stork"],
            "submission": ids["work of stork"],
            "link": ids["link of stork"],
            "grant": ids["grant of stork"],
        },
    }


def prepare(school: School) -> None:
    """Add what the built school lacks: units, ledger rows, a waiver, an attestation, proposals."""
    asked = [
        (peer, items[0]["review"])
        for peer in ("plover", "dunlin", "teal", "siskin")
        if (items := school.call(peer, "GET", "/api/v1/reviews").get_json()["items"])
    ]
    school.tokens["asked"], school.ids["review"] = school.tokens[asked[0][0]], asked[0][1]
    school.ids["asked"] = school.ids[asked[0][0]]
    divide(school)
    add_lark(school)
    said = school.made(asked[0][0], f"/api/v1/reviews/{asked[0][1]}/attest", LEVELS)
    school.ids["attestation"] = said["id"]
    for name in ("program", "other program"):
        school.ids[name] = school.made("admin", "/api/v1/clients", BODIES["make_client"])["id"]
    foreign = school.made("northgate", "/api/v1/clients", BODIES["make_client"])
    school.ids["foreign program"] = foreign["id"]
    for name in ("wren", "kestrel", "lark"):
        learner = school.ids[name]
        hours = {"learner": learner, "bucket": "clinical", "minutes": 60}
        school.ids[f"hours of {name}"] = school.made("teacher", "/api/v1/hours", hours)["id"]
        proof = {"learner": learner, "certificate": "first-aid", "proof": "document"}
        school.ids[f"proof of {name}"] = school.made("registrar", "/api/v1/external", proof)["id"]
    school.ids["waiver"] = waive(school, "kestrel")
    propose(school)
    makers = {"wren": "guardian", "kestrel": "registrar", "lark": "registrar", "stork": "crane"}
    for name, maker in makers.items():
        link = {"learner": school.ids[name], "kind": "family"}
        school.ids[f"link of {name}"] = school.made(maker, "/api/v1/share-links", link)["id"]
    for name in ("wren", "kestrel", "lark"):
        path = f"/api/v1/people/{school.ids[name]}/roles"
        school.ids[f"grant of {name}"] = school.made("riverbend", path, {"role": "guardian"})["id"]
    path = f"/api/v1/people/{school.ids['stork']}/roles"
    stork = school.call("northgate", "GET", path).get_json()["items"]
    school.ids["grant of stork"] = stork[0]["id"]


def divide(school: School) -> None:
    """Make two units; everybody there is belongs to north, and so do three of the staff."""
    for slug in ("north", "south"):
        school.made("admin", "/api/v1/units", {"slug": slug, "name": slug.title()})
    people = school.call("admin", "GET", "/api/v1/people").get_json()["items"]
    for person in people:
        path = f"/api/v1/people/{person['id']}/units"
        answer = school.call("admin", "PUT", path, json={"units": ["north"]})
        assert answer.status_code == 200
    for role in ("teacher", "registrar", "issuer"):
        enrol(school, f"north {role}", "north", "guardian")
        place = f"/api/v1/people/{school.ids[f'north {role}']}/roles"
        grant = school.made("admin", place, {"role": role, "units": ["north"]})
        if grant["needs_confirmation"]:
            school.made("riverbend", f"{place}/{grant['id']}/confirm")
        make_token(school, f"north {role}", role)


def enrol(school: School, name: str, unit: str, *roles: str) -> None:
    """Enrol an adult into a unit."""
    wish = {"name": name, "roles": list(roles), "birth_date": "1990-05-01", "units": [unit]}
    school.ids[name] = school.made("admin", "/api/v1/people", wish)["id"]


def make_token(school: School, name: str, role: str) -> None:
    """Make a token for a person by name."""
    wish = {"person": school.ids[name], "role": role, "label": name}
    token = school.made("riverbend", "/api/v1/tokens", wish)
    school.tokens[name], school.ids[f"token of {name}"] = token["secret"], token["id"]


def add_lark(school: School) -> None:
    """Lark of the unit south has all that others have."""
    enrol(school, "lark", "south", "learner")
    make_token(school, "lark", "learner")
    talk = school.ids["talk of lark"] = open_submission(school, "lark", "safety")
    hand_in(school, "lark", talk)
    signoff = {"node": "seen", "approve": True}
    school.made("teacher", f"/api/v1/submissions/{talk}/signoffs", signoff)
    school.ids["badge of lark"] = approve(school, talk).rsplit("/", 1)[-1]
    work = school.ids["work of lark"] = open_submission(school, "lark", "team")
    place = f"/api/v1/submissions/{work}"
    text = {"kind": "text", "title": "What I did", "text": "Lark led a team of five."}
    school.ids["evidence of lark"] = school.made("lark", f"{place}/evidence", text)["id"]
    hand_in(school, "lark", work)
    said = fill(BODIES["record_hand_attestation"], {"siskin": school.ids["siskin"]})
    made = school.made("teacher", f"{place}/hand-attestations", said)
    school.ids["attestation of lark"] = made["id"]
    # The draw takes those with the fewest open reviews: never the peer of this table.
    seen = school.call("registrar", "GET", place).get_json()
    school.ids["review of lark"] = seen["reviews"][0]["id"]
    school.ids["waiver of lark"] = waive(school, "lark")


def waive(school: School, name: str) -> str:
    """Waive the peers of a learner's work and return the waiver's id."""
    place = f"/api/v1/submissions/{school.ids[f'work of {name}']}"
    school.made("registrar", f"{place}/waivers", {"node": "peer-verification", **WHY})
    return str(school.call("registrar", "GET", place).get_json()["waivers"][0]["id"])


def propose(school: School) -> None:
    """Let the registrar of the whole school propose three revocations, for two people to agree."""
    for on in (True, False):
        settings = {"second_person_for_revocation": on}
        school.call("admin", "PUT", _SETTINGS, json=settings)
        for name in ("wren", "osprey", "lark") if on else ():
            path = f"/api/v1/credentials/{school.ids[f'badge of {name}']}/revoke"
            answer = school.call("registrar", "POST", path, json={"reason_code": "other"})
            assert answer.status_code == 202
            school.ids[f"proposal of {name}"] = answer.get_json()["id"]

    (waiting,) = school.call("admin", "GET", f"{_SETTINGS}/proposals").get_json()["items"]
    school.made("riverbend", f"{_SETTINGS}/proposals/{waiting['id']}/confirm")


def open_glass(school: School, owner: str) -> str:
    """Let the auditor open the evidence of an owner of this table; nobody did elsewhere."""
    learner = {"own": "wren", "other": "kestrel", "unit": "lark"}.get(owner)
    if learner is None:
        return UNKNOWN
    given = fill(BODIES["break_glass"], {"submission": school.ids[f"work of {learner}"]})
    return str(school.made("auditor", "/api/v1/break-glass", given)["id"])


def wish(school: School, admin: str) -> str:
    """Let an administrator ask to switch off a rule of two; the other one may answer."""
    for on in (True, False):
        rules = {"second_person_for_revocation": False, "second_person_for_keys": on}
        school.call(admin, "PUT", _SETTINGS, json=rules)
    (waiting,) = school.call(admin, "GET", f"{_SETTINGS}/proposals").get_json()["items"]
    return str(waiting["id"])


def fill(value: Any, names: dict[str, str]) -> Any:
    """Put names into the texts of a body."""
    if isinstance(value, str):
        match = re.fullmatch(r"\{(\w+)\}", value)
        return names.get(match[1], UNKNOWN) if match else value
    if isinstance(value, dict):
        return {name: fill(member, names) for name, member in value.items()}
    return value


def place_of(route: Route, names: dict[str, str]) -> str:
    """Return the path of a route about the named things; what has no name is unknown."""
    wanted = re.findall(r"\{(\w+)\}", route.documented_path)
    return route.documented_path.format_map({name: names.get(name, UNKNOWN) for name in wanted})


def rows() -> list[tuple[Route, str]]:
    """Return every route with the owners that it can tell apart, reads first."""
    found = []
    for route in SIGNED:
        body = str(BODIES.get(route.name, ""))
        told_apart = (
            "{" in route.path or any(f"{{{name}}}" in body for name in TOLD_APART)
        ) or route.name in ABOUT_LEARNER
        found += [(route, owner) for owner in (OWNERS if told_apart else ("own",))]
    return sorted(found, key=_turn)


def _turn(row: tuple[Route, str]) -> tuple[bool, int, int]:
    """Return when a row is asked: reads first, what takes things away last."""
    name = row[0].name
    last = LAST.index(name) if name in LAST else -1
    return row[0].method != "GET", last, SIGNED.index(row[0])


def seen_by(role: str, school: School) -> dict[tuple[str, str], str]:
    """Return what one role is answered on every row."""
    prepare(school)
    # Asked for last: new issuers and auditors have to be confirmed from now on.
    own, foreign = wish(school, "riverbend"), wish(school, "northgate")
    wishes = {owner: foreign if owner == "foreign" else own for owner in OWNERS}
    who = ACTORS.get(role, role)
    by_owner = targets(school)
    found = {}
    for route, owner in rows():
        settings = {"proposal": wishes[owner]} if route.name in ON_SETTINGS else {}
        # Opened only now: what is open is open to read.
        glass = {"broken": open_glass(school, owner)} if route.name == "close_glass" else {}
        names = {
            **by_owner[owner],
            **settings,
            **glass,
            "me": school.ids[who],
            "siskin": school.ids["siskin"],
        }
        names["purpose"] = "share-evidence"
        if route.name in ON_TALK:
            names["submission"] = names["talk"]
        path = place_of(route, names)
        if route.name in ABOUT_LEARNER:
            path += f"?learner={names['person']}"
        given: dict[str, Any] = {"headers": {"Idempotency-Key": f"{route.name}-{owner}"}}
        if route.name in BODIES:
            given["json"] = fill(BODIES[route.name], names)
        if route.name == "show_quality":
            path += "?badge=team-leadership"
        if route.name == "upload_picture":
            given |= {"data": b"", "content_type": "image/png"}
        if route.name in OF_CSV:
            given |= {"data": b"", "content_type": "text/csv"}
        answer = school.call(who, route.method, path, **given)
        assert answer.status_code < 500, f"{route.name} by {role} on {owner}: {answer.status}"
        found[route.name, owner] = verdict(answer)
    return found


def verdict(answer: TestResponse) -> str:
    """Return what a cell of the table says about an answer."""
    code = answer.get_json()["code"] if answer.status_code == 422 else ""
    if answer.status_code in REFUSED or code in PERSONAL:
        return str(answer.status_code)
    return "yes"


def expected() -> dict[tuple[str, str], dict[str, str]]:
    """Return the committed table."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {(row["operation"], row["owner"]): row for row in csv.DictReader(file)}


@pytest.mark.parametrize("role", ROLES)
def test_role_passes_where_the_table_says_so(role: str, school: School) -> None:
    """What each role may do is what people agreed on and wrote down, route by route."""
    table = {key: row[role] for key, row in expected().items()}

    assert table == seen_by(role, school)


def test_table_has_a_row_for_every_route(capsys: pytest.CaptureFixture[str]) -> None:
    """A new route fails here until somebody has said who may use it, for every owner and role."""
    table = expected()
    cells = [row[role] for row in table.values() for role in ROLES]
    with capsys.disabled():
        counts = f"{len(table)} rows, {len(cells)} cells of {len(SIGNED)} routes"
        sys.stdout.write(f"\npermissions: {counts}\n")

    assert {(route.name, owner) for route, owner in rows()} == set(table)
    assert {"yes", "401", "403", "404", "422"} >= set(cells)
