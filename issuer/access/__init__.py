"""Who may do what to what: one table (education.md section 4.2); no storage, no HTTP."""

from issuer.access.marking import mark_of, marked
from issuer.access.model import ADULT_ROLES, SCOPED_ROLES, Action, Actor, Relation, Role, Target
from issuer.access.refusals import REFUSALS
from issuer.access.rules import (
    CONFIRMED,
    POWERFUL,
    RULES,
    is_within,
    require,
    require_grant,
    require_rule,
)
from issuer.access.scopes import SCOPES, Scope, actions_of, read_scopes
from issuer.access.seconding import ANSWER_WITHIN, OPERATOR, ProposalState, require_second
from issuer.access.ties import Bond, conflicts_between, guardians_of, is_adult

__all__ = [
    "ADULT_ROLES",
    "ANSWER_WITHIN",
    "CONFIRMED",
    "OPERATOR",
    "POWERFUL",
    "REFUSALS",
    "RULES",
    "SCOPED_ROLES",
    "SCOPES",
    "Action",
    "Actor",
    "Bond",
    "ProposalState",
    "Relation",
    "Role",
    "Scope",
    "Target",
    "actions_of",
    "conflicts_between",
    "guardians_of",
    "is_adult",
    "is_within",
    "mark_of",
    "marked",
    "read_scopes",
    "require",
    "require_grant",
    "require_rule",
    "require_second",
]
