"""Asks for what two hand-ins are compared by: the revisions, and the words of exchanged texts."""

from issuer import assessment
from issuer.assessment import WorkView
from issuer.assessment.model import Submission
from issuer.web.evidence_files import whole_texts
from issuer.web.presenting.revising import Pair, exchanged_texts, pairs_of
from issuer.web.services import Services
from issuer.web.visits import Visit


def pairs_for(here: Visit, services: Services, work: WorkView) -> tuple[Pair, ...]:
    """Return every hand-in beside the one before it, newest first."""
    exchanged = exchanged_texts(work.revisions, work.view.evidence)
    texts = whole_texts(exchanged, here, services)
    return pairs_of(work.revisions, work.view.evidence, texts)


def last_change(here: Visit, services: Services, submission: Submission) -> tuple[Pair, ...]:
    """Return the newest hand-in beside the one before it; nothing for a first one."""
    if submission.revision == 1:
        return ()
    work = assessment.show_work(here.actor, submission.id, services.assessment)
    return pairs_for(here, services, work)[:1]
