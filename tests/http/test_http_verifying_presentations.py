"""Presentations and badges of older editions, shown to the API, the page and the VC-API."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.defects import rows_older_badges as older
from tests.defects import rows_presentations as rows
from tests.defects.rows_older_tokens import GOOD as OLDER_TOKEN
from tests.defects.world import NOW, lean_document
from tests.interop.credentials import good_lists
from tests.schooling import School, open_school
from tests.simulator import SimulatedWeb

GOOD = rows.as_token(lean_document(), rows.GOOD_ENVELOPE)
TAMPERED = rows.as_token(lean_document(), rows.renamed())
OLDER = rows.older_one(OLDER_TOKEN.decode("ascii"))


@pytest.fixture
def online(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of the school that may ask the hosts of the corpus."""
    web = SimulatedWeb()
    for document in rows.shown(GOOD).documents.values():
        web.publish_did(document)
    for url, data in good_lists(NOW).items():
        web.publish(url, data)
    for url, value in older.WORLD.items():
        web.publish(url, value)
    folder = tmp_path / "online"
    shutil.copytree(founded, folder)
    school = open_school(folder, fetcher=web)
    school.clock.now = NOW
    yield school
    school.house.close()


def asked(school: School, credential: Any, **members: Any) -> Any:
    """Ask the API about a credential or presentation and return the report."""
    answer = school.call(None, "POST", "/api/v1/verify", json={"credential": credential, **members})
    assert 200 == answer.status_code, answer.text
    return answer.get_json()


@pytest.mark.parametrize("data", [GOOD, OLDER], ids=["vp+jwt", "claim vp"])
def test_presentation_that_answers_is_valid_with_a_report_of_each_badge(
    online: School, data: bytes
) -> None:
    """Who asked learns that the holder answered, and what each badge is worth."""
    report = asked(online, data.decode(), challenge=rows.CHALLENGE, domain=rows.DOMAIN)
    assert ("valid_issuer_unknown", "presentation") == (report["verdict"], report["shape"])
    assert {True} == {each["valid"] for each in report["presented"]}


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ({}, ["occasion_open"]),
        ({"challenge": "q-0815"}, ["challenge"]),
        ({"challenge": rows.CHALLENGE, "domain": "https://stranger.example"}, ["domain"]),
    ],
)
def test_presentation_for_no_or_another_occasion_is_not_valid(
    online: School, members: dict[str, str], codes: list[str]
) -> None:
    """A copy of an older answer looks the same, so it is never called valid."""
    report = asked(online, GOOD.decode(), **members)
    assert (False, codes) == (report["valid"], report["codes"])


def test_one_tampered_badge_makes_the_whole_not_valid(online: School) -> None:
    """The good badge beside it keeps its own verdict."""
    report = asked(online, TAMPERED.decode(), challenge=rows.CHALLENGE, domain=rows.DOMAIN)
    assert ("not_valid", ["proof"], [True, False]) == (
        report["verdict"],
        report["codes"],
        [each["valid"] for each in report["presented"]],
    )


@pytest.mark.parametrize("challenge", ["", 7, ["q"], "q" * 1_001])
def test_question_of_another_shape_is_refused(online: School, challenge: Any) -> None:
    """The description says what a question looks like."""
    body = {"credential": GOOD.decode(), "challenge": challenge}
    answer = online.call(None, "POST", "/api/v1/verify", json=body)
    assert (400, "/challenge") == (answer.status_code, answer.get_json()["pointer"])


def test_page_shows_each_badge_with_its_own_result(online: School) -> None:
    """The name of a badge stands there only where its signature holds."""
    page = online.call(None, "POST", "/verify", data={"text": TAMPERED.decode()}).text
    assert "This presentation is not valid." in page
    assert '<h2 class="verdict" id="badge-1">Valid, but issuer unknown</h2>' in page
    assert '<h2 class="verdict" id="badge-2">Not valid</h2>' in page
    assert 1 == page.count('<h3 class="claim-name">Patient Vital Signs</h3>')
    assert "with Honours" not in page


def test_older_badge_is_named_and_shown_with_its_checks(online: School) -> None:
    """Everything holds, and it is not called valid all the same."""
    data = json.dumps(older.assertion())
    report = asked(online, json.loads(data), recipient={"email": older.EMAIL})
    assert ("not_fully_checked", ["older_badge"]) == (report["verdict"], report["codes"])
    results = {each["name"]: each["result"] for each in report["checks"]}
    assert {"pass"} == {
        results[name] for name in ("hosted", "well_formed", "key_of_issuer", "revocation", "dates")
    }
    assert ("pass", "not_checked") == (results["recipient"], results["signature"])
    page = online.call(None, "POST", "/verify", data={"text": data}).text
    assert "It is an older Open Badge 2.0." in page
    assert "Could not be fully checked" in page


def test_older_badge_for_somebody_else_is_refused(online: School) -> None:
    """The fingerprint of another address does not fit."""
    report = asked(online, older.assertion(), recipient={"email": "wren@riverbend.example"})
    assert ("not_valid", True) == (report["verdict"], "recipient_mismatch" in report["codes"])


