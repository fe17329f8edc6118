"""A file inside a PDF (ISO 32000-2, 7.11.4): listed by readers, saved from them byte for byte."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from issuer.paper.model import Attachment


def attach(attachment: Attachment, made_at: datetime, document: Any) -> None:
    """Add one file to a document that has no other."""
    digest = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    when = PDFString(pdf_date(made_at))
    parameters = {
        "Size": len(attachment.data),
        "CreationDate": when,
        "ModDate": when,
        "CheckSum": f"<{digest}>",
    }
    file = PDFStream(
        dictionary=PDFDictionary(
            {
                "Type": PDFName("EmbeddedFile"),
                "Subtype": PDFName(attachment.media_type.replace("/", "#")).replace("#23", "#2F"),
                "Params": PDFDictionary(parameters),
            }
        ),
        content=attachment.data,
        filters=[PDFZCompress],
    )
    name = PDFString(attachment.name)
    embedded = document.Reference(file)
    entry = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": name,
                "UF": name,
                "Desc": PDFString(attachment.description),
                "AFRelationship": PDFName("Source"),
                "EF": PDFDictionary({"F": embedded, "UF": embedded}),
            }
        )
    )
    catalog = document.Catalog
    names = PDFDictionary({"Names": PDFArray([name, entry])})
    catalog.Names = PDFDictionary({"EmbeddedFiles": names})


def pdf_date(instant: datetime) -> str:
    """Write a time as PDF does (7.9.4), in UTC."""
    return f"{instant.astimezone(UTC):D:%Y%m%d%H%M%SZ}"
