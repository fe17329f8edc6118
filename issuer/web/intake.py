"""What a visitor hands in to be checked: a file, a text or an address of this host. Keeps nothing.

Addresses of other hosts are not looked up: nobody can make this service knock on a door for him.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from issuer import documents, issuance
from issuer.errors import NotFoundError
from issuer.web.services import Services

#: As much as a baked picture may have (issuer.verification reads no more).
MAX_BYTES = 4 * 1024 * 1024
#: What the envelope of a form may add, file name and boundaries included.
_ENVELOPE = 64 * 1024
_PATH = re.compile(r"/(?:credentials|badges)/([1-9A-HJ-NP-Za-km-z]{16,64})(?:\.[a-z]{3,4})?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes to be checked, and what to call them."""

    data: bytes
    called: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why nothing can be checked, to be shown beside the field."""

    field: str
    sentence: str
    status: int = 400


def read_form(request: Request) -> Source | Fault:
    """Read the posted form: a chosen file, or a pasted text.

    Raises:
        RequestEntityTooLarge: more than any badge needs; nothing of it was read.
    """
    # Other routes of the same app take larger files, and a pasted text has no limit of its own.
    request.max_content_length = MAX_BYTES + _ENVELOPE
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        data = upload.stream.read(MAX_BYTES + 1)
        return _given("file", data, "the file you chose", MAX_BYTES)
    if "text" in request.form:
        data = request.form["text"].encode()
        return _given("text", data, "the text you pasted", documents.MAX_BYTES)
    return Fault(field="file", sentence="Choose a file first.")


def read_address(address: str, services: Services) -> Source | Fault:
    """Find the badge at an address of this host."""
    public_id = public_id_of(address.strip(), services.host)
    if public_id is None:
        return Fault(
            field="url",
            sentence=f"This is no address of a badge at {services.host}. Download the badge there"
            " and choose the file here.",
        )
    try:
        record = issuance.credential_bytes(public_id, services.issuance)
    except NotFoundError:
        sentence = "There is no badge at this address, or it is private."
        return Fault(field="url", sentence=sentence, status=404)
    return Source(data=record.data or b"", called=f"the badge at {record.id}")


def public_id_of(address: str, host: str) -> str | None:
    """Return the id in an address of ours, in whichever form a person typed it; else None."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != host.lower():
        return None
    match = _PATH.fullmatch(parts.path)
    return None if match is None else match[1]


def _given(field: str, data: bytes, called: str, most: int) -> Source | Fault:
    if len(data) > most:
        sentence = f"This is too large for a badge: at most {most // 1024:,} KB are read."
        return Fault(field=field, sentence=sentence, status=413)
    if not data.strip():
        return Fault(field=field, sentence="There is nothing in it. Try again with the badge.")
    return Source(data=data, called=called)
