"""The cryptosuite eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, section 3.2)."""

from issuer.proofs import ed25519
from issuer.proofs.key_types import KeyType
from issuer.proofs.suite import Suite

SUITE = Suite(
    cryptosuite="eddsa-rdfc-2022",
    key_types=frozenset({KeyType.ED25519}),
    verify_signature=ed25519.verify_typed,
)
