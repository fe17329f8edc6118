"""Securing credentials: JSON-LD, canonicalization, cryptosuites, keys and controller documents.

Nothing here looks anything up, reads a clock or keeps a key. Order of use when issuing:
`prepare`, `rehearse`, `sign`, then `verify_proof` with the method as published. Credentials as
tokens are in `proofs.jose`.
"""

from issuer.proofs.canonicalizing import (
    Canonicalize,
    Remembering,
    canonicalize_confined,
    canonicalize_document,
    is_ordinary,
)
from issuer.proofs.did import (
    MAX_METHODS,
    PublishedMethod,
    VerificationMethod,
    did_document,
    did_key_method,
    did_web_to_url,
    method_id,
    url_to_did_web,
)
from issuer.proofs.ed25519 import verify_signature
from issuer.proofs.key_types import KeyType
from issuer.proofs.methods import find_method
from issuer.proofs.multikey import (
    base58_encode,
    decode_public_key,
    did_key,
    encode_public_key,
    read_did_key,
    require_strong,
)
from issuer.proofs.plain import sign_plain, verify_plain
from issuer.proofs.proof import MAX_PROOFS
from issuer.proofs.raw import verify_raw
from issuer.proofs.signing import (
    PreparedCredential,
    SignedCredential,
    Signer,
    prepare,
    prepare_generic,
    proof_options,
    rehearse,
    sign,
)
from issuer.proofs.strictness import Strictness
from issuer.proofs.suite import Suite
from issuer.proofs.suites import JCS, RDFC
from issuer.proofs.verifying import (
    SKEW,
    issuer_id,
    proof_method_ids,
    require_covered,
    require_issuer_binding,
    verify_proof,
    verify_proofs,
)

__all__ = [
    "JCS",
    "MAX_METHODS",
    "MAX_PROOFS",
    "RDFC",
    "SKEW",
    "Canonicalize",
    "KeyType",
    "PreparedCredential",
    "PublishedMethod",
    "Remembering",
    "SignedCredential",
    "Signer",
    "Strictness",
    "Suite",
    "VerificationMethod",
    "base58_encode",
    "canonicalize_confined",
    "canonicalize_document",
    "decode_public_key",
    "did_document",
    "did_key",
    "did_key_method",
    "did_web_to_url",
    "encode_public_key",
    "find_method",
    "is_ordinary",
    "issuer_id",
    "method_id",
    "prepare",
    "prepare_generic",
    "proof_method_ids",
    "proof_options",
    "read_did_key",
    "rehearse",
    "require_covered",
    "require_issuer_binding",
    "require_strong",
    "sign",
    "sign_plain",
    "url_to_did_web",
    "verify_plain",
    "verify_proof",
    "verify_proofs",
    "verify_raw",
    "verify_signature",
]
