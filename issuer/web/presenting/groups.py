"""Groups of learners for reports: what was given, whose groups are counted, faults of a file."""

from dataclasses import dataclass

from issuer.access import Action, Role
from issuer.reporting import LEAST, GroupsView, RowFault
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext
from issuer.web.presenting.figures import reports_link
from issuer.web.presenting.frame import Frame, Visitor
from issuer.web.presenting.office import may, office_frame
from issuer.web.presenting.signing_in import Fault

#: Faults that a page lists.
_MOST_FAULTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsPage:
    """The groups so far, the form for a file, and the rule."""

    frame: Frame
    token: str
    rows: tuple[tuple[str, str], ...]
    counted: str
    says: str
    faults: tuple[tuple[str, str], ...]
    may_decide: bool
    everybody: bool
    field: str
    fault: str


def groups_page(  # what a list with two forms gathers
    view: GroupsView,
    visitor: Visitor,
    *,
    role: Role,
    changed: str = "",
    faults: tuple[RowFault, ...] = (),
    fault: Fault | None = None,
) -> GroupsPage:
    """Present the groups."""
    return GroupsPage(
        frame=office_frame(_("Groups of learners"), visitor, reports_link()),
        token=visitor.token,
        rows=tuple((name, _size(size)) for name, size in view.sizes.items()),
        counted=ngettext(
            "{count} of {whole} learners with a group is counted.",
            "{count} of {whole} learners with a group are counted.",
            view.counted,
            whole=sum(view.sizes.values()),
        ),
        says=_changed(changed),
        faults=tuple(
            (_("Row {number}", number=each.number), each.sentence) for each in faults[:_MOST_FAULTS]
        ),
        may_decide=may(role, Action.MANAGE_SETTINGS),
        everybody=view.everybody,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _size(size: int) -> str:
    if size < LEAST:
        return _("{count}, too few to be shown in a report", count=size)
    return str(size)


def _changed(changed: str) -> str:
    if not changed.isascii() or not changed.isdigit():
        return ""
    return ngettext(
        "{count} learner has another group now.",
        "{count} learners have another group now.",
        int(changed[:6]),
    )
