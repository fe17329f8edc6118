"""Evidence as a reader sees it: pictures and films shown, words with lines numbered, files named.

What is shown of a file is decided by its bytes, which were looked at when it was stored, and never
by the name that somebody gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from issuer.assessment.model import EvidenceItem
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Fact
from issuer.web.presenting.words import kind_of, minute, safe_link, short, title_of

#: What a browser may show inside a page of ours; all else is a file to be saved.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
FILMS = frozenset({"video/mp4", "video/webm", "video/quicktime"})
SOUNDS = frozenset({"audio/mpeg", "audio/ogg", "audio/wav"})
TEXT = "text/plain"
_KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One item of evidence.

    `form` is picture, film, sound, text, link, file or gone; `lines` are those of a text, escaped
    by the template; `cut` says that a long text goes on in the file.
    """

    id: str
    title: str
    kind: str
    form: str
    href: str
    media_type: str
    lines: tuple[str, ...]
    cut: bool
    facts: tuple[Fact, ...]
    notice: str
    copied: str
    gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of the bytes of an item: its words if it is a text, and whether they hold."""

    text: str = ""
    is_cut: bool = False
    is_altered: bool = False


NOT_SEEN = Seen()


def exhibits_of(
    items: tuple[EvidenceItem, ...], revision: int, seen: Mapping[str, Seen]
) -> tuple[Exhibit, ...]:
    """Present the items of one revision with what was seen of their bytes."""
    return tuple(
        _exhibit(item, seen.get(item.id, NOT_SEEN)) for item in items if item.belongs_to(revision)
    )


def altered_notice() -> str:
    """Return what is said beside evidence whose bytes changed (reliability.md row 67)."""
    return _("Evidence altered: this is not what was handed in. Do not rely on it.")


def is_inline(media_type: str) -> bool:
    """Say whether a browser may show the bytes where they are."""
    return media_type in PICTURES | FILMS | SOUNDS


def _exhibit(item: EvidenceItem, seen: Seen) -> Exhibit:
    return Exhibit(
        id=item.id,
        title=item.title,
        kind=kind_of(item.kind),
        form=form_of(item),
        href=safe_link(item.url) or "" if item.url else f"/evidence/{item.submission}/{item.id}",
        media_type=item.media_type or "",
        lines=tuple(seen.text.splitlines()),
        cut=seen.is_cut,
        facts=tuple(_facts(item)),
        notice=altered_notice() if seen.is_altered else "",
        copied=copy_sentence(item) if item.url is not None else "",
        gone=gone_of(item),
    )


def copy_sentence(item: EvidenceItem) -> str:
    """Say of an address whether what stood there was kept, and when."""
    if item.captured_at is None:
        return _("No copy was taken. What stands at this address may have changed since.")
    return _(
        "The fingerprint of a copy was taken on {day} at {time} UTC. If the page changes, that can"
        " be seen.",
        day=day(item.captured_at),
        time=f"{item.captured_at.astimezone(UTC):%H:%M}",
    )


def gone_of(item: EvidenceItem) -> str:
    """Say that an item is over its time; empty while it is there."""
    if item.deleted_at is None:
        return ""
    return _(
        "Deleted on {day}, after its time was over. What was decided stays.",
        day=day(item.deleted_at),
    )


def form_of(item: EvidenceItem) -> str:
    """Return how an item is shown: picture, film, sound, text, link, file or gone."""
    if item.deleted_at is not None:
        return "gone"
    media_type = item.media_type or ""
    for form, types in (("picture", PICTURES), ("film", FILMS), ("sound", SOUNDS)):
        if media_type in types:
            return form
    if item.url is not None:
        return "link"
    return "text" if item.text is not None or media_type == TEXT else "file"


def _facts(item: EvidenceItem) -> list[Fact]:
    found = [
        (_("File"), item.file_name),
        (_("Size"), _size(item.size)),
        (_("Address"), item.url),
        (_("For"), ", ".join(title_of(tag) for tag in item.tags)),
        (_("Handed in"), minute(item.at)),
        (_("Copy taken"), minute(item.captured_at) if item.captured_at else None),
        (_("Made"), _conditions().get(item.conditions or "")),
    ]
    facts = [Fact(label=label, value=value) for label, value in found if value]
    label = _("Fingerprint of the copy") if item.captured_at else _("Fingerprint")
    return [*facts, Fact(label=label, value=short(item.digest), plain=False)]


def _conditions() -> Mapping[str, str]:
    return {
        "unsupervised": _("without anybody watching"),
        "supervised": _("while an adult watched"),
        "proctored": _("under exam rules"),
    }


def _size(size: int | None) -> str | None:
    if size is None:
        return None
    return f"{size / _KIB / _KIB:.1f} MB" if size > _KIB * _KIB else f"{max(size // _KIB, 1)} KB"
