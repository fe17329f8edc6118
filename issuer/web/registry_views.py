"""Views of the registry: what the school issued; suspend, reinstate, revoke, second."""

from collections.abc import Callable
from datetime import timedelta

from flask import Response, request

from issuer import accounts, assessment, issuance
from issuer.assessment.model import DefinitionState
from issuer.errors import ForbiddenError, IssuerError, MalformedError
from issuer.issuance import (
    AnswerRevocation,
    ChangeStatus,
    CredentialPage,
    ProposeRevocation,
    ReasonCode,
    RevocationProposal,
    Wanted,
)
from issuer.sheets import write_sheet
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.registry import (
    HEADINGS,
    STANDINGS,
    Asked,
    entry_page,
    file_rows,
    registry_page,
)
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_MOST_DAYS = 3660
_LONGEST_NOTE = 2000
_SHOWN = 50
_IN_A_FILE = 2000


def show_registry(here: Visit, services: Services) -> Response:
    """List what the school issued, as far as it is asked for."""
    asked, fault = _asked(), None
    try:
        wanted = _wanted(asked)
    except MalformedError as error:
        wanted, fault = Wanted(), Fault(field="within", sentence=retold(error.detail))
    found = _search(here, services, wanted, _SHOWN)
    page = registry_page(
        found,
        here.visitor(),
        names=_names(here, services),
        badges=_badges(here, services),
        asked=asked,
        proposals=issuance.list_proposals(here.actor, services.issuance),
        fault=fault,
    )
    return answer_unlisted("registry.html", page, status=200 if fault is None else 400)


def download_registry(here: Visit, services: Services) -> Response:
    """Hand out the same list as CSV."""
    found = _search(here, services, _wanted(_asked()), _IN_A_FILE)
    data = write_sheet(HEADINGS, file_rows(found.credentials, _names(here, services)))
    return answer_file(data, "text/csv; charset=utf-8", "registry.csv")


def show_entry(here: Visit, services: Services, credential: str) -> Response:
    """Show one badge."""
    return _entry(here, services, credential)


def suspend(here: Visit, services: Services, credential: str) -> Response:
    """Put a badge on hold."""
    return _change(here, services, credential, issuance.suspend_credential, "suspend_reason")


def reinstate(here: Visit, services: Services, credential: str) -> Response:
    """End a hold."""
    return _change(here, services, credential, issuance.reinstate_credential, "lift_reason")


def revoke(here: Visit, services: Services, credential: str) -> Response:
    """Withdraw a badge, or propose it to a second person."""
    return _change(here, services, credential, _revoke, "revoke_reason")


def confirm_revocation(here: Visit, services: Services, credential: str) -> Response:
    """Agree to a revocation as the second person."""
    return _answer(here, services, credential, issuance.confirm_revocation)


def decline_revocation(here: Visit, services: Services, credential: str) -> Response:
    """Decline a revocation as the second person."""
    return _answer(here, services, credential, issuance.decline_revocation)


def _revoke(command: ChangeStatus, services: issuance.Services) -> object:
    asked = ProposeRevocation(
        actor=command.actor,
        credential_id=command.credential_id,
        reason_code=command.reason_code,
        reason_text=command.reason_text,
        suspend=request.form.get("suspend") == "yes",
    )
    return issuance.ask_to_revoke(asked, services)


def _change(
    here: Visit,
    services: Services,
    credential: str,
    verb: Callable[[ChangeStatus, issuance.Services], object],
    field: str,
) -> Response:
    record = issuance.credential_for(here.actor, credential, services.issuance).record
    try:
        command = ChangeStatus(
            actor=here.actor,
            credential_id=record.id,
            reason_code=_reason(field),
            reason_text=request.form.get("note", "").strip()[:_LONGEST_NOTE],
        )
        verb(command, services.issuance)
    except MENDABLE as error:
        return _entry(here, services, credential, error, field)
    return go(f"/registry/{credential}")


def _answer(
    here: Visit,
    services: Services,
    credential: str,
    verb: Callable[[AnswerRevocation, issuance.Services], RevocationProposal],
) -> Response:
    command = AnswerRevocation(actor=here.actor, proposal=request.form.get("proposal", "")[:64])
    try:
        verb(command, services.issuance)
    except (*MENDABLE, ForbiddenError) as error:
        return _entry(here, services, credential, error, "page")
    return go(f"/registry/{credential}")


def _reason(field: str) -> ReasonCode:
    try:
        return ReasonCode(request.form.get(field, ""))
    except ValueError as error:
        raise MalformedError("Choose a reason.", code="reason") from error


def _entry(
    here: Visit,
    services: Services,
    credential: str,
    error: IssuerError | None = None,
    field: str = "page",
) -> Response:
    facts = issuance.credential_for(here.actor, credential, services.issuance)
    proposals = issuance.list_proposals(here.actor, services.issuance)
    person = accounts.show_person(here.actor, facts.record.learner, services.accounts)
    page = entry_page(
        facts,
        here.visitor(),
        learner=person.name,
        role=here.actor.role,
        me=here.actor.person,
        needs_two=accounts.show_organisation(
            here.actor, services.accounts
        ).second_person_for_revocation,
        proposal=next((p for p in proposals if p.credential_id == facts.record.id), None),
        issued="issued" in request.args,
        fault=None if error is None else Fault(field=field, sentence=retold(error.detail)),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("registry_entry.html", page, status=status)


def _search(here: Visit, services: Services, wanted: Wanted, limit: int) -> CredentialPage:
    after = request.args.get("after", "")[:64] or None
    return issuance.search_credentials(
        here.actor, wanted, services.issuance, after=after, limit=limit
    )


def _asked() -> Asked:
    given = request.args
    return Asked(
        badge=given.get("badge", "")[:64],
        standing=given.get("standing", "")[:16],
        within=given.get("within", "").strip()[:6],
    )


def _wanted(asked: Asked) -> Wanted:
    within = None
    if asked.within:
        is_number = asked.within.isascii() and asked.within.isdigit()
        if not is_number or not 1 <= int(asked.within) <= _MOST_DAYS:
            raise MalformedError(f"Write a number of days from 1 to {_MOST_DAYS}.", code="within")
        within = timedelta(days=int(asked.within))
    return Wanted(
        definition=asked.badge or None, standing=STANDINGS.get(asked.standing), within=within
    )


def _names(here: Visit, services: Services) -> dict[str, str]:
    people = accounts.list_people(here.actor, services.accounts)
    return {each.id: each.name for each in people}


def _badges(here: Visit, services: Services) -> list[tuple[str, str]]:
    return [
        (row.definition, f"{row.title} {row.version}")
        for row in assessment.list_catalogue(here.actor, services.assessment)
        if row.state in {DefinitionState.PUBLISHED, DefinitionState.RETIRED}
    ]
