"""Verify any credential, ours or not: what holds, what does not, what could not be checked.

Not for fetching: key documents and status lists arrive through ports. Not for issuing.
"""

from issuer.verification.checks import CHECKS, scripts_like_latin
from issuer.verification.facts import domain_of
from issuer.verification.findings import CopyStanding
from issuer.verification.lookups import MAX_LOOKUPS
from issuer.verification.model import (
    AlignmentFact,
    CredentialFacts,
    EvidenceFact,
    Finding,
    ListFact,
    Outcome,
    Recipient,
    RecipientFact,
    ResultFact,
    Shape,
    TrustedIssuer,
    Verdict,
    VerificationReport,
    exit_code,
)
from issuer.verification.naming import NamedCheck, Result
from issuer.verification.occasion import NOT_ASKED, Expected
from issuer.verification.offline import (
    GivenDocuments,
    GivenIssuers,
    GivenKeys,
    GivenLists,
    SeenInMemory,
    lists_by_url,
    offline_services,
)
from issuer.verification.ports import (
    BadgePages,
    KeyDocuments,
    LinkedFiles,
    LocalStandings,
    Resolver,
    SeenLists,
    Services,
    StatusLists,
    TrustedIssuers,
    TrustList,
)
from issuer.verification.reading import Candidate, read_candidate
from issuer.verification.receipt_paper import RECEIPT_FILE, RECEIPT_PDF, receipt_pdf
from issuer.verification.receipt_reading import (
    MAX_RECEIPT,
    ReceiptCheck,
    check_receipt,
    is_receipt,
)
from issuer.verification.receipts import RECEIPT, receipt_document
from issuer.verification.sources import Address, Shown, credential_text, look_into
from issuer.verification.telling import Telling
from issuer.verification.trusting import (
    DistrustIssuer,
    FoundIssuer,
    IssuerKey,
    Trusting,
    TrustIssuer,
    distrust_issuer,
    find_issuer,
    list_trusted,
    may_change,
    require_issuer_id,
    trust_issuer,
)
from issuer.verification.verifying import standing_of, verify, verify_address, verify_document

__all__ = [
    "CHECKS",
    "MAX_LOOKUPS",
    "MAX_RECEIPT",
    "NOT_ASKED",
    "RECEIPT",
    "RECEIPT_FILE",
    "RECEIPT_PDF",
    "Address",
    "AlignmentFact",
    "BadgePages",
    "Candidate",
    "CopyStanding",
    "CredentialFacts",
    "DistrustIssuer",
    "EvidenceFact",
    "Expected",
    "Finding",
    "FoundIssuer",
    "GivenDocuments",
    "GivenIssuers",
    "GivenKeys",
    "GivenLists",
    "IssuerKey",
    "KeyDocuments",
    "LinkedFiles",
    "ListFact",
    "LocalStandings",
    "NamedCheck",
    "Outcome",
    "ReceiptCheck",
    "Recipient",
    "RecipientFact",
    "Resolver",
    "Result",
    "ResultFact",
    "SeenInMemory",
    "SeenLists",
    "Services",
    "Shape",
    "Shown",
    "StatusLists",
    "Telling",
    "TrustIssuer",
    "TrustList",
    "TrustedIssuer",
    "TrustedIssuers",
    "Trusting",
    "Verdict",
    "VerificationReport",
    "check_receipt",
    "credential_text",
    "distrust_issuer",
    "domain_of",
    "exit_code",
    "find_issuer",
    "is_receipt",
    "list_trusted",
    "lists_by_url",
    "look_into",
    "may_change",
    "offline_services",
    "read_candidate",
    "receipt_document",
    "receipt_pdf",
    "require_issuer_id",
    "scripts_like_latin",
    "standing_of",
    "trust_issuer",
    "verify",
    "verify_address",
    "verify_document",
]
