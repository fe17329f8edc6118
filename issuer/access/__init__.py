"""Who may do what to what: one table (education.md section 4.2); no storage, no HTTP."""

from issuer.access.marking import mark_of, marked
from issuer.access.model import ADULT_ROLES, SCOPED_ROLES, Action, Actor, Relation, Role, Target
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
from issuer.access.ties import Bond, conflicts_between, guardians_of, is_adult

__all__ = [
    "ADULT_ROLES",
    "CONFIRMED",
    "POWERFUL",
    "RULES",
    "SCOPED_ROLES",
    "SCOPES",
    "Action",
    "Actor",
    "Bond",
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
]
