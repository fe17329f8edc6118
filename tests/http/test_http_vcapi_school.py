"""The VC-API of a school: behind tokens, nothing is signed on request, everybody may verify."""

from typing import Any

import pytest

from tests.schooling import BASE, SAFETY, School, approve, hand_in, open_submission
from tests.vcapi import Generic, with_context

CREDENTIAL: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": "did:web:localhost%3A8000:issuers:riverbend",
    "credentialSubject": {"id": "did:example:kestrel"},
}


def badge_of(school: School) -> dict[str, Any]:
    """Return a badge of the school."""
    place = f"/vc/credentials/{school.ids['badge of osprey']}"
    answer = school.call("registrar", "GET", place)
    assert answer.status_code == 200
    return dict(answer.get_json())


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        ("approver", 422, "assessment_required"),
        ("registrar", 422, "assessment_required"),
        ("teacher", 403, "forbidden"),
        (None, 401, "sign_in"),
    ],
)
def test_school_signs_nothing_on_request(
    shared_school: School, who: str | None, status: int, code: str
) -> None:
    """What no assessment approved is not signed, whoever asks (ADR 25)."""
    answer = shared_school.call(
        who, "POST", "/vc/credentials/issue", json={"credential": CREDENTIAL}
    )

    assert (status, code) == (answer.status_code, answer.get_json()["code"])


def test_unknown_option_is_told_before_anything_else(shared_school: School) -> None:
    """A client learns of its own fault first (API-2)."""
    body = {"credential": CREDENTIAL, "options": {"suite": "x"}}
    answer = shared_school.call("registrar", "POST", "/vc/credentials/issue", json=body)

    assert (400, "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED") == (
        answer.status_code,
        answer.get_json()["type"],
    )


@pytest.mark.parametrize("endpoint", ["jcs", "status"])
def test_generic_profile_is_not_served_by_a_school(shared_school: School, endpoint: str) -> None:
    """Its addresses are not there, and no operator setting brings them (ADR 25)."""
    for operation in ("issue", "verify"):
        place = f"/vc/{endpoint}/credentials/{operation}"
        assert 404 == shared_school.client.post(place, json={}).status_code


def test_badge_is_read_by_id_and_by_its_last_part(shared_school: School) -> None:
    """Both name the same bytes (API-9)."""
    badge = badge_of(shared_school)
    by_id = shared_school.call("registrar", "GET", f"/vc/credentials/{badge['id']}")

    assert badge == by_id.get_json()
    assert badge["id"].startswith(f"{BASE}/credentials/")


@pytest.mark.parametrize("name", ["x", "https://else.example/credentials/1", "a b", "%2e%2e"])
def test_unknown_credential_is_not_there(shared_school: School, name: str) -> None:
    """One answer for all that is not ours."""
    assert 404 == shared_school.call("registrar", "GET", f"/vc/credentials/{name}").status_code


def test_badge_verifies_without_a_token(shared_school: School) -> None:
    """Verifying is open, and the badge's own status list is found."""
    body = {"verifiableCredential": badge_of(shared_school)}
    answer = shared_school.call(None, "POST", "/vc/credentials/verify", json=body)

    assert (200, True, True) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    )
    assert [False] == [each["value"] for each in answer.get_json()["results"]["credentialStatus"]]


def test_badge_must_be_a_badge_too(shared_school: School) -> None:
    """The rules of Open Badges are asked of whatever says that it is one."""
    badge = badge_of(shared_school)
    del badge["credentialSubject"]["achievement"]["criteria"]
    answer = shared_school.call(
        None, "POST", "/vc/credentials/verify", json={"verifiableCredential": badge}
    )

    assert (400, ["required"]) == (answer.status_code, answer.get_json()["codes"])


def test_revocation_by_the_vc_api_is_seen_by_everybody(school: School) -> None:
    """The change is that of the registrar's own page: row, list, answer."""
    badge = badge_of(school)
    body = {
        "credentialId": badge["id"],
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        "status": True,
    }
    answer = school.call("registrar", "POST", "/vc/credentials/status", json=body)
    assert (200, True) == (answer.status_code, answer.get_json()["published"])

    verified = school.call(
        None, "POST", "/vc/credentials/verify", json={"verifiableCredential": badge}
    )
    assert (200, True, False, ["revoked"]) == (
        verified.status_code,
        verified.get_json()["verified"],
        verified.get_json()["valid"],
        verified.get_json()["codes"],
    )
    lifted = school.call(
        "registrar", "POST", "/vc/credentials/status", json={**body, "status": False}
    )
    assert 400 == lifted.status_code
    entry = {**body["credentialStatus"], "statusPurpose": "suspension"}
    other = school.call(
        "registrar", "POST", "/vc/credentials/status", json={**body, "credentialStatus": entry}
    )
    assert (400, "status_purpose") == (other.status_code, other.get_json()["code"])


