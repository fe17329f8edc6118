"""Verifying over HTTP: addresses of other hosts, recipients, photos, evidence and receipts."""

import base64
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image
from werkzeug.test import TestResponse

from issuer import images, proofs
from issuer.badges import IdentityObject
from issuer.documents import write_document
from issuer.errors import InvalidProofError
from issuer.proofs import did_web_to_url
from issuer.proofs.multikey import base58_decode
from tests.interop.credentials import ACADEMY, BASE, CREDENTIAL, badge, good_lists, signed
from tests.schooling import BASE as OURS
from tests.schooling import NOW, School, open_school
from tests.simulator import SimulatedWeb

PAGE = f"{BASE}/badges/1"
JSON = "application/json"


def foreign_badge() -> dict[str, Any]:
    """Return a badge of the academy, which this school does not know, for one person."""
    document = badge(ACADEMY, NOW)
    identity = IdentityObject.of_email("kestrel@riverbend.example", "3b1f")
    document["credentialSubject"]["identifier"] = [identity.to_dict()]
    return signed(document, ACADEMY, NOW)


def academy_online() -> SimulatedWeb:
    """Return a web in which the academy publishes its key, its lists and one badge."""
    web = SimulatedWeb()
    web.publish_did(ACADEMY.document)
    for url, data in good_lists(NOW).items():
        web.publish(url, data)
    web.publish(CREDENTIAL, write_document(foreign_badge()))
    web.publish(PAGE, f'<link rel="alternate" type="{JSON}" href="{CREDENTIAL}">')
    return web


