"""From our codes to the problem types of the standards (VC specification, section 7)."""

import re

from issuer.errors import (
    ComplexityError,
    IssuerError,
    LimitError,
    MalformedError,
    UndefinedTermError,
)

_VCDM = "https://www.w3.org/TR/vc-data-model#"
_SECURITY = "https://w3id.org/security#"
_STATUS = "https://www.w3.org/ns/credentials/status-list#"

PARSING = f"{_VCDM}PARSING_ERROR"
MALFORMED = f"{_VCDM}MALFORMED_VALUE_ERROR"
CRYPTOGRAPHIC = f"{_VCDM}CRYPTOGRAPHIC_SECURITY_ERROR"
RANGE = f"{_VCDM}RANGE_ERROR"
DATA_LOSS = f"{_SECURITY}DATA_LOSS_DETECTION_ERROR"
PROOF_GENERATION = f"{_SECURITY}PROOF_GENERATION_ERROR"
PROOF_VERIFICATION = f"{_SECURITY}PROOF_VERIFICATION_ERROR"
UNKNOWN_OPTION = "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"
OPTION_CODE = "unknown_option"

_PARSING = ("json", "encoding", "dup_key", "depth", "size", "format")
_PROOF = (
    "proof_missing",
    "proof_count",
    "proof_shape",
    "proof_date",
    "proof_chain",
    "proof_context",
    "purpose",
    "suite",
)
_BY_CODE = {
    **dict.fromkeys(_PARSING, PARSING),
    **dict.fromkeys(_PROOF, PROOF_VERIFICATION),
    **dict.fromkeys(("undefined_term", "unsigned_value"), DATA_LOSS),
    **dict.fromkeys(("expired", "not_yet_valid", "status_range"), RANGE),
    **dict.fromkeys(
        ("did_document", "did_method", "key_unreachable", "key_unreadable", "weak_key"),
        f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT",
    ),
    **dict.fromkeys(
        ("vm_unknown", "issuer_vm_mismatch", "key_type"),
        f"{_SECURITY}INVALID_VERIFICATION_METHOD",
    ),
    "proof": CRYPTOGRAPHIC,
    "domain": f"{_SECURITY}INVALID_DOMAIN_ERROR",
    "challenge": f"{_SECURITY}INVALID_CHALLENGE_ERROR",
    "did_document_id": f"{_SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
    "vm_url": f"{_SECURITY}INVALID_VERIFICATION_METHOD_URL",
    "vm_not_authorised": f"{_SECURITY}INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
    **dict.fromkeys(
        ("status_unreachable", "status_unreadable", "status_stale", "status_unverified"),
        f"{_STATUS}STATUS_RETRIEVAL_ERROR",
    ),
    "status_size": f"{_STATUS}STATUS_LIST_LENGTH_ERROR",
    **dict.fromkeys(("status_entry", "status_message", "status_type"), MALFORMED),
    OPTION_CODE: UNKNOWN_OPTION,
}
_STATUS_VERIFICATION = f"{_STATUS}STATUS_VERIFICATION_ERROR"
#: DI-3: what is no object at all was not even parsed.
_WHOLE_PROOF = re.compile(r"/proof(/[0-9]+)?")


def type_of(check: str, code: str, pointer: str | None) -> str:
    """Return the problem type of a finding."""
    if code == "proof_shape" and pointer is not None and _WHOLE_PROOF.fullmatch(pointer):
        return PARSING
    if code in _BY_CODE:
        return _BY_CODE[code]
    match check:
        case "proof" | "controller":
            return CRYPTOGRAPHIC
        case "status" | "suspension":
            return _STATUS_VERIFICATION
        case _:
            return MALFORMED


def type_of_error(error: IssuerError) -> str | None:
    """Return the problem type of a refused request, None where the standards have none."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    match error:
        case UndefinedTermError():
            return DATA_LOSS
        case ComplexityError():
            return PROOF_GENERATION
        case MalformedError():
            return MALFORMED
        case LimitError() if error.retry_after is None:
            return PARSING
        case _:
            return None
