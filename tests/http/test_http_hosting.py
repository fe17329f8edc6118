"""What anyone reads: stored bytes, forms by suffix and Accept, status, keys, and what is hidden."""

import hashlib
import json

import pytest
from werkzeug.test import TestResponse

from issuer import images
from tests.schooling import BASE, School, approve

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
VC_LD = "application/vc+ld+json"

#: Accept -> status and content type of the credential's address.
CREDENTIAL_ROWS = [
    (None, 200, VC_LD),
    ("*/*", 200, VC_LD),
    ("application/*", 200, VC_LD),
    (VC_LD, 200, VC_LD),
    ("application/vc", 200, "application/vc"),
    ("application/ld+json", 200, "application/ld+json"),
    ("application/json", 200, "application/json"),
    ("application/ld+json, application/json", 200, "application/ld+json"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', 200,
     "application/ld+json"),
    ("text/html, application/json", 200, "application/json"),
    ("text/html, */*", 200, VC_LD),
    ("text/html;q=0.4, application/vc;q=0.5", 200, "application/vc"),
    (FIREFOX, 303, None),
    ("text/html", 303, None),
    ("text/*", 303, None),
    ("image/png", 406, "application/problem+json"),
    ("text/plain", 406, "application/problem+json"),
    ("application/json;q=0", 406, "application/problem+json"),
    ("nonsense", 406, "application/problem+json"),
]  # fmt: skip

#: Path, Accept -> status and content type of everything else that negotiates.
OTHER_ROWS = [
    ("/achievements/{slug}/v1", None, 200, "application/ld+json"),
    ("/achievements/{slug}/v1", "application/json", 200, "application/json"),
    ("/achievements/{slug}/v1", FIREFOX, 200, "text/html"),
    ("/achievements/{slug}/v1", "image/png", 406, "application/problem+json"),
    ("/achievements/{slug}/v1.json", FIREFOX, 200, "application/json"),
    ("/achievements/{slug}/v1/criteria", "*/*", 200, "text/html"),
    ("/achievements/{slug}/v1/criteria.json", FIREFOX, 200, "application/json"),
    ("/achievements/{slug}/v9", "application/json", 404, "application/problem+json"),
    ("/issuers/riverbend", None, 200, "application/ld+json"),
    ("/issuers/riverbend", "application/json", 200, "application/json"),
    ("/issuers/riverbend", FIREFOX, 200, "text/html"),
    ("/issuers/riverbend.json", FIREFOX, 200, "application/json"),
    ("/issuers/riverbend/did.json", None, 200, "application/json"),
    ("/issuers/riverbend/did.json", "application/did+json", 200, "application/did+json"),
    ("/issuers/riverbend/did.json", "text/plain", 406, "application/problem+json"),
    ("/issuers/nobody/did.json", None, 404, "application/problem+json"),
    ("/.well-known/did.json", None, 404, "application/problem+json"),
    ("/status/{list}", None, 200, VC_LD),
    ("/status/{list}", "application/vc", 200, "application/vc"),
    ("/status/{list}", "application/ld+json, application/json", 200, "application/ld+json"),
    ("/status/{list}", FIREFOX, 200, VC_LD),
    ("/status/{list}", "text/html", 406, "application/problem+json"),
    ("/status/nowhere", None, 404, "application/problem+json"),
]  # fmt: skip


def get(school: School, path: str, accept: str | None = None, **headers: str) -> TestResponse:
    """Read a public address."""
    if accept is not None:
        headers["Accept"] = accept
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return school.call(None, "GET", path, headers=named)


def public_slug(school: School) -> str:
    """Return the public slug of the team badge."""
    badge = school.call("teacher", "GET", f"/api/v1/badges/{school.ids['team']}")
    return str(badge.get_json()["public_slug"])


def badge(school: School) -> str:
    """Return the address of a credential that anyone with the link may see."""
    return f"/credentials/{school.ids['badge of osprey']}"


def status_list(school: School) -> str:
    """Return the id of the list that the credential names."""
    credential = json.loads(get(school, badge(school)).data)
    return str(credential["credentialStatus"]["statusListCredential"]).rsplit("/", 1)[-1]


@pytest.mark.parametrize(("accept", "status", "media_type"), CREDENTIAL_ROWS)
def test_credential_address_negotiates(
    shared_school: School, accept: str | None, status: int, media_type: str | None
) -> None:
    """Stored bytes by default, a page only for whoever clearly prefers one (ruling 2)."""
    answer = get(shared_school, badge(shared_school), accept)

    assert status == answer.status_code
    if media_type is not None:
        assert media_type == answer.mimetype
    assert (answer.headers.get("Vary") == "Accept") or status == 406


