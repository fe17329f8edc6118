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


#: Roles whose grant may name units: they then act on the learners of these units alone.
SCOPED_ROLES = frozenset(
    {
        Role.TEACHER,
        Role.ASSESSOR,
        Role.INDUSTRY_ASSESSOR,
        Role.NURSE_INSTRUCTOR,
        Role.REGISTRAR,
        Role.ISSUER,
    }
)

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
    UNIT = "unit"  # about a learner of the actor's units; of any, where the grant names none
    OWN = "own"  # the target is about the actor
    CHILD = "child"  # the target is about a learner whose guardian the actor is
    ASSIGNED = "assigned"  # the actor was assigned to the target
    LISTED = "listed"  # as `unit`, and the actor's role is on a list that the target carries
    OPENED = "opened"  # the actor has broken the glass before the target, and the hour runs


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
    SECOND_REVOCATION = "revocation.second"
    DRAFT_DEFINITION = "definition.draft"
    PUBLISH_RUBRIC = "rubric.publish"
    PUBLISH_DEFINITION = "definition.publish"
    READ_DEFINITIONS = "definition.read"
    MANAGE_PEOPLE = "people.manage"
    READ_PEOPLE = "people.read"
    GRANT_ROLE = "role.grant"
    CONFIRM_ROLE = "role.confirm"
    MANAGE_SETTINGS = "settings.manage"
    GIVE_CONSENT = "consent.give"
    EXPORT_PERSON = "people.export"
    ERASE_PERSON = "people.erase"
    HOLD_PERSON = "people.hold"
    LIFT_HOLD = "people.lift_hold"
    SHARE_LINK = "link.share"
    FAMILY_LINK = "link.family"
    CHOOSE_LETTERS = "letters.choose"
    MANAGE_KEYS = "keys.manage"
    READ_EVENTS = "events.read"
    READ_BUNDLE = "audit.bundle"
    READ_LOG = "log.read"
    READ_REPORTS = "reports.read"
    READ_TRUST = "trust.read"
    MANAGE_TRUST = "trust.manage"
    READ_QUALITY = "quality.read"
    BREAK_GLASS = "glass.break"
    READ_BREAK_GLASS = "glass.read"
    CLOSE_GLASS = "glass.close"
    MANAGE_CLIENTS = "clients.manage"
    MANAGE_PROVIDERS = "providers.manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in which role, for which organisation.

    Attributes:
        person: pseudonymous id of the person, or of the program where the role is `client`.
        units: those that the role was granted for; None stands for the whole organisation.
        actions: all that this token is good for; None means whatever the role may.
    """

    person: str
    organisation: str
    role: Role
    units: frozenset[str] | None = None
    actions: frozenset[Action] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is acted upon, as far as the rules need to know it.

    `learner` is the person it is about, if any; `units` and `guardians` are that learner's;
    `assigned` are the people assigned to it; `listed_roles` are the roles that its document names
    for the act; `opened_by` are auditors before whom its glass is broken now.
    """

    organisation: str
    learner: str | None = None
    units: frozenset[str] = field(default_factory=frozenset)
    guardians: frozenset[str] = field(default_factory=frozenset)
    assigned: frozenset[str] = field(default_factory=frozenset)
    listed_roles: frozenset[str] = field(default_factory=frozenset)
    opened_by: frozenset[str] = field(default_factory=frozenset)
