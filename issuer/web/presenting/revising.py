"""Two hand-ins side by side: what was new, what was taken out, what stayed."""

from collections.abc import Sequence
from dataclasses import dataclass

from issuer.assessment.model import EvidenceItem, Revision
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.words import kind_of


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
class Pair:
    """A hand-in beside the one before it; `before` is None for the first."""

    title: str
    before: Side | None
    after: Side


def pairs_of(revisions: Sequence[Revision], evidence: Sequence[EvidenceItem]) -> tuple[Pair, ...]:
    """Return each hand-in with the one before, newest first."""
    ordered = sorted(revisions, key=lambda each: each.number)
    items = {item.id: item for item in evidence}
    pairs = [_pair(ordered[at - 1] if at else None, each, items) for at, each in enumerate(ordered)]
    return tuple(reversed(pairs))


def _pair(before: Revision | None, after: Revision, items: dict[str, EvidenceItem]) -> Pair:
    old, new = _ids(before), _ids(after)
    title = _("Hand-in {number}", number=after.number)
    return Pair(
        title=title,
        before=None
        if before is None
        else _side(before, items, other=new, word=_gone(), tone="wait"),
        after=_side(after, items, other=old if before else new, word=_new(), tone="good"),
    )


def _side(
    revision: Revision, items: dict[str, EvidenceItem], *, other: set[str], word: str, tone: str
) -> Side:
    kept = Tag(tone="calm", icon="info", word=_("Kept"))
    changed = Tag(tone=tone, icon="check" if tone == "good" else "cross", word=word)
    return Side(
        title=_("Hand-in {number}", number=revision.number),
        when=day(revision.submitted_at),
        authorship=revision.authorship,
        disclosure=revision.ai_disclosure or "",
        lines=tuple(
            Line(
                title=items[each].title,
                kind=kind_of(items[each].kind),
                tag=kept if each in other else changed,
            )
            for each in sorted(_ids(revision), key=lambda one: _place(one, items))
            if each in items
        ),
    )


def _ids(revision: Revision | None) -> set[str]:
    """Return the items that the manifest of a hand-in lists."""
    if revision is None:
        return set()
    listed = revision.manifest["items"]
    if not isinstance(listed, list | tuple):
        raise TypeError("a manifest lists its items")
    return {str(each["id"]) for each in listed if isinstance(each, dict)}


def _place(item: str, items: dict[str, EvidenceItem]) -> str:
    return items[item].at.isoformat() if item in items else ""


def _gone() -> str:
    return _("Taken out")


def _new() -> str:
    return _("New")
