"""The one table of permissions, and the one function that reads it. Deny by default."""

from collections.abc import Mapping

from issuer.access.model import Action, Actor, Relation, Role, Target
from issuer.access.scopes import SCOPES, actions_of
from issuer.errors import ForbiddenError, NotFoundError

_ASSESSORS = (Role.TEACHER, Role.ASSESSOR, Role.INDUSTRY_ASSESSOR, Role.NURSE_INSTRUCTOR)
_STAFF = (*_ASSESSORS, Role.REGISTRAR, Role.ISSUER, Role.ADMIN)

_ANY, _OWN, _CHILD = Relation.ANY, Relation.OWN, Relation.CHILD
_ASSIGNED, _LISTED = Relation.ASSIGNED, Relation.LISTED


def _each(roles: tuple[Role, ...], *relations: Relation) -> dict[Role, tuple[Relation, ...]]:
    return dict.fromkeys(roles, relations)


_PEOPLE = tuple(role for role in Role if role is not Role.CLIENT)

#: The rules of people (education.md section 4.2); those of programs are the table of scopes.
_RULES: Mapping[Action, Mapping[Role, tuple[Relation, ...]]] = {
    Action.OPEN: {Role.LEARNER: (_OWN,), Role.TEACHER: (_ANY,)},
    Action.EDIT: {Role.LEARNER: (_OWN,), Role.TEACHER: (_ANY,)},
    Action.SUBMIT: {Role.LEARNER: (_OWN,), Role.TEACHER: (_ANY,)},
    Action.OBSERVE: {**_each(_ASSESSORS, _ANY), Role.REGISTRAR: (_ANY,)},
    Action.WITHDRAW: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.APPEAL: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.READ_SUBMISSION: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        **_each(_ASSESSORS, _ANY),
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
    },
    Action.READ_EVIDENCE: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        Role.PEER: (_ASSIGNED,),
        **_each(_ASSESSORS, _ANY),
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
    },
    Action.READ_QUEUE: {**_each(_ASSESSORS, _ANY), Role.REGISTRAR: (_ANY,), Role.ISSUER: (_ANY,)},
    Action.TRIAGE: {**_each(_ASSESSORS, _ANY), Role.REGISTRAR: (_ANY,)},
    Action.ANSWER_REVIEW: {Role.PEER: (_ASSIGNED,)},
    Action.ATTEST: {Role.PEER: (_ASSIGNED,)},
    Action.RECORD_HAND_ATTESTATION: {Role.TEACHER: (_ANY,), Role.REGISTRAR: (_ANY,)},
    Action.HOLD_ATTESTATION: {
        Role.TEACHER: (_ANY,),
        Role.ASSESSOR: (_ANY,),
        Role.REGISTRAR: (_ANY,),
    },
    Action.CALIBRATE: {Role.PEER: (_OWN,)},
    Action.DECLARE_CONFLICT: {
        Role.LEARNER: (_OWN,),
        Role.PEER: (_ANY,),
        **_each(_ASSESSORS, _ANY),
        Role.REGISTRAR: (_ANY,),
    },
    Action.RATE: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.RETURN: _each(_ASSESSORS, _ANY),
    Action.DECIDE_NOT_YET: _each(_ASSESSORS, _ANY),
    Action.MODERATE: _each((Role.TEACHER, Role.ASSESSOR), _ANY),
    Action.SIGN_OFF: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.RECORD_METRIC: {Role.TEACHER: (_ANY,), Role.REGISTRAR: (_ANY,)},
    Action.RECORD_STATEMENT: {Role.TEACHER: (_ANY,), Role.REGISTRAR: (_ANY,)},
    Action.LOG_HOURS: {Role.LEARNER: (_OWN,), **_each(_ASSESSORS, _ANY), Role.REGISTRAR: (_ANY,)},
    Action.VERIFY_HOURS: {
        **_each((*_ASSESSORS, Role.ADMIN), _LISTED),
        Role.REGISTRAR: (_ANY,),
    },
    Action.SUBMIT_PROOF: {Role.LEARNER: (_OWN,), Role.REGISTRAR: (_ANY,)},
    Action.VERIFY_PROOF: {Role.REGISTRAR: (_ANY,)},
    Action.WAIVE: _each((*_ASSESSORS, Role.REGISTRAR, Role.ADMIN), _LISTED),
    Action.EXTEND: {Role.REGISTRAR: (_ANY,)},
    Action.HOLD: {Role.REGISTRAR: (_ANY,)},
    Action.APPROVE: {Role.ISSUER: (_ANY,)},
    Action.READ_CREDENTIAL: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        **_each(_STAFF, _ANY),
        Role.AUDITOR: (_ANY,),
    },
    Action.SHARE: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.ISSUE: {Role.ISSUER: (_ANY,), Role.REGISTRAR: (_ANY,)},
    Action.SUSPEND: {Role.REGISTRAR: (_ANY,)},
    Action.REVOKE: {Role.REGISTRAR: (_ANY,)},
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
    Action.MANAGE_PEOPLE: {Role.REGISTRAR: (_ANY,), Role.ADMIN: (_ANY,)},
    Action.READ_PEOPLE: _each(_STAFF, _ANY),
    Action.GIVE_CONSENT: {Role.LEARNER: (_OWN,), Role.GUARDIAN: (_CHILD,)},
    Action.MANAGE_KEYS: {Role.ADMIN: (_ANY,)},
    Action.READ_EVENTS: {
        Role.LEARNER: (_OWN,),
        Role.GUARDIAN: (_CHILD,),
        Role.REGISTRAR: (_ANY,),
        Role.ISSUER: (_ANY,),
        Role.ADMIN: (_ANY,),
        Role.AUDITOR: (_ANY,),
    },
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


