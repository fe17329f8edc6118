"""The words that badges are written in: pinned JSON-LD contexts and JSON Schemas.

Contexts come from installed packages and are checked by digest when this package is imported;
shapes are our own files. Nothing here opens a socket, signs or decides.
"""

from issuer.vocab.contexts import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXAMPLES_V2,
    ISSUING_CONTEXTS,
    OPEN_BADGES,
    OPEN_BADGES_EXTENSIONS,
    UNDEFINED_TERMS_V2,
    UNSUPPORTED_CONTEXT,
    VERIFYING_CONTEXTS,
    all_contexts,
    context_for,
    held_bytes,
    not_supported,
    open_context,
)
from issuer.vocab.files import schema_bytes, schema_names
from issuer.vocab.foreign_schemas import require_foreign_schema
from issuer.vocab.shapes import Shape, require_schema, require_shape

__all__ = [
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "EXAMPLES_V2",
    "ISSUING_CONTEXTS",
    "OPEN_BADGES",
    "OPEN_BADGES_EXTENSIONS",
    "UNDEFINED_TERMS_V2",
    "UNSUPPORTED_CONTEXT",
    "VERIFYING_CONTEXTS",
    "Shape",
    "all_contexts",
    "context_for",
    "held_bytes",
    "not_supported",
    "open_context",
    "require_foreign_schema",
    "require_schema",
    "require_shape",
    "schema_bytes",
    "schema_names",
]
