"""The background worker: drains the outbox each second, and looks after the rest less often."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from issuer import accounts, assessment, auditing, issuance, retention
from issuer.accounts import seconding, weekly
from issuer.errors import UnavailableError
from issuer.issuance.sweeping import LEFT_BEHIND
from issuer.jobs.draining import drain
from issuer.jobs.services import Services
from issuer.logs import logger

#: Seconds between two looks at the outbox, and looks between two rounds of upkeep.
_PAUSE = 1.0
_UPKEEP_EVERY = 30


def run(services: Services, stop: threading.Event) -> None:
    """Work until told to stop; a round that fails is logged, and the next one begins."""
    round_number = 0
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="issuer-job") as worker:
        while not stop.is_set():
            work = run_once if round_number % _UPKEEP_EVERY == 0 else _round
            # Asking the future for its error keeps one bug from ending all background work.
            error = worker.submit(work, services).exception()
            if error is not None:
                logger().error("jobs.round_failed", error_type=type(error).__name__, exc_info=error)
            round_number += 1
            stop.wait(_PAUSE)


def _round(services: Services) -> int:
    """Do what waits, then give every entry of the audit log its place."""
    done = drain(services)
    auditing.sequence(services.auditing)
    return done


def run_once(services: Services, *, older_than: timedelta = LEFT_BEHIND) -> int:
    """Do one round of everything: what waits, what crashed, what is about to lapse.

    Returns how many items of the outbox were done. Several workers may do this at once.
    """
    assessment.triage_waiting(services.assessment)
    assessment.expire_leases(services.assessment)
    issuance.switch_due_keys(services.issuance)
    weekly.plan_weeks(services.accounts)
    issuance.expire_key_proposals(services.issuance)
    seconding.expire_settings_proposals(services.accounts)
    if services.privacy is not None:
        accounts.resume_erasures(services.privacy)
        accounts.forget_answers(services.privacy)
        accounts.forget_leftovers(services.privacy.accounts)
    retention.plan_rounds(services.retention)
    done = drain(services)
    _look_after_files(services)
    swept = issuance.sweep(services.issuance, older_than)
    if swept.alarms:
        logger().error("credentials.stuck", count=len(swept.alarms))
    issuance.begin_did_versions(services.issuance)
    # A swept credential put new work into the outbox.
    done += drain(services)
    _keep_log(services)
    return done


def _look_after_files(services: Services) -> None:
    """Sweep what uploads left behind, and tell the operator of evidence that is not what it was."""
    assessment.sweep_uploads(services.assessment)
    altered = assessment.look_at_files(services.assessment)
    if altered:
        logger().error("evidence.altered", count=altered)


def _keep_log(services: Services) -> None:
    """Sign the audit log if it is time; a fault there stops none of the other work."""
    try:
        auditing.keep(services.auditing)
    except UnavailableError as error:
        logger().error("audit.checkpoint_late", code=error.code)
