"""Pages about lists of learners: all of them, a file with its faults, a list on its way."""

from collections.abc import Sequence
from dataclasses import dataclass

from issuer.access import Action, Role
from issuer.assessment.cohorts import CohortRow, CohortView
from issuer.assessment.model import CohortResult, CohortState, ItemState
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Banner, Fact, Frame, Link, Visitor
from issuer.web.presenting.office import Tag, may, office_frame
from issuer.web.presenting.signing_in import Fault

#: Rows that a page shows; the file to download has all.
SHOWN = 100
_TONES = {
    CohortState.DRAFT: ("calm", "info"),
    CohortState.WAITING: ("wait", "pause"),
    CohortState.SIGNING: ("calm", "clock"),
    CohortState.SIGNED: ("wait", "pause"),
    CohortState.APPROVING: ("calm", "clock"),
    CohortState.DONE: ("good", "check"),
    CohortState.STOPPED: ("stop", "cross"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One list among others."""

    href: str
    text: str
    by: str
    tag: Tag
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortsPage:
    """All lists, and the form to hand in a file."""

    frame: Frame
    token: str
    rows: tuple[ListRow, ...]
    may_hand_in: bool
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One row of a list, and what became of it."""

    row: str
    learner: str
    badge: str
    seen: str
    tag: Tag
    fault: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage:
    """A list that was put forward."""

    frame: Frame
    token: str
    id: str
    banner: Banner
    facts: tuple[Fact, ...]
    statements: tuple[Fact, ...]
    done: int
    size: int
    progress: str
    items: tuple[ItemRow, ...]
    more: str
    act: str
    button: str
    promise: str
    may_stop: bool
    field: str
    fault: str


def state_word(state: CohortState) -> str:
    """Say in a few words where a list stands."""
    return {
        CohortState.DRAFT: _("File read, nothing done yet"),
        CohortState.WAITING: _("Waits for a teacher"),
        CohortState.SIGNING: _("Is being signed"),
        CohortState.SIGNED: _("Waits for approval"),
        CohortState.APPROVING: _("Badges are being issued"),
        CohortState.DONE: _("Done"),
        CohortState.STOPPED: _("Stopped"),
    }[state]


def cohorts_page(
    rows: Sequence[CohortRow], visitor: Visitor, *, role: Role, fault: Fault | None = None
) -> CohortsPage:
    """Present all lists."""
    return CohortsPage(
        frame=office_frame(_("Lists of learners"), visitor),
        token=visitor.token,
        rows=tuple(_list_row(each) for each in rows),
        may_hand_in=may(role, Action.TRIAGE),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def cohort_page(
    view: CohortView, visitor: Visitor, *, role: Role, me: str, fault: Fault | None = None
) -> CohortPage:
    """Present a list that was put forward."""
    act, button = _next_act(view, role)
    counts, size = view.counts, view.cohort.size
    done = counts.get("issued", 0)
    return CohortPage(
        frame=office_frame(_("A list of learners"), visitor, above()),
        token=visitor.token,
        id=view.cohort.id,
        banner=_banner(view, me),
        facts=_facts(view),
        statements=statements_of(view.statements),
        done=done,
        size=size,
        progress=_progress(counts, size),
        items=tuple(_item(each) for each in _first(view.rows)),
        more=more_of(size),
        act=act,
        button=button,
        promise=_promise(act),
        may_stop=may(role, Action.TRIAGE)
        and view.cohort.state not in {CohortState.DONE, CohortState.STOPPED},
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def above() -> Link:
    """Return the way back to all lists."""
    return Link(text=_("Lists of learners"), href="/cohorts")


def _list_row(row: CohortRow) -> ListRow:
    tone, icon = _TONES[row.state]
    return ListRow(
        href=f"/cohorts/{row.id}",
        text=_("List of {day}", day=day(row.at)),
        by=row.by_name,
        tag=Tag(tone=tone, icon=icon, text=state_word(row.state)),
        progress="" if row.state is CohortState.DRAFT else _progress(row.counts, row.size),
    )


def _progress(counts: object, size: int) -> str:
    found = dict(counts) if isinstance(counts, dict) else {}
    said = _("{done} of {size} issued", done=found.get("issued", 0), size=size)
    failed = found.get(ItemState.FAILED.value, 0)
    return said + (", " + _("{count} could not go on", count=failed) if failed else "")


def _banner(view: CohortView, me: str) -> Banner:
    state = view.cohort.state
    tone, icon = _TONES[state]
    return Banner(
        tone=tone,
        icon=icon,
        word=state_word(state),
        headline=f"{state_word(state)}.",
        meaning=_meaning(view, me),
    )


def _meaning(view: CohortView, me: str) -> str:
    state = view.cohort.state
    if state is CohortState.SIGNED and view.cohort.signed_by == me and not view.sole_teacher:
        return _("You signed it. A second adult approves it, then the badges are issued.")
    return {
        CohortState.DRAFT: "",
        CohortState.WAITING: _("A teacher who saw the work signs the sentences below."),
        CohortState.SIGNING: _("The rows are signed one by one. Open this page again in a minute."),
        CohortState.SIGNED: _("An issuer reads the list and approves it. Then badges are issued."),
        CohortState.APPROVING: _("Badges are issued one by one. Open this page again in a minute."),
        CohortState.DONE: _("Every row has come to its end. Badges go on being issued meanwhile.")
        if view.counts.get("issued", 0) < view.counts.get("approved", 0)
        else _("Every row has come to its end."),
        CohortState.STOPPED: _(
            "Rows that were approved stay. Rows that were signed wait among the badges to approve."
        ),
    }[state]


def _facts(view: CohortView) -> tuple[Fact, ...]:
    found = (
        (_("Handed in by"), view.by_name),
        (_("Handed in on"), day(view.cohort.at)),
        (_("Signed by"), view.signed_name),
        (_("Approved by"), view.approved_name),
    )
    return tuple(Fact(label=label, value=value) for label, value in found if value)


def statements_of(found: object) -> tuple[Fact, ...]:
    """Return the sentences that a teacher signs, by badge."""
    pairs = dict(found) if isinstance(found, dict) else {}
    return tuple(Fact(label=title, value=" ".join(said)) for title, said in sorted(pairs.items()))


def _next_act(view: CohortView, role: Role) -> tuple[str, str]:
    size = view.cohort.size
    if view.cohort.state is CohortState.WAITING and role is Role.TEACHER:
        return "sign", ngettext("Sign {count} row", "Sign {count} rows", size)
    if view.cohort.state is CohortState.SIGNED and may(role, Action.APPROVE):
        ready = view.counts.get(ItemState.SIGNED.value, 0)
        return "approve", ngettext("Approve {count} badge", "Approve {count} badges", ready)
    return "", ""


def _promise(act: str) -> str:
    return {
        "sign": _("With your signature you say for each learner below: I saw it, and it is so."),
        "approve": _("With your approval each badge below is signed by the school and issued."),
    }.get(act, "")


def _first(rows: Sequence[CohortResult]) -> list[CohortResult]:
    """Return what a page shows: rows that could not go on come first."""
    return sorted(rows, key=lambda row: (row.state is not ItemState.FAILED, row.row))[:SHOWN]


def _item(row: CohortResult) -> ItemRow:
    return ItemRow(
        row=str(row.row),
        learner=row.learner_name,
        badge=row.title,
        seen=row.seen_on,
        tag=_item_tag(row),
        fault=row.fault or "",
        href=f"/registry/{row.credential_id.rsplit('/', 1)[-1]}"
        if row.issued and row.credential_id
        else "",
    )


def _item_tag(row: CohortResult) -> Tag:
    if row.issued:
        return Tag(tone="good", icon="check", text=_("Issued"))
    tone, icon, text = {
        ItemState.WAITING: ("calm", "clock", _("Waits")),
        ItemState.SIGNED: ("calm", "clock", _("Signed")),
        ItemState.APPROVED: ("calm", "clock", _("Approved")),
        ItemState.FAILED: ("stop", "cross", _("Could not go on")),
        ItemState.STOPPED: ("wait", "pause", _("Stopped")),
    }[row.state]
    return Tag(tone=tone, icon=icon, text=text)


def more_of(count: int) -> str:
    """Say that a page shows some rows only, if it does."""
    if count <= SHOWN:
        return ""
    return _("{shown} of {count} rows are shown. The file has all.", shown=SHOWN, count=count)
