"""Badges for many learners at once: a list, a teacher's signature, an issuer's approval.

The list carries what adults saw outside this service. Nothing on it counts before a teacher signs
it and an issuer approves it, and every row passes the same verbs as any other work (ADR 0038).
"""

from issuer.assessment.cohorts.checking import Checked, GoodRow, RowFault
from issuer.assessment.cohorts.commands import AboutCohort, ReadCohort
from issuer.assessment.cohorts.keeping import forget_draft, keep_cohort, read_cohort, stop_cohort
from issuer.assessment.cohorts.queries import (
    CohortRow,
    CohortView,
    check_cohort,
    cohort_file,
    example_file,
    list_cohorts,
    show_cohort,
)
from issuer.assessment.cohorts.running import approve_cohort, run_cohort, sign_cohort

__all__ = [
    "AboutCohort",
    "Checked",
    "CohortRow",
    "CohortView",
    "GoodRow",
    "ReadCohort",
    "RowFault",
    "approve_cohort",
    "check_cohort",
    "cohort_file",
    "example_file",
    "forget_draft",
    "keep_cohort",
    "list_cohorts",
    "read_cohort",
    "run_cohort",
    "show_cohort",
    "sign_cohort",
    "stop_cohort",
]
