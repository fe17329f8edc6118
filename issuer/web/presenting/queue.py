"""What waits for those who assess: how long, what is missing, and who holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.assessment.model import SubmissionState
from issuer.assessment.rows import AssessorRow
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext, retold
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.signing_in import Choice
from issuer.web.presenting.waiting import Tag, holder_name, state_tag, waited

HIDDEN = "noindex, nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One submission that waits."""

    id: str
    href: str
    learner: str
    title: str
    revision: str
    tag: Tag
    waited: str
    missing: tuple[str, ...]
    holders: str
    marks: tuple[Tag, ...]
    may_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """The queue, what to filter it by, and whether handed-in work can be taken in at once."""

    frame: Frame
    token: str
    rows: tuple[QueueRow, ...]
    badges: tuple[Choice, ...]
    lead: str
    said: str
    may_take: bool
    is_filtered: bool


def queue_page(
    rows: Sequence[AssessorRow],
    visitor: Visitor,
    *,
    now: datetime,
    badge: str,
    may_take: bool,
    taken: int | None = None,
) -> QueuePage:
    """Present the queue, longest waiting first, of one badge or of all."""
    titles = {row.badge: row.title for row in rows}
    shown = [row for row in rows if badge in {"", row.badge}]
    return QueuePage(
        frame=teaching_frame(_("Work to look at"), visitor, at="teach"),
        token=visitor.token,
        rows=tuple(_row(row, now, may_take=may_take) for row in shown),
        badges=tuple(
            Choice(value=slug, text=title, chosen=slug == badge)
            for slug, title in sorted(titles.items(), key=lambda pair: pair[1])
        ),
        lead=ngettext(
            "{count} piece of work waits. The one that has waited longest stands first.",
            "{count} pieces of work wait. The one that has waited longest stands first.",
            len(shown),
        ),
        said=""
        if taken is None
        else ngettext(
            "{count} piece of work is being looked at now; peers were asked where needed.",
            "{count} pieces of work are being looked at now; peers were asked where needed.",
            taken,
        ),
        may_take=may_take and any(row.state is SubmissionState.SUBMITTED for row in shown),
        is_filtered=bool(badge),
    )


def teaching_frame(title: str, visitor: Visitor, *, at: str = "") -> Frame:
    """Return the frame of a page for those who assess."""
    first = Link(text=_("My start page"), href="/home")
    above = () if at == "teach" else (Link(text=_("Work to look at"), href="/teach"),)
    return Frame(
        title=f"{title} - Issuer",
        description=_("For those who assess."),
        section="teach",
        robots=HIDDEN,
        visitor=visitor,
        trail=(first, *above, Link(text=title, href="")),
    )


def _row(row: AssessorRow, now: datetime, *, may_take: bool) -> QueueRow:
    return QueueRow(
        id=row.submission,
        href=f"/teach/{row.submission}",
        learner=row.learner_name,
        title=row.title,
        revision=_("Revision {number}", number=row.revision),
        tag=state_tag(row.state),
        waited=waited(row.waiting_since, now),
        missing=_missing(row),
        holders=_holders(row),
        marks=marks_of(late=row.late, held=row.held, duplicate=row.duplicate),
        may_take=may_take and row.state is SubmissionState.SUBMITTED,
    )


def marks_of(*, late: bool, held: bool, duplicate: bool) -> tuple[Tag, ...]:
    """Return reasons to look twice, in words."""
    found = (
        (late, Tag(tone="wait", icon="clock", word=_("Handed in late"))),
        (held, Tag(tone="stop", icon="pause", word=_("Held by the registrar"))),
        (duplicate, Tag(tone="wait", icon="question", word=_("Same file as somebody else"))),
    )
    return tuple(tag for is_so, tag in found if is_so)


def _missing(row: AssessorRow) -> tuple[str, ...]:
    match row.state:
        case SubmissionState.SUBMITTED:
            return (_("Take it into review."),)
        case SubmissionState.READY:
            return (_("Nothing is missing. A second adult approves it."),)
        case _:
            return tuple(retold(action.sentence) for action in row.next)


def _holders(row: AssessorRow) -> str:
    match row.state:
        case SubmissionState.SUBMITTED:
            return _("The school")
        case SubmissionState.READY:
            return holder_name("issuer")
        case _:
            names = dict.fromkeys(holder_name(action.who) for action in row.next)
            return ", ".join(names)
