"""View of what was done to one's own work, or to one's child's."""

from flask import Response

from issuer import assessment
from issuer.access import Role
from issuer.web.children import child_of
from issuer.web.presenting.history import history_page
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services
from issuer.web.visits import Visit


def show_history(here: Visit, services: Services, learner: str) -> Response:
    """Show the own history, or that of a child of the guardian who is here; nobody else's."""
    me, child = here.actor.person, ""
    if learner != me or here.actor.role is Role.GUARDIAN:
        child = child_of(here, services, learner).name
    events = assessment.list_events(here.actor, learner, services.assessment)
    page = history_page(events, here.visitor(), me=me, child=child)
    return answer_unlisted("history.html", page)
