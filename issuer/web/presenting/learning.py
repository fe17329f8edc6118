"""What a learner has under way, and what can be started."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from issuer.assessment.model import SubmissionState
from issuer.assessment.rows import OfferRow, ProgressRow
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Picture, Visitor
from issuer.web.presenting.progress import Tag, next_sentence, state_tag
from issuer.web.presenting.signing_in import Fault

HIDDEN = "noindex, nofollow"
_S = SubmissionState
#: What waits for the learner comes first, what is over comes last.
_MINE = (_S.RETURNED, _S.DRAFT, _S.DECIDED_NOT_YET)
_OVER = (_S.ISSUED, _S.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One piece of work towards a badge."""

    title: str
    href: str
    tag: Tag
    next: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Challenges that wait for the same side."""

    id: str
    title: str
    challenges: tuple[Challenge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Startable:
    """A badge that can be started; `running` leads to work that is under way already."""

    definition: str
    title: str
    summary: str
    href: str
    art: Picture
    running: str
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Badges about one competency."""

    id: str
    title: str
    badges: tuple[Startable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPage:
    """My challenges by who holds them, and the catalogue by competency."""

    frame: Frame
    token: str
    lead: str
    shelves: tuple[Shelf, ...]
    fields: tuple[Field, ...]
    field: str
    fault: str


def learning_page(
    progress: Sequence[ProgressRow],
    offers: Sequence[OfferRow],
    visitor: Visitor,
    *,
    fault: Fault | None = None,
) -> LearningPage:
    """Present a learner's work and the badges of the school."""
    running = {row.badge: row for row in progress if row.state not in (*_OVER, _S.DECIDED_NOT_YET)}
    return LearningPage(
        frame=learner_frame(_("My challenges"), visitor),
        token=visitor.token,
        lead=_lead(progress),
        shelves=tuple(_shelves(progress)),
        fields=tuple(_fields(offers, {row.badge: row.submission for row in running.values()})),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def challenge_of(row: ProgressRow, me: str, href: str) -> Challenge:
    """Present one submission for its learner or, by another name, for a family."""
    return Challenge(
        title=row.title,
        href=href,
        tag=state_tag(row.state),
        next=next_sentence(row.state, row.next, me),
        since=_("Since {day}", day=day(row.since)),
    )


def learner_frame(title: str, visitor: Visitor, *above: Link, script: str = "") -> Frame:
    """Return the frame of a page of a learner; `above` are the pages between it and the start."""
    return Frame(
        title=f"{title} - Issuer",
        description=_("For learners."),
        section="learn",
        robots=HIDDEN,
        visitor=visitor,
        script=script,
        trail=(Link(text=_("My start page"), href="/home"), *above, Link(text=title, href="")),
    )


def _lead(progress: Sequence[ProgressRow]) -> str:
    mine = sum(row.state in _MINE for row in progress)
    if not progress:
        return _("Nothing is under way yet. Choose a badge below, read what it asks, and start.")
    if not mine:
        return _("Nothing waits for you. Others have to act next, or you start something new.")
    return ngettext("One challenge waits for you.", "{count} challenges wait for you.", mine)


def _shelves(progress: Sequence[ProgressRow]) -> Iterator[Shelf]:
    groups = (
        ("mine", _("Your turn"), [row for row in progress if row.state in _MINE]),
        (
            "others",
            _("Others have it"),
            [row for row in progress if row.state not in (*_MINE, *_OVER)],
        ),
        ("over", _("Finished"), [row for row in progress if row.state in _OVER]),
    )
    for name, title, rows in groups:
        if rows:
            yield Shelf(
                id=name,
                title=title,
                challenges=tuple(
                    challenge_of(row, _("You"), f"/learn/{row.submission}") for row in rows
                ),
            )


def _fields(offers: Sequence[OfferRow], running: dict[str, str]) -> Iterator[Field]:
    """Put each badge under the first competency that it is about."""
    other = _("Other badges")
    named: dict[str, list[OfferRow]] = {}
    for offer in offers:
        named.setdefault(next(iter(offer.competencies), other), []).append(offer)
    for number, title in enumerate(sorted(named, key=lambda name: (name == other, name))):
        badges = tuple(_startable(offer, running) for offer in named[title])
        yield Field(id=f"field-{number}", title=title, badges=badges)


def _startable(offer: OfferRow, running: dict[str, str]) -> Startable:
    path = f"/achievements/{offer.public_slug}/v{offer.version}"
    submission = running.get(offer.badge)
    return Startable(
        definition=offer.definition,
        title=offer.title,
        summary=offer.summary,
        href=path,
        art=Picture(src=f"{path}/image.svg", alt=""),
        running="" if submission is None else f"/learn/{submission}",
        closed=_closed(offer),
    )


def _closed(offer: OfferRow) -> str:
    if offer.is_open:
        return ""
    if offer.opens is not None:
        return _("It can be started from {day}.", day=day(offer.opens))
    return _("It cannot be started at the moment.")
