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
from issuer.reporting.suppressing import LEAST, shown_groups
from issuer.reporting.timing import (
    MOST_DAYS,
    Age,
    AgeReport,
    IssuedReport,
    Month,
    age_report,
    issued_report,
    list_ending,
)

__all__ = [
    "LEAST",
    "MOST_DAYS",
    "PERIOD",
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
    "decide_group_rule",
    "equity_report",
    "give_groups",
    "issued_report",
    "list_ending",
    "peer_report",
    "show_groups",
    "shown_groups",
]
