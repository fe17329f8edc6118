"""The table of cryptosuites: a suite that is not here is not refused but cannot be checked."""

from issuer.documents import Json
from issuer.proofs import (
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from issuer.proofs.suite import Suite

RDFC = eddsa_rdfc_2022.SUITE
JCS = eddsa_jcs_2022.SUITE
#: The suites that we verify.
SUITES = (RDFC, JCS, ecdsa_rdfc_2019.SUITE, ed25519_signature_2020.SUITE)
#: The suites that we sign with; badges with the first alone.
SIGNING_SUITES = (RDFC, JCS)


def suite_of(proof_type: Json, cryptosuite: Json) -> Suite | None:
    """Return the suite of this proof type and name, if we know it."""
    for suite in SUITES:
        if (proof_type, cryptosuite) == (suite.proof_type, suite.cryptosuite):
            return suite
    return None
