"""The words that Open Badges 3.0 fixes: context URLs, class names and enumerations; no shapes."""

import re

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
#: VCDM 1.1: read so that older badges can be shown (OB-49), never issued.
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
#: Revisions that redefine protected terms of credentials v2 (open-badges.md section 10, trap 3).
VCDM_1_ONLY = frozenset(
    {
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    }
)
OB_CONTEXT = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", re.ASCII
)
ACHIEVEMENT_CREDENTIAL_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)

SCHEMA_VALIDATOR = "1EdTechJsonSchemaValidator2019"
CREDENTIAL_REFRESH = "1EdTechCredentialRefresh"
REVOCATION_LIST = "1EdTechRevocationList"
#: Without `EXTENSIONS` these types become relative IRIs (OB-4).
EXTENSION_TYPES = frozenset({SCHEMA_VALIDATOR, CREDENTIAL_REFRESH, REVOCATION_LIST})

VERIFIABLE_CREDENTIAL = "VerifiableCredential"
#: Aliases of one IRI (OB-5).
BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})

#: OB-11.
ACHIEVEMENT_TYPES = frozenset(
    {
        "Achievement",
        "ApprenticeshipCertificate",
        "Assessment",
        "Assignment",
        "AssociateDegree",
        "Award",
        "BachelorDegree",
        "Badge",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "CoCurricular",
        "CommunityService",
        "Competency",
        "Course",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "Fieldwork",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "LearningProgram",
        "License",
        "MasterCertificate",
        "MasterDegree",
        "Membership",
        "MicroCredential",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    }
)

#: OB-16.
RESULT_TYPES = frozenset(
    {
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "Result",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    }
)

#: OB-18; a closed list, without `ext:` terms.
RESULT_STATUSES = frozenset(
    {"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}
)

#: OB-19.
TARGET_TYPES = frozenset(
    {
        "CFItem",
        "CFRubric",
        "CFRubricCriterion",
        "CFRubricCriterionLevel",
        "CTDL",
        "ceasn:Competency",
        "ceterms:Credential",
    }
)

#: OB-20; for `identityType` and `identifierType`.
IDENTIFIER_TYPES = frozenset(
    {
        "accountId",
        "emailAddress",
        "identifier",
        "isbn",
        "issn",
        "lisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiPlatformId",
        "ltiToolId",
        "ltiUserId",
        "name",
        "nationalIdentityNumber",
        "oneRosterSourcedId",
        "productId",
        "sisSourcedId",
        "sourcedId",
        "systemId",
        "userName",
    }
)

#: OB-12; the published schema forgot to anchor this pattern.
EXTENDED_TERM = re.compile(r"ext:[A-Za-z0-9._-]+", re.ASCII)
#: OB-10.
LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
