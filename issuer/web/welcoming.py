"""What waits for whoever comes in, for the start page, in the words of the pages themselves."""

from issuer import accounts, assessment
from issuer.access import Role
from issuer.assessment.model import SubmissionState
from issuer.web.languages import gettext as _
from issuer.web.presenting.learning import Challenge, challenge_of
from issuer.web.presenting.reviewing import reviews_page
from issuer.web.services import Services
from issuer.web.visits import Visit

_OVER = frozenset({SubmissionState.ISSUED, SubmissionState.WITHDRAWN})
_MOST = 5


def waiting_for(here: Visit, services: Services) -> tuple[Challenge, ...]:
    """Return what is next for this person in this role, and who holds it."""
    match here.actor.role:
        case Role.LEARNER:
            return _work(here, services, here.actor.person, _("You"))
        case Role.GUARDIAN:
            children = accounts.list_children(here.actor, services.accounts)
            return tuple(
                each for child in children for each in _work(here, services, child.id, child.name)
            )
        case Role.PEER:
            return _reviews(here, services)
        case _:
            return ()


def _work(here: Visit, services: Services, learner: str, name: str) -> tuple[Challenge, ...]:
    rows = assessment.progress_of(here.actor, learner, services.assessment)
    open_ones = [row for row in rows if row.state not in _OVER]
    return tuple(challenge_of(row, name, f"/learn/{row.submission}") for row in open_ones[:_MOST])


def _reviews(here: Visit, services: Services) -> tuple[Challenge, ...]:
    rows = assessment.list_reviews(here.actor, services.assessment)
    lines = reviews_page(rows, (), here.visitor()).reviews
    return tuple(
        Challenge(
            title=line.title,
            href=line.href,
            tag=line.tag,
            next=_("You: say what you saw."),
            since=line.due,
        )
        for line in lines[:_MOST]
    )
