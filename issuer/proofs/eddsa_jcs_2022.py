"""The cryptosuite eddsa-jcs-2022 (Data Integrity EdDSA Cryptosuites 1.0, section 3.3).

For generic credentials: badges are issued with `eddsa_rdfc_2022` alone (JCS-2).
"""

from issuer.proofs import ed25519
from issuer.proofs.key_types import KeyType
from issuer.proofs.suite import JcsSuite

SUITE = JcsSuite(
    cryptosuite="eddsa-jcs-2022",
    key_types=frozenset({KeyType.ED25519}),
    verify_signature=ed25519.verify_typed,
)
