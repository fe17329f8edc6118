"""The VC Data Model 2.0: what a credential and a presentation of any kind must look like.

Rules of JSON alone (DM-1 to DM-9, DM-12, DM-13). Whether every word has a meaning is asked in
`proofs.jsonld`, whether a proof holds in `proofs.verifying`; badges have stricter rules of their
own in `badges` and `vocab`.
"""

from issuer.proofs.vcdm.credential import require_credential
from issuer.proofs.vcdm.presentation import (
    ENVELOPE,
    credentials_in,
    holder_of,
    is_envelope,
    require_envelope,
    require_older_presentation,
    require_presentation,
)
from issuer.proofs.vcdm.related import require_related, unheld_resources

__all__ = [
    "ENVELOPE",
    "credentials_in",
    "holder_of",
    "is_envelope",
    "require_credential",
    "require_envelope",
    "require_older_presentation",
    "require_presentation",
    "require_related",
    "unheld_resources",
]
