"""Two hand-ins side by side: what was new, what was taken out, what stayed, and which words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from issuer.assessment.model import EvidenceItem, Revision
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.differing import Row, rows_of
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.words import kind_of

_NOTHING: Mapping[str, str] = MappingProxyType({})
_TEXT = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item within a hand-in; `tag` says what became of it."""

    title: str
    kind: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One hand-in: when, with which statement, and what was in it."""

    title: str
    when: str
    authorship: str
    disclosure: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One text that was exchanged for another; without rows, `note` says why there are none."""

    title: str
    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A hand-in beside the one before it; `before` is None for the first."""

    title: str
    before: Side | None
    after: Side
    differences: tuple[Difference, ...] = ()


def pairs_of(
    revisions: Sequence[Revision],
    evidence: Sequence[EvidenceItem],
    texts: Mapping[str, str] = _NOTHING,
) -> tuple[Pair, ...]:
    """Return each hand-in with the one before, newest first.

    `texts` maps items to their words; those of `exchanged_texts` are enough.
    """
    ordered = sorted(revisions, key=lambda each: each.number)
    items = {item.id: item for item in evidence}
    pairs = [
        _pair(ordered[at - 1] if at else None, each, items, texts)
        for at, each in enumerate(ordered)
    ]
    return tuple(reversed(pairs))


def exchanged_texts(
    revisions: Sequence[Revision], evidence: Sequence[EvidenceItem]
) -> tuple[EvidenceItem, ...]:
    """Return the texts that came or went between two hand-ins, whose words are compared."""
    ordered = sorted(revisions, key=lambda each: each.number)
    items = {item.id: item for item in evidence}
    found: dict[str, EvidenceItem] = {}
    for before, after in pairwise(ordered):
        for old, new in _exchanges(before, after, items):
            found |= {old.id: old, new.id: new}
    return tuple(found.values())


def _pair(
    before: Revision | None,
    after: Revision,
    items: dict[str, EvidenceItem],
    texts: Mapping[str, str],
) -> Pair:
    title = _("Hand-in {number}", number=after.number)
    if before is None:
        return Pair(title=title, before=None, after=_side(after, items, before=None, gone=False))
    return Pair(
        title=title,
        before=_side(before, items, before=after, gone=True),
        after=_side(after, items, before=before, gone=False),
        differences=tuple(_differences(before, after, items, texts)),
    )


def _side(
    revision: Revision, items: dict[str, EvidenceItem], *, before: Revision | None, gone: bool
) -> Side:
    """Present a hand-in against the other one; `gone` says that this is the earlier."""
    other = _ids(revision if before is None else before)
    same = {items[each].digest for each in other if each in items}
    return Side(
        title=_("Hand-in {number}", number=revision.number),
        when=day(revision.submitted_at),
        authorship=revision.authorship,
        disclosure=revision.ai_disclosure or "",
        lines=tuple(
            Line(
                title=items[each].title,
                kind=kind_of(items[each].kind),
                tag=_tag(items[each], other, same, gone=gone),
            )
            for each in sorted(_ids(revision), key=lambda one: _place(one, items))
            if each in items
        ),
    )


def _tag(item: EvidenceItem, other: set[str], same: set[str], *, gone: bool) -> Tag:
    if item.id in other:
        return Tag(tone="calm", icon="info", word=_("Kept"))
    if item.digest in same:
        # Handed in anew, and still the same bytes to the last one.
        return Tag(tone="calm", icon="info", word=_("Same file"))
    if gone:
        return Tag(tone="wait", icon="cross", word=_("Taken out"))
    return Tag(tone="good", icon="check", word=_("New"))


def _differences(
    before: Revision, after: Revision, items: dict[str, EvidenceItem], texts: Mapping[str, str]
) -> Iterator[Difference]:
    for old, new in _exchanges(before, after, items):
        if old.id not in texts or new.id not in texts:
            continue
        title = new.title if new.title == old.title else f"{old.title} → {new.title}"
        rows = rows_of(texts[old.id], texts[new.id])
        if rows is None:
            note = _("These texts are too long to be compared line by line.")
        else:
            note = "" if rows else _("Both texts say the same.")
        yield Difference(title=title, rows=rows or (), note=note)


def _exchanges(
    before: Revision, after: Revision, items: dict[str, EvidenceItem]
) -> Iterator[tuple[EvidenceItem, EvidenceItem]]:
    """Yield which text took the place of which: by part of the badge and title, then by order."""
    old_ids, new_ids = _ids(before), _ids(after)
    gone = [items[each] for each in old_ids - new_ids if each in items and _is_text(items[each])]
    come = [items[each] for each in new_ids - old_ids if each in items and _is_text(items[each])]
    gone.sort(key=lambda item: (item.at, item.id))
    come.sort(key=lambda item: (item.at, item.id))
    for matches in (_same_title, _same_part):
        for old in tuple(gone):
            new = next((each for each in come if matches(old, each)), None)
            if new is not None:
                gone.remove(old)
                come.remove(new)
                yield old, new


def _same_title(old: EvidenceItem, new: EvidenceItem) -> bool:
    return old.tags == new.tags and old.title == new.title


def _same_part(old: EvidenceItem, new: EvidenceItem) -> bool:
    return old.tags == new.tags


def _is_text(item: EvidenceItem) -> bool:
    return item.text is not None or item.media_type == _TEXT


def _ids(revision: Revision) -> set[str]:
    """Return the items that the manifest of a hand-in lists."""
    listed = revision.manifest["items"]
    if not isinstance(listed, list | tuple):
        raise TypeError("a manifest lists its items")
    return {str(each["id"]) for each in listed if isinstance(each, dict)}


def _place(item: str, items: dict[str, EvidenceItem]) -> tuple[str, str]:
    """Return what orders the items of a hand-in, the same each time it is shown."""
    return (items[item].at.isoformat() if item in items else "", item)
