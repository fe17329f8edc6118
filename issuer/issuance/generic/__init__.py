"""Credentials of any kind, signed as they are sent: for interoperability suites alone (API-11).

Nothing here passed an assessment, so nothing here belongs to a school: another key, made for one
run, and no database. `issuer serve --conformance` is the only way to it (ADR 25). Badges are
issued by `issuance.issuing`.
"""

from issuer.issuance.generic.issuing import issue_generic
from issuer.issuance.generic.keeping import KeptInMemory
from issuer.issuance.generic.model import (
    ENDPOINTS,
    Endpoint,
    GenericRecord,
    IssueGeneric,
    MarkGeneric,
    Services,
)
from issuer.issuance.generic.standing import (
    delete_generic,
    generic_status_list,
    mark_generic,
    show_generic,
)

__all__ = [
    "ENDPOINTS",
    "Endpoint",
    "GenericRecord",
    "IssueGeneric",
    "KeptInMemory",
    "MarkGeneric",
    "Services",
    "delete_generic",
    "generic_status_list",
    "issue_generic",
    "mark_generic",
    "show_generic",
]
