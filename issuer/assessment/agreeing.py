"""What the learner's side agreed to, asked anew each time: a withdrawal counts at once."""

from datetime import datetime

from issuer.assessment.model import Submission
from issuer.assessment.ports import UnitOfWork

_ANALYTICS = "analytics"


def agrees_to_analytics(submission: Submission, uow: UnitOfWork, now: datetime) -> bool:
    """Tell whether behaviour of this learner may be measured (education.md section 5.3)."""
    consents = uow.consents.of(submission.organisation, submission.learner)
    return any(each.purpose == _ANALYTICS and each.holds(now) for each in consents)
