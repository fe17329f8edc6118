"""Known issuers by the API: looked up before they are kept, changed by those whose entry it is."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.documents import write_document
from issuer.records import TrustFile
from issuer.verification import TrustedIssuer
from tests.http.test_http_verifying import PAGE, foreign_badge
from tests.interop.credentials import ACADEMY
from tests.schooling import School
from tests.visiting import come_in

PATH = "/api/v1/trusted-issuers"
WHY = "Their office confirmed the address by telephone."
OTHER = "did:web:other.example"


def add(school: School, who: str = "registrar", **given: Any) -> TestResponse:
    """Put an issuer on the list."""
    wish = {"issuer": ACADEMY.did, "name": "The academy", "why": WHY, **given}
    return school.call(who, "POST", PATH, json=wish)


def find(school: School, text: str, who: str = "registrar") -> TestResponse:
    """Look somebody up."""
    return school.call(who, "POST", f"{PATH}/find", json={"text": text})


def remove(school: School, issuer: str, who: str = "registrar") -> TestResponse:
    """Take an issuer off the list."""
    return school.call(who, "POST", f"{PATH}/remove", json={"issuer": issuer})


def entries(school: School, who: str = "registrar") -> list[dict[str, str]]:
    """Return the list."""
    found: list[dict[str, str]] = school.call(who, "GET", PATH).get_json()["items"]
    return found


@pytest.mark.parametrize("given", ["did", "badge", "address"])
def test_who_it_is_is_told_before_anything_is_kept(online: School, given: str) -> None:
    """By DID, by a badge as text, by a badge's address: the same issuer, and an empty list."""
    texts = {"did": ACADEMY.did, "badge": write_document(foreign_badge()).decode(), "address": PAGE}
    found = find(online, texts[given]).get_json()
    assert (ACADEMY.did, False, given != "did") == (
        found["id"],
        found["is_known"],
        found["by_badge"],
    )
    assert all(each["id"].startswith(ACADEMY.did) for each in found["keys"])
    assert [] == entries(online)


def test_added_listed_known_and_taken_off(online: School) -> None:
    """The page and a check of a badge know at once, and the log has both acts."""
    made = add(online).get_json()
    listed, known = entries(online), find(online, ACADEMY.did).get_json()["is_known"]
    page = come_in(online, "registrar").get("/trusted").text
    gone = remove(online, ACADEMY.did)
    log = come_in(online, "registrar").get("/log?kind=keys").text

    assert ([made], True) == (listed, known)
    assert (online.ids["registrar"], "Riverbend", WHY) == (
        made["added_by"],
        made["school"],
        made["why"],
    )
    assert (True, 204, []) == (WHY in page, gone.status_code, entries(online))
    assert 2 == log.count(ACADEMY.did)


def test_forged_badge_names_nobody(online: School) -> None:
    """Nor does anything else whose signature does not hold."""
    document = foreign_badge()
    document["name"] = "Another name"
    answer = find(online, write_document(document).decode())
    assert (400, "issuer") == (answer.status_code, answer.get_json()["code"])


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 400, "shape"),
        (" ", 400, "issuer"),
        ("did:web:\u0440\u0430ypal.example", 400, "issuer"),
        ("not a badge", 400, "issuer"),
        ("{", 400, "issuer"),
        ("a\u0000b", 400, "encoding"),
        ("a" * 200_001, 400, "shape"),
        ("a" * 300_000, 413, "size"),
    ],
    ids=["nothing", "a blank", "look-alikes", "words", "half", "NUL", "long", "too many bytes"],
)
def test_what_cannot_be_looked_up_is_refused(
    online: School, text: str, status: int, code: str
) -> None:
    """With its code."""
    answer = find(online, text)
    assert (status, code) == (answer.status_code, answer.get_json()["code"])


@pytest.mark.parametrize("text", ["did:web:silent.example", "https://silent.example/issuer"])
def test_silence_is_no_answer(online: School, text: str) -> None:
    """503, and when to ask again."""
    answer = find(online, text)
    assert (503, True) == (answer.status_code, "Retry-After" in answer.headers)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"issuer": "http://school.example"}, "issuer"),
        ({"issuer": "did:web:a b"}, "issuer"),
        ({"issuer": "javascript:alert(1)"}, "issuer"),
        ({"issuer": "did:web:" + "a" * 600}, "shape"),
        ({"issuer": ""}, "shape"),
        ({"why": "  "}, "why"),
        ({"why": ""}, "shape"),
        ({"name": "two\nlines"}, "shape"),
        ({"more": "x"}, "shape"),
    ],
)
def test_only_ids_with_a_reason_get_on_the_list(
    shared_school: School, given: dict[str, str], code: str
) -> None:
    """Strict, and nothing is kept."""
    answer = add(shared_school, **given)
    assert (400, code) == (answer.status_code, answer.get_json()["code"])
    assert [] == entries(shared_school)


def test_another_school_sees_which_school_and_changes_nothing(school: School) -> None:
    """The list is shared: who it was is told to the own school alone."""
    add(school)
    seen = entries(school, "crane")[0]
    refused = (add(school, "crane", why="Mine."), remove(school, ACADEMY.did, "crane"))
    assert ("Riverbend", False) == (seen["school"], "added_by" in seen)
    assert [403, 403] == [answer.status_code for answer in refused]
    assert WHY == entries(school)[0]["why"]


def test_what_the_operator_put_there_is_nobodys_and_everybodys(school: School) -> None:
    """No school and no person is told; any school may take it off."""
    TrustFile(school.folder / "trusted-issuers.json").add([TrustedIssuer(id=OTHER)])
    listed = entries(school, "crane")
    assert [{"id": OTHER, "name": "", "why": "", "domain": "other.example"}] == listed
    assert 204 == remove(school, OTHER, "crane").status_code


def test_unknown_entry_is_not_found(shared_school: School) -> None:
    """As everything that is not there."""
    answer = remove(shared_school, OTHER)
    assert (404, "not_found") == (answer.status_code, answer.get_json()["code"])


def test_pages_of_the_list_hold_every_issuer_once(school: School) -> None:
    """By cursor, whatever letters an operator wrote into the file."""
    names = [f"did:web:a{number}.example" for number in range(4)] + ["did:web:schule-é.example"]
    TrustFile(school.folder / "trusted-issuers.json").add(TrustedIssuer(id=each) for each in names)
    seen: list[str] = []
    path = f"{PATH}?limit=2"
    while path:
        answer = school.call("auditor", "GET", path)
        seen += [each["id"] for each in answer.get_json()["items"]]
        link = answer.headers.get("Link", "")
        path = link.partition("localhost")[2].partition(">")[0]
    assert sorted(names) == sorted(seen)


def test_repeat_under_one_key_adds_once(school: School) -> None:
    """The first answer comes back, and the log has one act."""
    wish = {"issuer": ACADEMY.did, "why": WHY}
    headers = {"Idempotency-Key": "academy"}
    first, again = (
        school.call("registrar", "POST", PATH, json=wish, headers=headers) for _ in range(2)
    )
    assert (201, first.data) == (again.status_code, again.data)
    assert 1 == come_in(school, "registrar").get("/log?kind=keys").text.count(ACADEMY.did)