@pytest.fixture
def open_to_others(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of the school that may ask other hosts."""
    folder = tmp_path / "open"
    shutil.copytree(founded, folder)
    school = open_school(folder, fetcher=academy_online())
    yield school
    school.house.close()


def verify(school: School, body: Any, query: str = "") -> Any:
    """Send a body to the API and return the report."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = school.call(None, "POST", f"/api/v1/verify{query}", data=data, content_type=JSON)
    assert 200 == answer.status_code, answer.text
    return answer.get_json()


def code_of(report: Any, name: str) -> str:
    """Return the code of one named check."""
    return str(next(check["code"] for check in report["checks"] if check["name"] == name))


def own_badge(school: School) -> str:
    """Return the address of Osprey's badge."""
    return f"/credentials/{school.ids['badge of osprey']}"


@pytest.mark.parametrize("url", [PAGE, CREDENTIAL, PAGE.upper().replace("BADGES/1", "badges/1")])
def test_badge_page_of_another_host_is_followed(open_to_others: School, url: str) -> None:
    """The page leads to its document; keys and lists are asked of its issuer."""
    report = verify(open_to_others, {"url": url})
    assert ("valid_issuer_unknown", "badges.riverbend.example") == (
        report["verdict"],
        report["credential"]["issuer_domain"],
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_verify_page_takes_an_address_of_another_host(open_to_others: School, method: str) -> None:
    """`/verify?url=` and the form lead to the same report."""
    place = "query_string" if method == "GET" else "data"
    answer = open_to_others.call(None, method, "/verify", **{place: {"url": PAGE}})
    assert 200 == answer.status_code
    assert "Valid, but issuer unknown" in answer.text
    assert "Riverbend Health Sciences Framework" in answer.text


def test_trusted_issuer_is_known_at_once(open_to_others: School) -> None:
    """The file of the installation is read again when it changes; no restart is needed."""
    before = verify(open_to_others, {"url": PAGE})
    file = open_to_others.folder / "trusted-issuers.json"
    file.write_text(json.dumps({"issuers": [{"id": ACADEMY.did, "name": "Academy"}]}))
    after = verify(open_to_others, {"url": PAGE})
    assert ("valid_issuer_unknown", "valid") == (before["verdict"], after["verdict"])


def test_silent_host_is_an_open_question(open_to_others: School) -> None:
    """No 5xx and no verdict: the report says that nothing was found."""
    report = verify(open_to_others, {"url": "https://silent.example/badge"})
    assert ("not_fully_checked", ["address"]) == (report["verdict"], report["codes"])


def test_no_host_is_asked_where_that_is_not_allowed(shared_school: School) -> None:
    """The setting is off in this school."""
    report = verify(shared_school, {"url": PAGE})
    assert ("not_fully_checked", ["address"]) == (report["verdict"], report["codes"])


@pytest.mark.parametrize(
    ("recipient", "verdict", "code"),
    [
        ({"email": "Kestrel@Riverbend.example"}, "valid_issuer_unknown", "recipient"),
        ({"email": "wren@riverbend.example"}, "not_valid", "recipient_mismatch"),
        ({"name": "Kestrel"}, "not_fully_checked", "recipient_unknown"),
    ],
    ids=["the same person", "another person", "no name in it"],
)
@pytest.mark.parametrize("way", ["url", "credential", "query"])
def test_recipient_is_compared(
    open_to_others: School, recipient: dict[str, str], verdict: str, code: str, way: str
) -> None:
    """By member or by query, for an address or for the credential itself."""
    credential = foreign_badge()
    if way == "query":
        query = "&".join(f"recipient_{name}={value}" for name, value in recipient.items())
        report = verify(open_to_others, credential, f"?{query}")
    else:
        asked = {"url": PAGE} if way == "url" else {"credential": credential}
        report = verify(open_to_others, {**asked, "recipient": recipient})
    assert (verdict, code) == (report["verdict"], code_of(report, "recipient"))


@pytest.mark.parametrize(
    "body",
    [
        {"url": PAGE, "credential": {}},
        {"url": 5},
        {"url": PAGE, "recipient": "kestrel"},
        {"url": PAGE, "recipient": {"email": 5}},
        {"url": PAGE, "recipient": {"phone": "1"}},
        {"url": "x" * 5_000},
        {"credential": [1]},
    ],
    ids=range(7),
)
def test_odd_question_is_refused_with_its_place(shared_school: School, body: Any) -> None:
    """A body that asks has the documented shape; only credentials may be anything."""
    answer = shared_school.call(None, "POST", "/api/v1/verify", json=body)
    assert (400, "shape") == (answer.status_code, answer.get_json()["code"])


def test_too_long_recipient_is_refused(shared_school: School) -> None:
    """A query is bounded like a body."""
    answer = shared_school.call(
        None, "POST", "/api/v1/verify", query_string={"recipient_name": "x" * 1_001}, json={}
    )
    assert (400, "recipient") == (answer.status_code, answer.get_json()["code"])


def photo_of(text: str, kind: str = "JPEG") -> bytes:
    """Return a photo of a QR code on a table."""
    picture = Image.new("RGB", (1600, 1200), (190, 180, 170))
    code = Image.open(io.BytesIO(images.qr_png(text))).convert("RGB").resize((700, 700))
    picture.paste(code.rotate(7, expand=True, fillcolor=(190, 180, 170)), (300, 150))
    output = io.BytesIO()
    picture.save(output, kind)
    return output.getvalue()


def upload(school: School, data: bytes, **fields: Any) -> TestResponse:
    """Send a file by the form of the page."""
    return school.call(
        None, "POST", "/verify", data={"file": (io.BytesIO(data), "photo"), **fields}
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_of_a_qr_code_leads_to_the_badge(shared_school: School, kind: str) -> None:
    """The employer photographs the printed sheet."""
    photo = photo_of(OURS + own_badge(shared_school), kind)
    html = upload(shared_school, photo).text
    report = shared_school.call(
        None, "POST", "/api/v1/verify", data=photo, content_type=f"image/{kind.lower()}"
    ).get_json()
    assert "This badge is valid." in html
    assert "valid" == report["verdict"]


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (photo_of("https://silent.example/badge"), "The QR code leads to"),
        (photo_of(f"{OURS}/credentials/{'2' * 22}"), "There is no badge at this address"),
        (photo_of("x")[:5_000], "The picture is damaged"),
    ],
    ids=["a host that is not asked", "no badge of ours", "cut off"],
)
def test_photo_that_leads_nowhere_is_told_beside_the_form(
    shared_school: School, photo: bytes, sentence: str
) -> None:
    """What to do next is said where the file was chosen."""
    answer = upload(shared_school, photo)
    assert sentence in answer.text
    assert "aria-invalid" in answer.text or 200 == answer.status_code


def test_photo_without_a_code_is_refused_with_words(shared_school: School) -> None:
    """A holiday picture is no badge."""
    output = io.BytesIO()
    Image.new("RGB", (400, 300), (10, 120, 40)).save(output, "JPEG")
    page = upload(shared_school, output.getvalue())
    answer = shared_school.call(
        None, "POST", "/api/v1/verify", data=output.getvalue(), content_type="image/jpeg"
    )
    assert (400, 400, "no_qr") == (
        page.status_code,
        answer.status_code,
        answer.get_json()["code"],
    )
    assert "There is neither a badge nor a readable QR code" in page.text


def test_evidence_files_are_compared_by_the_form(open_to_others: School) -> None:
    """Whoever has the files sees whether they are the signed ones."""
    answer = upload(
        open_to_others,
        write_document(foreign_badge()),
        evidence=[(io.BytesIO(b"other work"), "work.txt")],
    )
    assert "This badge is not valid." in answer.text
    assert "evidence_differs" in answer.text


def test_local_suspension_shows_in_every_answer_of_ours(school: School) -> None:
    """The public list is for revocation; our own answers tell the rest (README ruling 3)."""
    data = bytes(school.call(None, "GET", own_badge(school)).data)
    school.made(
        "registrar",
        f"/api/v1{own_badge(school)}/suspend",
        {"reason_code": "under_investigation", "reason": "We are looking into it."},
    )
    report = verify(school, data)
    html = school.call(None, "POST", "/verify", data={"text": data.decode()}).text
    assert (["suspended_here"], "Suspended", "not_valid") == (
        report["codes"],
        report["standing"],
        report["verdict"],
    )
    assert "This badge is on hold." in html


def receipt(school: School, body: Any) -> Any:
    """Ask the API for a receipt."""
    answer = school.call(None, "POST", "/api/v1/verify/receipt", json=body)
    assert 200 == answer.status_code, answer.text
    return answer.get_json()


def signer_of(school: School, document: dict[str, Any]) -> Any:
    """Return the published DID document of whoever signed: one of the school's organisations."""
    slug = document["verifier"].rpartition(":")[2]
    return school.call(None, "GET", f"/issuers/{slug}/did.json").get_json()


def is_signed(school: School, document: dict[str, Any]) -> bool:
    """Check eddsa-jcs-2022 step by step with other libraries than ours (DI EdDSA, 3.3)."""
    proof = dict(document["proof"])
    value = proof.pop("proofValue")
    bare = {name: member for name, member in document.items() if name != "proof"}
    hashed = b"".join(hashlib.sha256(rfc8785.dumps(part)).digest() for part in (proof, bare))
    did = signer_of(school, document)
    method = next(m for m in did["verificationMethod"] if m["id"] == proof["verificationMethod"])
    key = proofs.decode_public_key(method["publicKeyMultibase"])
    Ed25519PublicKey.from_public_bytes(key).verify(base58_decode(value[1:]), hashed)
    return bool(document["verifier"] == did["id"])


def test_receipt_names_bytes_lists_and_day_and_is_signed(shared_school: School) -> None:
    """What an employer files: it can be checked years later with the school's published key."""
    data = bytes(shared_school.call(None, "GET", own_badge(shared_school)).data)
    answer = shared_school.call(
        None, "POST", "/api/v1/verify/receipt", data=data, content_type="application/vc"
    )
    document = answer.get_json()
    assert is_signed(shared_school, document)
    assert ("valid", hashlib.sha256(data).hexdigest(), 1) == (
        document["verdict"],
        document["bytes"]["sha256"],
        len(document["report"]["status_lists"]),
    )
    assert "no-store" == answer.headers["Cache-Control"]


def test_receipt_of_a_bad_badge_says_so(shared_school: School) -> None:
    """A receipt is of the check, not of a success."""
    document = receipt(shared_school, {"credential": {"type": "Nonsense"}})
    assert ("not_valid", None) == (document["verdict"], document["credential"])
    assert is_signed(shared_school, document)


def test_receipt_of_an_address_without_a_badge_is_not_signed(shared_school: School) -> None:
    """There are no bytes that it could name."""
    answer = shared_school.call(None, "POST", "/api/v1/verify/receipt", json={"url": PAGE})
    assert 404 == answer.status_code


def test_receipt_that_was_changed_does_not_hold(shared_school: School) -> None:
    """One letter more, and the signature is gone."""
    document = receipt(shared_school, {"credential": {"type": "Nonsense"}})
    document["verdict"] = "valid"
    did = signer_of(shared_school, document)
    method = proofs.find_method(did, document["proof"]["verificationMethod"])
    with pytest.raises(InvalidProofError):
        proofs.verify_plain(document, method)


def test_report_page_offers_a_receipt_and_the_page_holds_it(shared_school: School) -> None:
    """Without a script: the form sends the badge back, nothing was kept meanwhile."""
    file = (io.BytesIO(shared_school.call(None, "GET", own_badge(shared_school) + ".png").data),
            "badge.png")  # fmt: skip
    html = shared_school.call(None, "POST", "/verify", data={"file": file}).text
    hidden = html.split('name="credential" value="')[1].split('"')[0]
    answer = shared_school.call(None, "POST", "/verify/receipt", data={"credential": hidden})
    assert 200 == answer.status_code
    assert "Receipt of a check" in answer.text
    assert 'download="verification-receipt.json"' in answer.text
    assert "no-store" == answer.headers["Cache-Control"]


PDF = "application/pdf"


def paper(school: School, data: bytes) -> tuple[str, Any]:
    """Ask the API for a receipt as PDF; return its text on one line, and what is attached."""
    answer = school.call(
        None,
        "POST",
        "/api/v1/verify/receipt",
        data=data,
        content_type="application/vc",
        headers={"Accept": PDF},
    )
    assert (200, PDF) == (answer.status_code, answer.mimetype)
    reader = pypdf.PdfReader(io.BytesIO(answer.data), strict=True)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return text, json.loads(reader.attachments["verification-receipt.json"][0])


def test_receipt_as_pdf_carries_the_signed_one(shared_school: School) -> None:
    """Paper for the file; the file inside it can still be checked with the published key."""
    data = bytes(shared_school.call(None, "GET", own_badge(shared_school)).data)
    text, document = paper(shared_school, data)
    assert is_signed(shared_school, document)
    assert "valid" == document["verdict"]
    named = [
        hashlib.sha256(data).hexdigest(),
        document["verifier"],
        document["id"],
        document["report"]["status_lists"][0]["url"],
        document["report"]["credential"]["issuer_domain"],
        f"{did_web_to_url(document['verifier'])}",
        *(check["title"] for check in document["report"]["checks"]),
        *(check["sentence"] for check in document["report"]["checks"]),
    ]
    assert [] == [each for each in named if each.replace(" ", "") not in text.replace(" ", "")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (write_document(foreign_badge()), "Could not be fully checked"),
        (b'{"type": "Nonsense"}', "Not valid"),
        (b"%PDF-1.7", "Not valid"),
    ],
    ids=["keys out of reach", "nonsense", "another file"],
)
def test_receipt_on_paper_has_the_verdict_in_words(
    shared_school: School, data: bytes, words: str
) -> None:
    """A bad badge has its receipt too, and it claims nothing of what was written in it."""
    text, document = paper(shared_school, data)
    assert text.startswith(f"Receipt of a badge check {words} ")
    assert words == document["words"]
    assert "What the badge claims is not shown" in text