@pytest.mark.parametrize(("path", "accept", "status", "media_type"), OTHER_ROWS)
def test_other_addresses_negotiate(
    shared_school: School, path: str, accept: str | None, status: int, media_type: str
) -> None:
    """JSON for programs, pages for people, each under its own type."""
    names = {"slug": public_slug(shared_school), "list": status_list(shared_school)}
    answer = get(shared_school, path.format_map(names), accept)

    assert (status, media_type) == (answer.status_code, answer.mimetype)


def test_every_form_holds_the_same_bytes(shared_school: School) -> None:
    """Default, suffix and both pictures carry the credential as it was signed."""
    place = badge(shared_school)
    stored = get(shared_school, place).data

    assert stored == get(shared_school, f"{place}.json").data
    assert stored == images.extract(get(shared_school, f"{place}.png").data).text.encode()
    assert stored == images.extract(get(shared_school, f"{place}.svg").data).text.encode()
    assert json.loads(stored)["id"] == f"{BASE}{place}"


def test_etag_is_the_digest_of_the_bytes(shared_school: School) -> None:
    """Whoever holds the bytes can compute the ETag, and is not sent them again."""
    first = get(shared_school, badge(shared_school))
    etag = f'"{hashlib.sha256(first.data).hexdigest()}"'

    again = get(shared_school, badge(shared_school), If_None_Match=etag)

    assert etag == first.headers["ETag"]
    assert (304, b"") == (again.status_code, again.data)
    assert get(shared_school, badge(shared_school), If_None_Match='"other"').status_code == 200


def test_browser_is_sent_to_the_page(shared_school: School) -> None:
    """The redirect names the page and is not kept (303)."""
    answer = get(shared_school, badge(shared_school), FIREFOX)

    assert answer.headers["Location"] == f"/badges/{shared_school.ids['badge of osprey']}"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_json_links_the_page(shared_school: School) -> None:
    """Document and page name each other (OB-54)."""
    links = get(shared_school, badge(shared_school)).headers.getlist("Link")
    page = f"{BASE}/badges/{shared_school.ids['badge of osprey']}"

    assert f'<{page}>; rel="alternate"; type="text/html"' in links
    assert f'<{BASE}{badge(shared_school)}>; rel="canonical"' in links


@pytest.mark.parametrize("suffix", ["", ".json", ".png", ".svg", "/qr.svg", "/qr.png"])
def test_private_and_unknown_answer_the_same_bytes(shared_school: School, suffix: str) -> None:
    """Nobody learns from an answer that a private badge exists (reliability.md row 85)."""
    private = get(shared_school, f"/credentials/{shared_school.ids['badge of wren']}{suffix}")
    unknown = get(shared_school, f"/credentials/{'2' * 22}{suffix}")
    differing = {"X-Request-Id", "Date"}

    assert private.status_code == unknown.status_code == 404
    assert private.data == unknown.data
    assert [pair for pair in private.headers if pair[0] not in differing] == [
        pair for pair in unknown.headers if pair[0] not in differing
    ]


@pytest.mark.parametrize(
    "path",
    ["{badge}", "{badge}.png", "/status/{list}", "/issuers/riverbend/did.json", "/healthz"],
)
def test_public_answers_are_open_to_every_origin(shared_school: School, path: str) -> None:
    """Verifiers that run in a browser may read them; no cookie is set or asked for (BSL-10)."""
    names = {"badge": badge(shared_school), "list": status_list(shared_school)}
    place = path.format_map(names)

    answer = get(shared_school, place, Origin="https://verifier.example")
    asked = shared_school.call(None, "OPTIONS", place)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]


def test_signed_answers_are_not_open_to_other_origins(shared_school: School) -> None:
    """What needs a token is no other site's to read, and is never kept."""
    answer = shared_school.call("kestrel", "GET", "/api/v1/me")

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("suffix", ["", ".json", ".png", "/qr.svg"])
def test_head_answers_headers_alone(shared_school: School, suffix: str) -> None:
    """HEAD tells length, type and ETag of what GET would send."""
    place = badge(shared_school) + suffix
    head = shared_school.call(None, "HEAD", place)
    whole = get(shared_school, place)

    assert head.data == b""
    for name in ("Content-Length", "Content-Type", "ETag"):
        assert whole.headers[name] == head.headers[name]


