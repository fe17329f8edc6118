"""Credentials and presentations of any kind, as the VC-API asks about them (VCALM; API-3, API-4).

The same proofs, keys, statuses and dates as for badges; what a badge must be on top of that is
asked only of badges. Nothing here knows HTTP.
"""

from issuer.verification.generic.challenges import Challenges
from issuer.verification.generic.credentials import (
    in_generic_profile,
    verify_any,
)
from issuer.verification.generic.model import (
    Answerable,
    GenericReport,
    PresentationReport,
    StatusResult,
)
from issuer.verification.generic.presentations import verify_presentation
from issuer.verification.occasion import Expected

__all__ = [
    "Answerable",
    "Challenges",
    "Expected",
    "GenericReport",
    "PresentationReport",
    "StatusResult",
    "in_generic_profile",
    "verify_any",
    "verify_presentation",
]
