"""A receipt that is shown later: whose signature counts, and whether the sheet says the same."""

import io
import json
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from issuer.documents import write_document
from issuer.verification import (
    Expected,
    Outcome,
    ReceiptCheck,
    check_receipt,
    is_receipt,
    receipt_pdf,
)
from tests.defects import rows_presentations as rows
from tests.defects.world import NOW, lean_document
from tests.interop.credentials import ACADEMY, STRANGER, services_for
from tests.receipts import signed_receipt

ASKED = Expected(challenge=rows.CHALLENGE, domain=frozenset({rows.DOMAIN}))
BADGE = write_document(lean_document())
RECEIPT = signed_receipt(BADGE)
SHEET = receipt_pdf(RECEIPT)


def checked(data: bytes) -> ReceiptCheck:
    """Check a receipt where the academy is known and the stranger is not."""
    return check_receipt(data, services_for(NOW))


def changed(path: tuple[str, ...], value: object) -> bytes:
    """Return the receipt with another value at this place."""
    document: Any = json.loads(RECEIPT)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize("data", [RECEIPT, SHEET], ids=["JSON", "PDF"])
def test_receipt_of_somebody_who_is_known_holds(data: bytes) -> None:
    """In both forms; and its words can be read."""
    check = checked(data)
    assert (True, True, RECEIPT) == (is_receipt(data), check.holds, check.data)
    assert check.receipt is not None
    assert "valid" == check.receipt["verdict"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed(("verdict",), "not_valid"), "proof"),
        (changed(("verdict",), "excellent"), "shape"),
        (changed(("bytes", "sha256"), "0" * 64), "proof"),
        (changed(("report", "checks"), []), "proof"),
        (changed(("report", "credential"), {}), "shape"),
        (changed(("verifier",), STRANGER.did), "issuer_vm_mismatch"),
        (changed(("checked_at",), "yesterday"), "shape"),
        (changed(("proof", "created"), "2026-11-22T12:00:00Z"), "proof"),
        (changed(("type",), ["OpenBadgeCredential"]), "receipt"),
        (BADGE, "receipt"),
        (signed_receipt(BADGE, STRANGER, verifier=ACADEMY.did), "issuer_vm_mismatch"),
        (signed_receipt(BADGE, made_at=NOW + timedelta(days=1)), "proof_date"),
        (SHEET.replace(b"/Type /EmbeddedFile", b"/Type /EmbeddedFilm"), "attachment"),
        (SHEET.replace(b"/Length 1", b"/Length 2"), "attachment"),
        (b"%PDF-1.7\n", "attachment"),
        (SHEET + SHEET, "attachment"),
    ],
)
def test_receipt_that_was_changed_or_is_of_another_does_not_hold(data: bytes, code: str) -> None:
    """Nothing of what it says is handed on."""
    check = checked(data)
    assert (Outcome.INVALID, code, None) == (check.outcome, check.code, check.receipt)


def test_receipt_of_a_stranger_is_left_open() -> None:
    """Anybody can sign that a forged badge is valid."""
    check = checked(signed_receipt(BADGE, STRANGER))
    assert (Outcome.INDETERMINATE, "receipt_signer_unknown") == (check.outcome, check.code)


def test_receipt_whose_signer_does_not_answer_is_left_open() -> None:
    """A key that cannot be had says nothing about the signature."""
    check = check_receipt(RECEIPT, services_for(NOW, documents={}))
    assert (Outcome.INDETERMINATE, "key_unreachable") == (check.outcome, check.code)


def test_receipt_signed_after_its_key_ended_does_not_hold() -> None:
    """A key that was revoked signs no more receipts."""
    document: Any = json.loads(json.dumps(ACADEMY.document))
    document["verificationMethod"][0]["revoked"] = "2026-11-20T00:00:00Z"
    check = check_receipt(RECEIPT, services_for(NOW, documents={ACADEMY.did: document}))
    assert (Outcome.INVALID, "proof_date") == (check.outcome, check.code)


def test_sheet_around_a_good_file_is_not_believed_once_changed() -> None:
    """The sheet is not signed: another verdict could be printed on it."""
    check = checked(SHEET.replace(b"endobj", b"endobj ", 1))
    assert (Outcome.INDETERMINATE, "receipt_sheet") == (check.outcome, check.code)


def test_file_inside_that_explodes_is_refused() -> None:
    """Bytes are counted while they are unpacked."""
    document: Any = json.loads(RECEIPT)
    document["id"] = "x" * 2_000_000
    check = checked(receipt_pdf(write_document(document)))
    assert (Outcome.INVALID, "size") == (check.outcome, check.code)


class TestOfPresentations:
    """A receipt of a presentation, where each badge has its own answer."""

    DATA = rows.as_token(lean_document(), rows.renamed(), rows.GOOD_ENVELOPE)

    @property
    def text(self) -> str:
        """Return what is printed, on one line."""
        pdf = receipt_pdf(signed_receipt(self.DATA, expected=ASKED))
        pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def test_each_badge_has_its_own_answer_on_paper(self) -> None:
        """Whose it is stands before what it says; a name only where the signature holds."""
        text = self.text
        assert "Number of badges in it: 3." in text
        assert "Badge 1: Patient Vital Signs Valid" in text
        assert "Badge 2 Not valid" in text
        assert "Badge 3: Patient Vital Signs Valid" in text
        assert 2 == text.count("Signed for badges.riverbend.example")
        assert "with Honours" not in text

    def test_most_badges_fit_on_paper_and_hold(self) -> None:
        """Twenty, as many as a presentation may have."""
        data = rows.as_token(*[lean_document() for _ in range(20)])
        check = checked(receipt_pdf(signed_receipt(data, expected=ASKED)))
        assert check.holds
        assert check.receipt is not None
        report: Any = check.receipt["report"]
        assert 20 == len(report["presented"])
