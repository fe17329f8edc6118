"""A receipt that somebody shows later: does its own signature hold, whose is it, what does it say?

The signature is all that counts. Anybody can sign a receipt with a key of their own, so one by
somebody who is not known here is left open, whatever it says.
"""

from dataclasses import dataclass
from typing import Any

from issuer import paper, proofs
from issuer.clock import parse_instant
from issuer.documents import Document, read_document
from issuer.errors import (
    InvalidProofError,
    IssuerError,
    LimitError,
    MalformedError,
    UnavailableError,
)
from issuer.verification.findings import Outcome
from issuer.verification.lookups import Lookups
from issuer.verification.ports import Services
from issuer.verification.receipt_paper import receipt_pdf
from issuer.verification.receipts import RECEIPT
from issuer.vocab import require_schema

#: A receipt of a presentation holds the whole report of each badge.
MAX_RECEIPT = 1024 * 1024
_SHAPE = "openapi.json#/components/schemas/Receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCheck:
    """What holds about a receipt.

    Attributes:
        receipt: what it says; None unless its signature holds.
        data: the signed file itself, out of its PDF if it came in one.
    """

    outcome: Outcome
    code: str
    sentence: str
    receipt: Document | None = None
    data: bytes = b""

    @property
    def holds(self) -> bool:
        """Say whether it was signed by somebody who is known here, and nothing was changed."""
        return self.outcome is Outcome.VALID


def is_receipt(data: bytes) -> bool:
    """Tell whether this is meant as a receipt: its JSON, or a PDF in which that is attached."""
    try:
        document = read_document(_file_of(data), max_bytes=MAX_RECEIPT)
    except (LimitError, MalformedError):
        return False
    return document.get("type") == [RECEIPT]


def check_receipt(data: bytes, services: Services) -> ReceiptCheck:
    """Check the signature of a receipt, and that the sheet says what the signed file says."""
    lookups = Lookups(services)
    try:
        file = _file_of(data)
        receipt = _read(file)
        _require_signed(receipt, lookups)
    except UnavailableError as error:
        code = "key_unreachable" if error.code == UnavailableError.default_code else error.code
        sentence = f"The signature could not be checked: {error.detail.rstrip('.')}."
        return ReceiptCheck(outcome=Outcome.INDETERMINATE, code=code, sentence=sentence)
    except IssuerError as error:
        sentence = f"This receipt does not hold: {error.detail.rstrip('.')}."
        return ReceiptCheck(outcome=Outcome.INVALID, code=error.code, sentence=sentence)
    outcome, code, sentence = _judge(receipt, file, data, services)
    return ReceiptCheck(outcome=outcome, code=code, sentence=sentence, receipt=receipt, data=file)


def _judge(receipt: Any, file: bytes, shown: bytes, services: Services) -> tuple[Outcome, str, str]:
    verifier = receipt["verifier"]
    if not services.trusted_issuers.is_trusted(verifier):
        sentence = (
            f"It was signed by {verifier[:200]}, who is not known here. Anyone can sign a receipt:"
            " compare the signer with one that you know."
        )
        return Outcome.INDETERMINATE, "receipt_signer_unknown", sentence
    if paper.looks_like_pdf(shown) and not _is_as_printed(file, shown, services):
        sentence = (
            "The signed file inside holds, but the sheet around it is not as it is printed here: it"
            " was changed, or made by another version. Rely on the signed file alone."
        )
        return Outcome.INDETERMINATE, "receipt_sheet", sentence
    sentence = "It was signed by the one that it names, and not one letter was changed since."
    return Outcome.VALID, "receipt", sentence


def _is_as_printed(file: bytes, shown: bytes, services: Services) -> bool:
    """Print it again in each language: equal receipts give equal sheets, which nobody signed."""
    try:
        return any(receipt_pdf(file, telling) == shown for telling in services.tellings)
    except LimitError:
        return False


def _file_of(data: bytes) -> bytes:
    if paper.looks_like_pdf(data):
        return paper.read_attachment(data, max_bytes=MAX_RECEIPT)
    return data


def _read(file: bytes) -> Document:
    """Return what claims to be a receipt, in the form of one."""
    receipt = read_document(file, max_bytes=MAX_RECEIPT)
    if receipt.get("type") != [RECEIPT]:
        raise MalformedError("This is no receipt of a check", code="receipt", pointer="/type")
    require_schema(receipt, _SHAPE)
    return receipt


def _require_signed(receipt: Any, lookups: Lookups) -> None:
    """Raise unless the verifier it names signed it with a key that was in force."""
    verifier, wanted = receipt["verifier"], receipt["proof"].get("verificationMethod")
    if not isinstance(wanted, str) or wanted.partition("#")[0] != verifier:
        raise InvalidProofError(
            "It is signed by another than the one it names", code="issuer_vm_mismatch"
        )
    method = proofs.find_method(lookups.controller_document(verifier), wanted)
    proofs.verify_plain(receipt, method)
    made = parse_instant(str(receipt["proof"]["created"]))
    ends = [end for end in (method.expires, method.revoked) if end is not None]
    if made > lookups.now + proofs.SKEW or any(made >= end for end in ends):
        raise InvalidProofError("It was signed outside the time of its key", code="proof_date")
