"""What a peer is asked: the list, one review in two minutes, and the exercise before the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from issuer.assessment.rows import CalibrationRow, CalibrationView, ReviewRow, ReviewView
from issuer.criteria import Instrument, parse_instrument
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Fact, Frame, Link, Visitor
from issuer.web.presenting.learning import HIDDEN
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.words import title_of
from issuer.web.presenting.work import Piece, piece_of

#: The answer that says nothing about the person.
NOT_SEEN = "not-seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One review in the list."""

    title: str
    whose: str
    due: str
    href: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise in the list; `state` says whether it is passed and until when."""

    title: str
    href: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """The reviews that a peer was asked for, and the exercises."""

    frame: Frame
    lead: str
    reviews: tuple[ReviewLine, ...]
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One behaviour with its answers, and what was said so far; `fault` is beside it."""

    name: str
    title: str
    text: str
    answers: tuple[Choice, ...]
    asks_example: bool
    example: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """One review: the work, the questions, and the way out."""

    frame: Frame
    token: str
    action: str
    title: str
    whose: str
    due: str
    accepted: bool
    pieces: tuple[Piece, ...]
    figures: tuple[Fact, ...]
    questions: tuple[Question, ...]
    exercise: str
    prefilled: bool
    comment: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A work that teachers rated; `number` counts within the exercise."""

    number: int
    name: str
    href: str
    code: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPage:
    """The exercise: two works, the same questions."""

    frame: Frame
    token: str
    action: str
    title: str
    lead: str
    samples: tuple[Sample, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a form said: levels and examples by name of the question."""

    levels: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    missing: frozenset[str] = frozenset()


def reviews_page(
    reviews: Sequence[ReviewRow], exercises: Sequence[CalibrationRow], visitor: Visitor
) -> ReviewsPage:
    """Present what waits for a peer, what is due first on top."""
    ordered = sorted(reviews, key=lambda each: each.lease_until)
    return ReviewsPage(
        frame=reviewer_frame(_("Reviews"), visitor),
        lead=_("Each takes about two minutes. Say what you saw; you do not judge the person.")
        if reviews
        else _("Nothing waits for you. When the school asks you to look at work, it stands here."),
        reviews=tuple(_line(each) for each in ordered),
        exercises=tuple(_exercise(each) for each in exercises),
    )


def review_page(
    view: ReviewView,
    visitor: Visitor,
    *,
    exercise: str,
    said: Answers,
    fault: Fault | None = None,
) -> ReviewPage:
    """Present one review; on a later revision the own earlier word is filled in."""
    instrument = parse_instrument(view.instrument)
    levels = {**{item: str(level) for item, level in view.prefilled.items()}, **said.levels}
    return ReviewPage(
        frame=reviewer_frame(view.title, visitor, Link(text=_("Reviews"), href="/reviews")),
        token=visitor.token,
        action=f"/reviews/{view.review.id}",
        title=view.title,
        whose=_whose(view.learner_name),
        due=_("Due by {day}", day=day(view.review.lease_until)),
        accepted=view.review.state.value != "assigned",
        pieces=tuple(piece_of(item) for item in view.evidence),
        figures=tuple(_figures(view)),
        questions=_questions(instrument, "", levels, said),
        exercise=exercise,
        prefilled=bool(view.prefilled),
        comment=said.comment,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def calibration_page(
    view: CalibrationView, visitor: Visitor, *, said: Answers, fault: Fault | None = None
) -> CalibrationPage:
    """Present the exercise without the teachers' answers."""
    instrument = parse_instrument(view.instrument)
    place = f"/reviews/exercises/{instrument.ref}"
    return CalibrationPage(
        frame=reviewer_frame(_("Exercise"), visitor, Link(text=_("Reviews"), href="/reviews")),
        token=visitor.token,
        action=place,
        title=instrument.title,
        lead=_("Try once more, with another look at the steps.")
        if view.row.failed
        else _("Before your first review: look at two works that teachers looked at as well."),
        samples=tuple(
            Sample(
                number=number,
                name=_("Work {number}", number=number),
                href=f"{place}/works/{artifact}" if artifact in view.kept else "",
                code=artifact.removeprefix("sha256:")[:8],
                questions=_questions(instrument, f"{number}-", said.levels, said),
            )
            for number, artifact in enumerate(view.anchors, start=1)
        ),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def reviewer_frame(title: str, visitor: Visitor, *above: Link) -> Frame:
    """Return the frame of a page of a peer."""
    return Frame(
        title=f"{title} - Issuer",
        description=_("For peers."),
        section="reviews",
        robots=HIDDEN,
        visitor=visitor,
        trail=(Link(text=_("My start page"), href="/home"), *above, Link(text=title, href="")),
    )


def exercise_for(instrument: str, rows: Sequence[CalibrationRow]) -> str:
    """Return where the exercise of an instrument is, if there is one that is not passed."""
    waits = any(row.instrument == instrument and row.valid_until is None for row in rows)
    return f"/reviews/exercises/{instrument}" if waits else ""


def _line(row: ReviewRow) -> ReviewLine:
    accepted = row.state == "accepted"
    return ReviewLine(
        title=row.title,
        whose=_whose(row.learner_name),
        due=_("Due by {day}", day=day(row.lease_until)),
        href=f"/reviews/{row.review}",
        tag=Tag(tone="good", icon="check", word=_("You said yes"))
        if accepted
        else Tag(tone="wait", icon="hourglass", word=_("New")),
    )


def _whose(name: str | None) -> str:
    if name is None:
        return _("The work comes without a name.")
    return _("By {name}, of your team.", name=name)


def _exercise(row: CalibrationRow) -> Exercise:
    return Exercise(
        title=row.title,
        href=f"/reviews/exercises/{row.instrument}",
        state=_state(row.valid_until),
        is_open=row.valid_until is None,
    )


def _state(valid_until: datetime | None) -> str:
    if valid_until is None:
        return _("Not done yet. Some reviews are given only to those who did it.")
    return _("Done; counts until {day}.", day=day(valid_until))


def _figures(view: ReviewView) -> Iterator[Fact]:
    for name, figure in view.metrics.items():
        if isinstance(figure, Mapping):
            value = _(
                "{value}, from {sample} entries ({source})",
                value=figure["value"],
                sample=figure["sample"],
                source=figure["source"],
            )
            yield Fact(label=title_of(name), value=value)


def _questions(
    instrument: Instrument, lead: str, levels: Mapping[str, str], said: Answers
) -> tuple[Question, ...]:
    """Return the items in the order of the instrument, each with every level and a way out."""
    return tuple(
        Question(
            name=f"{lead}{item.id}",
            title=title_of(item.id),
            text=item.statement or "",
            answers=(
                *(
                    _answer(level, item.levels.get(level, ""), levels.get(f"{lead}{item.id}"))
                    for level in instrument.scale.names
                ),
                *(_not_seen(levels.get(f"{lead}{item.id}")) if not lead else ()),
            ),
            asks_example=instrument.example_required and not lead,
            example=said.examples.get(item.id, ""),
            fault=_("Choose one answer.") if f"{lead}{item.id}" in said.missing else "",
        )
        for item in instrument.items
    )


def _answer(level: str, text: str, chosen: str | None) -> Choice:
    return Choice(
        value=level,
        text=f"{title_of(level)}: {text}" if text else title_of(level),
        chosen=level == chosen,
    )


def _not_seen(chosen: str | None) -> tuple[Choice, ...]:
    return (Choice(value=NOT_SEEN, text=_("I did not see this"), chosen=chosen == NOT_SEEN),)
