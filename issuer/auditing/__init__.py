"""The audit log in use: checkpoints, proofs, checks and bundles (reliability.md 4.7)."""

from issuer.auditing.bundling import bundle_of
from issuer.auditing.checking import check_log
from issuer.auditing.faults import Fault, LogReport
from issuer.auditing.genuine import check_genuine, prove_genuine
from issuer.auditing.keeping import checkpoint, keep, log_key, sequence
from issuer.auditing.model import Entry, StoredCheckpoint, Wanted
from issuer.auditing.ports import Services
from issuer.auditing.proving import (
    EntryProof,
    GrowthProof,
    credential_entry,
    credential_proof,
    growth_proof,
    newest_checkpoint,
    public_key,
)
from issuer.auditing.replaying import Check, replay
from issuer.auditing.searching import EntryPage, check_now, list_log_badges, search_log
from issuer.auditing.witnesses import Witness

__all__ = [
    "Check",
    "Entry",
    "EntryPage",
    "EntryProof",
    "Fault",
    "GrowthProof",
    "LogReport",
    "Services",
    "StoredCheckpoint",
    "Wanted",
    "Witness",
    "bundle_of",
    "check_genuine",
    "check_log",
    "check_now",
    "checkpoint",
    "credential_entry",
    "credential_proof",
    "growth_proof",
    "keep",
    "list_log_badges",
    "log_key",
    "newest_checkpoint",
    "prove_genuine",
    "public_key",
    "replay",
    "search_log",
    "sequence",
]
