"""Roles in words: how each is called, and what whoever holds it may do."""

from collections.abc import Mapping

from issuer.access import Role
from issuer.web.languages import gettext as _
from issuer.web.languages import mark

_NAMES: Mapping[Role, str] = {
    Role.LEARNER: mark("Learner"),
    Role.PEER: mark("Peer"),
    Role.GUARDIAN: mark("Guardian"),
    Role.TEACHER: mark("Teacher"),
    Role.ASSESSOR: mark("Assessor"),
    Role.INDUSTRY_ASSESSOR: mark("Industry assessor"),
    Role.NURSE_INSTRUCTOR: mark("Nurse instructor"),
    Role.REGISTRAR: mark("Registrar"),
    Role.ISSUER: mark("Issuer"),
    Role.ADMIN: mark("Administrator"),
    Role.AUDITOR: mark("Auditor"),
}
_ASSESSING = mark(
    "You compare the work of learners with the published steps and say what is missing."
)
_DUTIES: Mapping[Role, str] = {
    Role.LEARNER: mark("You show your work, read what others saw in it, and earn badges."),
    Role.PEER: mark("You say what you saw in the work of others. You do not judge the person."),
    Role.GUARDIAN: mark("You see everything about your child, and you decide what others may see."),
    Role.TEACHER: _ASSESSING,
    Role.ASSESSOR: _ASSESSING,
    Role.INDUSTRY_ASSESSOR: _ASSESSING,
    Role.NURSE_INSTRUCTOR: _ASSESSING,
    Role.REGISTRAR: mark(
        "You take people in, look after dates, and withdraw badges that are wrong."
    ),
    Role.ISSUER: mark(
        "You read the reasons behind each finished submission and approve the badge."
    ),
    Role.ADMIN: mark("You take people in, give roles, and look after the keys of the school."),
    Role.AUDITOR: mark("You read what was decided and when. You see no names and no evidence."),
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
