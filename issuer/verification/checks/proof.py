"""Does every proof hold, by a key that its controller publishes for this purpose?"""

from collections.abc import Mapping

from issuer import proofs
from issuer.errors import (
    ComplexityError,
    InvalidProofError,
    IssuerError,
    MalformedError,
    UnavailableError,
)
from issuer.proofs import PublishedMethod, VerificationMethod, jose
from issuer.verification.checks.stolen_key import stolen_key
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate
from issuer.verification.token_keys import method_of

_CHECK = "proof"
_TITLE = "Signature"
#: Refused for want of knowledge: of the suite, not of the signature (DI-6).
_OPEN = frozenset({"suite"})


def check_proof(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check all proofs with the keys that are published for them (OB-46, step 2; DI-3 to DI-8)."""
    try:
        _require_proven(candidate, lookups)
    except UnavailableError as error:
        return (_unknown(error),)
    except InvalidProofError as error:
        stolen = stolen_key(candidate, lookups)
        if stolen is not None:
            return (stolen,)
        return (_unknown(error) if error.code in _OPEN else _refusal(error),)
    except ComplexityError as error:
        return (_unknown(error),)
    except MalformedError as error:
        return (_refusal(error),)
    return (
        Finding(
            check=_CHECK,
            code="proof",
            outcome=Outcome.VALID,
            title=_TITLE,
            sentence="The signature holds: not one letter was changed since it was signed.",
        ),
    )


def refused_token(error: InvalidProofError) -> Finding:
    """Return the finding about a token that was refused before its key was looked for."""
    return _refusal(error)


def signers_of(candidate: Candidate, lookups: Lookups) -> tuple[PublishedMethod, ...]:
    """Return the published method of the token and of each proof.

    Raises:
        InvalidProofError: the proofs cannot be read, or a method is not published for assertions.
        MalformedError: a controller document, or a did:key, that cannot be read.
        UnavailableError: a controller document that could not be retrieved.
    """
    signers: list[PublishedMethod] = []
    if candidate.jwt is not None:
        signers.append(method_of(candidate.jwt, candidate.issuer_id, lookups))
    if _has_proofs(candidate):
        signers.extend(_methods_of(candidate, lookups).values())
    return tuple(signers)


def _require_proven(candidate: Candidate, lookups: Lookups) -> None:
    """Verify the token, and the proofs inside it too: a bad one beside a good one is refused."""
    if candidate.jwt is not None:
        jose.verify_jwt(candidate.jwt, method_of(candidate.jwt, candidate.issuer_id, lookups))
    if _has_proofs(candidate):
        methods = _methods_of(candidate, lookups)
        proofs.verify_proofs(
            candidate.document, methods, now=lookups.now, canonicalize=lookups.canonicalize
        )


def _has_proofs(candidate: Candidate) -> bool:
    return candidate.jwt is None or "proof" in candidate.document


def _methods_of(candidate: Candidate, lookups: Lookups) -> Mapping[str, VerificationMethod]:
    methods = {}
    for wanted in proofs.proof_method_ids(candidate.document):
        controller, _, _ = wanted.partition("#")
        document = lookups.controller_document(controller)
        methods[wanted] = proofs.find_method(document, wanted)
    return methods


def _refusal(error: IssuerError) -> Finding:
    return Finding(
        check=_CHECK,
        code=error.code,
        outcome=Outcome.INVALID,
        title=_TITLE,
        sentence=f"The signature does not hold: {error.detail.rstrip('.')}.",
        pointer=error.pointer,
    )


def _unknown(error: IssuerError) -> Finding:
    """Say that the key or the suite is out of reach; a code of our own unless it says more."""
    code = "key_unreachable" if error.code == UnavailableError.default_code else error.code
    return Finding(
        check=_CHECK,
        code=code,
        outcome=Outcome.INDETERMINATE,
        title=_TITLE,
        sentence=f"The signature could not be checked: {error.detail.rstrip('.')}.",
        pointer=error.pointer,
    )
