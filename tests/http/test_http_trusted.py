"""Known issuers over HTTP: looked up before they are kept, and what a check says afterwards."""

import html
import json
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from issuer.access import Role
from issuer.documents import write_document
from issuer.records import TrustFile
from issuer.verification import TrustedIssuer
from tests.http.test_http_verifying import PAGE, foreign_badge, verify
from tests.interop.credentials import ACADEMY
from tests.schooling import School
from tests.visiting import Browser, come_in

WHY = "Their office confirmed the address by telephone."


def look_up(browser: Browser, text: str) -> tuple[int, str]:
    """Look somebody up and return status and page."""
    browser.get("/trusted")
    answer = browser.post("/trusted/find", {"text": text})
    return answer.status_code, html.unescape(answer.text)


def add(browser: Browser, issuer: str = ACADEMY.did, why: str = WHY) -> int:
    """Put an issuer on the list and return the status."""
    browser.get("/trusted")
    form = {"issuer": issuer, "name": "The academy", "why": why}
    return browser.post("/trusted", form).status_code


@pytest.mark.parametrize("given", ["did", "badge", "address"])
def test_who_it_is_is_shown_before_anything_is_kept(online: School, given: str) -> None:
    """By DID, by a pasted badge, by a badge's address: the same issuer, and an empty list."""
    texts = {"did": ACADEMY.did, "badge": write_document(foreign_badge()).decode(), "address": PAGE}
    registrar = come_in(online, "registrar")
    status, page = look_up(registrar, texts[given])
    assert (200, True, True) == (status, ACADEMY.did in page, "Compare before you trust." in page)
    assert f'name="issuer" value="{ACADEMY.did}"' in page
    assert "Nobody is on the list yet" in registrar.get("/trusted").text


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 400, "Give a DID, an https address or a badge."),
        ("did:web:silent.example", 503, "silent.example"),
        ("did:web:\u0440\u0430ypal.example", 400, "This is no DID"),
        ("https://silent.example/issuer", 503, "silent.example"),
        ("not a badge", 400, "nobody is named by it"),
        ("{", 400, "nobody is named by it"),
    ],
    ids=["nothing", "silent", "look-alike letters", "silent address", "words", "half a badge"],
)
def test_what_cannot_be_looked_up_is_told_beside_the_field(
    online: School, text: str, status: int, sentence: str
) -> None:
    """Nothing is offered to be trusted."""
    found, page = look_up(come_in(online, "registrar"), text)
    assert (status, True, True) == (found, sentence in page, 'id="text-fault"' in page)


def test_a_badge_whose_signature_does_not_hold_names_nobody(online: School) -> None:
    """A forged badge is no way to put somebody on the list."""
    document = foreign_badge()
    document["name"] = "Another name"
    status, page = look_up(come_in(online, "registrar"), write_document(document).decode())
    assert (400, True, False) == (
        status,
        "nobody is named by it" in page,
        'name="issuer"' in page,
    )


def test_a_check_says_valid_once_the_issuer_is_known(online: School) -> None:
    """The verdict follows the list, in both directions; who and why stand beside the entry."""
    registrar, verdicts = come_in(online, "registrar"), []
    verdicts.append(verify(online, {"url": PAGE})["verdict"])
    assert 303 == add(registrar)
    verdicts.append(verify(online, {"url": PAGE})["verdict"])
    page = registrar.get("/trusted").text
    assert ("The academy" in page, WHY in page, "registrar, 20 November 2026" in page) == (
        True,
        True,
        True,
    )
    registrar.post("/trusted/remove", {"issuer": ACADEMY.did})
    verdicts.append(verify(online, {"url": PAGE})["verdict"])
    assert ["valid_issuer_unknown", "valid", "valid_issuer_unknown"] == verdicts


def test_every_change_is_in_the_log(online: School) -> None:
    """Added and removed, with the issuer's id."""
    registrar = come_in(online, "registrar")
    add(registrar)
    registrar.post("/trusted/remove", {"issuer": ACADEMY.did})
    page = registrar.get("/log?kind=keys").text
    added, removed = (
        page.index("An issuer was added"),
        page.index("An issuer was taken off"),
    )
    assert removed < added
    assert 2 == page.count(ACADEMY.did)


def test_no_reason_is_asked_for_again(online: School) -> None:
    """The page of who was found comes back, with the sentence beside the field."""
    registrar = come_in(online, "registrar")
    registrar.get("/trusted")
    answer = registrar.post("/trusted", {"issuer": ACADEMY.did, "name": "", "why": "  "})
    assert (400, True) == (answer.status_code, 'id="why-fault"' in answer.text)


