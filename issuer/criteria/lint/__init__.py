"""What the shape of a criteria document cannot say (education.md section 2.6)."""

from issuer.criteria.definition import Criteria
from issuer.criteria.lint.accountability import accountability_findings
from issuer.criteria.lint.finding import Catalogue, Finding, given_catalogue
from issuer.criteria.lint.references import reference_findings
from issuer.criteria.lint.terms import term_findings
from issuer.criteria.lint.tree import tree_findings

__all__ = ["Catalogue", "Finding", "given_catalogue", "lint"]

_RULES = (tree_findings, reference_findings, accountability_findings, term_findings)


def lint(criteria: Criteria, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return everything that is to be said, errors (E) before warnings (W), each sorted by code.

    Errors stop publishing; warnings are shown to author and reviewer.
    """
    found = [finding for rule in _RULES for finding in rule(criteria, catalogue)]
    return tuple(sorted(found, key=lambda finding: (finding.code, finding.path, finding.sentence)))
