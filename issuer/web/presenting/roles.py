"""Roles in words: how each is called, and what whoever holds it may do."""

from collections.abc import Mapping

from issuer.access import Role
from issuer.web.languages import gettext as _

_NAMES: Mapping[Role, str] = {
    Role.LEARNER: "Learner",
    Role.PEER: "Peer",
    Role.GUARDIAN: "Guardian",
    Role.TEACHER: "Teacher",
    Role.ASSESSOR: "Assessor",
    Role.INDUSTRY_ASSESSOR: "Industry assessor",
    Role.NURSE_INSTRUCTOR: "Nurse instructor",
    Role.REGISTRAR: "Registrar",
    Role.ISSUER: "Issuer",
    Role.ADMIN: "Administrator",
    Role.AUDITOR: "Auditor",
}
_ASSESSING = "You compare the work of learners with the published steps and say what is missing."
_DUTIES: Mapping[Role, str] = {
    Role.LEARNER: "You show your work, read what others saw in it, and earn badges.",
    Role.PEER: "You say what you saw in the work of others. You do not judge the person.",
    Role.GUARDIAN: "You see everything about your child, and you decide what others may see.",
    Role.TEACHER: _ASSESSING,
    Role.ASSESSOR: _ASSESSING,
    Role.INDUSTRY_ASSESSOR: _ASSESSING,
    Role.NURSE_INSTRUCTOR: _ASSESSING,
    Role.REGISTRAR: "You take people in, look after dates, and withdraw badges that are wrong.",
    Role.ISSUER: "You read the reasons behind each finished submission and approve the badge.",
    Role.ADMIN: "You take people in, give roles, and look after the keys of the school.",
    Role.AUDITOR: "You read what was decided and when. You see no names and no evidence.",
}


def role_name(role: Role) -> str:
    """Return how a role is called."""
    return _(_NAMES[role])


def duty_of(role: Role) -> str:
    """Say in a sentence what the role is for."""
    return _(_DUTIES[role])


def roles_named(roles: frozenset[Role]) -> str:
    """Name several roles in the order of the list above."""
    return ", ".join(_(_NAMES[role]) for role in _NAMES if role in roles)
