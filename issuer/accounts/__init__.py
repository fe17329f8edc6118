"""People of an organisation: enrolment, ties, consents, tokens; not sign-in pages."""

from issuer.accounts.commands import (
    CreateOrganisation,
    EnrolPerson,
    ErasePerson,
    ExportPerson,
    HoldPerson,
    LiftHold,
    MakeLink,
    MakeToken,
    RecordConsent,
    RevokeLink,
    RevokeToken,
    TiePeople,
    WithdrawConsent,
)
from issuer.accounts.consenting import record_consent, withdraw_consent
from issuer.accounts.enrolling import create_organisation, did_of, enrol_person, tie_people
from issuer.accounts.erasing import (
    erase_person,
    forget_answers,
    replay_erasures,
    resume_erasures,
    run_erasure,
)
from issuer.accounts.exporting import Export, export_person
from issuer.accounts.holding import hold_person, lift_hold
from issuer.accounts.linking import follow_link, list_links, make_link, revoke_link
from issuer.accounts.ports import Services
from issuer.accounts.privacy import Privacy
from issuer.accounts.queries import (
    find_organisation,
    list_children,
    list_consents,
    list_organisations,
    list_people,
    list_tokens,
    show_organisation,
    show_person,
)
from issuer.accounts.signing_in import authenticate, make_token, revoke_token

__all__ = [
    "CreateOrganisation",
    "EnrolPerson",
    "ErasePerson",
    "Export",
    "ExportPerson",
    "HoldPerson",
    "LiftHold",
    "MakeLink",
    "MakeToken",
    "Privacy",
    "RecordConsent",
    "RevokeLink",
    "RevokeToken",
    "Services",
    "TiePeople",
    "WithdrawConsent",
    "authenticate",
    "create_organisation",
    "did_of",
    "enrol_person",
    "erase_person",
    "export_person",
    "find_organisation",
    "follow_link",
    "forget_answers",
    "hold_person",
    "lift_hold",
    "list_children",
    "list_consents",
    "list_links",
    "list_organisations",
    "list_people",
    "list_tokens",
    "make_link",
    "make_token",
    "record_consent",
    "replay_erasures",
    "resume_erasures",
    "revoke_link",
    "revoke_token",
    "run_erasure",
    "show_organisation",
    "show_person",
    "tie_people",
    "withdraw_consent",
]
