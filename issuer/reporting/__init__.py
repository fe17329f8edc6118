"""Reports for those who run a school: counted from what is kept, never about one learner.

Equity between groups, how long work waits, how far peers agree, what was issued, what ends soon.
"""

from issuer.reporting.equity import (
    PERIOD,
    Cell,
    Comparison,
    EquityReport,
    Measure,
    equity_report,
)
from issuer.reporting.group_sheets import group_sheet, read_groups
from issuer.reporting.grouping import (
    DecideGroupRule,
    GiveGroups,
    GroupRow,
    GroupsGiven,
    GroupsView,
    RowFault,
    decide_group_rule,
    give_groups,
    show_groups,
)
from issuer.reporting.model import Ending
from issuer.reporting.peers import Drift, Quarter, peer_report
from issuer.reporting.ports import Services
from issuer.reporting.sheets import (
    age_sheet,
    ending_sheet,
    equity_sheet,
    issued_sheet,
    peer_sheet,
)
from issuer.reporting.suppressing import LEAST, shown_groups
from issuer.reporting.timing import (
    MOST_DAYS,
    USUAL_DAYS,
    Age,
    AgeReport,
    IssuedReport,
    Month,
    age_report,
    issued_report,
    list_ending,
    read_days,
)

__all__ = [
    "LEAST",
    "MOST_DAYS",
    "PERIOD",
    "USUAL_DAYS",
    "Age",
    "AgeReport",
    "Cell",
    "Comparison",
    "DecideGroupRule",
    "Drift",
    "Ending",
    "EquityReport",
    "GiveGroups",
    "GroupRow",
    "GroupsGiven",
    "GroupsView",
    "IssuedReport",
    "Measure",
    "Month",
    "Quarter",
    "RowFault",
    "Services",
    "age_report",
    "age_sheet",
    "decide_group_rule",
    "ending_sheet",
    "equity_report",
    "equity_sheet",
    "give_groups",
    "group_sheet",
    "issued_report",
    "issued_sheet",
    "list_ending",
    "peer_report",
    "peer_sheet",
    "read_days",
    "read_groups",
    "show_groups",
    "shown_groups",
]
