"""The one table of permissions, and the one function that reads it. Deny by default."""

from collections.abc import Mapping

from issuer.access.model import Action, Actor, Relation, Role, Target
from issuer.access.refusals import REFUSALS
from issuer.access.scopes import SCOPES, actions_of
from issuer.errors import ForbiddenError, NotFoundError

_ASSESSORS = (Role.TEACHER, Role.ASSESSOR, Role.INDUSTRY_ASSESSOR, Role.NURSE_INSTRUCTOR)
_SCOPED_STAFF = (*_ASSESSORS, Role.REGISTRAR, Role.ISSUER)

_ANY, _UNIT, _OWN, _CHILD = Relation.ANY, Relation.UNIT, Relation.OWN, Relation.CHILD
_ASSIGNED, _LISTED, _OPENED = Relation.ASSIGNED, Relation.LISTED, Relation.OPENED


def _each(roles: tuple[Role, ...], *relations: Relation) -> dict[Role, tuple[Relation, ...]]:
    return dict.fromkeys(roles, relations)


_PEOPLE = tuple(role for role in Role if role is not Role.CLIENT)

#: The rules of people (education.md section 4.2); those of programs are the table of scopes.
_RULES: Mapping[Action, Mapping[Role, tuple[Relation, ...]]] = {
    Action.OPEN: {Role.LEARNER: (_OWN,), Role.TEACHER: (_UNIT,)},
    Action.EDIT: {Role.LEARNER: (_OWN,), Role.TEACHER: (_UNIT,)},
    Action.SUBMIT: {Role.LEARNER: (_OWN,), Role.TEACHER: (_UNIT,)},
    Action.OBSERVE: {**_each(_ASSESSORS, _UNIT), Role.REGISTRAR: (_UNIT,)},
    Action.WITHDRAW: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.APPEAL: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.READ_SUBMISSION: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        **_each(_ASSESSORS, _UNIT),
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.AUDITOR: (_ANY,),  # hashes, decisions and pseudonyms
    },
    Action.READ_EVIDENCE: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        Role.PEER: (_ASSIGNED,),
        **_each(_ASSESSORS, _UNIT),
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.AUDITOR: (_OPENED,),
    },
    Action.READ_QUEUE: {
        **_each(_ASSESSORS, _UNIT),
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
    },
    Action.TRIAGE: {**_each(_ASSESSORS, _UNIT), Role.REGISTRAR: (_UNIT,)},
    Action.ANSWER_REVIEW: {Role.PEER: (_ASSIGNED,)},
    Action.ATTEST: {Role.PEER: (_ASSIGNED,)},
    Action.RECORD_HAND_ATTESTATION: {Role.TEACHER: (_UNIT,), Role.REGISTRAR: (_UNIT,)},
    Action.HOLD_ATTESTATION: {
        Role.TEACHER: (_UNIT,),
        Role.ASSESSOR: (_UNIT,),
        Role.REGISTRAR: (_UNIT,),
    },
    Action.CALIBRATE: {Role.PEER: (_OWN,)},
    Action.DECLARE_CONFLICT: {
        Role.LEARNER: (_OWN,),
        Role.PEER: (_ANY,),
        **_each(_ASSESSORS, _ANY),
        Role.REGISTRAR: (_ANY,),
    },
    Action.RATE: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.RETURN: _each(_ASSESSORS, _UNIT),
    Action.DECIDE_NOT_YET: _each(_ASSESSORS, _UNIT),
    Action.MODERATE: _each((Role.TEACHER, Role.ASSESSOR), _UNIT),
    Action.SIGN_OFF: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.RECORD_METRIC: {Role.TEACHER: (_UNIT,), Role.REGISTRAR: (_UNIT,)},
    Action.RECORD_STATEMENT: {Role.TEACHER: (_UNIT,), Role.REGISTRAR: (_UNIT,)},
    Action.LOG_HOURS: {Role.LEARNER: (_OWN,), **_each(_ASSESSORS, _UNIT), Role.REGISTRAR: (_UNIT,)},
    Action.VERIFY_HOURS: {
        **_each((*_ASSESSORS, Role.ADMIN), _LISTED),
        Role.REGISTRAR: (_UNIT,),
    },
    Action.SUBMIT_PROOF: {Role.LEARNER: (_OWN,), Role.REGISTRAR: (_UNIT,)},
    Action.VERIFY_PROOF: {Role.REGISTRAR: (_UNIT,)},
    Action.WAIVE: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.EXTEND: {Role.REGISTRAR: (_UNIT,)},
    Action.HOLD: {Role.REGISTRAR: (_UNIT,)},
    Action.APPROVE: {Role.ISSUER: (_UNIT,)},
    Action.READ_CREDENTIAL: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        **_each(_SCOPED_STAFF, _UNIT),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
    Action.SHARE: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.ISSUE: {Role.ISSUER: (_UNIT,), Role.REGISTRAR: (_UNIT,)},
    Action.SUSPEND: {Role.REGISTRAR: (_UNIT,)},
    Action.REVOKE: {Role.REGISTRAR: (_UNIT,)},
    Action.SECOND_REVOCATION: {
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.ADMIN: (_ANY,),
    },
    Action.DRAFT_DEFINITION: {
        **_each(_ASSESSORS, _ANY),
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
        Role.ADMIN: (_ANY,),
    },
    Action.PUBLISH_RUBRIC: {
        Role.TEACHER: (_ANY,),
        Role.ASSESSOR: (_ANY,),
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
        Role.ADMIN: (_ANY,),
    },
    Action.PUBLISH_DEFINITION: {Role.ISSUER: (_ANY,), Role.ADMIN: (_ANY,)},
    Action.READ_DEFINITIONS: _each(_PEOPLE, _ANY),
    Action.MANAGE_PEOPLE: {Role.REGISTRAR: (_UNIT,), Role.ADMIN: (_ANY,)},
    Action.READ_PEOPLE: {**_each(_SCOPED_STAFF, _UNIT), Role.ADMIN: (_ANY,)},
    Action.GRANT_ROLE: {Role.REGISTRAR: (_UNIT,), Role.ADMIN: (_ANY,)},
    Action.CONFIRM_ROLE: {Role.ADMIN: (_ANY,)},
    Action.MANAGE_SETTINGS: {Role.ADMIN: (_ANY,)},
    Action.EXPORT_PERSON: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        Role.REGISTRAR: (_UNIT,),
        Role.ADMIN: (_ANY,),
    },
    Action.ERASE_PERSON: {Role.REGISTRAR: (_UNIT,), Role.ADMIN: (_ANY,)},
    Action.HOLD_PERSON: {Role.REGISTRAR: (_UNIT,), Role.ADMIN: (_ANY,)},
    Action.LIFT_HOLD: {Role.ADMIN: (_ANY,)},
    Action.SHARE_LINK: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.FAMILY_LINK: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,), Role.REGISTRAR: (_UNIT,)},
    Action.CHOOSE_LETTERS: {Role.GUARDIAN: (_OWN,)},
    Action.GIVE_CONSENT: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.MANAGE_KEYS: {Role.ADMIN: (_ANY,)},
    Action.READ_EVENTS: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        **_each(_ASSESSORS, _UNIT),
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
    # Its facts show conflicts of others, so being the learner or a guardian is not enough.
    Action.READ_BUNDLE: {
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
    # The log as a whole; what is about one learner is READ_EVENTS.
    Action.READ_LOG: {
        Role.REGISTRAR: (_UNIT,),
        Role.ISSUER: (_UNIT,),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
    Action.READ_QUALITY: {Role.REGISTRAR: (_UNIT,)},
    Action.READ_REPORTS: {Role.REGISTRAR: (_UNIT,), Role.ADMIN: (_ANY,)},
    # Whom the installation knows; the verb asks a registrar for a grant without units.
    Action.READ_TRUST: {
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
    Action.MANAGE_TRUST: {Role.REGISTRAR: (_ANY,), Role.ADMIN: (_ANY,)},
    Action.BREAK_GLASS: {Role.AUDITOR: (_ANY,)},
    Action.READ_BREAK_GLASS: {Role.REGISTRAR: (_ANY,), Role.ADMIN: (_ANY,), Role.AUDITOR: (_OWN,)},
    Action.CLOSE_GLASS: {Role.REGISTRAR: (_ANY,), Role.ADMIN: (_ANY,), Role.AUDITOR: (_OWN,)},
    Action.MANAGE_CLIENTS: {Role.ADMIN: (_ANY,)},
    Action.MANAGE_PROVIDERS: {Role.ADMIN: (_ANY,)},
}

_OF_CLIENTS = actions_of(SCOPES)

#: Action -> role -> relations, any one of which suffices.
RULES: Mapping[Action, Mapping[Role, tuple[Relation, ...]]] = {
    action: {**rules, **(_each((Role.CLIENT,), _ANY) if action in _OF_CLIENTS else {})}
    for action, rules in _RULES.items()
}

#: Roles that decide over others' awards, people or keys; who gives them is itself a risk.
POWERFUL = frozenset({Role.ADMIN, Role.ISSUER, Role.REGISTRAR, Role.AUDITOR})
#: Of those, the ones that a second administrator confirms (reliability.md row 102).
CONFIRMED = frozenset({Role.ADMIN, Role.ISSUER, Role.AUDITOR})


def require(actor: Actor, action: Action, target: Target) -> None:
    """Let the actor pass, or raise.

    Raises:
        NotFoundError: the target belongs to another organisation, or is about a learner of other
            units than the actor's; nobody learns that it exists.
        ForbiddenError: the table has no rule that lets this actor do this to that.
    """
    if actor.organisation != target.organisation:
        raise _nothing_here()
    is_held = any(_holds(relation, actor, target) for relation in RULES[action].get(actor.role, ()))
    if not is_held and not is_within(actor, target):
        raise _nothing_here()
    require_rule(actor, action)
    if not is_held:
        raise _forbidden(action)


def require_rule(actor: Actor, action: Action) -> None:
    """Let the actor come nearer, whatever the target turns out to be, or raise.

    Raises:
        ForbiddenError: the table has no rule for this role, code `forbidden`, or the token is
            good for other things only, code `scope`.
    """
    if not RULES[action].get(actor.role):
        raise _forbidden(action)
    if actor.actions is not None and action not in actor.actions:
        raise ForbiddenError(
            "This token is not good for that; ask for one with the scope for it",
            code="scope",
            action=action.value,
        )


def is_within(actor: Actor, target: Target) -> bool:
    """Tell whether the target is about nobody, about the actor, or about the actor's units."""
    return (
        actor.units is None
        or target.learner in {None, actor.person}
        or not actor.units.isdisjoint(target.units)
    )


def require_grant(actor: Actor, roles: frozenset[Role], person: str | None = None) -> None:
    """Let the actor give roles, or raise; `person` is who receives them, if already enrolled.

    Raises:
        ForbiddenError: roles over others are given by administrators alone (code `grant`), and
            nobody gives oneself another role (code `self_grant`).
    """
    if actor.person == person and roles != frozenset({actor.role}):
        raise ForbiddenError("Nobody gives oneself a role; ask an administrator", code="self_grant")
    if roles & POWERFUL and actor.role is not Role.ADMIN:
        raise ForbiddenError("Only an administrator gives a role over others", code="grant")


def _forbidden(action: Action) -> ForbiddenError:
    return ForbiddenError(REFUSALS[action], code="forbidden", action=action.value)


def _holds(relation: Relation, actor: Actor, target: Target) -> bool:
    match relation:
        case Relation.ANY:
            return True
        case Relation.UNIT:
            return is_within(actor, target)
        case Relation.LISTED:
            return actor.role.value in target.listed_roles and is_within(actor, target)
        case _:
            return actor.person in _people_of(relation, target)


def _people_of(relation: Relation, target: Target) -> frozenset[str | None]:
    """Return who stands in a personal relation to the target."""
    related: Mapping[Relation, frozenset[str | None]] = {
        Relation.OWN: frozenset({target.learner}),
        Relation.CHILD: frozenset(target.guardians),
        Relation.ASSIGNED: frozenset(target.assigned),
        Relation.OPENED: frozenset(target.opened_by),
    }
    return related[relation]


def _nothing_here() -> NotFoundError:
    return NotFoundError("There is nothing of that name here", code="not_found")
