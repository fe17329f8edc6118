"""Does every proof of a document hold (Data Integrity 1.0, 4.4; DI-3 to DI-8)?

The keys come in as arguments: nothing is looked up, no clock is read.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from issuer.documents import Document
from issuer.errors import InvalidProofError
from issuer.proofs.canonicalizing import Canonicalize, Remembering, canonicalize_document
from issuer.proofs.did import PublishedMethod, VerificationMethod
from issuer.proofs.key_types import KEY_FORMS
from issuer.proofs.proof import Proof, read_proofs
from issuer.proofs.strictness import VERIFYING, Strictness

#: Clocks of two honest parties may differ by this much.
SKEW = timedelta(seconds=300)


def proof_method_ids(document: Document) -> tuple[str, ...]:
    """Return the ids of the methods whose keys are needed, each once.

    Raises:
        InvalidProofError: the proofs cannot be read; see `read_proofs`.
    """
    return tuple(dict.fromkeys(proof.verification_method for proof in read_proofs(document)))


def verify_proof(
    document: Document,
    method: VerificationMethod,
    *,
    purpose: str = "assertionMethod",
    now: datetime | None = None,
    strictness: Strictness = VERIFYING,
) -> None:
    """Raise unless every proof of the document is by this method; see `verify_proofs`."""
    verify_proofs(document, {method.id: method}, purpose=purpose, now=now, strictness=strictness)


def verify_proofs(  # what a caller may fix has a default
    document: Document,
    methods: Mapping[str, VerificationMethod],
    *,
    purpose: str = "assertionMethod",
    now: datetime | None = None,
    strictness: Strictness = VERIFYING,
    canonicalize: Canonicalize = canonicalize_document,
) -> None:
    """Raise unless every proof of a supported suite holds, and there is one (DI-6).

    Without `now` only the dates within the document and its keys are compared. Who the method
    belongs to is asked by `require_issuer_binding`.

    Raises:
        InvalidProofError: `proof` (the signature does not fit), `proof_missing`, `proof_count`,
            `proof_shape`, `proof_context`, `proof_date`, `proof_chain`, `purpose`, `vm_unknown`,
            `key_type`, `weak_key`, or `suite`: no proof that could be checked.
        ComplexityError: it would take too long to find out.
        MalformedError: the document has parts that no proof can cover; see `jsonld.to_quads`.
    """
    proofs = read_proofs(document)
    once = Remembering(canonicalize)
    if any(proof.secured.get("@context") != document.get("@context") for proof in proofs):
        # Contexts beyond those that were signed must not change what the reader sees.
        require_covered(document, strictness=strictness, canonicalize=once)
    for proof in proofs:
        method = _method_of(proof, methods, purpose)
        _require_dates(proof, method, now)
        proof.suite.require_key_type(method.key_type)
        hashed = _hashed(proof, proofs, method, strictness, once)
        proof.suite.verify(method.public_key, proof.proof_value, hashed, key_type=method.key_type)


def require_covered(
    document: Document,
    *,
    strictness: Strictness = VERIFYING,
    canonicalize: Canonicalize = canonicalize_document,
) -> None:
    """Raise unless a proof would cover every word of the document; its proofs are not looked at.

    Raises:
        ComplexityError: it would take too long to find out.
        MalformedError: what JSON-LD would drop or reinterpret; see `jsonld.to_quads`.
    """
    canonicalize(without_proof(document), strictness)


def require_issuer_binding(document: Document, method: PublishedMethod) -> None:
    """Raise unless the key's controller is the issuer of the credential (DI-5, OB-33).

    Raises:
        InvalidProofError: another party's key, code `issuer_vm_mismatch`.
    """
    controller, _, _ = method.id.partition("#")
    if not controller == method.controller == issuer_id(document):
        raise InvalidProofError(
            "The key belongs to another party than the issuer", code="issuer_vm_mismatch"
        )


def issuer_id(document: Document) -> str:
    """Return the id of the issuer, written as text or as an object.

    Raises:
        InvalidProofError: there is none, code `issuer_vm_mismatch`.
    """
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(found, str):
        raise InvalidProofError(
            "The issuer has no id", code="issuer_vm_mismatch", pointer="/issuer"
        )
    return found


def without_proof(document: Document) -> Document:
    """Return the document that a proof covers."""
    return {name: value for name, value in document.items() if name != "proof"}


def _method_of(
    proof: Proof, methods: Mapping[str, VerificationMethod], purpose: str
) -> VerificationMethod:
    if proof.purpose != purpose:
        raise InvalidProofError(
            f"This proof was not made for the purpose {purpose}",
            code="purpose",
            pointer=f"{proof.pointer}/proofPurpose",
        )
    method = methods.get(proof.verification_method)
    if method is None or method.id != proof.verification_method:
        raise InvalidProofError(
            "This proof names a key that was not found",
            code="vm_unknown",
            pointer=f"{proof.pointer}/verificationMethod",
        )
    return method


def _require_dates(proof: Proof, method: VerificationMethod, now: datetime | None) -> None:
    """Compare when the proof was made with its own end, the key's end and the present."""
    ends = [end for end in (method.expires, method.revoked) if end is not None]
    # A proof without a date may have been made after the key's end, so it does not hold.
    late = bool(ends) and (proof.created is None or proof.created > min(ends))
    if proof.created is not None and proof.expires is not None:
        late = late or proof.expires < proof.created
    if now is not None:
        late = late or (proof.created is not None and proof.created > now + SKEW)
        late = late or (proof.expires is not None and proof.expires + SKEW < now)
    if late:
        raise InvalidProofError(
            "The proof lies outside its own time or that of its key",
            code="proof_date",
            pointer=proof.pointer,
        )


def _hashed(
    proof: Proof,
    proofs: tuple[Proof, ...],
    method: VerificationMethod,
    strictness: Strictness,
    canonicalize: Canonicalize,
) -> bytes:
    """Return what the key has signed, if the proof holds."""
    digest = KEY_FORMS[method.key_type].digest
    secured = proof.secured
    covered = {**secured, "proof": _previous_proofs(proof, proofs)} if proof.previous else secured
    canonical = proof.suite.transform(covered, strictness, digest=digest, canonicalize=canonicalize)
    config = proof.suite.configure_proof(
        proof.options, secured, strictness, digest=digest, canonicalize=canonicalize
    )
    return proof.suite.hash_data(config, canonical, digest=digest)


def _previous_proofs(proof: Proof, proofs: tuple[Proof, ...]) -> list[Document]:
    """Return the proofs that a chained proof also covers (DI-7).

    They are verified like all others by the same call, so only presence and cycles are asked.
    """
    ids = [other.id for other in proofs if other.id is not None]
    by_id = {other.id: other for other in proofs if ids.count(str(other.id)) == 1}
    waiting, reached = list(proof.previous), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in by_id or by_id[name] is proof:
            raise InvalidProofError(
                "previousProof names a proof that is missing, or goes in a circle",
                code="proof_chain",
                pointer=f"{proof.pointer}/previousProof",
            )
        if name not in reached:
            reached.add(name)
            waiting.extend(by_id[name].previous)
    return [proof.suite.read_options(by_id[name].options) for name in proof.previous]
