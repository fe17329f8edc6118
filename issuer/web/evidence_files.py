"""The bytes of evidence for whoever may read it: shown by the browser where that is harmless.

Pictures, films and sounds are shown in their place, everything else is a file to be saved. The
type is the one that was found in the bytes, browsers are told not to guess, and what they show is
in a sandbox of its own without scripts (reliability.md row 65).
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import quote

from flask import Response

from issuer import assessment
from issuer.assessment.model import EvidenceItem
from issuer.assessment.rows import SubmissionView
from issuer.errors import NotFoundError
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.exhibits import TEXT, Seen, is_inline
from issuer.web.rendering import CONTENT_SECURITY_POLICY
from issuer.web.services import Services
from issuer.web.visits import Visit

#: A page with an evidence viewer: films and sounds from this host, and still no script.
VIEWING_POLICY = f"{CONTENT_SECURITY_POLICY}; media-src 'self'"
#: For the bytes themselves, should somebody open their address alone.
_ALONE = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
_CHUNK = 256 * 1024
#: As much of a text as is shown in a page; the rest is in the file.
_MOST_TEXT = 64 * 1024
#: As many bytes of files as are compared with their digest while a page is made.
_MOST_COMPARED = 64 * 1024 * 1024


def show_evidence(here: Visit, services: Services, submission: str, item: str) -> Response:
    """Answer the bytes of an item."""
    file = assessment.open_evidence(here.actor, submission, item, services.assessment)
    response = Response(_chunks(file.stream), content_type=_type(file.media_type))
    response.content_length = file.size
    kind = "inline" if is_inline(file.media_type) else "attachment"
    name = quote(file.file_name, safe="")
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = _ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if file.altered:
        response.headers["Evidence-Altered"] = "true"
    return response


def look_at(
    view: SubmissionView, revision: int, here: Visit, services: Services
) -> Mapping[str, Seen]:
    """Return the words of texts of a revision, and of each file whether its bytes still hold.

    Files are compared while the page is made, up to a bearable size; of the rest the page says
    what the daily look found.
    """
    found: dict[str, Seen] = {}
    left = _MOST_COMPARED
    for item in view.evidence:
        if not item.belongs_to(revision) or item.deleted_at is not None:
            continue
        if item.text is not None:
            found[item.id] = Seen(text=item.text[:_MOST_TEXT], is_cut=len(item.text) > _MOST_TEXT)
        elif item.blob is not None and (item.media_type == TEXT or (item.size or 0) <= left):
            left -= item.size or 0
            found[item.id] = _look_into(item, here, services)
        else:
            found[item.id] = Seen(is_altered=item.id in view.altered)
    return found


def _look_into(item: EvidenceItem, here: Visit, services: Services) -> Seen:
    try:
        file = assessment.open_evidence(here.actor, item.submission, item.id, services.assessment)
    except NotFoundError as error:
        text = _("This file is not here any more: {why}", why=retold(error.detail))
        return Seen(text=text, is_altered=True)
    with file.stream as stream:
        if item.media_type != TEXT:
            return Seen(is_altered=file.altered)
        data = stream.read(_MOST_TEXT)
        is_cut = bool(stream.read(1))
    text = data.decode("utf-8", errors="replace")
    return Seen(text=text, is_cut=is_cut, is_altered=file.altered)


def _type(media_type: str) -> str:
    return "text/plain; charset=utf-8" if media_type == TEXT else media_type


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
