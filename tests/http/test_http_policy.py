"""Grants, units, second persons, broken glass and guardians over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from issuer import accounts
from issuer.access import Role
from tests.http.test_http_permissions import (
    BODIES,
    SIGNED,
    UNKNOWN,
    add_lark,
    divide,
    expected,
    fill,
    place_of,
    prepare,
    targets,
)
from tests.schooling import NOW, School
from tests.visiting import come_in

REASON = {"submission": "", "reason": "To compare it with its rating."}


def _token(school: School, who: str, person: str, role: str) -> Any:
    """Ask for a token in a role and return the answer."""
    wish = {"person": school.ids[person], "role": role, "label": role}
    return school.call(who, "POST", "/api/v1/tokens", json=wish)


def _grant(school: School, who: str, person: str, **wish: Any) -> Any:
    """Give a role and return the answer."""
    return school.call(who, "POST", f"/api/v1/people/{school.ids[person]}/roles", json=wish)


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json().get("code", "")


@contextmanager
def _at(school: School, moment: datetime) -> Iterator[None]:
    before, school.clock.now = school.clock.now, moment
    yield
    school.clock.now = before


# Grants


@pytest.mark.parametrize("role", ["issuer", "registrar", "auditor", "learner"])
def test_nobody_gives_oneself_a_role(school: School, role: str) -> None:
    """Row 102: grant to self is refused, whatever the role."""
    assert (403, "self_grant") == _code(_grant(school, "admin", "admin", role=role))


@pytest.mark.parametrize("role", ["admin", "issuer", "auditor"])
def test_an_unconfirmed_grant_has_no_effect(school: School, role: str) -> None:
    """Row 102: before the second administrator nothing can be done with it."""
    grant = _grant(school, "admin", "plover", role=role).get_json()
    assert grant["needs_confirmation"]
    assert (422, "role_not_held") == _code(_token(school, "admin", "plover", role))


def test_who_gave_a_role_does_not_confirm_it(school: School) -> None:
    """Row 102: two different administrators."""
    grant = _grant(school, "admin", "plover", role="issuer").get_json()
    path = f"/api/v1/people/{school.ids['plover']}/roles/{grant['id']}/confirm"
    assert (403, "same_person") == _code(school.call("admin", "POST", path))


def test_a_confirmed_grant_takes_effect(school: School) -> None:
    """Row 102: with the second administrator's word the role is held."""
    grant = _grant(school, "admin", "plover", role="issuer").get_json()
    path = f"/api/v1/people/{school.ids['plover']}/roles/{grant['id']}/confirm"
    assert 200 == school.call("riverbend", "POST", path).status_code
    assert 201 == _token(school, "admin", "plover", "issuer").status_code


def test_the_only_administrator_needs_no_second(school: School) -> None:
    """A first administrator could otherwise never appoint anybody."""
    wish = {"name": "Jay", "roles": ["issuer"]}
    made = school.made("northgate", "/api/v1/people", wish)
    assert ["issuer"] == made["roles"]


def test_a_grant_ends_by_itself(school: School) -> None:
    """Row 102: an expired grant opens nothing, on the second."""
    until = NOW + timedelta(days=5)
    _grant(school, "admin", "plover", role="registrar", until=until.strftime("%Y-%m-%dT%H:%M:%SZ"))
    school.tokens["deputy"] = _token(school, "admin", "plover", "registrar").get_json()["secret"]
    found = []
    for moment in (until - timedelta(seconds=1), until):
        with _at(school, moment):
            found.append(school.call("deputy", "GET", "/api/v1/people").status_code)
    assert [200, 401] == found


