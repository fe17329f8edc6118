"""The VC-API (VCALM 0.9, an unstable draft) under `/vc`: verify, present, read, revoke.

Its shapes and problem types are in `shapes` alone. `conformance` serves the generic issuing
profile, in a process of its own.
"""

from issuer.api.vcapi.conformance import (
    CONFORMANCE_ROUTES,
    ConformanceServices,
    conformance_blueprint,
)
from issuer.api.vcapi.routes import VC_ROUTES

__all__ = [
    "CONFORMANCE_ROUTES",
    "VC_ROUTES",
    "ConformanceServices",
    "conformance_blueprint",
]
