"""All tables of the database, by the room that owns them; Core tables, no mapped classes."""

from issuer.records.tables import (
    accounts,
    assessment,
    audit,
    branding,
    clients,
    cohorts,
    facts,
    federation,
    issuance,
    letters,
    pacing,
    privacy,
    reporting,
    sealing,
    storage,
    two_people,
    weekly,
)
from issuer.records.tables.metadata import Instant, metadata

__all__ = [
    "Instant",
    "accounts",
    "assessment",
    "audit",
    "branding",
    "clients",
    "cohorts",
    "facts",
    "federation",
    "issuance",
    "letters",
    "metadata",
    "pacing",
    "privacy",
    "reporting",
    "sealing",
    "storage",
    "two_people",
    "weekly",
]
