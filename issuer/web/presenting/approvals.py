"""Pages for approving: what waits, and one submission with the reasons behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from issuer import criteria
from issuer.access import Action, Role
from issuer.assessment.rows import AssessorRow, SubmissionView
from issuer.criteria import Audience, ExplainedNode
from issuer.web.languages import day, ngettext, retold
from issuer.web.languages import gettext as _
from issuer.web.presenting.exhibits import altered_notice
from issuer.web.presenting.frame import Fact, Frame, Link, Visitor
from issuer.web.presenting.office import Tag, may, office_frame
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.words import title_of

_MARKS = {"met": ("good", "check"), "needs": ("wait", "clock"), "not_yet": ("stop", "cross")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One submission that is ready."""

    submission: str
    href: str
    learner: str
    badge: str
    since: str
    tag: Tag
    may_choose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one of several approvals."""

    learner: str
    tag: Tag
    says: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsPage:
    """What waits for approval, and what came of the last choice."""

    frame: Frame
    token: str
    rows: tuple[WaitingRow, ...]
    may_approve: bool
    outcomes: tuple[Outcome, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """One criterion of the verdict, with those below it."""

    title: str
    tag: Tag
    say: str
    notes: tuple[str, ...]
    children: tuple["TreeNode", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPage:
    """One submission: verdict, who assessed, and what may be done."""

    frame: Frame
    token: str
    id: str
    learner: str
    badge: str
    headline: str
    tag: Tag
    tree: TreeNode | None
    facts: tuple[Fact, ...]
    assessed: tuple[Fact, ...]
    rule: str
    held: str
    is_held: bool
    may_approve: bool
    may_hold: bool
    notice: str
    field: str
    fault: str


def approvals_page(
    rows: Sequence[AssessorRow],
    visitor: Visitor,
    *,
    role: Role,
    outcomes: Iterable[Outcome] = (),
    fault: Fault | None = None,
) -> ApprovalsPage:
    """Present what waits, longest waiting first."""
    approves = may(role, Action.APPROVE)
    return ApprovalsPage(
        frame=office_frame(_("Badges to approve"), visitor),
        token=visitor.token,
        rows=tuple(_row(each, approves=approves) for each in rows),
        may_approve=approves,
        outcomes=tuple(outcomes),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def outcome(learner: str, public_id: str | None, refused: str) -> Outcome:
    """Say what came of one approval."""
    if refused:
        tag = Tag(tone="stop", icon="cross", text=_("Not approved"))
        return Outcome(learner=learner, tag=tag, says=refused, href="")
    says = (
        _("The badge is issued.")
        if public_id
        else _("Approved. The badge follows as soon as the signing key can be reached.")
    )
    tag = Tag(tone="good", icon="check", text=_("Approved"))
    return Outcome(
        learner=learner, tag=tag, says=says, href=f"/registry/{public_id}" if public_id else ""
    )


def approval_page(  # what a page about one decision gathers
    view: SubmissionView,
    visitor: Visitor,
    *,
    role: Role,
    names: Mapping[str, str],
    sole_teacher: bool,
    fault: Fault | None = None,
) -> ApprovalPage:
    """Present one submission with the reasons behind its verdict."""
    submission = view.submission
    document = criteria.parse(view.definition.document)
    explained = (
        None
        if view.decision is None
        else criteria.explain(view.decision, audience=Audience.STAFF, scale=document.scale)
    )
    ready = submission.state == "ready"
    above = Link(text=_("Badges to approve"), href="/approvals")
    return ApprovalPage(
        frame=office_frame(view.learner_name, visitor, above),
        token=visitor.token,
        id=submission.id,
        learner=view.learner_name,
        badge=view.definition.title,
        headline="" if explained is None else retold(explained.headline),
        tag=_state_tag(submission.state, held=submission.held),
        tree=None if explained is None else _node(explained.tree),
        facts=_facts(view),
        assessed=_assessed(view, names),
        rule=_rule(sole_teacher=sole_teacher, two=document.award.second_approver),
        held=submission.held_reason or "",
        is_held=submission.held,
        may_approve=ready and not submission.held and may(role, Action.APPROVE),
        may_hold=may(role, Action.HOLD),
        notice=altered_notice() if view.altered else "",
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _row(row: AssessorRow, *, approves: bool) -> WaitingRow:
    return WaitingRow(
        submission=row.submission,
        href=f"/approvals/{row.submission}",
        learner=row.learner_name,
        badge=row.title,
        since=day(row.waiting_since),
        tag=_state_tag(row.state, held=row.held),
        may_choose=approves and not row.held,
    )


def _state_tag(state: str, *, held: bool) -> Tag:
    if held:
        return Tag(tone="wait", icon="pause", text=_("On hold"))
    if state == "ready":
        return Tag(tone="good", icon="check", text=_("Ready"))
    if state in {"approved", "issued"}:
        return Tag(tone="good", icon="check", text=_("Approved"))
    return Tag(tone="calm", icon="clock", text=title_of(state.replace("_", " ")))


def _node(node: ExplainedNode) -> TreeNode:
    tone, icon = _MARKS[node.status]
    words = {"met": _("Met"), "needs": _("Something is missing"), "not_yet": _("Not yet")}
    levels = tuple(f"{title_of(name)}: {level}" for name, level in node.levels)
    return TreeNode(
        title=node.title,
        tag=Tag(tone=tone, icon=icon, text=words[node.status]),
        say=retold(node.say),
        notes=(*levels, *(_("Not counted: {why}", why=retold(each.why)) for each in node.remarks)),
        children=tuple(_node(each) for each in node.children),
    )


def _facts(view: SubmissionView) -> tuple[Fact, ...]:
    submission = view.submission
    pieces = ngettext("{count} piece of evidence", "{count} pieces of evidence", len(view.evidence))
    found = [Fact(label=_("Badge"), value=f"{view.definition.title} {view.definition.version}")]
    if submission.submitted_at is not None:
        found.append(Fact(label=_("Handed in"), value=day(submission.submitted_at)))
    if submission.on_behalf:
        found.append(Fact(label=_("Opened by"), value=_("A teacher, for the learner")))
    return (
        *found,
        Fact(label=_("Attempt"), value=str(submission.revision)),
        Fact(label=_("Evidence"), value=pieces),
    )


def _assessed(view: SubmissionView, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return who said what, one line for each word of an adult."""
    said = [
        (row.by, row.role, f"{title_of(row.criterion)}: {row.level}")
        for row in view.ratings
        if row.revision == view.submission.revision
    ] + [
        (
            row.by,
            row.role,
            _("Signed: “{sentence}”", sentence=row.statement)
            if row.decision == "approve"
            else _("Did not sign: “{sentence}”", sentence=row.statement),
        )
        for row in view.signoffs
        if row.revision == view.submission.revision
    ]
    return tuple(
        Fact(label=f"{names.get(by, _('Somebody'))}, {_role(role)}", value=words)
        for by, role, words in said
    )


def _role(role: str) -> str:
    return role_name(Role(role)).lower()


def _rule(*, sole_teacher: bool, two: bool) -> str:
    if sole_teacher and not two:
        return _(
            "This school lets one adult both assess and approve. The badge says so wherever it is"
            " shown."
        )
    return _(
        "Two adults stand behind this badge: whoever is the only one who assessed it cannot also"
        " approve it."
    )