def test_a_grant_begins_when_it_says(school: School) -> None:
    """A stand-in for next month holds nothing today."""
    since = (NOW + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    _grant(school, "admin", "plover", role="registrar", since=since)
    assert (422, "role_not_held") == _code(_token(school, "admin", "plover", "registrar"))


def test_a_withdrawn_grant_stops_its_token_at_once(school: School) -> None:
    """Row 102: the next request is refused."""
    grant = _grant(school, "admin", "plover", role="registrar").get_json()
    school.tokens["deputy"] = _token(school, "admin", "plover", "registrar").get_json()["secret"]
    before = school.call("deputy", "GET", "/api/v1/people").status_code
    school.call("admin", "DELETE", f"/api/v1/people/{school.ids['plover']}/roles/{grant['id']}")
    after = school.call("deputy", "GET", "/api/v1/people")
    assert (200, (401, "token_void")) == (before, _code(after))


@pytest.mark.parametrize(("days", "status"), [(90, 201), (91, 422)])
def test_an_audit_ends_within_ninety_days(school: School, days: int, status: int) -> None:
    """Row 53 of education.md: read-only, limited in time."""
    until = (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert status == _grant(school, "admin", "plover", role="auditor", until=until).status_code


def test_an_audit_ends_without_being_asked(school: School) -> None:
    """Whoever forgets the end gets one."""
    grant = _grant(school, "admin", "plover", role="auditor").get_json()
    assert "2027-02-18T10:00:00Z" == grant["until"]


def test_the_last_administrator_stays(school: School) -> None:
    """Nobody could give roles any more."""
    me = school.call("northgate", "GET", "/api/v1/me").get_json()["person"]["id"]
    path = f"/api/v1/people/{me}/roles"
    grant = school.call("northgate", "GET", path).get_json()["items"][0]["id"]
    answer = school.call("northgate", "DELETE", f"{path}/{grant}")
    assert (422, "last_admin") == _code(answer)


def test_a_registrar_withdraws_no_administrator(school: School) -> None:
    """Whoever may not give a role may not take it."""
    path = f"/api/v1/people/{school.ids['admin']}/roles"
    grant = school.call("admin", "GET", path).get_json()["items"][0]["id"]
    assert (403, "grant") == _code(school.call("registrar", "DELETE", f"{path}/{grant}"))


# Units


def test_lists_end_at_the_units(school: School) -> None:
    """Row 26 of education.md: a role in north lists nobody of south."""
    prepare(school)
    seen = {
        place: {str(row.get(key)) for row in items}
        for place, key in (
            ("people", "id"),
            ("queue", "learner"),
            ("credentials", "learner"),
            ("tokens", "person"),
            ("revocations", "learner"),
        )
        if (items := school.call("north registrar", "GET", f"/api/v1/{place}").get_json()["items"])
    }
    assert 5 == len(seen)
    assert {} == {place: found for place, found in seen.items() if school.ids["lark"] in found}


def test_approvals_end_at_the_units(school: School) -> None:
    """An issuer of north has nothing of south to approve, one of the whole school has."""
    divide(school)
    add_lark(school)
    path = f"/api/v1/people/{school.ids['heron']}/units"
    school.call("admin", "PUT", path, json={"units": ["south"]})
    found = {
        who: [
            row["learner"]
            for row in school.call(who, "GET", "/api/v1/approvals").get_json()["items"]
        ]
        for who in ("north issuer", "approver")
    }
    assert {"north issuer": [], "approver": [school.ids["heron"]]} == found


def test_a_registrar_of_a_unit_enrols_into_it_alone(school: School) -> None:
    """Otherwise a unit would be a wall with a door in it."""
    divide(school)
    wish = {"name": "Stilt", "roles": ["learner"]}
    codes = [
        school.call(
            "north registrar", "POST", "/api/v1/people", json={**wish, "units": units}
        ).status_code
        for units in ([], ["south"], ["north", "south"], ["north"])
    ]
    assert [422, 422, 422, 201] == codes


def test_a_registrar_of_a_unit_gives_roles_for_it_alone(school: School) -> None:
    """Nobody gives more than one has."""
    divide(school)
    codes = [
        _grant(school, "north registrar", "plover", role="teacher", **units).status_code
        for units in ({}, {"units": ["south"]}, {"units": ["north"]})
    ]
    assert [422, 422, 201] == codes


def test_units_go_with_staff_roles_alone(school: School) -> None:
    """A learner is in units; a learner's role is not limited to some."""
    divide(school)
    answer = _grant(school, "admin", "plover", role="learner", units=["north"])
    assert (422, "units") == _code(answer)


# Second persons


def _propose(school: School, **wish: Any) -> Any:
    settings = {"second_person_for_revocation": True}
    school.call("admin", "PUT", "/api/v1/organisation/settings", json=settings)
    path = f"/api/v1/credentials/{school.ids['badge of osprey']}/revoke"
    return school.call("registrar", "POST", path, json={"reason_code": "other", **wish})


def _standing(school: School) -> str:
    path = f"/api/v1/credentials/{school.ids['badge of osprey']}"
    return str(school.call("registrar", "GET", path).get_json()["standing"])


def _answered(school: School, who: str, proposal: str, answer: str = "confirm") -> Any:
    return school.call(who, "POST", f"/api/v1/revocations/{proposal}/{answer}")


def test_a_revocation_waits_for_a_second_person(school: School) -> None:
    """With the setting on, a registrar alone revokes nothing."""
    answer = _propose(school)
    assert (202, "open", "Valid") == (
        answer.status_code,
        answer.get_json()["state"],
        _standing(school),
    )


def test_who_proposed_does_not_confirm(school: School) -> None:
    """Two people, not two clicks."""
    proposal = _propose(school).get_json()["id"]
    assert (403, "same_person") == _code(_answered(school, "registrar", proposal))


@pytest.mark.parametrize("who", ["approver", "admin"])
def test_a_second_person_revokes(school: School, who: str) -> None:
    """Issuer or administrator (education.md 4.2)."""
    proposal = _propose(school).get_json()["id"]
    assert "confirmed" == _answered(school, who, proposal).get_json()["state"]
    assert "Revoked" == _standing(school)


def test_a_suspension_bridges_the_time(school: School) -> None:
    """Asked for, it holds at once, and ends when the second person declines."""
    proposal = _propose(school, suspend=True).get_json()["id"]
    during = _standing(school)
    _answered(school, "admin", proposal, "decline")
    assert ("Suspended", "Valid") == (during, _standing(school))


def test_an_answer_is_given_once(school: School) -> None:
    """Neither twice, nor the other way round afterwards."""
    proposal = _propose(school).get_json()["id"]
    _answered(school, "admin", proposal, "decline")
    assert (409, "settled") == _code(_answered(school, "approver", proposal))


def test_one_proposal_at_a_time(school: School) -> None:
    """A second wish for the same credential is told to answer the first."""
    _propose(school)
    assert (409, "proposed") == _code(_propose(school))


def test_the_vc_api_does_not_go_around_the_second_person(school: School) -> None:
    """The other door to the same act asks for two as well."""
    _propose(school)
    body = fill(BODIES["change_vc_status"], {"credential": school.ids["badge of wren"]})
    answer = school.call("registrar", "POST", "/vc/credentials/status", json=body)
    assert (422, "Valid") == (answer.status_code, _standing(school))


# Auditors


def _evidence(school: School) -> str:
    work, item = school.ids["work of kestrel"], school.ids["evidence of kestrel"]
    return f"/api/v1/submissions/{work}/evidence/{item}/content"


def test_evidence_is_closed_to_auditors(school: School) -> None:
    """Row 76: 403 without breaking the glass."""
    assert 403 == school.call("auditor", "GET", _evidence(school)).status_code


def test_broken_glass_opens_one_submission_for_an_hour(school: School) -> None:
    """Row 76: read-only and time-boxed, to the second, and no other submission."""
    wish = {**REASON, "submission": school.ids["work of kestrel"]}
    school.made("auditor", "/api/v1/break-glass", wish)
    other = _evidence(school).replace("kestrel", "wren")
    other = other.replace(school.ids["work of kestrel"], school.ids["work of wren"])
    other = other.replace(school.ids["evidence of kestrel"], school.ids["evidence of wren"])
    found = [school.call("auditor", "GET", other).status_code]
    for moment in (NOW, NOW + timedelta(minutes=59, seconds=59), NOW + timedelta(hours=1)):
        with _at(school, moment):
            found.append(school.call("auditor", "GET", _evidence(school)).status_code)
    assert [403, 200, 200, 403] == found


def test_broken_glass_is_told_to_the_school(school: School) -> None:
    """Row 76: an event, the reason for administrators, and an outbox row for who watches."""
    wish = {**REASON, "submission": school.ids["work of kestrel"]}
    broken = school.made("auditor", "/api/v1/break-glass", wish)
    school.call("auditor", "GET", _evidence(school))
    events = school.call(
        "admin", "GET", f"/api/v1/events?learner={school.ids['kestrel']}&limit=100"
    )
    names = [event["name"] for event in events.get_json()["items"]]
    listed = school.call("admin", "GET", "/api/v1/break-glass").get_json()["items"]
    with school.house.issuance.unit_of_work() as uow:
        waiting = uow.outbox.claim(NOW + timedelta(days=1), NOW + timedelta(days=2), 100)
    assert ["glass.broken", "record.viewed"] == names[-2:]
    assert [broken] == listed
    assert (broken["id"], "glass.broken") in {(item.ref, item.kind) for item in waiting}


def test_a_reason_that_says_nothing_breaks_no_glass(school: School) -> None:
    """Ten spaces are no reason."""
    wish = {"submission": school.ids["work of kestrel"], "reason": " " * 20}
    answer = school.call("auditor", "POST", "/api/v1/break-glass", json=wish)
    assert 400 == answer.status_code


def test_an_auditor_changes_nothing_else() -> None:
    """Row 76: of all routes that change something, the auditor's open and close glass."""
    writes = {route.name for route in SIGNED if route.method != "GET"}
    passed = {name for (name, _), row in expected().items() if row["auditor"] == "yes"}
    assert {"break_glass", "change_me", "close_glass", "give_vc_challenge"} == passed & writes


def test_an_auditor_reads_pseudonyms_and_no_words(school: School) -> None:
    """Row 76: hashes, decisions, levels; neither names nor texts nor titles."""
    path = f"/api/v1/submissions/{school.ids['work of kestrel']}"
    seen = school.call("auditor", "GET", path)
    assert school.ids["kestrel"] == seen.get_json()["learner_name"]
    assert [] == [word for word in ("What I did", "led a team of four") if word in seen.text]
    assert seen.get_json()["evidence"][0]["digest"].startswith("sha256:")


def test_every_reading_of_an_auditor_is_an_event(school: School) -> None:
    """Row 53 of education.md."""
    work = school.ids["work of kestrel"]
    learner = f"learner={school.ids['kestrel']}"
    for path in (f"submissions/{work}", f"submissions?{learner}", f"events?{learner}"):
        school.call("auditor", "GET", f"/api/v1/{path}")
    events = school.call("admin", "GET", f"/api/v1/events?{learner}&limit=100").get_json()["items"]
    viewed = [event for event in events if event["name"] == "record.viewed"]
    assert ["auditor"] * 3 == [event["role"] for event in viewed]


# Quality


def test_the_quality_page_counts_before_it_judges(school: School) -> None:
    """Two submissions give no alpha, and say that they are too few."""
    answer = school.call("registrar", "GET", "/api/v1/reports/quality?badge=team-leadership")
    report = answer.get_json()
    found = (report["submissions"], report["rated_twice"], report["reading"], "alpha" in report)
    assert (2, 0, "too few", False) == found


# Guardians


def test_a_guardian_reads_until_the_eighteenth_birthday(school: School) -> None:
    """Row 75: the last instant of the day before, and the first of the birthday."""
    birthday = datetime(2032, 5, 1, tzinfo=UTC)
    path = f"/api/v1/submissions/{school.ids['work of wren']}"
    found = []
    for moment in (birthday - timedelta(microseconds=1), birthday):
        with _at(school, birthday - timedelta(days=2)):
            wish = {"person": school.ids["guardian"], "role": "guardian", "label": "later"}
            made = _fresh(school, wish)
            school.tokens["later"] = made
        with _at(school, moment):
            found.append(school.call("later", "GET", path).status_code)
    assert [200, 403] == found


def _fresh(school: School, wish: dict[str, str]) -> str:
    """Make a token as the installation does, since the administrators' have run out by then."""
    _, secret = accounts.make_token(
        accounts.MakeToken(
            organisation=_riverbend(school),
            person=wish["person"],
            role=Role(wish["role"]),
            label=wish["label"],
        ),
        school.house.accounts,
    )
    return secret


def _riverbend(school: School) -> str:
    return accounts.find_organisation("riverbend", school.house.accounts).id


# Other schools (row 71)


def test_what_another_school_has_is_answered_like_what_nobody_has(school: School) -> None:
    """For each object type and role of school B: the same status and the same body."""
    prepare(school)
    _strangers(school)
    there = targets(school)["other"]
    differing, not_found = [], 0
    for route in SIGNED:
        if "{" not in route.path or route.name == "withdraw_consent":
            continue
        for role in ("learner", "peer", "guardian", "teacher", "registrar", "issuer", "admin"):
            answers = []
            for names in (there, {}):
                given: dict[str, Any] = {"headers": {"Idempotency-Key": f"{role}-{len(names)}"}}
                if route.name in BODIES:
                    given["json"] = fill(BODIES[route.name], {"siskin": UNKNOWN})
                path = place_of(route, {**names, "purpose": "analytics"})
                answer = school.call(f"foreign {role}", route.method, path, **given)
                answers.append((answer.status_code, _anonymous(answer.get_json(), path)))
            not_found += answers[0][0] == 404
            if answers[0] != answers[1]:
                differing.append((route.name, role, answers))
    assert [] == differing
    assert not_found > 150


def _strangers(school: School) -> None:
    """Give Northgate somebody in every role."""
    for role in ("learner", "peer", "guardian", "teacher", "registrar", "issuer", "admin"):
        wish = {"name": role, "roles": [role], "birth_date": "1990-01-01"}
        person = school.made("northgate", "/api/v1/people", wish)["id"]
        token = {"person": person, "role": role, "label": role}
        school.tokens[f"foreign {role}"] = school.made("northgate", "/api/v1/tokens", token)[
            "secret"
        ]


def _anonymous(body: Any, path: str) -> Any:
    """Return a problem without what repeats the question or numbers the request."""
    return {k: v for k, v in body.items() if k not in {"instance", "request_id"} and v != path}


def test_a_person_is_never_given_the_role_of_a_program(school: School) -> None:
    """A form that asks for it is refused, whoever sends it, and nothing waits or holds."""
    browser = come_in(school, "admin")
    page = f"/people/{school.ids['plover']}"
    browser.get(page)
    answer = browser.post(f"{page}/roles", {"role": "client"})
    assert (400, False) == (answer.status_code, "client" in _roles_of(school, "plover"))


def _roles_of(school: School, person: str) -> list[str]:
    path = f"/api/v1/people/{school.ids[person]}/roles"
    return [each["role"] for each in school.call("admin", "GET", path).get_json()["items"]]
