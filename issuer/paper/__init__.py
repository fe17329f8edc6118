"""Sheets of paper as tagged PDF: plain values in, bytes out, the same bytes for the same values.

There is no markup in the texts, so nothing that a stranger wrote can become any. Not for deciding
what a sheet says.
"""

from issuer.paper.attached import looks_like_pdf, read_attachment
from issuer.paper.certificate import PAPERS, render_certificate
from issuer.paper.fonts import can_show
from issuer.paper.model import (
    Answer,
    Attachment,
    Certificate,
    Code,
    Face,
    Facts,
    Heading,
    Item,
    Items,
    Sheet,
    Text,
    Tone,
)
from issuer.paper.rendering import MAX_PAGES, render_pdf

__all__ = [
    "MAX_PAGES",
    "PAPERS",
    "Answer",
    "Attachment",
    "Certificate",
    "Code",
    "Face",
    "Facts",
    "Heading",
    "Item",
    "Items",
    "Sheet",
    "Text",
    "Tone",
    "can_show",
    "looks_like_pdf",
    "read_attachment",
    "render_certificate",
    "render_pdf",
]
