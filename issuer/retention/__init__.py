"""How long things are kept: what is over its time goes, what is held or appealed stays.

Hashes, decisions, credentials and events are never part of it; erasing a person is elsewhere.
"""

from issuer.retention.keeping import (
    ROUND,
    forget_overdue,
    overdue,
    plan_rounds,
    run_round,
)
from issuer.retention.model import Forgotten, Overdue, Terms, What, Why
from issuer.retention.ports import Services

__all__ = [
    "ROUND",
    "Forgotten",
    "Overdue",
    "Services",
    "Terms",
    "What",
    "Why",
    "forget_overdue",
    "overdue",
    "plan_rounds",
    "run_round",
]
