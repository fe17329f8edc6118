"""Groups of learners as CSV: the file that is downloaded, filled in and handed in again."""

from issuer.reporting.grouping import GroupRow, GroupsView
from issuer.sheets import read_sheet, write_sheet

_LEARNER, _NAME, _GROUP = "learner", "name", "group"
_HEADINGS = (_LEARNER, _NAME, _GROUP)


def group_sheet(view: GroupsView) -> bytes:
    """Return every learner by name, with the group given so far."""
    learners = sorted(view.learners, key=lambda each: each.name)
    rows = ((each.id, each.name, view.groups.get(each.id, "")) for each in learners)
    return write_sheet(_HEADINGS, rows)


def read_groups(data: bytes) -> tuple[GroupRow, ...]:
    """Read a file of groups; the column of names is for people and may be left out.

    Raises:
        MalformedError: no such file, code `sheet`.
        LimitError: more than is read, code `sheet_size`.
    """
    sheet = read_sheet(data, needed=(_LEARNER, _GROUP), known=_HEADINGS)
    return tuple(
        GroupRow(number=line.number, learner=line.cells[_LEARNER], group=line.cells[_GROUP].strip())
        for line in sheet.lines
    )
