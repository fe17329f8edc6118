"""How much a request may bring (reliability.md section 4.2); the app sets the same on Flask."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

#: Most bodies are a few words about a submission.
MAX_JSON_BODY = 64 * KIB
#: A criteria document of 200 nodes with family texts, or a credential.
MAX_DOCUMENT_BODY = 256 * KIB
#: Largest part of a form that is not a file.
MAX_FORM_MEMORY = 500_000
MAX_FORM_PARTS = 20
#: What a multipart envelope may add to the file inside it.
FORM_ALLOWANCE = 16 * KIB
#: A path and query longer than this is nobody's address of ours.
MAX_URL = 4 * KIB

PAGE_DEFAULT = 50
PAGE_MAX = 100
#: Baked pictures kept in memory, by content.
MAX_PICTURES = 128

#: Visible ASCII, as reliability.md section 2.6 asks.
MAX_IDEMPOTENCY_KEY = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits that an operator may set, in bytes."""

    max_evidence: int = 25 * MIB
    max_image: int = 4 * MIB

    @property
    def largest_body(self) -> int:
        """Return the most bytes that any route accepts."""
        return max(self.max_evidence + FORM_ALLOWANCE, self.max_image, MAX_DOCUMENT_BODY)
