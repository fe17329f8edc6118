"""Views of the audit log: entries by search, a check of the whole, proof and bundle of a badge."""

import re
from datetime import UTC, date, datetime, timedelta

from flask import Response, request

from issuer import accounts, auditing, issuance
from issuer.auditing import EntryPage, EntryProof, LogReport, StoredCheckpoint, Wanted
from issuer.documents import write_document
from issuer.errors import IssuerError, MalformedError, NotFoundError, UnavailableError
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.presenting.event_words import names_of
from issuer.web.presenting.log import AskedLog, log_badge_page, log_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.services import Services
from issuer.web.visits import Visit

_JSON = "application/json"
#: Days later than this are as good as this.
_LAST_YEAR = 9000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def show_log(here: Visit, services: Services) -> Response:
    """List the entries that are asked for."""
    return _log(here, services)


def check_log_now(here: Visit, services: Services) -> Response:
    """Check the whole log, and say what came of it."""
    try:
        report = auditing.check_now(here.actor, services.auditing)
    except (*MENDABLE, UnavailableError) as error:
        return _log(here, services, error=error)
    return _log(here, services, report=report)


def show_log_badge(here: Visit, services: Services, credential: str) -> Response:
    """Show where a badge stands in the log."""
    facts = issuance.credential_for(here.actor, credential, services.issuance)
    page = log_badge_page(
        facts,
        _proof(facts.record.organisation, facts.record.id, services),
        here.visitor(),
        key=auditing.public_key(services.auditing),
    )
    return answer_unlisted("log_badge.html", page)


def download_log_proof(here: Visit, services: Services, credential: str) -> Response:
    """Hand out the proof that the signing of a badge is in the log."""
    record = issuance.credential_for(here.actor, credential, services.issuance).record
    proof = auditing.credential_proof(record.organisation, record.id, services.auditing)
    data = write_document(proof.to_dict(record.id))
    return answer_file(data, _JSON, f"{record.public_id}.proof.json")


def download_log_bundle(here: Visit, services: Services, credential: str) -> Response:
    """Hand out everything that a decision rests on; that is written into the log."""
    record = issuance.credential_for(here.actor, credential, services.issuance).record
    bundle = auditing.bundle_of(record.public_id, services.auditing, here.actor)
    return answer_file(write_document(bundle), _JSON, f"{record.public_id}.bundle.json")


def _log(
    here: Visit,
    services: Services,
    *,
    report: LogReport | None = None,
    error: IssuerError | None = None,
) -> Response:
    asked, fault = _asked(), None
    found = EntryPage(entries=(), next_after=None)
    try:
        after = request.args.get("after", "")[:64] or None
        found = auditing.search_log(here.actor, _wanted(asked), services.auditing, after=after)
    except MalformedError as wrong:
        fault = Fault(field=wrong.code, sentence=wrong.detail)
    if error is not None:
        fault = Fault(field="page", sentence=error.detail)
    page = log_page(
        found,
        here.visitor(),
        role=here.actor.role,
        grants=accounts.list_grants(here.actor, here.actor.person, services.accounts),
        newest=_newest(services),
        signer=auditing.log_key(services.auditing).name,
        badges=auditing.list_log_badges(here.actor, services.auditing),
        asked=asked,
        report=report,
        fault=fault,
    )
    status = 400 if fault is not None else 200
    return answer_unlisted("log.html", page, status=status if error is None else status_of(error))


def _asked() -> AskedLog:
    given = request.args
    return AskedLog(
        kind=given.get("kind", "")[:16],
        badge=given.get("badge", "")[:64],
        learner=given.get("learner", "").strip()[:64],
        since=given.get("since", "").strip()[:10],
        until=given.get("until", "").strip()[:10],
    )


def _wanted(asked: AskedLog) -> Wanted:
    until = _midnight(asked.until, "until")
    return Wanted(
        names=names_of(asked.kind),
        learner=asked.learner or None,
        badge=asked.badge or None,
        since=_midnight(asked.since, "since"),
        until=None if until is None else until + timedelta(days=1),
    )


def _midnight(text: str, field: str) -> datetime | None:
    """Return the beginning of a day; the calendar ends before its last day, which has no next."""
    if not text:
        return None
    try:
        # Python reads further spellings, which nobody else would.
        when = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        raise MalformedError(
            "Write the day as year, month and day, as in 2026-05-31.", code=field
        ) from error
    return datetime(min(when.year, _LAST_YEAR), when.month, when.day, tzinfo=UTC)


def _newest(services: Services) -> StoredCheckpoint | None:
    try:
        return auditing.newest_checkpoint(services.auditing)
    except NotFoundError:
        return None


def _proof(organisation: str, credential: str, services: Services) -> EntryProof | None:
    try:
        return auditing.credential_proof(organisation, credential, services.auditing)
    except UnavailableError:
        return None
