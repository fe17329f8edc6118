"""The bytes of evidence for whoever may read it: shown by the browser where that is harmless.

Pictures, films and sounds are shown in their place, everything else is a file to be saved. The
type is the one that was found in the bytes, browsers are told not to guess, and what they show is
in a sandbox of its own without scripts (reliability.md row 65). A film is asked for in parts
(RFC 9110 section 14): whoever may have the whole may have each part, and each is asked anew.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote

from flask import Response

from issuer import assessment
from issuer.access import Role
from issuer.assessment import EvidenceFile
from issuer.assessment.model import EvidenceItem
from issuer.assessment.rows import SubmissionView
from issuer.errors import NotFoundError
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.exhibits import TEXT, Seen, is_inline
from issuer.web.ranges import answer_bytes, begins_later
from issuer.web.rendering import CONTENT_SECURITY_POLICY
from issuer.web.services import Services
from issuer.web.visits import Visit

#: A page with an evidence viewer: films and sounds from this host, and still no script.
VIEWING_POLICY = f"{CONTENT_SECURITY_POLICY}; media-src 'self'"
#: For the bytes themselves, should somebody open their address alone.
_ALONE = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
#: As much of a text as is shown in a page; the rest is in the file.
_MOST_TEXT = 64 * 1024
#: As many bytes of files as are compared with their digest while a page is made.
_MOST_COMPARED = 64 * 1024 * 1024


def show_evidence(here: Visit, services: Services, submission: str, item: str) -> Response:
    """Answer the bytes of an item, or the part of them that was asked for."""
    # A part from the middle is not hashed as a whole each time somebody drags the slider: its
    # pieces are sealed one by one, and one that was changed ends the stream.
    later = begins_later()
    find = assessment.open_evidence_part if later else assessment.open_evidence
    file = find(here.actor, submission, item, services.assessment)
    response = answer_bytes(file.stream, file.size, type_of(file.media_type))
    kind = "inline" if is_inline(file.media_type) else "attachment"
    name = quote(_name_for(here, file), safe="")
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{name}"
    response.headers["Accept-Ranges"] = "bytes"
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


def whole_texts(
    items: Iterable[EvidenceItem], here: Visit, services: Services
) -> Mapping[str, str]:
    """Return the words of those texts that are here whole and unchanged, to be compared."""
    found: dict[str, str] = {}
    for item in items:
        if item.deleted_at is not None:
            continue
        if item.text is not None:
            found[item.id] = item.text
            continue
        seen = _look_into(item, here, services)
        if not seen.is_cut and not seen.is_altered:
            found[item.id] = seen.text
    return found


def shown_texts(
    items: Iterable[EvidenceItem], here: Visit, services: Services
) -> Mapping[str, str]:
    """Return the words of text files as far as a page shows them."""
    return {
        item.id: _look_into(item, here, services).text for item in items if item.deleted_at is None
    }


def _name_for(here: Visit, file: EvidenceFile) -> str:
    """Return what the file is called; a name may tell whose it is, and peers are not told."""
    return (
        f"work{PurePath(file.file_name).suffix}" if here.actor.role is Role.PEER else file.file_name
    )


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


def type_of(media_type: str) -> str:
    """Return the type that is sent for bytes of a type that was found in them."""
    return "text/plain; charset=utf-8" if media_type == TEXT else media_type
