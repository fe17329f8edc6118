"""A receipt of a verification: what was checked, when, and by which status list. Not its signing.

For the file of an employer: it names the bytes by digest, so that it fits one document alone.
"""

import hashlib
from datetime import datetime

from issuer.clock import format_instant
from issuer.documents import Document
from issuer.verification.model import VerificationReport

RECEIPT = "VerificationReceipt"


def receipt_document(
    report: VerificationReport,
    data: bytes,
    *,
    receipt_id: str,
    verifier: str,
    checked_at: datetime,
) -> Document:
    """Return the unsigned receipt of a report about exactly these bytes.

    `verifier` is the DID of the organisation that will sign it.
    """
    facts = report.facts
    return {
        "type": [RECEIPT],
        "id": receipt_id,
        "verifier": verifier,
        "checked_at": format_instant(checked_at),
        "verdict": report.verdict.value,
        "words": report.verdict.words,
        "bytes": {"sha256": hashlib.sha256(data).hexdigest(), "length": len(data)},
        "credential": None if facts is None else facts.id,
        "issuer": None if facts is None else facts.issuer_id,
        "report": report.to_dict(),
    }
