"""From approved award to credential, and all that later happens to it.

Every verb takes `(command_or_id, services)`. What is published is served as it was stored; what
was never stored was never handed out.
"""

from issuer.issuance.commands import (
    AnswerRevocation,
    ChangeStatus,
    IssueApproved,
    ManageKeys,
    ProposeRevocation,
    SetVisibility,
)
from issuer.issuance.compromising import (
    Compromised,
    Vouched,
    compromise_key,
    find_key,
    finish_compromise,
    genuine_copies,
    vouch,
)
from issuer.issuance.did_documents import (
    begin_did_versions,
    did_document_of,
    jwk_set_of,
    published_method,
    published_token_method,
)
from issuer.issuance.endorsing import sign_attestation
from issuer.issuance.intending import check_clock
from issuer.issuance.issuing import issue_approved, issue_award
from issuer.issuance.keeping import did_of, make_key, prove_keys
from issuer.issuance.key_seconding import (
    AGREED,
    AnswerKeys,
    AskForKeys,
    carry_out_keys,
    confirm_keys,
    decline_keys,
    expire_key_proposals,
    keys_need_two,
    list_key_proposals,
    propose_keys,
)
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    ReasonCode,
    State,
    StatusPurpose,
    Visibility,
    default_visibility,
    reason_of,
    standing_of,
)
from issuer.issuance.model.key_proposals import KeyAct, KeyProposal
from issuer.issuance.model.page_states import PageState
from issuer.issuance.model.proposals import RevocationProposal
from issuer.issuance.page_states import page_state
from issuer.issuance.ports import MadeKey, Services
from issuer.issuance.publishing import (
    lists_are_fresh,
    publish_status_list,
    republish_due_lists,
)
from issuer.issuance.queries import (
    CredentialFacts,
    CredentialPage,
    Wanted,
    count_by_achievement,
    credential_bytes,
    credential_facts_of,
    credential_for,
    credential_of_award,
    credential_page_facts,
    definition_of,
    is_suspended,
    list_credentials,
    list_keys,
    list_shown,
    list_status_lists,
    published_status_list,
    require_export,
    search_credentials,
)
from issuer.issuance.receipts import sign_receipt
from issuer.issuance.reissuing import Reissued, reissue_key
from issuer.issuance.repeating import Answer, RepeatKey, once
from issuer.issuance.revoking import (
    StatusChange,
    reinstate_credential,
    revoke_credential,
    suspend_credential,
)
from issuer.issuance.rotating import (
    begin_rotation,
    create_key,
    replace_key,
    rotate_key,
    switch_due_keys,
    switch_key,
)
from issuer.issuance.seconding import (
    ask_to_revoke,
    confirm_revocation,
    decline_revocation,
    list_proposals,
)
from issuer.issuance.shaping import issuer_profile
from issuer.issuance.showing import set_visibility
from issuer.issuance.sweeping import Swept, sweep
from issuer.issuance.tokens import credential_token, token_of

__all__ = [
    "AGREED",
    "Answer",
    "AnswerKeys",
    "AnswerRevocation",
    "AskForKeys",
    "ChangeStatus",
    "Compromised",
    "CredentialFacts",
    "CredentialId",
    "CredentialPage",
    "CredentialRecord",
    "IssueApproved",
    "KeyAct",
    "KeyProposal",
    "MadeKey",
    "ManageKeys",
    "PageState",
    "ProposeRevocation",
    "ReasonCode",
    "Reissued",
    "RepeatKey",
    "RevocationProposal",
    "Services",
    "SetVisibility",
    "State",
    "StatusChange",
    "StatusPurpose",
    "Swept",
    "Visibility",
    "Vouched",
    "Wanted",
    "ask_to_revoke",
    "begin_did_versions",
    "begin_rotation",
    "carry_out_keys",
    "check_clock",
    "compromise_key",
    "confirm_keys",
    "confirm_revocation",
    "count_by_achievement",
    "create_key",
    "credential_bytes",
    "credential_facts_of",
    "credential_for",
    "credential_of_award",
    "credential_page_facts",
    "credential_token",
    "decline_keys",
    "decline_revocation",
    "default_visibility",
    "definition_of",
    "did_document_of",
    "did_of",
    "expire_key_proposals",
    "find_key",
    "finish_compromise",
    "genuine_copies",
    "is_suspended",
    "issue_approved",
    "issue_award",
    "issuer_profile",
    "jwk_set_of",
    "keys_need_two",
    "list_credentials",
    "list_key_proposals",
    "list_keys",
    "list_proposals",
    "list_shown",
    "list_status_lists",
    "lists_are_fresh",
    "make_key",
    "once",
    "page_state",
    "propose_keys",
    "prove_keys",
    "publish_status_list",
    "published_method",
    "published_status_list",
    "published_token_method",
    "reason_of",
    "reinstate_credential",
    "reissue_key",
    "replace_key",
    "republish_due_lists",
    "require_export",
    "revoke_credential",
    "rotate_key",
    "search_credentials",
    "set_visibility",
    "sign_attestation",
    "sign_receipt",
    "standing_of",
    "suspend_credential",
    "sweep",
    "switch_due_keys",
    "switch_key",
    "token_of",
    "vouch",
]
