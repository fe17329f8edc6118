"""What people hand in by mistake at /verify: one sentence beside the field, and what to do next."""

import io
from html import unescape
from typing import Any

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from issuer.images import qr_png
from tests.schooling import BASE, School

_MB = 1024 * 1024
_BAKED = (
    b'<svg xmlns="http://www.w3.org/2000/svg"'
    b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    b'<openbadges:credential verify="x"/></svg>'
)


def picture(kind: str) -> bytes:
    """Return a picture of a green wall."""
    output = io.BytesIO()
    Image.new("RGB", (400, 300), (10, 120, 40)).save(output, kind)
    return output.getvalue()


def of_file(data: bytes) -> dict[str, Any]:
    """Return a form with a file, as bytes: the test client would leave large ones open."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(data), filename="it")})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def sentence(answer: TestResponse, field: str) -> str:
    """Return what is said beside a field, tied to it for screen readers."""
    start = f'<p class="fault" id="{field}-fault" role="alert">'
    assert f'{field}-fault" aria-invalid="true"' in answer.text
    assert 1 == answer.text.count('class="fault"')
    return unescape(answer.text.split(start)[1].split("</p>")[0])


@pytest.mark.parametrize(
    ("data", "status", "start"),
    [
        (b"", 400, "There is nothing in it."),
        (b" \n", 400, "There is nothing in it."),
        (b"%PDF-1.7\n" + b"x" * 900, 400, "This is a PDF."),
        (b"\n<!DOCTYPE html><html><body>Hello</body></html>", 400, "This is a web page."),
        (b"\xef\xbb\xbf<html>", 400, "This is a web page."),
        (b"x" * 5 * _MB, 413, "This is larger than any badge: 4 MB at most."),
        (picture("JPEG"), 400, "There is neither a badge nor a readable QR code"),
        (picture("PNG"), 400, "There is neither a badge nor a readable QR code"),
        (picture("WEBP"), 400, "There is neither a badge nor a readable QR code"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', 400, "There is neither a badge nor"),
        (picture("GIF"), 400, "This kind of picture cannot be read here."),
        (picture("BMP"), 400, "This kind of picture cannot be read here."),
        (b"\0\0\0\x18ftypheic" + b"\0" * 90, 400, "This kind of picture cannot be read here."),
        (b"PK\x03\x04" + b"x" * 90, 400, "This is a packed folder or an office document."),
        (b'{"name": "Sam"}', 400, "This is a JSON file, but no badge."),
        (b"[1, 2]", 400, "This is a JSON file, but no badge."),
        (b'{"@context": ["https://www.w3.org/ns/cre', 400, "The text is cut off."),
        (b"Dear Sir or Madam", 400, "This is no badge."),
        (bytes(range(256)), 400, "This is no badge."),
    ],
    ids=[
        "empty", "blank", "PDF", "web page", "web page with a mark", "5 MB", "JPEG without a code",
        "PNG without a badge", "WebP without a code", "SVG without a badge", "GIF", "BMP", "HEIC",
        "zip or office", "other JSON", "a list", "cut off", "a letter", "bytes",
    ],
)  # fmt: skip
def test_wrong_file_is_told_beside_the_field(
    shared_school: School, data: bytes, status: int, start: str
) -> None:
    """No verdict about a badge that nobody showed, and no word that only its author knows."""
    answer = shared_school.call(None, "POST", "/verify", **of_file(data))
    said = sentence(answer, "file")
    assert (status, True) == (answer.status_code, said.startswith(start)), said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("text", "status", "start"),
    [
        ("", 400, "There is nothing in it."),
        (" \n ", 400, "There is nothing in it."),
        ("This is my badge", 400, "This is no badge."),
        ("<!doctype html><p>x", 400, "This is a web page."),
        ('{"@context": ["x"], "type":', 400, "The text is cut off."),
        ('{"a": 1}', 400, "This is a JSON file, but no badge."),
        ("https://other.example/badge", 400, "https://other.example/badge is not looked up"),
        (f"{BASE}/credentials/{'2' * 22}", 404, "There is no badge at this address"),
        ("x" * 300_000, 413, "This is larger than any badge: 256 KB at most."),
    ],
    ids=[
        "empty", "blank", "words", "web page", "cut off", "other JSON", "an address",
        "an address of ours", "long",
    ],
)  # fmt: skip
def test_wrong_text_is_told_beside_the_field(
    shared_school: School, text: str, status: int, start: str
) -> None:
    """The box that takes most has the same care as the others."""
    answer = shared_school.call(None, "POST", "/verify", data={"text": text})
    said = sentence(answer, "text")
    assert (status, True) == (answer.status_code, said.startswith(start)), said


@pytest.mark.parametrize(
    ("address", "status", "start"),
    [
        ("", 400, "Type an address first."),
        ("  ", 400, "Type an address first."),
        ("hello", 400, "This is no web address."),
        ("my badge from school", 400, "This is no web address."),
        ("javascript:alert(1)", 400, "This is no web address."),
        ("ftp://badges.example/1", 400, "This is no web address."),
        ("https://badges.example/a b", 400, "This is no web address."),
        ("https://badges.example/" + "x" * 5_000, 400, "This is no web address."),
        (BASE, 400, "This is no address of a badge at localhost:8000."),
        (f"{BASE}/credentials/{'2' * 22}", 404, "There is no badge at this address"),
        ("https://other.example/badge", 400, "https://other.example/badge is not looked up"),
        ("other.example/badge", 400, "https://other.example/badge is not looked up"),
    ],
    ids=range(12),
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_wrong_address_is_told_beside_the_field(
    shared_school: School, address: str, status: int, start: str, method: str
) -> None:
    """A link and the form say the same, and the field keeps what was typed."""
    place = "query_string" if method == "GET" else "data"
    answer = shared_school.call(None, method, "/verify", **{place: {"url": address}})
    said = sentence(answer, "url")
    assert (status, True) == (answer.status_code, said.startswith(start)), said
    assert f'value="{address}"' in answer.text


def test_nothing_chosen_is_told(shared_school: School) -> None:
    """The button was pressed too early."""
    answer = shared_school.call(None, "POST", "/verify", data={})
    assert "Choose a file first." == sentence(answer, "file")


def test_address_in_the_box_for_texts_is_followed(shared_school: School) -> None:
    """What was meant is plain, so it is done."""
    address = f"{BASE}/credentials/{shared_school.ids['badge of osprey']}"
    answer = shared_school.call(None, "POST", "/verify", data={"text": f" {address}\n"})
    assert "This badge is valid." in answer.text


@pytest.mark.parametrize(
    "data",
    [
        b'{"@context": []}',
        b'{"type": ["OpenBadgeCredential"], "proof": {}}',
        b"aaaa.bbbb.cccc",
        _BAKED,
        qr_png("aaaa.bbbb.cccc"),
    ],
    ids=["an empty badge", "a half badge", "a token", "a baked picture", "a code with a token"],
)
def test_what_might_be_a_badge_has_a_verdict(shared_school: School, data: bytes) -> None:
    """A bad badge is an answer with all its checks, never a fault of the form."""
    answer = shared_school.call(None, "POST", "/verify", **of_file(data))
    assert 200 == answer.status_code
    assert "This badge is not valid." in answer.text
