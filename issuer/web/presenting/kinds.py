"""What kind of achievement a badge stands for, in words."""

from collections.abc import Mapping

from issuer.web.languages import gettext as _
from issuer.web.languages import mark
from issuer.web.presenting.words import title_of

#: Open Badges 3.0, AchievementType (open-badges.md OB-11).
_TYPES: Mapping[str, str] = {
    "Achievement": mark("Achievement"),
    "ApprenticeshipCertificate": mark("Apprenticeship certificate"),
    "Assessment": mark("Assessment"),
    "Assignment": mark("Assignment"),
    "AssociateDegree": mark("Associate degree"),
    "Award": mark("Award"),
    "Badge": mark("Badge"),
    "BachelorDegree": mark("Bachelor degree"),
    "Certificate": mark("Certificate"),
    "CertificateOfCompletion": mark("Certificate of completion"),
    "Certification": mark("Certification"),
    "CommunityService": mark("Community service"),
    "Competency": mark("Competency"),
    "Course": mark("Course"),
    "CoCurricular": mark("Co curricular"),
    "Degree": mark("Degree"),
    "Diploma": mark("Diploma"),
    "DoctoralDegree": mark("Doctoral degree"),
    "Fieldwork": mark("Fieldwork"),
    "GeneralEducationDevelopment": mark("General education development"),
    "JourneymanCertificate": mark("Journeyman certificate"),
    "LearningProgram": mark("Learning program"),
    "License": mark("License"),
    "Membership": mark("Membership"),
    "ProfessionalDoctorate": mark("Professional doctorate"),
    "QualityAssuranceCredential": mark("Quality assurance credential"),
    "MasterCertificate": mark("Master certificate"),
    "MasterDegree": mark("Master degree"),
    "MicroCredential": mark("Micro credential"),
    "ResearchDoctorate": mark("Research doctorate"),
    "SecondarySchoolDiploma": mark("Secondary school diploma"),
}


def kind_of_achievement(achievement_type: str | None) -> str:
    """Say what kind of achievement it is; a term of somebody's own as its words."""
    given = achievement_type or "Badge"
    if given in _TYPES:
        return _(_TYPES[given])
    text = given.removeprefix("ext:")
    spaced = "".join(f" {each.lower()}" if each.isupper() else each for each in text)
    return title_of(spaced.strip())
