"""What a receipt says on paper, for each verdict and for the worst that strangers write."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from issuer.documents import write_document
from issuer.paper import MAX_PAGES
from issuer.verification import (
    RECEIPT_FILE,
    Finding,
    Outcome,
    VerificationReport,
    receipt_document,
    receipt_pdf,
)
from tests.defects.world import NOW
from tests.interop.credentials import ACADEMY_DID

#: Inks of the signs, as they are written into a page.
_INKS = {"green": b".090196 .376471 .227451 RG", "amber": b".478431 .294118 0 RG",
         "red": b".576471 .12549 .184314 RG"}  # fmt: skip


def finding(check: str, outcome: Outcome, code: str = "code", sentence: str = "So.") -> Finding:
    """Return a finding."""
    return Finding(check=check, code=code, outcome=outcome, title=check, sentence=sentence)


def receipt(*findings: Finding, **facts: Any) -> dict[str, Any]:
    """Return a receipt, with a proof that nobody made, of a report with these findings."""
    report = VerificationReport(findings=findings, trusted=True)
    document: Any = receipt_document(
        report, b"data", receipt_id="urn:uuid:1", verifier=ACADEMY_DID, checked_at=NOW
    )
    if facts:
        document["report"]["credential"] = {
            "id": "https://badges.riverbend.example/credentials/1",
            "name": "A badge",
            "issuer_id": ACADEMY_DID,
            **facts,
        }
    return {**document, "proof": {"verificationMethod": f"{ACADEMY_DID}#key"}}


def pages_of(document: dict[str, Any]) -> list[pypdf.PageObject]:
    """Return the pages of a receipt on paper."""
    return list(pypdf.PdfReader(io.BytesIO(receipt_pdf(write_document(document)))).pages)


def text_of(document: dict[str, Any]) -> str:
    """Return the text of a receipt on paper, on one line."""
    return " ".join(" ".join(page.extract_text() for page in pages_of(document)).split())


def inks_of(document: dict[str, Any]) -> set[str]:
    """Return the inks in which the signs on the first page are drawn."""
    content = pages_of(document)[0].get_contents()
    assert content is not None
    return {name for name, operator in _INKS.items() if operator in content.get_data()}


ALL = [finding(check, Outcome.VALID) for check in ("structure", "proof", "controller", "issuer")]


@pytest.mark.parametrize(
    ("findings", "inks"),
    [
        (ALL, {"green"}),
        ([*ALL, finding("status", Outcome.INDETERMINATE)], {"green", "amber"}),
        ([*ALL, finding("dates", Outcome.INVALID, "expired")], {"green", "red"}),
    ],
    ids=["holds", "open", "broken"],
)
def test_signs_have_the_ink_of_what_was_found(findings: list[Finding], inks: set[str]) -> None:
    """What stayed open is amber like on the page; what was not asked is neither."""
    assert inks == inks_of(receipt(*findings))


def test_domain_is_named_before_the_name() -> None:
    """A name can be anyone's; the domain belongs to the signature."""
    text = text_of(receipt(*ALL, issuer_domain="badges.riverbend.example", issuer_name="Harbor"))
    assert "Signed for badges.riverbend.example Under the name Harbor Badge A badge" in text


def test_decisive_sentence_stands_below_the_verdict() -> None:
    """Why not, before all that did hold."""
    gone = finding("status", Outcome.INVALID, "revoked", "It was withdrawn.")
    assert text_of(receipt(*ALL, gone)).startswith(
        "Receipt of a badge check Not valid It was withdrawn."
    )


def test_status_list_is_named_with_version_and_digest() -> None:
    """By which list, of which hour, it was not withdrawn."""
    document = receipt(*ALL)
    document["report"]["status_lists"] = [
        {"url": "https://l.example/1", "sha256": "ab" * 32, "valid_from": "2026-03-05T14:05:00Z"}
    ]
    expected = (
        "Status lists that were read Address https://l.example/1"
        f" Version of 2026-03-05 14:05:00 UTC SHA-256 {'ab' * 32}"
    )
    assert expected in text_of(document)


@pytest.mark.parametrize(
    ("name", "is_said"), [("Łódź", False), ("Школа", False), ("שלום", True), ("a\u202eb", True)]
)
def test_letters_that_cannot_be_shown_are_explained(name: str, is_said: bool) -> None:
    """The reader learns what an empty box is, where there is one."""
    assert is_said == ("An empty box stands for" in text_of(receipt(*ALL, issuer_name=name)))


@pytest.mark.parametrize(
    "address", ["urn:uuid:1", "http://plain.example/1", "https://h/" + "x" * 400]
)
def test_only_short_safe_addresses_have_a_code(address: str) -> None:
    """A code that leads nowhere, or that no phone reads, is not drawn."""
    assert "Scan this code" in text_of(receipt(*ALL, name="A badge"))
    assert "Scan this code" not in text_of(receipt(*ALL, id=address))


def test_worst_that_strangers_write_still_fits() -> None:
    """Wide letters, every check with many sentences, a hundred lists: never refused."""
    wide = "W" * 700
    findings = [
        finding(check, Outcome.INVALID, sentence=wide)
        for check in ("structure", "proof", "controller", "issuer", "dates", "status",
                      "suspension", "schema", "evidence", "endorsements", "recipient", "remarks")
        for _ in range(8)
    ]  # fmt: skip
    document = receipt(*findings, issuer_name=wide, achievement_name=wide, issuer_domain=wide)
    document["report"]["status_lists"] = [{"url": wide, "sha256": wide}] * 100
    assert 10 < len(pages_of(document)) <= MAX_PAGES


def test_time_of_the_file_is_the_time_of_the_check() -> None:
    """A later check is another file; the same receipt is the same file."""
    one = receipt(*ALL)
    later = {**one, "checked_at": (NOW + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert receipt_pdf(write_document(one)) == receipt_pdf(write_document(one))
    assert receipt_pdf(write_document(one)) != receipt_pdf(write_document(later))


def test_receipt_inside_is_the_one_that_was_given() -> None:
    """Not one byte of what was signed is changed."""
    data = write_document(receipt(*ALL))
    reader = pypdf.PdfReader(io.BytesIO(receipt_pdf(data)))
    assert [data] == reader.attachments[RECEIPT_FILE]
