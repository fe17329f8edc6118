"""The audit log as values: events (education.md 4.3), and RFC 6962 over them; not its storage."""

from issuer.audit.checkpoint import (
    Checkpoint,
    open_checkpoint,
    read_checkpoint,
    sign_checkpoint,
    split_notes,
)
from issuer.audit.event import Event
from issuer.audit.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    Node,
    Nodes,
    grow,
    leaf_hash,
    node_hash,
    range_root,
    root,
)
from issuer.audit.notes import NoteKey, open_note, read_note_key, sign_note
from issuer.audit.proofs import (
    consistency_proof,
    inclusion_proof,
    require_consistent,
    require_included,
)
from issuer.audit.record import (
    FORGOTTEN,
    SALT_BYTES,
    Salts,
    differences,
    instant_text,
    read_record,
    record_of,
    tag,
)

__all__ = [
    "EMPTY_ROOT",
    "FORGOTTEN",
    "HASH_BYTES",
    "SALT_BYTES",
    "Checkpoint",
    "Event",
    "Node",
    "Nodes",
    "NoteKey",
    "Salts",
    "consistency_proof",
    "differences",
    "grow",
    "inclusion_proof",
    "instant_text",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "range_root",
    "read_checkpoint",
    "read_note_key",
    "read_record",
    "record_of",
    "require_consistent",
    "require_included",
    "root",
    "sign_checkpoint",
    "sign_note",
    "split_notes",
    "tag",
]
