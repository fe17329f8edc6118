"""The checks of a credential, one module each, in the order in which they may be trusted."""

from issuer.verification.checks.claims import check_claims
from issuer.verification.checks.controller import check_controller
from issuer.verification.checks.dates import check_dates
from issuer.verification.checks.endorsements import check_endorsements, endorsements_in
from issuer.verification.checks.evidence import check_evidence
from issuer.verification.checks.issuer_trust import check_issuer
from issuer.verification.checks.local_standing import check_local_standing
from issuer.verification.checks.names import check_names, scripts_like_latin
from issuer.verification.checks.proof import check_proof, refused_token
from issuer.verification.checks.recipient import check_recipient
from issuer.verification.checks.schema import check_schema
from issuer.verification.checks.status import check_status
from issuer.verification.checks.structure import check_structure

#: In order; none can be switched off.
CHECKS = (
    check_structure,
    check_proof,
    check_controller,
    check_claims,
    check_dates,
    check_schema,
    check_status,
    check_local_standing,
    check_endorsements,
    check_names,
    check_issuer,
)
#: What follows one of these would trust what nobody signed, so they end the list unless they hold.
GATES = frozenset({check_structure, check_proof, check_controller})

__all__ = [
    "CHECKS",
    "GATES",
    "check_claims",
    "check_controller",
    "check_dates",
    "check_endorsements",
    "check_evidence",
    "check_issuer",
    "check_local_standing",
    "check_names",
    "check_proof",
    "check_recipient",
    "check_schema",
    "check_status",
    "check_structure",
    "endorsements_in",
    "refused_token",
    "scripts_like_latin",
]
