"""What a token says about itself beside its credential: since when it is, and for whom.

Called once the token has held. Both are signed, and neither repeats the credential.
"""

from issuer.errors import InvalidProofError
from issuer.proofs import SKEW
from issuer.proofs.jose import instant_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate


def check_claims(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Refuse a token of the future; leave open one for an audience (RFC 7519, 4.1.3 and 4.1.6).

    Whoever is not among the audience must not accept it, and nobody told us who we are.
    """
    claims = {} if candidate.jwt is None else candidate.jwt.claims
    try:
        is_early = "iat" in claims and instant_of(claims["iat"]) > lookups.now + SKEW
    except InvalidProofError as error:
        return (_finding(error.code, Outcome.INVALID, error.detail),)
    if is_early:
        sentence = "The token says that it was made in the future."
        return (_finding("proof_date", Outcome.INVALID, sentence),)
    if "aud" in claims:
        sentence = "The token was made for an audience that it names; whether that is you is open."
        return (_finding("audience_open", Outcome.INDETERMINATE, sentence),)
    return ()


def _finding(code: str, outcome: Outcome, sentence: str) -> Finding:
    return Finding(check="proof", code=code, outcome=outcome, title="Signature", sentence=sentence)
