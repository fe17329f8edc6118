"""What an assessor fills in at the desk: rubrics, sign-offs, disagreements to settle."""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.access import Role
from issuer.assessment.desk_rows import Desk, RubricTask, SignoffTask, SplitItem
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Choice
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One level to choose, with its family text."""

    value: str
    name: str
    text: str
    chosen: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One criterion of a rubric, as a group of radio buttons."""

    id: str
    title: str
    hint: str
    steps: tuple[Step, ...]
    comment: str
    needs_comment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricForm:
    """One rubric: a form where this person may rate, else a table to read."""

    ref: str
    title: str
    questions: tuple[Question, ...]
    may_rate: bool
    has_rated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffForm:
    """One sentence to sign, and what was said about it."""

    node: str
    title: str
    statement: str
    said: tuple[str, ...]
    may_sign: bool
    waits_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitForm:
    """One behaviour on which the peers are split."""

    node: str
    item: str
    statement: str
    answers: str
    levels: tuple[Choice, ...]


def rubric_form(task: RubricTask, given: Mapping[str, str]) -> RubricForm:
    """Present a rubric; what was typed before stands over what was saved."""
    rubric = task.rubric
    return RubricForm(
        ref=rubric.ref,
        title=rubric.title,
        questions=tuple(
            Question(
                id=criterion.id,
                title=criterion.title,
                hint=_hint(task.wanted.get(criterion.id)),
                steps=tuple(
                    Step(
                        value=level,
                        name=title_of(level),
                        text=criterion.levels.get(level, ""),
                        chosen=level == _chosen(task, criterion.id, given),
                        note=_("Needed") if level == task.wanted.get(criterion.id) else "",
                    )
                    for level in rubric.scale.names
                ),
                comment=_comment(task, criterion.id, given),
                needs_comment=criterion.feedback == "required",
            )
            for criterion in rubric.criteria
        ),
        may_rate=task.may_rate,
        has_rated=bool(task.own),
    )


def _hint(wanted: str | None) -> str:
    if wanted is None:
        return _("The badge does not ask for a level here.")
    return _("The badge asks for at least: {level}.", level=title_of(wanted))


def _chosen(task: RubricTask, criterion: str, given: Mapping[str, str]) -> str | None:
    own = task.own.get(criterion)
    return given.get(f"level.{criterion}") or (own.level if own else None)


def _comment(task: RubricTask, criterion: str, given: Mapping[str, str]) -> str:
    own = task.own.get(criterion)
    return given.get(f"comment.{criterion}") or (own.comment if own and own.comment else "")


def signoff_form(task: SignoffTask) -> SignoffForm:
    """Present a statement to sign or not, with what was said already."""
    said = {
        "approve": _("{role}: signed on {day}"),
        "decline": _("{role}: declined on {day}"),
    }
    return SignoffForm(
        node=task.node,
        title=task.title,
        statement=task.statement,
        said=tuple(
            said[row.decision].format(role=role_name(Role(row.role)), day=day(row.at))
            for row in task.said
        ),
        may_sign=task.may_sign,
        waits_for=role_name(Role(task.role)),
    )


def split_form(item: SplitItem, desk: Desk) -> SplitForm:
    """Offer the levels between the lowest and the highest answer; others would not count."""
    scale = [level for task in desk.instruments for level in task.scale.names] or []
    scale = list(dict.fromkeys(scale))
    first, last = scale.index(item.answers[0]), scale.index(item.answers[-1])
    return SplitForm(
        node=item.node,
        item=item.item,
        statement=item.statement,
        answers=", ".join(title_of(level) for level in item.answers),
        levels=tuple(
            Choice(value=level, text=title_of(level)) for level in scale[first : last + 1]
        ),
    )
