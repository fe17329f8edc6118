"""Why a badge was withdrawn or put on hold, in words."""

from issuer.issuance import ReasonCode
from issuer.web.languages import gettext as _
from issuer.web.presenting.words import words_of


def reason_word(code: str) -> str:
    """Say a reason code in words; one that is not ours is shown as words."""
    if code not in set(ReasonCode):
        return words_of(code)
    return {
        ReasonCode.ISSUED_IN_ERROR: _("Issued in error"),
        ReasonCode.MISATTRIBUTED_WORK: _("The work was somebody else's"),
        ReasonCode.ACADEMIC_INTEGRITY: _("Academic integrity"),
        ReasonCode.REQUIREMENT_LAPSED: _("A requirement has lapsed"),
        ReasonCode.LEARNER_REQUEST: _("The learner asked for it"),
        ReasonCode.UNDER_INVESTIGATION: _("It is being looked into"),
        ReasonCode.KEY_COMPROMISED: _("The signing key was stolen"),
        ReasonCode.RESOLVED: _("It was settled"),
        ReasonCode.OTHER: _("Another reason"),
    }[ReasonCode(code)]
