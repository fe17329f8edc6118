"""What a schema cannot say about a criteria document (education.md 2.6).

Errors (E) stop publishing, warnings (W) are shown to author and reviewer.
"""

from issuer.criteria.definition import Criteria
from issuer.criteria.lint.adults import check_adults
from issuer.criteria.lint.catalogue import Catalogue, given_catalogue
from issuer.criteria.lint.finding import Finding
from issuer.criteria.lint.leaves import check_leaves
from issuer.criteria.lint.prerequisites import check_prerequisites
from issuer.criteria.lint.readability import reading_grade
from issuer.criteria.lint.references import check_references
from issuer.criteria.lint.sources import lint_instrument, lint_rubric
from issuer.criteria.lint.structure import check_structure
from issuer.criteria.lint.terms import check_terms

__all__ = [
    "Catalogue",
    "Finding",
    "given_catalogue",
    "lint",
    "lint_instrument",
    "lint_rubric",
    "reading_grade",
]


def lint(criteria: Criteria, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return all findings sorted by code, within a code in document order."""
    found = [
        *check_structure(criteria),
        *check_references(criteria, catalogue),
        *check_leaves(criteria, catalogue),
        *check_prerequisites(criteria, catalogue),
        *check_terms(criteria, catalogue),
        *check_adults(criteria, catalogue),
    ]
    return tuple(sorted(found, key=lambda finding: finding.code))
