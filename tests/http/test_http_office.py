"""Pages of the office over HTTP: approvals, registry, lists; roles, units, foreign, faults."""

import io
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from issuer import accounts, jobs
from issuer.access import Role
from issuer.accounts import ChangeSettings
from tests.schooling import School
from tests.visiting import Browser, come_in, riverbend

LIST = "learner,badge,signed_off,seen_on\n{rows}\n"


def _hand_in(browser: Browser, rows: str, name: str = "list.csv") -> TestResponse:
    browser.get("/cohorts")
    data = {
        "csrf_token": browser.token,
        "file": (io.BytesIO(LIST.format(rows=rows).encode()), name),
    }
    return browser.client.post(
        "/cohorts", data=data, headers={"Accept": "text/html"}, content_type="multipart/form-data"
    )


def _press(browser: Browser, page: str, path: str, data: dict[str, str] | None = None) -> int:
    browser.get(page)
    return browser.post(path, data).status_code


def test_a_list_goes_from_file_to_badge(school: School) -> None:
    """Teacher hands in and signs, issuer approves, and the badge is linked from the list."""
    teacher = come_in(school, "teacher")
    place = _hand_in(teacher, "kestrel,safety-talk,yes,2026-11-03").headers["Location"]
    assert "1 row is right." in teacher.get(place).text
    assert 303 == _press(teacher, place, f"{place}/sign")
    jobs.drain(school.house.jobs)
    approver = come_in(school, "approver")
    assert "Approve 1 badge" in approver.get(place).text
    assert 303 == _press(approver, place, f"{place}/approve")
    jobs.drain(school.house.jobs)
    assert "1 of 1 issued" in approver.get(place).text


def test_faults_of_a_file_are_told_by_row_and_column(school: School) -> None:
    """The page names row, column and remedy, and the file to mend carries them."""
    teacher = come_in(school, "teacher")
    place = _hand_in(teacher, "=cmd,safety-talk,yes,2026-11-03").headers["Location"]
    page, sent = teacher.get(place).text, teacher.get(f"{place}/file").text
    assert "1 row has to be mended." in page
    assert "Write the name as on the list of people" in page
    assert "'=cmd,safety-talk,yes,2026-11-03,\"learner: No learner" in sent


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [("", "There is nothing new"), ("osprey,safety-talk,yes,2026-11-03", "nothing is done for")],
)
def test_a_file_without_anything_new_says_so(school: School, rows: str, sentence: str) -> None:
    """Nothing to sign is offered."""
    teacher = come_in(school, "teacher")
    place = _hand_in(teacher, rows).headers["Location"]
    page = teacher.get(place).text
    assert (True, False) == (sentence in page, "/sign" in page.replace("/sign-out", ""))


def test_what_is_no_list_is_told_beside_the_field(school: School) -> None:
    """A file of another kind is refused where it was chosen."""
    teacher = come_in(school, "teacher")
    teacher.get("/cohorts")
    data = {"csrf_token": teacher.token, "file": (io.BytesIO(b"%PDF-1.7 \x00"), "a.pdf")}
    answer = teacher.client.post(
        "/cohorts", data=data, headers={"Accept": "text/html"}, content_type="multipart/form-data"
    )
    assert (400, True) == (answer.status_code, 'id="file-fault"' in answer.text)


def test_signing_a_list_asks_who_it_is(school: School) -> None:
    """Ten minutes after signing in the password is asked once more (T79)."""
    teacher = come_in(school, "teacher")
    place = _hand_in(teacher, "kestrel,safety-talk,yes,2026-11-03").headers["Location"]
    school.clock.now += timedelta(minutes=11)
    assert 401 == _press(teacher, place, f"{place}/sign")


def test_a_strange_list_is_nowhere(school: School) -> None:
    """Somebody else's file is as unknown as no file."""
    teacher = come_in(school, "teacher")
    place = _hand_in(teacher, "kestrel,safety-talk,yes,2026-11-03").headers["Location"]
    other = come_in(school, "registrar")
    assert (404, 404) == (other.get(place).status_code, other.get("/cohorts/none").status_code)


