"""Rows about people: who they are, what they agreed to, what they may."""

from issuer.access import Action
from issuer.api.granting import (
    add_unit,
    change_settings,
    confirm_role,
    confirm_settings,
    decline_settings,
    grant_role,
    list_roles,
    list_settings_proposals,
    list_units,
    set_units,
    withdraw_role,
)
from issuer.api.overseeing import (
    break_glass,
    close_glass,
    confirm_revocation,
    decline_revocation,
    list_broken_glass,
    list_revocations,
    show_quality,
)
from issuer.api.people import (
    change_me,
    enrol_person,
    list_consents,
    list_people,
    list_tokens,
    make_token,
    record_consent,
    revoke_token,
    show_me,
    show_person,
    tie_people,
    withdraw_consent,
)
from issuer.api.privacy import (
    erase_person,
    export_person,
    hold_person,
    lift_hold,
    list_links,
    make_link,
    revoke_link,
)
from issuer.api.repeating import Once
from issuer.api.routing import Open
from issuer.api.rows import V1, delete_row, get_row, patch_row, post_row, put_row
from issuer.pacing import Family

_PERSON = f"{V1}/people/{{person}}"


_GRANT = f"{_PERSON}/roles/{{grant}}"


_PROPOSAL = f"{V1}/revocations/{{proposal}}"


_ASKED = f"{V1}/organisation/settings/proposals"


PEOPLE = (
    get_row(f"{V1}/me", show_me, Open.SIGNED_IN),
    patch_row(f"{V1}/me", change_me, Open.SIGNED_IN),
    get_row(f"{V1}/people", list_people, Action.READ_PEOPLE),
    post_row(f"{V1}/people", enrol_person, Action.MANAGE_PEOPLE, Once.ALLOWED),
    # Oneself, one's child, or anyone for staff: three relations that the verb knows.
    get_row(f"{V1}/people/{{person}}", show_person, Open.SIGNED_IN),
    get_row(f"{V1}/people/{{person}}/consents", list_consents, Open.SIGNED_IN),
    post_row(
        f"{V1}/people/{{person}}/consents",
        record_consent,
        Action.GIVE_CONSENT,
        Once.ALLOWED,
    ),
    delete_row(
        f"{V1}/people/{{person}}/consents/{{purpose}}",
        withdraw_consent,
        Action.GIVE_CONSENT,
    ),
    # Managers of people record any tie, everybody else declares a conflict of one's own.
    post_row(f"{V1}/ties", tie_people, Open.SIGNED_IN, Once.ALLOWED),
    get_row(f"{V1}/tokens", list_tokens, Action.MANAGE_PEOPLE),
    # The answer holds a secret, so it is never kept for a repeat.
    post_row(f"{V1}/tokens", make_token, Action.MANAGE_PEOPLE),
    # Everybody may end a token of one's own.
    delete_row(f"{V1}/tokens/{{token}}", revoke_token, Open.SIGNED_IN),
)


PRIVACY = (
    get_row(f"{V1}/people/{{person}}/export", export_person, Action.EXPORT_PERSON),
    post_row(f"{V1}/people/{{person}}/erase", erase_person, Action.ERASE_PERSON),
    post_row(f"{V1}/people/{{person}}/legal-hold", hold_person, Action.HOLD_PERSON),
    delete_row(f"{V1}/people/{{person}}/legal-hold", lift_hold, Action.LIFT_HOLD),
    get_row(f"{V1}/share-links", list_links, Action.SHARE_LINK),
    # A registrar may make family links only: the verb knows. The answer holds a secret.
    post_row(f"{V1}/share-links", make_link, Open.SIGNED_IN),
    delete_row(f"{V1}/share-links/{{link}}", revoke_link, Open.SIGNED_IN),
)


POLICY = (
    # One's own grants, or anyone's for those who give roles.
    get_row(f"{_PERSON}/roles", list_roles, Open.SIGNED_IN),
    post_row(f"{_PERSON}/roles", grant_role, Action.GRANT_ROLE, Once.ALLOWED),
    post_row(f"{_GRANT}/confirm", confirm_role, Action.CONFIRM_ROLE),
    delete_row(_GRANT, withdraw_role, Action.GRANT_ROLE),
    get_row(f"{V1}/units", list_units, Action.READ_PEOPLE),
    post_row(f"{V1}/units", add_unit, Action.MANAGE_PEOPLE, Once.ALLOWED),
    put_row(f"{_PERSON}/units", set_units, Action.MANAGE_PEOPLE),
    put_row(f"{V1}/organisation/settings", change_settings, Action.MANAGE_SETTINGS),
    get_row(_ASKED, list_settings_proposals, Action.MANAGE_SETTINGS),
    post_row(f"{_ASKED}/{{proposal}}/confirm", confirm_settings, Action.MANAGE_SETTINGS),
    post_row(f"{_ASKED}/{{proposal}}/decline", decline_settings, Action.MANAGE_SETTINGS),
    get_row(f"{V1}/revocations", list_revocations, Action.SECOND_REVOCATION),
    post_row(
        f"{_PROPOSAL}/confirm", confirm_revocation, Action.SECOND_REVOCATION, pace=Family.ISSUE
    ),
    post_row(f"{_PROPOSAL}/decline", decline_revocation, Action.SECOND_REVOCATION),
    get_row(f"{V1}/break-glass", list_broken_glass, Action.READ_BREAK_GLASS),
    post_row(f"{V1}/break-glass", break_glass, Action.BREAK_GLASS, Once.ALLOWED),
    post_row(f"{V1}/break-glass/{{broken}}/close", close_glass, Action.CLOSE_GLASS),
    get_row(f"{V1}/reports/quality", show_quality, Action.READ_QUALITY),
)
