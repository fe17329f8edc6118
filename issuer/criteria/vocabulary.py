"""The closed word lists of `cbe-criteria/1` (education.md sections 2.1 to 2.7); no rules."""

SPEC = "cbe-criteria/1"
RUBRIC_SPEC = "cbe-rubric/1"
INSTRUMENT_SPEC = "cbe-instrument/1"
DECISION_SPEC = "cbe-decision/1"
#: Names the semantics: whatever could change a byte of a decision takes a new number.
EVALUATOR = "cbe-eval/1"

GROUPS = ("all_of", "any_of", "n_of")
LEAVES = (
    "evidence",
    "rubric",
    "peers",
    "signoff",
    "badge",
    "hours",
    "external",
    "metric",
    "statements",
)
ADULT_ROLES = (
    "teacher",
    "assessor",
    "industry-assessor",
    "nurse-instructor",
    "registrar",
    "admin",
)
#: Who may moderate split peer answers.
MODERATING_ROLES = ("teacher", "assessor")
EVIDENCE_KINDS = ("file", "url", "text", "repository", "video", "observation")
CONDITIONS = ("unsupervised", "supervised", "proctored")
RELATIONS = ("teammate", "outside")
PEER_CONFLICTS = ("family", "same-household", "restricted", "reciprocal", "declared")
#: These void an attestation even where a document does not list them.
ALWAYS_VOID = frozenset({"family", "same-household", "restricted"})
ADULT_CONFLICTS = ("guardian", "family", "same-household", "declared")
PROOFS = ("verifiable-credential", "registry-lookup", "document")
COMPARISONS = (">=", "<=")
PEER_ENDORSEMENTS = ("aggregate", "individual")
FEEDBACK = ("optional", "required")

EVIDENCE_STATES = ("accepted", "pending", "rejected", "withdrawn")
RATING_STATES = ("valid", "withdrawn", "set-aside")
ATTESTATION_STATES = ("valid", "withdrawn", "held")
BADGE_STATES = ("valid", "revoked", "suspended")
SIGNOFF_DECISIONS = ("approve", "decline")

DEEDS = (
    "submit-evidence",
    "revise",
    "rate",
    "reconcile",
    "attest",
    "moderate",
    "sign-off",
    "earn-badge",
    "log-hours",
    "verify-hours",
    "submit-proof",
    "verify-proof",
    "review-metric",
    "judge-without-metric",
    "complete-activity",
    "extend-or-decline",
)
ACTORS = ("learner", "peer", "peer:teammate", "peer:outside", *ADULT_ROLES)

ALIGNMENT_TYPES = (
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
    "ceasn:Competency",
    "ceterms:Credential",
)
#: Open Badges 3.0, AchievementType (open-badges.md OB-11).
ACHIEVEMENT_TYPES = frozenset(
    [
        "Achievement",
        "ApprenticeshipCertificate",
        "Assessment",
        "Assignment",
        "AssociateDegree",
        "Award",
        "Badge",
        "BachelorDegree",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "CommunityService",
        "Competency",
        "Course",
        "CoCurricular",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "Fieldwork",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "LearningProgram",
        "License",
        "Membership",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "MasterCertificate",
        "MasterDegree",
        "MicroCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    ]
)
#: Types with consequences outside the school: lint asks for a second adult (W03).
WEIGHTY_TYPES = frozenset(
    [
        "Certificate",
        "Certification",
        "License",
        "SecondarySchoolDiploma",
        "AssociateDegree",
        "BachelorDegree",
        "Degree",
        "DoctoralDegree",
        "MasterDegree",
        "ProfessionalDoctorate",
        "ResearchDoctorate",
    ]
)
