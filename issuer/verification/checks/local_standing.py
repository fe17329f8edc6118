"""Have we suspended it ourselves? Its public list cannot say so (README ruling 3)."""

from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate


def check_local_standing(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check whether this installation, where it is the issuer, has suspended the credential."""
    credential_id = str(candidate.document.get("id"))
    match lookups.suspended_here(credential_id, candidate.issuer_id):
        case None:
            return ()
        case True:
            return (
                _finding(
                    "suspended_here",
                    Outcome.INVALID,
                    "Its issuer has put it on hold. Only the issuer's own site can tell so.",
                ),
            )
        case False:
            return (
                _finding("not_suspended_here", Outcome.VALID, "Its issuer has not put it on hold."),
            )


def _finding(code: str, outcome: Outcome, sentence: str) -> Finding:
    return Finding(
        check="suspension", code=code, outcome=outcome, title="Suspension", sentence=sentence
    )
