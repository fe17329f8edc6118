"""People of an organisation: enrolment, ties, consents, tokens; not sign-in pages."""

from issuer.accounts.commands import (
    CreateOrganisation,
    EnrolPerson,
    MakeToken,
    RecordConsent,
    RevokeToken,
    TiePeople,
    WithdrawConsent,
)
from issuer.accounts.consenting import record_consent, withdraw_consent
from issuer.accounts.enrolling import create_organisation, did_of, enrol_person, tie_people
from issuer.accounts.ports import Services
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
    "MakeToken",
    "RecordConsent",
    "RevokeToken",
    "Services",
    "TiePeople",
    "WithdrawConsent",
    "authenticate",
    "create_organisation",
    "did_of",
    "enrol_person",
    "find_organisation",
    "list_children",
    "list_consents",
    "list_organisations",
    "list_people",
    "list_tokens",
    "make_token",
    "record_consent",
    "revoke_token",
    "show_organisation",
    "show_person",
    "tie_people",
    "withdraw_consent",
]