@pytest.mark.parametrize(
    "issuer",
    ["", "http://school.example", "did:web:a b", "did:web:" + "a" * 600, "javascript:alert(1)"],
    ids=["nothing", "not https", "a space", "too long", "a script"],
)
def test_only_ids_get_on_the_list(shared_school: School, issuer: str) -> None:
    """A form may be changed on its way."""
    assert 400 == add(come_in(shared_school, "registrar"), issuer)


def test_what_is_not_on_the_list_cannot_be_taken_off(shared_school: School) -> None:
    """Said on the page."""
    registrar = come_in(shared_school, "registrar")
    registrar.get("/trusted")
    answer = registrar.post("/trusted/remove", {"issuer": ACADEMY.did})
    assert (404, True) == (answer.status_code, "not on the list" in answer.text)


def test_another_school_neither_changes_nor_removes_an_entry(online: School) -> None:
    """The list is shared; who added is told as the school alone."""
    add(come_in(online, "registrar"))
    crane = Browser(school=online)
    crane.sign_in(_password(online, "crane"), school="northgate")
    page = crane.get("/trusted").text
    assert ("Riverbend, 20 November 2026" in page, "Remove" in page) == (True, False)
    assert (403, 403) == (
        add(crane, why="Mine now."),
        crane.post("/trusted/remove", {"issuer": ACADEMY.did}).status_code,
    )


def test_changing_the_list_asks_who_it_is(online: School) -> None:
    """T79: whoever finds an open browser changes nothing."""
    registrar = come_in(online, "registrar")
    online.clock.now += timedelta(minutes=11)
    assert 401 == add(registrar)


def test_a_registrar_of_one_unit_reads_the_list(school: School) -> None:
    """And changes nothing: the list is the whole school's."""
    school.made("riverbend", "/api/v1/units", {"slug": "north", "name": "North"})
    person = school.made("riverbend", "/api/v1/people", {"name": "avocet", "roles": ["teacher"]})
    school.ids["avocet"] = person["id"]
    grant = {"role": "registrar", "units": ["north"]}
    school.made("admin", f"/api/v1/people/{person['id']}/roles", grant)
    browser = come_in(school, "avocet", Role.REGISTRAR)
    assert "Look it up" not in browser.get("/trusted").text
    assert 403 == add(browser)


@pytest.mark.parametrize("who", ["approver", "auditor"])
def test_others_of_the_office_read_the_list(shared_school: School, who: str) -> None:
    """Without a form."""
    browser = come_in(shared_school, who)
    assert (200, False) == (
        browser.get("/trusted").status_code,
        "Look it up" in browser.get("/trusted").text,
    )


def test_the_file_keeps_why_and_who(tmp_path: Path) -> None:
    """Written, read by another, written again: nothing is lost."""
    entry = TrustedIssuer(
        id="did:web:a.example", name="A", why=WHY, added_by="p1", organisation="o1"
    )
    TrustFile(tmp_path / "trusted.json").add([entry])
    TrustFile(tmp_path / "trusted.json").add([TrustedIssuer(id="did:web:b.example")])
    assert (entry, TrustedIssuer(id="did:web:b.example")) == TrustFile(
        tmp_path / "trusted.json"
    ).entries()


def test_changes_at_once_are_all_kept(tmp_path: Path) -> None:
    """Eight threads with a list object each, as eight processes have."""
    path = tmp_path / "trusted.json"

    def add_five(number: int) -> None:
        for count in range(5):
            TrustFile(path).add([TrustedIssuer(id=f"did:web:s{number}-{count}.example")])

    threads = [Thread(target=add_five, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 40 == len(json.loads(path.read_text())["issuers"])


def _password(school: School, who: str) -> str:
    from issuer import accounts  # noqa: PLC0415 # only here

    organisation = accounts.find_organisation("northgate", school.house.accounts).id
    invite = accounts.Invite(organisation=organisation, person=school.ids[who], handle=f"the-{who}")
    secret = accounts.invite(invite, school.house.accounts).secret
    command = accounts.AcceptInvitation(secret=secret, password="otter lamp violet run")  # noqa: S106 # of people who do not exist
    opened = accounts.accept_invitation(command, school.house.accounts)
    accounts.sign_out(opened.session, school.house.accounts)
    return f"the-{who}"
