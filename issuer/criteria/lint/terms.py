"""Lint of what stands beside the tree: window, award, summary (E07, E14, W03, W06, W08)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from issuer.criteria.definition import Criteria, Window
from issuer.criteria.lint.catalogue import Catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.readability import HIGHEST_GRADE, reading_grade
from issuer.criteria.vocabulary import ACHIEVEMENT_TYPES, WEIGHTY_TYPES

#: Open Badges 3.0 extension terms (open-badges.md OB-12), anchored.
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")


def check_terms(criteria: Criteria, catalogue: Catalogue) -> Iterator[Finding]:
    """Find what is wrong with window, award and summary."""
    for sentence in _window_faults(criteria.window, catalogue):
        yield Finding(code="E07", nodes=(), sentence=sentence)
    award = criteria.award
    kind = award.achievement_type
    if kind not in ACHIEVEMENT_TYPES and _EXTENSION.fullmatch(kind) is None:
        yield Finding(
            code="E14",
            nodes=(),
            sentence=f"award.achievement_type {kind!r} is no Open Badges type; "
            "own terms begin with ext:",
        )
    if kind in WEIGHTY_TYPES and not award.second_approver:
        yield Finding(
            code="W03", nodes=(), sentence=f"a {kind} should have award.second_approver: true"
        )
    if award.peer_endorsements == "individual":
        yield Finding(
            code="W06",
            nodes=(),
            sentence="individual peer endorsements: one that is revoked or lapses makes the whole "
            "badge fail verification, and copies already handed out keep it after a withdrawal",
        )
    if (grade := reading_grade(criteria.summary)) > HIGHEST_GRADE:
        yield Finding(
            code="W08",
            nodes=(),
            sentence=f"the summary reads at grade {grade:.1f}: shorten its sentences",
        )


def _window_faults(window: Window, catalogue: Catalogue) -> Iterator[str]:
    if window.closes is None:
        return
    if window.opens is not None and window.opens >= window.closes:
        yield "the window opens when it is already closed"
    if window.closes < catalogue.now:
        yield "the window closes in the past"
    weeks = window.target_weeks
    start = window.opens or catalogue.now
    if weeks is not None and window.closes - start < timedelta(days=7) * min(weeks, 10_000):
        yield f"target_weeks is {weeks}, which is longer than the window"
