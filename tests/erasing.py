"""A learner about whom every kind of personal text is held, and a search for it in all files."""

import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from issuer import accounts
from issuer.access import Role
from tests.databases import SQLITE_NAME
from tests.schooling import School, approve, hand_in, open_submission

#: What is held -> a string that nothing else contains.
PERSONAL: Mapping[str, str] = {
    "name": "Avocet Qzname",
    "birth date": "1991-07-23",
    "group": "Qzgroup",
    "evidence text": "Qztext, or write to avocet@qzmail.example",
    "evidence title": "Qztitle",
    "file name": "qzfile.txt",
    "file content": "Qzcontent of a file",
    "address": "https://qzlink.example/work",
    "feedback": "Qzfeedback",
    "rating comment": "Qzcomment",
    "consent name": "Qzshown",
    "reason": "Qzreason",
    "authorship": "Qzauthorship",
    "note on hours": "Qznote",
    "waiver": "Qzwaiver",
    "token label": "Qzlabel",
    "revocation": "Qzrevoked",
    "mail": "avocet@qzmail.example",
}


def settle_avocet(school: School) -> None:
    """Let a learner live through everything that leaves words behind."""
    wish = {
        "name": PERSONAL["name"],
        "roles": ["learner"],
        "birth_date": PERSONAL["birth date"],
        "group": PERSONAL["group"],
    }
    headers = {"Idempotency-Key": "enrol-1"}
    person = school.made("admin", "/api/v1/people", wish, headers=headers)["id"]
    school.ids["avocet"] = person
    label = {"person": person, "role": "learner", "label": PERSONAL["token label"]}
    school.tokens["avocet"] = school.made("admin", "/api/v1/tokens", label)["secret"]
    for purpose in ("publish-page", "share-evidence", "name-on-page"):
        consent = {"purpose": purpose}
        if purpose == "name-on-page":
            consent["display_name"] = PERSONAL["consent name"]
        school.made("avocet", f"/api/v1/people/{person}/consents", consent)
    _work(school)
    hours = {
        "learner": person,
        "bucket": "clinical",
        "minutes": 5,
        "note": PERSONAL["note on hours"],
    }
    school.made("avocet", "/api/v1/hours", hours, headers={"Idempotency-Key": "hours-1"})
    _badge(school)


def _work(school: School) -> None:
    work = school.ids["work of avocet"] = open_submission(school, "avocet", "team")
    place = f"/api/v1/submissions/{work}"
    title = PERSONAL["evidence title"]
    text = {"kind": "text", "title": title, "text": PERSONAL["evidence text"]}
    link = {"kind": "url", "title": title, "url": PERSONAL["address"]}
    school.ids["text of avocet"] = school.made("avocet", f"{place}/evidence", text)["id"]
    school.made("avocet", f"{place}/evidence", link)
    file = (io.BytesIO(PERSONAL["file content"].encode()), PERSONAL["file name"])
    form = {"title": title, "file": file}
    made = school.made("avocet", f"{place}/evidence", data=form)
    school.ids["file of avocet"] = made["id"]
    school.made("avocet", f"{place}/submit", {"authorship": PERSONAL["authorship"]})
    school.made("teacher", f"{place}/triage")
    rating = {
        "rubric": "team-leadership@1",
        "levels": {"planning": "proficient"},
        "comments": {"planning": PERSONAL["rating comment"]},
    }
    school.made("teacher", f"{place}/ratings", rating)
    waiver = {"node": "peer-verification", "reason": PERSONAL["waiver"]}
    school.made("registrar", f"{place}/waivers", waiver)
    feedback = {"feedback": {"planning": PERSONAL["feedback"]}}
    school.made("teacher", f"{place}/return", feedback)
    school.made("registrar", f"{place}/hold", {"reason": PERSONAL["reason"]})


def _badge(school: School) -> None:
    talk = open_submission(school, "avocet", "safety")
    hand_in(school, "avocet", talk)
    place = f"/api/v1/submissions/{talk}/signoffs"
    school.made("teacher", place, {"node": "seen", "approve": True})
    school.ids["badge of avocet"] = approve(school, talk).rsplit("/", 1)[-1]
    badge = f"/api/v1/credentials/{school.ids['badge of avocet']}"
    reason = {"reason_code": "other", "reason": PERSONAL["revocation"]}
    school.made("registrar", f"{badge}/suspend", reason)
    school.made("registrar", f"{badge}/reinstate", {"reason_code": "resolved"})


def erase_avocet(school: School) -> None:
    """Let two adults erase the learner."""
    place = f"/api/v1/people/{school.ids['avocet']}/erase"
    school.made_any("registrar", place, {"reason": "requested"})
    school.made_any("admin", place, {"reason": "requested"})


def found_in(folder: Path, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return which of the personal strings stand in which files below a folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in without:
            continue
        data = path.read_bytes()
        for what, text in PERSONAL.items():
            if text.encode() in data:
                found.setdefault(what, []).append(path.name)
    return found


def back_up(folder: Path, to: Path) -> Path:
    """Copy the living database as SQLite's own backup does."""
    to.mkdir()
    copy = to / SQLITE_NAME
    with (
        closing(sqlite3.connect(folder / SQLITE_NAME)) as living,
        closing(sqlite3.connect(copy)) as backup,
    ):
        living.backup(backup)
    return copy


def fresh_token(school: School, who: str, role: str) -> str:
    """Return a token made at the time that the clock shows."""
    _, secret = accounts.make_token(
        accounts.MakeToken(
            organisation=school.ids["org"], person=school.ids[who], role=Role(role), label="fresh"
        ),
        school.house.accounts,
    )
    return secret