def test_approving_issues_and_leads_to_the_badge(school: School) -> None:
    """One approval ends at the registry entry of the badge."""
    approver = come_in(school, "approver")
    place = f"/approvals/{school.ids['talk of heron']}"
    page = approver.get(place).text
    assert "I heard the talk and it was right." in page
    answer = approver.post(f"{place}/approve")
    assert "Approved and issued." in approver.get(answer.headers["Location"]).text


def test_approving_several_says_what_came_of_each(school: School) -> None:
    """What was chosen is approved, and what cannot be is told in its own line."""
    approver = come_in(school, "approver")
    approver.get("/approvals")
    chosen = [school.ids["talk of heron"], school.ids["work of kestrel"]]
    answer = approver.client.post(
        "/approvals",
        data={"csrf_token": approver.token, "submission": chosen},
        headers={"Accept": "text/html"},
    )
    assert (1, 1) == (
        answer.text.count("The badge is issued."),
        answer.text.count("Not approved"),
    )


def test_nothing_chosen_is_told(school: School) -> None:
    """An empty choice changes nothing and says what to do."""
    approver = come_in(school, "approver")
    approver.get("/approvals")
    answer = approver.post("/approvals")
    assert (400, True) == (answer.status_code, "Choose at least one badge." in answer.text)


def test_a_hold_keeps_the_issuer_from_approving(school: School) -> None:
    """The registrar's hold takes the button away, and the verb refuses too."""
    registrar, approver = come_in(school, "registrar"), come_in(school, "approver")
    place = f"/approvals/{school.ids['talk of heron']}"
    assert 303 == _press(registrar, place, f"{place}/hold", {"reason": "A question"})
    page = approver.get(place).text
    assert "/approve" not in page.replace("/approvals", "")
    assert 409 == approver.post(f"{place}/approve").status_code
    assert 303 == _press(registrar, place, f"{place}/release")


def test_a_hold_without_a_reason_is_told_beside_the_field(school: School) -> None:
    """The reason is asked where it belongs."""
    registrar = come_in(school, "registrar")
    place = f"/approvals/{school.ids['talk of heron']}"
    registrar.get(place)
    answer = registrar.post(f"{place}/hold", {"reason": " "})
    assert 'id="reason-fault"' in answer.text


def test_the_registry_lists_filters_and_downloads(school: School) -> None:
    """What holds today is found by badge, standing and end, on the page and in the file."""
    registrar = come_in(school, "registrar")
    assert ("osprey" in registrar.get("/registry").text) is True
    assert "osprey" in registrar.get("/registry?standing=valid").text
    assert "No badge fits" in registrar.get("/registry?standing=revoked").text
    assert "No badge fits" in registrar.get("/registry?within=30").text
    assert "osprey,Safety Talk" in registrar.get("/registry/file").text


def test_a_wrong_number_of_days_is_told_beside_the_field(school: School) -> None:
    """The filter says what it wants."""
    answer = come_in(school, "registrar").get("/registry?within=soon")
    assert (400, True) == (answer.status_code, 'id="within-fault"' in answer.text)


def test_a_badge_is_suspended_reinstated_and_revoked(school: School) -> None:
    """Each step shows on the page, and after the last none is offered."""
    registrar = come_in(school, "registrar")
    place = f"/registry/{school.ids['badge of osprey']}"
    said = {"suspend_reason": "under_investigation", "note": "Who wrote it?"}
    assert 303 == _press(registrar, place, f"{place}/suspend", said)
    assert "Who wrote it?" in registrar.get(place).text
    assert 303 == _press(registrar, place, f"{place}/reinstate", {"lift_reason": "resolved"})
    assert 303 == _press(registrar, place, f"{place}/revoke", {"revoke_reason": "other"})
    page = registrar.get(place).text
    assert (True, False) == ("That is final." in page, f"{place}/suspend" in page)


