"""The cryptosuite ecdsa-rdfc-2019 (Data Integrity ECDSA Cryptosuites 1.0, section 3.2).

For verifying: nothing is issued with it. The curve of the key decides every hash function, that
of canonicalization included: SHA-256 for P-256, SHA-384 for P-384.
"""

from issuer.proofs.ecdsa import verify_signature
from issuer.proofs.key_types import KeyType
from issuer.proofs.suite import Suite

SUITE = Suite(
    cryptosuite="ecdsa-rdfc-2019",
    key_types=frozenset({KeyType.P256, KeyType.P384}),
    verify_signature=verify_signature,
)