@pytest.mark.parametrize("path", ["", ".json", ".png", ".svg", "/qr.png"])
def test_badges_of_people_stay_out_of_search_engines(shared_school: School, path: str) -> None:
    """Every form of a credential asks not to be listed (education.md section 5.1)."""
    answer = get(shared_school, badge(shared_school) + path)

    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_criteria_bytes_have_the_hash_that_decisions_name(shared_school: School) -> None:
    """The raw criteria are served in their canonical form."""
    slug = public_slug(shared_school)
    raw = get(shared_school, f"/achievements/{slug}/v1/criteria.json").data
    held = shared_school.call("teacher", "GET", f"/api/v1/badges/{shared_school.ids['team']}")

    assert held.get_json()["content_hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_achievement_of_the_credential_is_the_one_at_its_address(shared_school: School) -> None:
    """The Achievement inside the credential and the one at its id are the same."""
    credential = json.loads(get(shared_school, badge(shared_school)).data)
    inside = credential["credentialSubject"]["achievement"]
    outside = get(shared_school, inside["id"].removeprefix(BASE), "application/json").get_json()

    assert inside == {name: value for name, value in outside.items() if name != "@context"}


def test_did_document_holds_the_key_of_the_proof(shared_school: School) -> None:
    """The verification method that signed is published at the did:web address."""
    credential = json.loads(get(shared_school, badge(shared_school)).data)
    proof = credential["proof"][0] if isinstance(credential["proof"], list) else credential["proof"]
    did_document = get(shared_school, "/issuers/riverbend/did.json").get_json()

    assert did_document["id"] == "did:web:localhost%3A8000:issuers:riverbend"
    assert proof["verificationMethod"] in did_document["assertionMethod"]


@pytest.mark.parametrize(("suffix", "media_type"), [("json", "application/json"),
                                                    ("png", "image/png"),
                                                    ("svg", "image/svg+xml")])  # fmt: skip
def test_own_badge_verifies_in_every_form(
    shared_school: School, suffix: str, media_type: str
) -> None:
    """What we hand out passes our own verification as a stranger would send it."""
    data = get(shared_school, f"{badge(shared_school)}.{suffix}").data

    report = shared_school.call(
        None, "POST", "/api/v1/verify", data=data, content_type=media_type
    ).get_json()

    assert ("valid", True, "Valid") == (report["outcome"], report["trusted"], report["standing"])


def test_verification_of_nonsense_is_a_report_and_not_an_error(shared_school: School) -> None:
    """A bad credential is an answer: 200 with the finding."""
    answer = shared_school.call(
        None, "POST", "/api/v1/verify", data=b"{", content_type="application/json"
    )

    assert (200, "invalid") == (answer.status_code, answer.get_json()["outcome"])


def test_revocation_shows_in_the_list_and_in_verification(school: School) -> None:
    """Revoked means: the public list has the bit, and every verification says so."""
    before = get(school, f"/status/{status_list(school)}")
    data = get(school, badge(school)).data

    answer = school.call(
        "registrar",
        "POST",
        f"/api/v1{badge(school)}/revoke",
        json={"reason_code": "misattributed_work", "reason": "Copied."},
    ).get_json()
    after = get(school, f"/status/{status_list(school)}")
    report = school.call(
        None, "POST", "/api/v1/verify", data=data, content_type="application/json"
    ).get_json()

    assert (True, "Revoked", "misattributed_work") == (
        answer["published"], answer["standing"], answer["reason_code"]
    )  # fmt: skip
    assert "Copied." not in json.dumps(answer)
    assert before.headers["ETag"] != after.headers["ETag"]
    assert ("invalid", "Revoked") == (report["outcome"], report["standing"])
    assert data == get(school, badge(school)).data


def test_rotated_key_leaves_old_badges_valid(school: School) -> None:
    """A retired key stays in the DID document, so what it signed still verifies."""
    data = get(school, badge(school)).data
    school.made("admin", "/api/v1/keys/rotate")
    fresh = approve(school, school.ids["talk of heron"]).removeprefix(BASE)

    reports = [
        school.call(
            None, "POST", "/api/v1/verify", data=each, content_type="application/json"
        ).get_json()
        for each in (data, get(school, fresh).data)
    ]

    assert ["valid", "valid"] == [report["outcome"] for report in reports]


def test_made_private_a_badge_is_gone_at_once(school: School) -> None:
    """The learner's choice holds with the very next request; the status list goes on."""
    place = badge(school)
    school.call("osprey", "PUT", f"/api/v1{place}/visibility", json={"visibility": "private"})

    assert get(school, place).status_code == 404
    assert get(school, f"{place}.png").status_code == 404
