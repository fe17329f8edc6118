"""The older suite Ed25519Signature2020, a proof type by itself (OB-40).

For verifying: nothing is issued with it. It hashes as eddsa-rdfc-2022 does. Its canonical form was
then called URDNA2015; RDFC-1.0 differs from that in the escapes of control characters only.
"""

from issuer.proofs.ed25519 import verify_typed
from issuer.proofs.key_types import KeyType
from issuer.proofs.suite import Suite

SUITE = Suite(
    proof_type="Ed25519Signature2020",
    cryptosuite=None,
    key_types=frozenset({KeyType.ED25519}),
    verify_signature=verify_typed,
)