def test_list_is_the_same_at_both_addresses(shared_school: School) -> None:
    """The VC-API's address serves the bytes of the list's own."""
    url = badge_of(shared_school)["credentialStatus"]["statusListCredential"]
    name = url.rpartition("/")[2]
    own = shared_school.client.get(f"/status/{name}")

    assert own.data == shared_school.client.get(f"/vc/status-lists/{name}").data


def test_challenge_is_given_to_members(shared_school: School) -> None:
    """A member may ask a learner for a presentation; strangers get no state of ours."""
    given = shared_school.call("teacher", "POST", "/vc/challenges")

    assert given.get_json()["challenge"].startswith("ic1-")
    assert "no-store" == given.headers["Cache-Control"]
    assert 401 == shared_school.call(None, "POST", "/vc/challenges").status_code


def test_generic_credential_verifies_here_unless_it_brings_its_own_words(
    shared_school: School,
) -> None:
    """Any issuer's credential is read; contexts inside a document are not (README ruling 11)."""
    house = Generic(now=shared_school.clock.now)
    plain = house.credential(with_context())
    plain["type"] = "VerifiableCredential"
    plain["credentialSubject"] = {"id": "did:example:kestrel", "name": "Kestrel"}
    own_words = house.credential(with_context({"@vocab": "https://a.example/#"}))

    def status(document: dict[str, Any]) -> int:
        body = {"verifiableCredential": house.issued(document)}
        return shared_school.call(None, "POST", "/vc/credentials/verify", json=body).status_code

    assert [200, 400, 400] == [status(plain), status(own_words), status(house.credential())]


def suspendable_badge(school: School) -> dict[str, Any]:
    """Return a badge of a version whose list is for suspensions (README ruling 3)."""
    wish = {"document": {**SAFETY, "badge": "first-aid"}, "status_purpose": "suspension"}
    draft = school.made("teacher", "/api/v1/badges", wish)
    school.ids["aid"] = draft["id"]
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    submission = open_submission(school, "osprey", "aid")
    hand_in(school, "osprey", submission)
    place = f"/api/v1/submissions/{submission}/signoffs"
    school.made("teacher", place, {"node": "seen", "approve": True})
    name = approve(school, submission).rsplit("/", 1)[-1]
    badge = school.call("registrar", "GET", f"/vc/credentials/{name}")
    assert badge.status_code == 200
    return dict(badge.get_json())


def change_status(school: School, badge: dict[str, Any], purpose: str, **members: Any) -> Any:
    """Ask for a change of status, as the registrar."""
    body = {
        "credentialId": badge["id"],
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": purpose},
        **members,
    }
    return school.call("registrar", "POST", "/vc/credentials/status", json=body)


def test_suspension_by_the_vc_api_is_seen_by_everybody_and_can_be_lifted(school: School) -> None:
    """A version that chose `suspension` has a list that says so, on and off again."""
    badge = suspendable_badge(school)
    seen = []
    for on in (True, False, True):
        answer = change_status(school, badge, "suspension", status=on)
        assert (200, True) == (answer.status_code, answer.get_json()["published"]), answer.text
        verified = school.call(
            None, "POST", "/vc/credentials/verify", json={"verifiableCredential": badge}
        ).get_json()
        (status,) = verified["results"]["credentialStatus"]
        seen.append((verified["verified"], verified["valid"], verified["codes"], status["value"]))
    suspended = (True, False, ["suspended"], True)
    assert "suspension" == badge["credentialStatus"]["statusPurpose"]
    assert [suspended, (True, True, [], False), suspended] == seen


def test_status_is_changed_for_the_purpose_of_the_entry_alone(school: School) -> None:
    """A revocation has no bit in a list of suspensions, and is asked for elsewhere."""
    badge = suspendable_badge(school)
    answer = change_status(school, badge, "revocation", status=True)
    assert (400, "status_purpose") == (answer.status_code, answer.get_json()["code"])


def test_status_of_another_kind_is_refused(school: School) -> None:
    """What this service does not keep cannot be changed, and is not passed by in silence."""
    entry = {"type": "StatusList2021Entry", "statusPurpose": "revocation"}
    answer = change_status(
        school, badge_of(school), "revocation", status=True, credentialStatus=entry
    )
    assert (400, "status_entry") == (answer.status_code, answer.get_json()["code"])


def test_what_is_not_suspended_is_not_lifted(school: School) -> None:
    """A change that changes nothing is told, not recorded."""
    answer = change_status(school, suspendable_badge(school), "suspension", status=False)
    assert 400 == answer.status_code


@pytest.mark.parametrize(("who", "status"), [("teacher", 403), ("approver", 403), (None, 401)])
def test_only_a_registrar_changes_a_status(school: School, who: str | None, status: int) -> None:
    """As on the pages and in the API of the school."""
    badge = badge_of(school)
    body = {
        "credentialId": badge["id"],
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        "status": True,
    }
    assert status == school.call(who, "POST", "/vc/credentials/status", json=body).status_code
