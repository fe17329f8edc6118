"""The words of authorisation: who acts, what they do, and to what."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may act as; a token or session holds exactly one."""

    LEARNER = "learner"
    PEER = "peer"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    ASSESSOR = "assessor"
    INDUSTRY_ASSESSOR = "industry-assessor"
    NURSE_INSTRUCTOR = "nurse-instructor"
    REGISTRAR = "registrar"
    ISSUER = "issuer"
    ADMIN = "admin"
    AUDITOR = "auditor"
    CLIENT = "client"  # a program; never given to a person


#: The closed list of adult roles that criteria documents may name (education.md section 2.1).
ADULT_ROLES = frozenset(
    {
        Role.TEACHER,
        Role.ASSESSOR,
        Role.INDUSTRY_ASSESSOR,
        Role.NURSE_INSTRUCTOR,
        Role.REGISTRAR,
        Role.ADMIN,
    }
)


class Relation(StrEnum):
    """How the actor must stand to the target for a rule to apply."""

    ANY = "any"  # anything of the own organisation
    OWN = "own"  # the target is about the actor
    CHILD = "child"  # the target is about a learner whose guardian the actor is
    ASSIGNED = "assigned"  # the actor was assigned to the target
    LISTED = "listed"  # the actor's role is on a list that the target carries


class Action(StrEnum):
    """Everything that is decided here; a verb and its object."""

    OPEN = "submission.open"
    EDIT = "submission.edit"
    OBSERVE = "evidence.observe"
    SUBMIT = "submission.submit"
    WITHDRAW = "submission.withdraw"
    APPEAL = "submission.appeal"
    READ_SUBMISSION = "submission.read"
    READ_EVIDENCE = "evidence.read"
    READ_QUEUE = "submission.queue"
    TRIAGE = "submission.triage"
    ANSWER_REVIEW = "review.answer"
    ATTEST = "attestation.record"
    RECORD_HAND_ATTESTATION = "attestation.record_by_hand"
    HOLD_ATTESTATION = "attestation.hold"
    CALIBRATE = "peer.calibrate"
    DECLARE_CONFLICT = "conflict.declare"
    RATE = "rating.record"
    RETURN = "submission.return"
    DECIDE_NOT_YET = "submission.decide_not_yet"
    MODERATE = "moderation.record"
    SIGN_OFF = "signoff.record"
    RECORD_METRIC = "metric.record"
    RECORD_STATEMENT = "statement.record"
    LOG_HOURS = "hours.log"
    VERIFY_HOURS = "hours.verify"
    SUBMIT_PROOF = "external.submit"
    VERIFY_PROOF = "external.verify"
    WAIVE = "waiver.grant"
    EXTEND = "window.extend"
    HOLD = "submission.hold"
    APPROVE = "award.approve"
    READ_CREDENTIAL = "credential.read"
    SHARE = "credential.share"
    ISSUE = "credential.issue"
    SUSPEND = "credential.suspend"
    REVOKE = "credential.revoke"
    DRAFT_DEFINITION = "definition.draft"
    PUBLISH_RUBRIC = "rubric.publish"
    PUBLISH_DEFINITION = "definition.publish"
    READ_DEFINITIONS = "definition.read"
    MANAGE_PEOPLE = "people.manage"
    READ_PEOPLE = "people.read"
    GIVE_CONSENT = "consent.give"
    MANAGE_KEYS = "keys.manage"
    READ_EVENTS = "events.read"
    MANAGE_CLIENTS = "clients.manage"
    MANAGE_PROVIDERS = "providers.manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in which role, for which organisation.

    Attributes:
        person: pseudonymous id of the person, or of the program where the role is `client`.
        actions: all that this token is good for; None means whatever the role may.
    """

    person: str
    organisation: str
    role: Role
    actions: frozenset[Action] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is acted upon, as far as the rules need to know it.

    `learner` is the person it is about, if any; `guardians` are that learner's; `assigned` are
    the people assigned to it; `listed_roles` are the roles that its document names for the act.
    """

    organisation: str
    learner: str | None = None
    guardians: frozenset[str] = field(default_factory=frozenset)
    assigned: frozenset[str] = field(default_factory=frozenset)
    listed_roles: frozenset[str] = field(default_factory=frozenset)
