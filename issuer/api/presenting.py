"""What the API shows of each value: one explicit list of members per type.

Storage keeps more than anyone may read (salts, hashes of secrets, reasons kept with the staff),
so nothing is shown that is not listed here.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from issuer.access import Actor, Role
from issuer.accounts.model import (
    Consent,
    Erasure,
    LegalHold,
    Organisation,
    Person,
    RoleGrant,
    SettingsProposal,
    ShareLink,
    Tie,
    Token,
    Unit,
)
from issuer.assessment import QualityReport, model, rows
from issuer.assessment.signals import Signal
from issuer.audit import Event
from issuer.clock import format_instant
from issuer.documents import Document, Json
from issuer.issuance.model import CredentialRecord, KeyRecord
from issuer.issuance.model.key_proposals import KeyProposal
from issuer.issuance.model.proposals import RevocationProposal
from issuer.reporting import Ending
from issuer.verification import FoundIssuer, IssuerKey, TrustedIssuer

#: Roles that see a submission as the school's staff do.
_OUTSIDE_STAFF = frozenset({Role.LEARNER, Role.GUARDIAN, Role.PEER})
#: A reason to look for those who assess, never told to those whose work it is (education.md 3.4).
_FOR_STAFF = frozenset({"duplicate", "held"})


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: Type -> members shown, in this order.
SHOWN: Mapping[type, tuple[str, ...]] = {
    Organisation: _names(
        "id slug kind name url did email description sole_teacher scale"
        " second_person_for_revocation staff_second_factor second_person_for_keys"
        " evidence_months withdrawn_days"
    ),
    Person: _names("id name roles created_at birth_date group peer_participation active units"),
    RoleGrant: _names(
        "id person role since until units granted_by needs_confirmation confirmed_by confirmed_at"
        " withdrawn_by withdrawn_at"
    ),
    Unit: _names("id slug name created_at"),
    Tie: _names("id person other kind since until"),
    Consent: _names("id subject purpose granted_by relation at display_name expires withdrawn_at"),
    Token: _names("id person role label created_at expires_at revoked_at"),
    Erasure: _names(
        "id person reason state proposed_by proposed_at confirmed_by confirmed_at done_at"
    ),
    LegalHold: _names("id person reason placed_by placed_at lifted_by lifted_at"),
    ShareLink: _names(
        "id learner kind credential evidence made_by made_at expires views revoked_at"
    ),
    Event: _names("id at actor role name subject learner object_hash codes"),
    model.RubricVersion: _names(
        "ref slug version document content_hash structure_hash published_at retired_at"
    ),
    model.InstrumentVersion: _names(
        "ref slug version document content_hash structure_hash published_at retired_at"
    ),
    model.Definition: _names(
        "id badge version public_slug title state document content_hash drafted_by drafted_at pins"
        " art status_purpose published_by published_at retired_at superseded_by"
    ),
    model.Submission: _names(
        "id learner opened_by on_behalf definition badge credential_id state revision"
        " resubmissions opened_at submitted_at returned_at decided_at late held duplicate appealed"
        " criteria result decision_hash"
    ),
    model.EvidenceItem: _names(
        "id kind title tags digest size media_type file_name url text captured_at at since until"
        " conditions status metadata_removed deleted_at"
    ),
    model.Feedback: _names("id revision occasion criterion text role at"),
    model.Rating: _names("id rubric criterion level by role revision at comment status"),
    model.Attestation: _names(
        "id submission instrument by relation revision at levels assigned calibrated examples"
        " comment comment_held status"
    ),
    model.ReviewAssignment: _names(
        "id submission node instrument peer relation revision state assigned_at lease_until"
        " answered_at decline_reason"
    ),
    model.BrokenGlass: _names("id submission by reason at until"),
    model.Calibration: _names("id instrument anchors passed at valid_until"),
    model.HoursEntry: _names(
        "id learner bucket minutes at logged_by note verified_role verified_by verified_at rejected"
    ),
    model.ExternalProof: _names(
        "id learner certificate proof at submitted_by reference expires verified verified_by"
        " verified_at"
    ),
    model.StatementRecord: _names("id learner verb activity at scaled"),
    model.Waiver: _names("id node by role at reason withdrawn_at"),
    CredentialRecord: _names(
        "id public_id learner achievement visibility sha256 awarded_at valid_from valid_until"
        " issued_at"
    ),
    SettingsProposal: _names(
        "id setting proposed_by proposed_at expires_at state settled_by settled_at"
    ),
    KeyProposal: _names(
        "id act subject wait proposed_by proposed_at expires_at state settled_by settled_at"
    ),
    Ending: _names("id public_id learner badge title version awarded_at valid_until"),
    TrustedIssuer: _names("id name why added_at"),
    FoundIssuer: _names("id name domain by_badge is_known keys"),
    IssuerKey: _names("id public"),
    RevocationProposal: _names(
        "id credential_id learner reason_code reason_text suspended proposed_by proposed_at state"
        " settled_by settled_at"
    ),
    KeyRecord: _names(
        "id algorithm public_key_multibase state created_at published_at switch_at active_at"
        " retired_at compromised_at paused_at"
    ),
    QualityReport: _names("badge submissions rated_twice alpha reading distribution signals"),
    Signal: _names("kind people attestations"),
    rows.CatalogueRow: _names(
        "definition badge version public_slug title summary achievement_type state"
    ),
    rows.LintMessage: _names("code path sentence"),
    rows.NextAction: _names("who do count node sentence"),
    rows.ProgressRow: _names(
        "submission definition badge title state result revision since holder next"
    ),
    rows.PeerLevels: _names("node levels comments"),
    rows.ReviewRow: _names("review submission title relation state lease_until learner_name"),
    rows.ReviewView: _names("review title learner_name instrument evidence metrics prefilled"),
    rows.AssessorRow: _names(
        "submission learner learner_name badge title state result revision waiting_since late held"
        " duplicate next"
    ),
}


def shown(value: object) -> Document:
    """Return the JSON object of a value; members without a value are left out."""
    members = {name: plain(getattr(value, name)) for name in SHOWN[type(value)]}
    return {name: member for name, member in members.items() if member is not None}


def shown_submission(value: model.Submission, actor: Actor) -> Document:
    """Return a submission as this actor may see it."""
    members = shown(value)
    if actor.role in _OUTSIDE_STAFF:
        return {name: member for name, member in members.items() if name not in _FOR_STAFF}
    return members


def submission_view(view: rows.SubmissionView, actor: Actor) -> Document:
    """Return a submission with everything around it, as this actor may see it."""
    return {
        **shown_submission(view.submission, actor),
        "title": view.definition.title,
        "learner_name": view.learner_name,
        "possible": list(view.possible),
        "next": plain(view.next),
        "decision": view.decision,
        "evidence": plain(view.evidence),
        "feedback": plain(view.feedback),
        "peers": plain(view.peers),
        "ratings": plain(view.ratings),
        "attestations": plain(view.attestations),
        "reviews": plain(view.reviews),
        "waivers": plain(view.waivers),
    }


def definition_view(view: rows.DefinitionView) -> Document:
    """Return a badge version with its lint."""
    return {**shown(view.definition), "lint": plain(view.lint)}


def plain(value: Any) -> Json:
    """Return any member as JSON: instants as RFC 3339 text, sets sorted, enums as their words."""
    if isinstance(value, Mapping):
        return {str(name): plain(member) for name, member in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(plain(member)) for member in value)
    if isinstance(value, tuple | list):
        return [plain(member) for member in value]
    return shown(value) if is_dataclass(value) else _single(value)


def _single(value: Any) -> Json:
    match value:
        case Enum():
            return str(value.value)
        case datetime():
            return format_instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")
