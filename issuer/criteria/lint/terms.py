"""Rules about window, award and texts of the document (E07, E10, E14, W03, W06, W08)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from issuer.criteria.definition import Criteria
from issuer.criteria.leaves import RubricLeaf
from issuer.criteria.lint.finding import Catalogue, Finding
from issuer.criteria.lint.references import hard_to_read
from issuer.criteria.vocabulary import ACHIEVEMENT_TYPES, WEIGHTY_TYPES

_EXTENDED = re.compile(r"ext:[A-Za-z0-9._-]+")


def term_findings(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the members beside the tree."""
    yield from _window(criteria, catalogue)
    yield from _award(criteria)
    yield from hard_to_read(criteria.summary, "summary")


def _window(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    window = criteria.window
    if window.closes is not None and window.closes <= catalogue.now:
        yield Finding(code="E07", path="window", sentence="It closes in the past")
    if window.opens is None or window.closes is None:
        return
    if window.opens >= window.closes:
        yield Finding(code="E07", path="window", sentence="It opens after it closes")
    elif timedelta(weeks=window.target_weeks or 0) > window.closes - window.opens:
        yield Finding(code="E07", path="window", sentence="target_weeks is longer than the window")


def _award(criteria: Criteria) -> Iterator[Finding]:
    award = criteria.award
    for name in award.results:
        node = criteria.node(name)
        if node is None or not isinstance(node.rule, RubricLeaf):
            yield Finding(
                code="E10",
                path="award > results",
                sentence=f"{name} is not a rubric criterion of this document",
            )
    kind = award.achievement_type
    if kind not in ACHIEVEMENT_TYPES and not _EXTENDED.fullmatch(kind):
        yield Finding(
            code="E14",
            path="award > achievement_type",
            sentence=f"{kind} is neither an Open Badges type nor ext:...",
        )
    if kind in WEIGHTY_TYPES and not award.second_approver:
        yield Finding(
            code="W03",
            path="award > second_approver",
            sentence=f"A {kind} has weight outside the school; ask for a second adult",
        )
    if award.peer_endorsements == "individual":
        yield Finding(
            code="W06",
            path="award > peer_endorsements",
            sentence=(
                "Single endorsements go into the badge: one that lapses makes the whole badge"
                " fail verification"
            ),
        )
