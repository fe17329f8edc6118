"""Is the key the issuer's own? A good signature by another party is a signature of that party."""

from issuer import proofs
from issuer.errors import InvalidProofError
from issuer.verification.checks.proof import signers_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

_CHECK = "controller"
_TITLE = "Signer"


def check_controller(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check that the issuer controls every key that signed (DI-5, OB-33)."""
    try:
        # Looked up by `check_proof` a moment ago, so nothing is asked for again.
        for method in signers_of(candidate, lookups):
            proofs.require_issuer_binding(candidate.document, method)
    except InvalidProofError as error:
        return (
            Finding(
                check=_CHECK,
                code=error.code,
                outcome=Outcome.INVALID,
                title=_TITLE,
                sentence="It was signed by another party than the issuer that it names.",
                pointer=error.pointer,
            ),
        )
    return (
        Finding(
            check=_CHECK,
            code="controller",
            outcome=Outcome.VALID,
            title=_TITLE,
            sentence="It was signed by the issuer that it names.",
        ),
    )
