"""Open Badges 3.0 words as frozen values; no signing, no storage, no clock.

`from_dict` checks one object and keeps members it does not know, `to_dict` shapes JSON (the only
place where camelCase lives), `check_rules` checks what goes across objects.
"""

from issuer.badges.achievement import Achievement
from issuer.badges.achievement_credential import AchievementCredential
from issuer.badges.achievement_criteria import AchievementCriteria
from issuer.badges.achievement_subject import AchievementSubject
from issuer.badges.alignment import Alignment
from issuer.badges.award import Award
from issuer.badges.endorsement_credential import EndorsementCredential, EndorsementSubject
from issuer.badges.evidence import Evidence
from issuer.badges.identity import IdentifierEntry, IdentityObject, identity_hash
from issuer.badges.image import Image
from issuer.badges.issuing_rules import check_issuing
from issuer.badges.profile import Profile
from issuer.badges.related import Related
from issuer.badges.result import Result
from issuer.badges.result_description import ResultDescription, RubricCriterionLevel
from issuer.badges.rules import check_rules, same_credential
from issuer.badges.standing import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.badges.status_list_entry import StatusListEntry
from issuer.badges.text import check_name, check_text
from issuer.badges.vocabulary import (
    ACHIEVEMENT_CREDENTIAL_SCHEMA,
    ACHIEVEMENT_TYPES,
    BADGE_TYPES,
    CREDENTIAL_REFRESH,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXTENSIONS,
    IDENTIFIER_TYPES,
    LANGUAGE,
    OB_3_0_3,
    OB_CONTEXT,
    RESULT_STATUSES,
    RESULT_TYPES,
    REVOCATION_LIST,
    SCHEMA_VALIDATOR,
    TARGET_TYPES,
    VCDM_1_ONLY,
)

__all__ = [
    "ACHIEVEMENT_CREDENTIAL_SCHEMA",
    "ACHIEVEMENT_TYPES",
    "BADGE_TYPES",
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "CREDENTIAL_REFRESH",
    "EXTENSIONS",
    "IDENTIFIER_TYPES",
    "LANGUAGE",
    "OB_3_0_3",
    "OB_CONTEXT",
    "RESULT_STATUSES",
    "RESULT_TYPES",
    "REVOCATION_LIST",
    "SCHEMA_VALIDATOR",
    "TARGET_TYPES",
    "VCDM_1_ONLY",
    "Achievement",
    "AchievementCredential",
    "AchievementCriteria",
    "AchievementSubject",
    "Alignment",
    "Award",
    "EndorsementCredential",
    "EndorsementSubject",
    "Evidence",
    "Expired",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "NotYetValid",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "Revoked",
    "RubricCriterionLevel",
    "Standing",
    "StatusListEntry",
    "Suspended",
    "Valid",
    "check_issuing",
    "check_name",
    "check_rules",
    "check_text",
    "identity_hash",
    "same_credential",
]
