"""Receipts and certificates on paper speak the reader's language; signed bytes stay the same."""

import io
import json
from typing import Any

import pypdf
import pytest

from issuer import verification
from issuer.documents import Json
from issuer.verification import RECEIPT_FILE
from tests.http.test_http_pages import badge_of, publish
from tests.pseudo import pseudo_spanish, unmarked_text
from tests.schooling import School
from tests.unit.paper.test_paper_pdf import elements
from tests.walking import WRITTEN

PDF = "application/pdf"
#: The form that a value has on paper and not in the document.
_SHEET_FORMS = ("UTC", "SHA-256")
#: Members of a receipt that are sentences and no values.
_SAID = frozenset({"sentence", "further", "title", "words"})


def credential(school: School) -> Any:
    """Return the signed badge of Osprey."""
    return school.call(None, "GET", f"/credentials/{badge_of(school)}.json").get_json()


def presentation(school: School) -> Any:
    """Return a presentation that nobody signed, with one badge that holds and one that does not."""
    good = credential(school)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [good, {**good, "name": "Another name"}],
    }


def changed(school: School) -> Any:
    """Return the badge with another name than the signed one."""
    return {**credential(school), "name": "Another name"}


BADGES = {"good": credential, "changed": changed, "presentation": presentation}


def receipt(school: School, document: Json, language: str) -> bytes:
    """Return the receipt of a check on paper."""
    answer = school.call(
        None,
        "POST",
        "/api/v1/verify/receipt",
        json={"credential": document},
        headers={"Accept": PDF, "Accept-Language": language},
    )
    assert (200, language) == (answer.status_code, answer.headers["Content-Language"])
    return bytes(answer.data)


def lines_of(pdf: bytes) -> list[str]:
    """Return the lines of all pages, from top to bottom."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [line for page in pages for line in page.extract_text().splitlines()]


def described(pdf: bytes) -> list[str]:
    """Return what is read of the document and not on its pages: title, subject, words for ears."""
    reader: Any = pypdf.PdfReader(io.BytesIO(pdf))
    heard = [
        str(each["/Alt"]) for each in elements(_root(reader)["/StructTreeRoot"]) if "/Alt" in each
    ]
    files = _root(reader)["/Names"]["/EmbeddedFiles"]["/Names"][1::2]
    told = [str(each.get_object()["/Desc"]) for each in files]
    return [reader.metadata.title, reader.metadata.subject, *heard, *told]


def _root(reader: Any) -> Any:
    return reader.trailer["/Root"]


def signed_file(pdf: bytes) -> Any:
    """Return the receipt inside, read."""
    (data,) = pypdf.PdfReader(io.BytesIO(pdf)).attachments[RECEIPT_FILE]
    return json.loads(data)


def unmarked(pdf: bytes, *documents: object) -> list[str]:
    """Return what a sheet says that no language can have; values may be cut at the line's end."""
    values = json.dumps([_facts_in(each) for each in documents], ensure_ascii=False)
    found = unmarked_text([*lines_of(pdf), *described(pdf)], WRITTEN)
    return [
        text
        for text in found
        if text.strip("•() :") not in values and not text.endswith(_SHEET_FORMS)
    ]


def _facts_in(value: Any) -> Any:
    """Return a document without what it says in sentences of ours."""
    match value:
        case dict():
            return {name: _facts_in(each) for name, each in value.items() if name not in _SAID}
        case list():
            return [_facts_in(each) for each in value]
        case _:
            return value


@pytest.mark.parametrize("kind", BADGES)
def test_every_word_of_a_receipt_on_paper_can_be_translated(
    shared_school: School, kind: str
) -> None:
    """Page, title and words for ears; what a stranger wrote stays as it is."""
    with pseudo_spanish():
        pdf = receipt(shared_school, BADGES[kind](shared_school), "es")

    assert [] == unmarked(pdf, signed_file(pdf))


def test_receipt_on_paper_is_spanish_and_its_file_is_as_it_is_signed(
    shared_school: School,
) -> None:
    """The sheet says its language; the file inside has the words of every receipt."""
    pdf = receipt(shared_school, credential(shared_school), "es")
    text, inside = " ".join(lines_of(pdf)), signed_file(pdf)

    assert [] == [
        words
        for words in (
            "Recibo de la comprobación de una insignia", "Válida", "Qué se comprobó",
            "Conseguida el", "Cómo comprobar este recibo", "Listas de estado que se leyeron",
            "Número de recibo",
        )
        if words not in text
    ]  # fmt: skip
    assert ("es", "Valid") == (_root(pypdf.PdfReader(io.BytesIO(pdf)))["/Lang"], inside["words"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_receipt_in_each_language_is_recognised_later(shared_school: School, language: str) -> None:
    """The sheet is compared with what we print, in whichever language it is."""
    pdf = receipt(shared_school, credential(shared_school), language)
    check = verification.check_receipt(pdf, shared_school.house.verification)

    assert (True, "receipt") == (check.holds, check.code)


def test_sheet_that_calls_itself_another_language_is_not_ours(shared_school: School) -> None:
    """Nobody signed the sheet: one changed mark of it, and only the file inside counts."""
    pdf = receipt(shared_school, credential(shared_school), "es")
    check = verification.check_receipt(
        pdf.replace(b"/Lang (es)", b"/Lang (en)"), shared_school.house.verification
    )

    assert (False, "receipt_sheet") == (check.holds, check.code)


def test_page_of_a_receipt_hands_out_the_sheet_in_its_language(shared_school: School) -> None:
    """The button on the report and the link on the receipt give the same."""
    answer = shared_school.client.post(
        "/verify/receipt",
        data={"credential": _hidden(shared_school), "as": "pdf"},
        headers={"Accept-Language": "es"},
    )
    assert "Recibo de la comprobación" in " ".join(lines_of(answer.data))


def _hidden(school: School) -> str:
    data = school.call(None, "GET", f"/credentials/{badge_of(school)}.json").data
    html = school.client.post("/verify", data={"text": data.decode()}).text
    return html.split('name="credential" value="')[1].split('"')[0]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_every_word_of_a_certificate_can_be_translated(school: School, size: str) -> None:
    """Whatever its page says, and what screen readers are told beside it."""
    publish(school, name="Osprey of Harbor")
    path = f"/credentials/{badge_of(school)}.pdf?size={size}"
    with pseudo_spanish():
        pdf = school.client.get(path, headers={"Accept-Language": "es"}).data

    assert [] == unmarked(pdf, credential(school))


def test_certificate_says_its_language(school: School) -> None:
    """Title, language of the document, and the words on it are those of the reader."""
    publish(school, name="Osprey of Harbor")
    path = f"/credentials/{badge_of(school)}.pdf"
    pdf = school.client.get(path, headers={"Accept-Language": "es"}).data
    reader: Any = pypdf.PdfReader(io.BytesIO(pdf))

    assert ("es", True) == (
        reader.trailer["/Root"]["/Lang"],
        "certificado" in reader.metadata.title,
    )
    assert "Lo que había que mostrar" in " ".join(lines_of(pdf))
