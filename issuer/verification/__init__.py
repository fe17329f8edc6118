"""Verify any credential, ours or not: what holds, what does not, what could not be checked.

Not for fetching: key documents and status lists arrive through ports. Not for issuing.
"""

from issuer.verification.checks import CHECKS
from issuer.verification.facts import domain_of
from issuer.verification.lookups import MAX_LOOKUPS
from issuer.verification.model import (
    CredentialFacts,
    EvidenceFact,
    Finding,
    Outcome,
    ResultFact,
    VerificationReport,
    exit_code,
)
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
    KeyDocuments,
    Resolver,
    SeenLists,
    Services,
    StatusLists,
    TrustedIssuers,
)
from issuer.verification.reading import Candidate, read_candidate
from issuer.verification.verifying import standing_of, verify, verify_document

__all__ = [
    "CHECKS",
    "MAX_LOOKUPS",
    "Candidate",
    "CredentialFacts",
    "EvidenceFact",
    "Finding",
    "GivenDocuments",
    "GivenIssuers",
    "GivenKeys",
    "GivenLists",
    "KeyDocuments",
    "Outcome",
    "Resolver",
    "ResultFact",
    "SeenInMemory",
    "SeenLists",
    "Services",
    "StatusLists",
    "TrustedIssuers",
    "VerificationReport",
    "domain_of",
    "exit_code",
    "lists_by_url",
    "offline_services",
    "read_candidate",
    "standing_of",
    "verify",
    "verify_document",
]
