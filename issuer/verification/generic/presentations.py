"""A presentation: its own proof, by its holder, for this challenge and domain; then its contents.

wallets.md section 5.5; Data Integrity 1.0, 4.4 (DI-3, DI-4); VC Data Model 2.0 (DM-12, DM-13).
"""

from collections.abc import Callable
from dataclasses import dataclass

from issuer import proofs
from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, IssuerError, MalformedError, UnavailableError
from issuer.proofs import VerificationMethod, vcdm
from issuer.proofs.proof import Proof, read_proofs
from issuer.verification.findings import Finding, Outcome
from issuer.verification.generic.credentials import (
    check_form,
    good,
    refusal,
    verify_with,
)
from issuer.verification.generic.model import GenericReport, PresentationReport
from issuer.verification.lookups import Lookups
from issuer.verification.ports import Services
from issuer.verification.reading import Candidate

_PURPOSE = "authentication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the verifier asked for; None is not asked (API-10)."""

    challenge: str | None = None
    domain: frozenset[str] | None = None


def verify_presentation(
    document: Document,
    expected: Expected,
    services: Services,
    spend: Callable[[str], bool],
) -> PresentationReport:
    """Verify a presentation and every credential inside, all within the same few lookups.

    `spend` uses a challenge up and says whether it still counted; it is asked only about a
    challenge that a good proof has answered.
    """
    lookups = Lookups(services)
    try:
        vcdm.require_presentation(document)
        proofs.require_covered(document, canonicalize=lookups.canonicalize)
    except MalformedError as error:
        return PresentationReport(document=document, findings=(refusal("structure", error),))
    findings = (
        good("structure", "structure", "Form", "It has the form of a presentation."),
        _check_proof(document, expected, lookups, spend),
    )
    return PresentationReport(
        document=document,
        findings=findings,
        credentials=tuple(
            _verify_inside(each, vcdm.holder_of(document), lookups)
            for each in vcdm.credentials_in(document)
        ),
        holder=_holder(document),
    )


def _check_proof(
    document: Document,
    expected: Expected,
    lookups: Lookups,
    spend: Callable[[str], bool],
) -> Finding:
    try:
        _require_proven(document, expected, lookups)
        _require_fresh(expected.challenge, spend)
    except (InvalidProofError, MalformedError) as error:
        return refusal("proof", error)
    except UnavailableError as error:
        return Finding(
            check="proof",
            code=error.code,
            outcome=Outcome.INDETERMINATE,
            title="Proof",
            sentence=f"The proof could not be checked: {error.detail.rstrip('.')}.",
        )
    return good("proof", "proof", "Proof", "It was signed by its holder for this occasion.")


def _require_proven(document: Document, expected: Expected, lookups: Lookups) -> None:
    listed = read_proofs(document)
    for proof in listed:
        _require_occasion(proof, expected)
    methods = {proof.verification_method: _method_of(proof, document, lookups) for proof in listed}
    proofs.verify_proofs(
        document,
        methods,
        purpose=_PURPOSE,
        now=lookups.now,
        canonicalize=lookups.canonicalize,
    )


def _require_fresh(challenge: str | None, spend: Callable[[str], bool]) -> None:
    """Use the challenge up; a good proof must not count a second time."""
    if challenge is not None and not spend(challenge):
        raise InvalidProofError("This challenge was used or has lapsed", code="challenge")


def _require_occasion(proof: Proof, expected: Expected) -> None:
    """Compare challenge and domain, the domains as sets (DI-3)."""
    if expected.domain is not None and expected.domain != _as_set(proof.options.get("domain")):
        raise InvalidProofError(
            "The proof was made for another domain",
            code="domain",
            pointer=f"{proof.pointer}/domain",
        )
    if expected.challenge is not None and proof.options.get("challenge") != expected.challenge:
        raise InvalidProofError(
            "The proof answers another challenge",
            code="challenge",
            pointer=f"{proof.pointer}/challenge",
        )


def _method_of(proof: Proof, document: Document, lookups: Lookups) -> VerificationMethod:
    """Return the key of the holder that is published for authentication (DI-4)."""
    wanted = proof.verification_method
    controller, _, fragment = wanted.partition("#")
    holder = vcdm.holder_of(document)
    if holder is not None and holder != controller:
        raise InvalidProofError(
            "It was signed by another party than the holder that it names",
            code="issuer_vm_mismatch",
            pointer="/holder",
        )
    if controller.startswith("did:key:"):
        if not fragment:
            raise InvalidProofError("The method's id has no fragment", code="vm_url")
        return proofs.did_key_method(wanted)
    return proofs.find_method(lookups.controller_document(controller), wanted, _PURPOSE)


def _verify_inside(credential: Document, holder: str | None, lookups: Lookups) -> GenericReport:
    """Verify one credential; without a proof it is the holder's own word, or nothing (DM-13)."""
    candidate = Candidate(document=credential)
    is_own = candidate.issuer_id == holder
    if "proof" in credential or vcdm.is_envelope(credential) or not is_own:
        return verify_with(credential, lookups)
    return GenericReport(document=credential, findings=check_form(candidate, lookups))


def _holder(document: Document) -> str | None:
    """Return who presents: the holder it names, else the only controller of its proofs."""
    named = vcdm.holder_of(document)
    if named is not None:
        return named
    try:
        signers = {each.partition("#")[0] for each in proofs.proof_method_ids(document)}
    except IssuerError:
        return None
    return signers.pop() if len(signers) == 1 else None


def _as_set(value: Json) -> frozenset[str]:
    entries = value if isinstance(value, list) else [value]
    return frozenset(entry for entry in entries if isinstance(entry, str))