def vc_api(school: School, shown: Any, **options: str) -> Any:
    """Ask the VC-API about a presentation."""
    wish = {"challenge": rows.CHALLENGE, "domain": rows.DOMAIN, **options}
    body = {"verifiablePresentation": shown, "options": wish}
    return school.call(None, "POST", "/vc/presentations/verify", json=body)


@pytest.mark.parametrize(
    "shown",
    [GOOD.decode(), OLDER.decode(), json.loads(rows.enveloped(GOOD).data)],
    ids=["vp+jwt", "claim vp", "enveloped"],
)
def test_vc_api_verifies_tokens_of_presentations(online: School, shown: Any) -> None:
    """As text and in an envelope; holder and every badge are in the results."""
    answer = vc_api(online, shown)
    body = answer.get_json()
    assert (200, True, True) == (answer.status_code, body["verified"], body["valid"]), body
    assert {True} == {each["verified"] for each in body["results"]["credentials"]}
    assert body["results"]["presentation"]["holder"].startswith("did:key:")


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (TAMPERED.decode(), "proof"),
        (json.loads(rows.enveloped(rows.as_token(rows.ENVELOPE)).data), "proof"),
        (rows.as_token(lean_document(), nonce="q-0815").decode(), "challenge"),
        ("hello", "json"),
        (OLDER_TOKEN.decode(), "type"),
        (json.loads(rows.enveloped(rows.GENERIC).data), "id"),
    ],
    ids=["tampered badge", "tampered token", "another question", "word", "a badge", "mislabelled"],
)
def test_vc_api_refuses_tokens_with_a_fault(online: School, shown: Any, code: str) -> None:
    """400, and the code of the fault, wherever it is."""
    answer = vc_api(online, shown)
    assert (400, False, True) == (
        answer.status_code,
        answer.get_json()["verified"],
        code in answer.get_json()["codes"],
    ), answer.get_json()["codes"]


@pytest.mark.parametrize(("challenge", "code"), [(rows.CHALLENGE, None), ("q-0815", "challenge")])
def test_receipt_of_a_presentation_says_whether_it_answered(
    online: School, challenge: str, code: str | None
) -> None:
    """A receipt is of the same check as the report, with the same question."""
    body = {"credential": GOOD.decode(), "challenge": challenge, "domain": rows.DOMAIN}
    receipt = online.call(None, "POST", "/api/v1/verify/receipt", json=body).get_json()
    assert ([] if code is None else [code]) == receipt["report"]["codes"]
    assert 2 == len(receipt["report"]["presented"])


def test_receipt_page_of_a_presentation_tells_each_badge(online: School) -> None:
    """Printed, every badge keeps its own answer; the signed file and the PDF go with the page."""
    sent = {"credential": base64.urlsafe_b64encode(TAMPERED).decode()}
    page = online.call(None, "POST", "/verify/receipt", data=sent).text
    assert '<h2 id="badge-1">Valid, but issuer unknown</h2>' in page
    assert '<h2 id="badge-2">Not valid</h2>' in page
    assert "SHA-256 of the presentation" in page
    assert "with Honours" not in page


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_page_recognises_our_own_receipt(online: School, kind: str) -> None:
    """An employer who files receipts drops one there, and learns that it is none but a receipt."""
    accept = "application/pdf" if kind == "pdf" else "application/json"
    answer = online.call(
        None,
        "POST",
        "/api/v1/verify/receipt",
        json={"credential": GOOD.decode()},
        headers={"Accept": accept},
    )
    file = {"file": (io.BytesIO(answer.data), f"receipt.{kind}")}
    page = online.call(None, "POST", "/verify", data=file).text
    assert "This receipt holds" in page
    assert "This is a receipt of an earlier check, not a badge." in page
    assert "Badge 2, its answer" in page


def test_page_shows_nothing_of_a_receipt_that_was_changed(online: School) -> None:
    """Anyone could have written it."""
    body = {"credential": GOOD.decode()}
    text = online.call(None, "POST", "/api/v1/verify/receipt", json=body).text
    forged = text.replace("Patient Vital Signs", "Patient Vital Sights")
    page = online.call(None, "POST", "/verify", data={"text": forged}).text
    assert "This receipt does not hold" in page
    assert "Vital Sights" not in page


def test_hosted_badge_that_was_taken_away_is_revoked(founded: Path, tmp_path: Path) -> None:
    """Open Badges 2.0: the answer 410 is as good as the word "revoked"."""
    web = SimulatedWeb()
    for url, value in older.WORLD.items():
        web.publish(url, value)
    web.fail(older.ASSERTION, "taken_away")
    folder = tmp_path / "online"
    shutil.copytree(founded, folder)
    school = open_school(folder, fetcher=web)
    report = asked(school, older.assertion())
    school.house.close()
    assert ("not_valid", "Revoked") == (report["verdict"], report["standing"])
    assert "revoked" in report["codes"]
