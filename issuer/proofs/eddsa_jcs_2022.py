"""The cryptosuite eddsa-jcs-2022 (Data Integrity EdDSA Cryptosuites 1.0, section 3.3).

For generic credentials: badges are issued with `eddsa_rdfc_2022` alone (JCS-2).
"""

from issuer.proofs.ed25519 import verify_typed
from issuer.proofs.key_types import KeyType
from issuer.proofs.suite import JcsSuite

SUITE = JcsSuite(
    cryptosuite="eddsa-jcs-2022",
    key_types=frozenset({KeyType.ED25519}),
    verify_signature=verify_typed,
)