def test_a_change_without_a_reason_is_told_beside_the_field(school: School) -> None:
    """Each form has its own fault."""
    registrar = come_in(school, "registrar")
    place = f"/registry/{school.ids['badge of osprey']}"
    registrar.get(place)
    assert 'id="revoke_reason-fault"' in registrar.post(f"{place}/revoke").text


def test_two_people_revoke_where_the_school_says_so(school: School) -> None:
    """The proposer cannot agree; an issuer can."""
    admin = accounts.authenticate(school.tokens["admin"], school.house.accounts)
    command = ChangeSettings(actor=admin, second_person_for_revocation=True)
    accounts.change_settings(command, school.house.accounts)
    registrar, approver = come_in(school, "registrar"), come_in(school, "approver")
    place = f"/registry/{school.ids['badge of osprey']}"
    assert 303 == _press(registrar, place, f"{place}/revoke", {"revoke_reason": "other"})
    assert "You proposed it" in registrar.get(place).text
    page = approver.get(place).text
    proposal = page.partition('name="proposal" value="')[2].partition('"')[0]
    assert 303 == approver.post(f"{place}/confirm", {"proposal": proposal}).status_code
    assert "That is final." in approver.get(place).text


def test_the_registry_of_another_school_is_nowhere(school: School) -> None:
    """A badge of another school does not exist here."""
    crane = accounts.Invite(
        organisation=accounts.find_organisation("northgate", school.house.accounts).id,
        person=school.ids["crane"],
        handle="the-crane",
    )
    secret = accounts.invite(crane, school.house.accounts).secret
    browser = Browser(school=school)
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": "otter lamp violet run"})
    answer = browser.get(f"/registry/{school.ids['badge of osprey']}")
    assert 404 == answer.status_code


def test_a_teacher_of_a_unit_sees_its_learners_alone(school: School) -> None:
    """Ready work of other units is neither listed nor found."""
    services = school.house.accounts
    admin = accounts.authenticate(school.tokens["admin"], services)
    assert riverbend(school) == admin.organisation
    unit = accounts.add_unit(accounts.AddUnit(actor=admin, slug="north", name="North"), services)
    grant = accounts.GrantRole(
        actor=admin,
        person=school.ids["siskin"],
        role=Role.REGISTRAR,
        units=frozenset({unit.slug}),
    )
    accounts.grant_role(grant, services)
    browser = come_in(school, "siskin", Role.REGISTRAR)
    place = f"/approvals/{school.ids['talk of heron']}"
    assert ("heron" in browser.get("/approvals").text, 404) == (
        False,
        browser.get(place).status_code,
    )


#: What else the form of the settings asks.
_KEPT = {"evidence_months": "12", "withdrawn_days": "180"}


def test_settings_are_saved_and_shown(school: School) -> None:
    """What an administrator saves is what the page shows next."""
    admin = come_in(school, "admin")
    admin.get("/settings")
    sent = {
        "name": "Riverbend",
        "description": "A school.",
        "email": "",
        "appeal_days": "21",
        **_KEPT,
    }
    answer = admin.post("/settings", {**sent, "two_to_revoke": "yes"})
    page = admin.get(answer.headers["Location"]).text
    assert ("Saved." in page, 'value="21"' in page, "A school." in page) == (True, True, True)


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("email", "nobody"), ("appeal_days", "soon")]
)
def test_a_wrong_setting_is_told_beside_its_field(school: School, field: str, value: str) -> None:
    """Nothing is saved, and the field says why."""
    admin = come_in(school, "admin")
    admin.get("/settings")
    sent = {"name": "Riverbend", "description": "", "email": "", "appeal_days": "30", **_KEPT}
    answer = admin.post("/settings", {**sent, field: value})
    assert f'id="{field}-fault"' in answer.text


def test_a_new_key_is_published_and_waits(school: School) -> None:
    """The page says that the next key takes over by itself."""
    admin = come_in(school, "admin")
    admin.get("/settings/keys")
    assert 303 == admin.post("/settings/keys").status_code
    assert "Signs next" in admin.get("/settings/keys").text
