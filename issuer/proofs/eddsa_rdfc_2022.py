"""The cryptosuite eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, section 3.2), by steps.

It covers transformation, hashing, proof configuration and serialization. Which proofs count and
whose key is asked for is said in `verifying`; a second suite would be a second file like this one.
"""

import hashlib

from issuer.documents import Document
from issuer.errors import MalformedError
from issuer.proofs.canonical import canonical_form, require_agreement
from issuer.proofs.ed25519 import SIGNATURE_BYTES, verify_signature
from issuer.proofs.jsonld import to_quads
from issuer.proofs.multikey import base58_decode, base58_encode
from issuer.proofs.strictness import Strictness

CRYPTOSUITE = "eddsa-rdfc-2022"
PROOF_TYPE = "DataIntegrityProof"


def transform(unsecured_document: Document, strictness: Strictness) -> bytes:
    """Return the canonical N-Quads of a document without its proof (3.2.3).

    Raises:
        MalformedError: the document would not be signed as a whole; see `jsonld.to_quads`.
    """
    return _canonical(unsecured_document, strictness)


def configure_proof(
    proof_options: Document, unsecured_document: Document, strictness: Strictness
) -> bytes:
    """Return the canonical proof configuration, under the document's own contexts (3.2.5).

    The contexts are not stored in the proof.

    Raises:
        MalformedError: another type or suite (code `suite`), or options without meaning.
    """
    suite = (proof_options.get("type"), proof_options.get("cryptosuite"))
    if suite != (PROOF_TYPE, CRYPTOSUITE):
        raise MalformedError(f"This suite makes {CRYPTOSUITE} proofs only", code="suite")
    options = {name: value for name, value in proof_options.items() if name != "proofValue"}
    return _canonical({**options, "@context": unsecured_document["@context"]}, strictness)


def hash_data(canonical_config: bytes, canonical_document: bytes) -> bytes:
    """Return 64 bytes: SHA-256 of the proof configuration, then of the document (3.2.4)."""
    return hashlib.sha256(canonical_config).digest() + hashlib.sha256(canonical_document).digest()


def serialize_proof(signature: bytes) -> str:
    """Return the `proofValue` of a signature: `z` and base58btc of its 64 bytes (3.2.1, 3.2.6)."""
    if len(signature) != SIGNATURE_BYTES:
        raise MalformedError("An Ed25519 signature has 64 bytes", code="signature")
    return "z" + base58_encode(signature)


def read_proof_value(proof_value: str) -> bytes:
    """Return the 64 signature bytes of a `proofValue` (DI-2).

    Raises:
        MalformedError: another base or length, code `signature`.
    """
    signature = base58_decode(proof_value[1:]) if proof_value.startswith("z") else b""
    if len(signature) != SIGNATURE_BYTES:
        raise MalformedError("Write proofValue as z and base58btc of 64 bytes", code="signature")
    return signature


def verify(public_key: bytes, proof_value: str, hashed: bytes) -> None:
    """Raise unless the proof value is this key's signature over the hash data (3.2.7).

    Raises:
        InvalidProofError: code `proof`, or `weak_key`.
    """
    verify_signature(public_key, read_proof_value(proof_value), hashed)


def _canonical(document: Document, strictness: Strictness) -> bytes:
    quads = to_quads(document, strictness)
    canonical = canonical_form(quads)
    if strictness.signing:
        require_agreement(quads, canonical)
    return canonical