def test_hostile_names_are_only_letters_on_paper(open_to_others: School) -> None:
    """A signed badge may have any name; on paper it is neither markup nor a link."""
    document = badge(ACADEMY, NOW)
    hostile = "<b>Valid</b> & ) Tj <a href='https://attacker.example'>x</a>"
    document["credentialSubject"]["achievement"]["name"] = hostile
    text, receipt = paper(open_to_others, write_document(signed(document, ACADEMY, NOW)))
    assert "valid_issuer_unknown" == receipt["verdict"]
    assert hostile in text


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (f"{PDF}, */*;q=0.1", PDF),
        (f"{PDF};q=0.5, {JSON}", JSON),
        ("text/html", "application/problem+json"),
    ],
)
def test_receipt_takes_the_form_that_is_accepted(
    shared_school: School, accept: str | None, answered: str
) -> None:
    """JSON unless PDF is wanted more; nothing is signed that nobody could read."""
    answer = shared_school.call(
        None,
        "POST",
        "/api/v1/verify/receipt",
        json={"credential": {"type": "Nonsense"}},
        headers={} if accept is None else {"Accept": accept},
    )
    assert answered == answer.mimetype


def test_report_page_gives_the_pdf_itself(shared_school: School) -> None:
    """One button, no page between, and a name that says what it is."""
    answer = shared_school.call(
        None, "POST", "/verify/receipt", data={"credential": "e30=", "as": "pdf"}
    )
    assert answer.data.startswith(b"%PDF-1.7")
    assert (PDF, 'attachment; filename="verification-receipt.pdf"', "no-store") == (
        answer.mimetype,
        answer.headers["Content-Disposition"],
        answer.headers["Cache-Control"],
    )


def test_receipt_page_holds_the_pdf_of_the_same_receipt(shared_school: School) -> None:
    """Both files that the page offers are of one receipt, with one number."""
    html = shared_school.call(None, "POST", "/verify/receipt", data={"credential": "e30="}).text
    plain, pdf = (
        base64.b64decode(html.split(f'href="data:{kind};base64,')[1].split('"')[0])
        for kind in (JSON, PDF)
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert [plain] == reader.attachments["verification-receipt.json"]


@pytest.mark.parametrize("credential", ["", "%%%", "e30"])
def test_receipt_of_nothing_is_a_page_too(shared_school: School, credential: str) -> None:
    """A form that somebody wrote by hand is answered with words."""
    answer = shared_school.call(None, "POST", "/verify/receipt", data={"credential": credential})
    assert answer.status_code in {200, 400}
    assert "text/html" == answer.mimetype
