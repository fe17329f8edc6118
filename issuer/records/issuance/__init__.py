"""The issuance ports in SQL: one class per port, each on one open transaction."""

from issuer.records.issuance.credentials import SqlCredentials
from issuer.records.issuance.endorsements import SqlEndorsements
from issuer.records.issuance.idempotency import SqlIdempotency
from issuer.records.issuance.keys import SqlKeys
from issuer.records.issuance.outbox import SqlOutbox
from issuer.records.issuance.status_lists import SqlStatusLists

__all__ = [
    "SqlCredentials",
    "SqlEndorsements",
    "SqlIdempotency",
    "SqlKeys",
    "SqlOutbox",
    "SqlStatusLists",
]
