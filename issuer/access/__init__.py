"""Who may do what to what: one table (education.md section 4.2); no storage, no HTTP."""

from issuer.access.model import ADULT_ROLES, Action, Actor, Relation, Role, Target
from issuer.access.rules import POWERFUL, RULES, require, require_change, require_grant
from issuer.access.ties import Bond, conflicts_between, guardians_of, is_adult

__all__ = [
    "ADULT_ROLES",
    "POWERFUL",
    "RULES",
    "Action",
    "Actor",
    "Bond",
    "Relation",
    "Role",
    "Target",
    "conflicts_between",
    "guardians_of",
    "is_adult",
    "require",
    "require_change",
    "require_grant",
]
