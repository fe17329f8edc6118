"""Who may do what to what: one table (education.md section 4.2); no storage, no HTTP."""

from issuer.access.model import ADULT_ROLES, Action, Actor, Relation, Role, Target
from issuer.access.rules import POWERFUL, RULES, require, require_grant, require_rule
from issuer.access.scopes import SCOPES, Scope, actions_of, read_scopes
from issuer.access.ties import Bond, conflicts_between, guardians_of, is_adult

__all__ = [
    "ADULT_ROLES",
    "POWERFUL",
    "RULES",
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
    "read_scopes",
    "require",
    "require_grant",
    "require_rule",
]
