"""People of an organisation: enrolment, ties, consents, tokens; not sign-in pages."""

from issuer.accounts.commands import (
    AddUnit,
    ChangeSettings,
    ConfirmRole,
    CreateOrganisation,
    EnrolPerson,
    GrantRole,
    MakeToken,
    RecordConsent,
    RevokeToken,
    SetUnits,
    TiePeople,
    WithdrawConsent,
    WithdrawRole,
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
    list_units,
    show_organisation,
    show_person,
)
from issuer.accounts.role_grants import confirm_role, grant_role, list_grants, withdraw_role
from issuer.accounts.settling import add_unit, change_settings, set_units
from issuer.accounts.signing_in import authenticate, make_token, revoke_token

__all__ = [
    "AddUnit",
    "ChangeSettings",
    "ConfirmRole",
    "CreateOrganisation",
    "EnrolPerson",
    "GrantRole",
    "MakeToken",
    "RecordConsent",
    "RevokeToken",
    "Services",
    "SetUnits",
    "TiePeople",
    "WithdrawConsent",
    "WithdrawRole",
    "add_unit",
    "authenticate",
    "change_settings",
    "confirm_role",
    "create_organisation",
    "did_of",
    "enrol_person",
    "find_organisation",
    "grant_role",
    "list_children",
    "list_consents",
    "list_grants",
    "list_organisations",
    "list_people",
    "list_tokens",
    "list_units",
    "make_token",
    "record_consent",
    "revoke_token",
    "set_units",
    "show_organisation",
    "show_person",
    "tie_people",
    "withdraw_consent",
    "withdraw_role",
]