def require(actor: Actor, action: Action, target: Target) -> None:
    """Let the actor pass, or raise.

    Raises:
        NotFoundError: the target belongs to another organisation; nobody learns that it exists.
        ForbiddenError: the table has no rule that lets this actor do this to that.
    """
    if actor.organisation != target.organisation:
        raise NotFoundError("There is nothing of that name here", code="not_found")
    require_rule(actor, action)
    relations = RULES[action][actor.role]
    if not any(_holds(relation, actor, target) for relation in relations):
        raise _forbidden(actor, action)


def require_rule(actor: Actor, action: Action) -> None:
    """Let the actor come nearer, whatever the target turns out to be, or raise.

    Raises:
        ForbiddenError: the table has no rule for this role, code `forbidden`, or the token is
            good for other things only, code `scope`.
    """
    if not RULES[action].get(actor.role):
        raise _forbidden(actor, action)
    if actor.actions is not None and action not in actor.actions:
        raise ForbiddenError(
            f"This token is not good for that ({action.value}); ask for one with the scope for it",
            code="scope",
        )


def require_grant(actor: Actor, roles: frozenset[Role], person: str | None = None) -> None:
    """Let the actor give roles, or raise; `person` is who receives them, if already enrolled.

    Raises:
        ForbiddenError: roles over others are given by administrators alone (code `grant`), and
            nobody gives oneself another role (code `self_grant`).
    """
    if actor.person == person and roles != frozenset({actor.role}):
        raise ForbiddenError("Nobody gives oneself a role; ask an administrator", code="self_grant")
    beyond = sorted(role.value for role in roles & POWERFUL)
    if beyond and actor.role is not Role.ADMIN:
        raise ForbiddenError(
            f"Only an administrator gives the role {', '.join(beyond)}", code="grant"
        )


def _forbidden(actor: Actor, action: Action) -> ForbiddenError:
    return ForbiddenError(
        f"As {actor.role.value} you may not do this ({action.value}); ask a registrar of your"
        " school",
        code="forbidden",
    )


def _holds(relation: Relation, actor: Actor, target: Target) -> bool:
    match relation:
        case Relation.ANY:
            return True
        case Relation.OWN:
            return actor.person == target.learner
        case Relation.CHILD:
            return actor.person in target.guardians
        case Relation.ASSIGNED:
            return actor.person in target.assigned
        case Relation.LISTED:
            return actor.role.value in target.listed_roles
