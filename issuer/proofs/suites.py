"""The table of cryptosuites: a suite that is not here is not refused but cannot be checked."""

from issuer.documents import Json
from issuer.proofs.ecdsa_rdfc_2019 import SUITE as ECDSA
from issuer.proofs.ed25519_signature_2020 import SUITE as ED25519_2020
from issuer.proofs.eddsa_jcs_2022 import SUITE as JCS
from issuer.proofs.eddsa_rdfc_2022 import SUITE as RDFC
from issuer.proofs.suite import Suite

__all__ = ["ECDSA", "ED25519_2020", "JCS", "RDFC", "SIGNING_SUITES", "SUITES", "suite_of"]

#: The suites that we verify.
SUITES = (RDFC, JCS, ECDSA, ED25519_2020)
#: The suites that we sign with; badges with the first alone.
SIGNING_SUITES = (RDFC, JCS)


def suite_of(proof_type: Json, cryptosuite: Json) -> Suite | None:
    """Return the suite of this proof type and name, if we know it."""
    for suite in SUITES:
        if (proof_type, cryptosuite) == (suite.proof_type, suite.cryptosuite):
            return suite
    return None
