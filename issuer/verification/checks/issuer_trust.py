"""Do we know the issuer? Apart from validity: a good signature says whose it is, not who it is."""

from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate


def check_issuer(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check whether the issuer is on the verifier's own trust list (OB-50)."""
    if lookups.is_trusted(candidate.issuer_id):
        return (_finding("issuer_trusted", "The issuer is on the list of issuers we know."),)
    return (
        _finding(
            "issuer_unknown",
            "The signature is good, but we do not know who this issuer is: "
            "nothing in a badge proves a name.",
            is_note=True,
        ),
    )


def _finding(code: str, sentence: str, *, is_note: bool = False) -> Finding:
    return Finding(
        check="issuer",
        code=code,
        outcome=Outcome.VALID,
        title="Issuer",
        sentence=sentence,
        is_note=is_note,
    )
