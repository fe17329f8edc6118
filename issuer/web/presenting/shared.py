"""What a link shows: a badge with chosen evidence, or where a learner's work stands, in words.

A family page names nobody, and neither evidence nor comments; a share page names a learner only by
the consent that the badge's own page needs too (education.md 4.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.assessment import FamilyRow
from issuer.assessment.model import EvidenceItem
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.presenting.badge import BadgePage
from issuer.web.presenting.exhibits import form_of, gone_of
from issuer.web.presenting.frame import Frame
from issuer.web.presenting.words import kind_of

_ROBOTS = "noindex, nofollow, noarchive"
#: State -> what a family reads; the lowest level of any scale has no name here.
_STATES: Mapping[str, str] = {
    "draft": mark("Being written"),
    "submitted": mark("Handed in"),
    "in_review": mark("Being looked at"),
    "returned": mark("Given back, to be improved"),
    "ready": mark("Waiting for an adult to approve it"),
    "approved": mark("Approved"),
    "issued": mark("The badge is there"),
    "decided_not_yet": mark("Not there yet"),
    "withdrawn": mark("Taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedItem:
    """One chosen piece of evidence; `href` downloads it, or is empty for an address elsewhere.

    `form` is as of an exhibit: a film or a sound plays in its place.
    """

    title: str
    kind: str
    form: str
    href: str
    address: str
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """Everything that the template of a shared badge shows."""

    frame: Frame
    badge: BadgePage | None
    items: tuple[SharedItem, ...]
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One badge on a family page."""

    title: str
    state: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """Everything that the template of a family link shows."""

    frame: Frame
    steps: tuple[Step, ...]
    until: str


def shared_page(
    badge: BadgePage | None, items: tuple[EvidenceItem, ...], *, path: str, until: str
) -> SharedPage:
    """Present a badge and the items that were chosen to be shown."""
    return SharedPage(
        frame=_frame(_("Shared with you")),
        badge=badge,
        items=tuple(_item(item, path) for item in items),
        until=until,
    )


def family_page(rows: tuple[FamilyRow, ...], *, until: str) -> FamilyPage:
    """Present where the work of a learner stands."""
    return FamilyPage(
        frame=_frame(_("Where the work stands")),
        steps=tuple(_step(row) for row in rows),
        until=until,
    )


def _step(row: FamilyRow) -> Step:
    return Step(title=row.title, state=_(_STATES[row.state]), next=tuple(map(retold, row.next)))


def _item(item: EvidenceItem, path: str) -> SharedItem:
    is_there = item.deleted_at is None
    has_bytes = is_there and (item.blob is not None or item.text is not None)
    return SharedItem(
        title=item.title,
        kind=kind_of(item.kind),
        form=form_of(item),
        href=f"{path}/evidence/{item.id}" if has_bytes else "",
        address="" if has_bytes else item.url or "",
        gone=gone_of(item),
    )


def _frame(title: str) -> Frame:
    return Frame(
        title=title, description=_("A page for those who were given its address."), robots=_ROBOTS
    )
