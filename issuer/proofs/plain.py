"""Signed JSON that is no JSON-LD, by the steps of eddsa-jcs-2022 (3.3), which asks for no context.

For documents of our own such as receipts. Never for credentials: what has a `@context`, or calls
itself verifiable, is refused, so that a key of badges signs no badge by this way.
"""

from issuer.documents import Document, canonical_bytes, read_document, write_document
from issuer.errors import InvalidProofError, ShapeError
from issuer.proofs.did import VerificationMethod
from issuer.proofs.eddsa_jcs_2022 import SUITE
from issuer.proofs.signing import SignedCredential, Signer

_OPTIONS = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"})


def sign_plain(document: Document, options: Document, signer: Signer) -> SignedCredential:
    """Sign a JSON document; `options` are those of `proof_options` with this suite.

    Raises:
        ShapeError: it is signed already, or would be read as a credential.
        InvalidProofError: the signer is of another method, code `vm_unknown`.
    """
    _require_plain(document)
    if signer.method_id != options["verificationMethod"]:
        raise InvalidProofError("The signer is of another method", code="vm_unknown")
    hashed = _hash_data(document, options)
    value = SUITE.serialize_proof(signer.sign(hashed))
    SUITE.verify(signer.public_key, value, hashed)
    signed = {**document, "proof": {**options, "proofValue": value}}
    data = write_document(signed)
    return SignedCredential(document=read_document(data, max_bytes=len(data)), data=data)


def verify_plain(document: Document, method: VerificationMethod) -> None:
    """Raise unless the one proof of a plain JSON document is by this method.

    Raises:
        InvalidProofError: `proof_missing`, `proof_shape`, `vm_unknown` or `proof`.
        ShapeError: it would be read as a credential.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise InvalidProofError("It is not signed", code="proof_missing")
    value, options = proof.get("proofValue"), {k: v for k, v in proof.items() if k != "proofValue"}
    if not isinstance(value, str) or frozenset(options) != _OPTIONS:
        raise InvalidProofError("Its proof is not one of ours", code="proof_shape")
    wanted = (SUITE.proof_type, SUITE.cryptosuite, "assertionMethod")
    named = (options["type"], options["cryptosuite"], options["proofPurpose"])
    if named != wanted or options["verificationMethod"] != method.id:
        raise InvalidProofError("It is signed in another way or by another key", code="vm_unknown")
    bare = {name: member for name, member in document.items() if name != "proof"}
    _require_plain(bare)
    SUITE.verify(method.public_key, value, _hash_data(bare, options))


def _hash_data(document: Document, options: Document) -> bytes:
    return SUITE.hash_data(canonical_bytes(options), canonical_bytes(document))


def _require_plain(document: Document) -> None:
    types = document.get("type")
    named = [types] if isinstance(types, str) else types
    is_plain = isinstance(named, list) and not any("Verifiable" in str(each) for each in named)
    if "@context" in document or "proof" in document or not is_plain:
        raise ShapeError("Only plain, unsigned documents with a type are signed like this")
