"""Evidence that is closed to auditors: what a reason opens, for how long, and who is told."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Action, Actor
from issuer.assessment.model import BrokenGlass, EvidenceItem
from issuer.assessment.rows import SubmissionView
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Fact, Frame, Link, Visitor
from issuer.web.presenting.office import Tag, may, office_frame
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.words import kind_of, minute


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassRow:
    """One opening; `ends` says whether a button closes it, `href` leads to what is open to me."""

    id: str
    tag: Tag
    who: str
    why: str
    time: str
    work: str
    href: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassesPage:
    """Who opened what, newest first; an auditor also finds the way to open something."""

    frame: Frame
    token: str
    may_open: bool
    rows: tuple[GlassRow, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassPage:
    """One piece of work: what a reason would open, or what is open."""

    frame: Frame
    token: str
    action: str
    facts: tuple[Fact, ...]
    has_evidence: bool
    open_until: str
    broken: str
    pieces: tuple[Link, ...]
    reason: str
    field: str
    fault: str


def glasses_page(
    broken: Sequence[BrokenGlass],
    visitor: Visitor,
    actor: Actor,
    *,
    now: datetime,
    names: Callable[[str], str],
    fault: Fault | None = None,
) -> GlassesPage:
    """Present the openings; `names` tells who an auditor is, as far as the reader may know."""
    return GlassesPage(
        frame=office_frame(_title(), visitor),
        token=visitor.token,
        may_open=may(actor.role, Action.BREAK_GLASS),
        rows=tuple(_row(each, actor, now, names) for each in reversed(broken)),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def glass_page(
    view: SubmissionView,
    visitor: Visitor,
    *,
    opened: BrokenGlass | None,
    reason: str = "",
    fault: Fault | None = None,
) -> GlassPage:
    """Present one piece of work to an auditor, by pseudonym; `opened` is what is open now."""
    submission = view.submission
    return GlassPage(
        frame=office_frame(view.definition.title, visitor, Link(text=_title(), href="/glass")),
        token=visitor.token,
        action=f"/glass/{submission.id}",
        facts=(
            Fact(label=_("Badge"), value=view.definition.title),
            Fact(label=_("Learner"), value=submission.learner),
            Fact(label=_("What it opens"), value=_amounts(view.evidence)),
        ),
        has_evidence=bool(_held(view.evidence)),
        open_until="" if opened is None else minute(opened.until),
        broken="" if opened is None else opened.id,
        pieces=() if opened is None else _pieces(submission.id, view.evidence),
        reason=reason,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _title() -> str:
    return _("Opened evidence")


def _row(broken: BrokenGlass, actor: Actor, now: datetime, names: Callable[[str], str]) -> GlassRow:
    is_open, is_mine = broken.is_open(now), broken.by == actor.person
    return GlassRow(
        id=broken.id,
        tag=Tag(tone="wait", icon="clock", text=_("Open now"))
        if is_open
        else Tag(tone="calm", icon="check", text=_("Closed")),
        who=_("You") if is_mine else names(broken.by),
        why=broken.reason,
        time=_("{since} to {until}", since=minute(broken.at), until=minute(broken.until)),
        work=broken.submission,
        href=f"/glass/{broken.submission}" if is_open and is_mine else "",
        ends=is_open,
    )


def _amounts(evidence: Sequence[EvidenceItem]) -> str:
    counts = Counter(item.kind for item in _held(evidence))
    if not counts:
        return _("Nothing: there is no evidence here.")
    return ", ".join(f"{kind_of(kind)}: {counts[kind]}" for kind in sorted(counts))


def _pieces(submission: str, evidence: Sequence[EvidenceItem]) -> tuple[Link, ...]:
    """Return the ways to what has bytes here; an address was not handed in, only named."""
    return tuple(
        Link(
            text=_("Hand-in {number}: {kind}", number=item.since, kind=kind_of(item.kind)),
            href=f"/evidence/{submission}/{item.id}",
        )
        for item in _held(evidence)
        if item.size is not None
    )


def _held(evidence: Sequence[EvidenceItem]) -> list[EvidenceItem]:
    return [item for item in evidence if item.deleted_at is None]
