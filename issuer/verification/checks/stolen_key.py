"""Does it claim the signature of a stolen key of ours? Then only our own records can vouch for it.

Whoever has the key can sign anything and date it as he likes, so the key vouches for nothing. What
we know that we signed is known by the digest of its bytes (reliability.md row 18).
"""

import hashlib
from collections.abc import Iterator

from issuer import proofs
from issuer.documents import write_document
from issuer.errors import IssuerError
from issuer.verification.findings import CopyStanding
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

_FINDINGS = {
    CopyStanding.UNKNOWN: (
        "key_compromised",
        Outcome.INVALID,
        "The key that signed it was stolen, and its issuer has no record of this badge.",
    ),
    CopyStanding.GENUINE: (
        "reissue_needed",
        Outcome.INDETERMINATE,
        "Its issuer signed it, but the key was stolen later. Ask the issuer for a new copy.",
    ),
    CopyStanding.REISSUED: (
        "reissued",
        Outcome.INDETERMINATE,
        "Its issuer signed it again after the key was stolen. Fetch the newer copy at its address.",
    ),
}


def stolen_key(candidate: Candidate, lookups: Lookups) -> Finding | None:
    """Say what its issuer, if that is us, knows of it; None if no stolen key of ours is named."""
    for key_id, sha256 in _claims(candidate):
        standing = lookups.copy_of(key_id, sha256)
        if standing is not None:
            return _finding(*_FINDINGS[standing])
    return None


def _claims(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """Yield each key that is named, with the digest under which its issuer keeps the bytes."""
    if candidate.jwt is not None:
        if candidate.jwt.header.kid is not None:
            yield candidate.jwt.header.kid, hashlib.sha256(candidate.jwt.token).hexdigest()
        return
    try:
        named = proofs.proof_method_ids(candidate.document)
        digest = hashlib.sha256(write_document(candidate.document)).hexdigest()
    except IssuerError:
        return
    for key_id in named:
        yield key_id, digest


def _finding(code: str, outcome: Outcome, sentence: str) -> Finding:
    return Finding(check="proof", code=code, outcome=outcome, title="Signature", sentence=sentence)
