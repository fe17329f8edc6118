"""Asks for the words of files: of those that are shown, and of those that are compared."""

from collections.abc import Mapping

from issuer import assessment
from issuer.access import Role
from issuer.assessment import WorkView
from issuer.assessment.model import Submission
from issuer.web.evidence_files import shown_texts, whole_texts
from issuer.web.presenting.exhibits import TEXT
from issuer.web.presenting.revising import Pair, exchanged_texts, pairs_of
from issuer.web.services import Services
from issuer.web.visits import Visit


def pairs_for(here: Visit, services: Services, work: WorkView) -> tuple[Pair, ...]:
    """Return every hand-in beside the one before it, newest first."""
    exchanged = exchanged_texts(work.revisions, work.view.evidence)
    texts = whole_texts(exchanged, here, services)
    return pairs_of(work.revisions, work.view.evidence, texts)


def texts_in_files(here: Visit, services: Services, work: WorkView) -> Mapping[str, str]:
    """Return the words of the text files that the page of a piece of work shows."""
    if here.actor.role is Role.AUDITOR:
        # Who reads hashes and decisions reads no words.
        return {}
    files = (
        each
        for each in work.view.evidence
        if each.media_type == TEXT
        and each.text is None
        and each.belongs_to(work.view.submission.next_revision)
    )
    return shown_texts(files, here, services)


def last_change(here: Visit, services: Services, submission: Submission) -> tuple[Pair, ...]:
    """Return the newest hand-in beside the one before it; nothing for a first one."""
    if submission.revision == 1:
        return ()
    work = assessment.show_work(here.actor, submission.id, services.assessment)
    return pairs_for(here, services, work)[:1]
