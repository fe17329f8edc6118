"""Does every proof hold, by a key that its controller publishes for this purpose?"""

from collections.abc import Mapping

from issuer import proofs
from issuer.errors import InvalidProofError, IssuerError, MalformedError, UnavailableError
from issuer.proofs import VerificationMethod
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

_CHECK = "proof"
_TITLE = "Signature"
#: Refused for want of knowledge: of the suite, not of the signature (DI-6).
_OPEN = frozenset({"suite"})


def check_proof(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check all proofs with the keys that are published for them (OB-46, step 2; DI-3 to DI-8)."""
    try:
        methods = methods_of(candidate, lookups)
        proofs.verify_proofs(candidate.document, methods, now=lookups.now)
    except UnavailableError as error:
        return (_unknown(error),)
    except InvalidProofError as error:
        return (_unknown(error) if error.code in _OPEN else _refusal(error),)
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


def methods_of(candidate: Candidate, lookups: Lookups) -> Mapping[str, VerificationMethod]:
    """Return the published method of each proof, by its id.

    Raises:
        InvalidProofError: the proofs cannot be read, or a method is not published for assertions.
        MalformedError: a controller document, or a did:key, that cannot be read.
        UnavailableError: a controller document that could not be retrieved.
    """
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
