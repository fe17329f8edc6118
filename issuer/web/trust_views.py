"""Views of the issuers that are known here: list, look up, add, remove."""

from flask import Response, request

from issuer import accounts, verification
from issuer.errors import (
    ForbiddenError,
    InvalidProofError,
    IssuerError,
    LimitError,
    MalformedError,
    NotFoundError,
    UnavailableError,
)
from issuer.verification import DistrustIssuer, TrustIssuer
from issuer.web.entrance import status_of
from issuer.web.languages import gettext as _
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.trusted import found_page, trusted_page
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

#: The text of a badge, and what its form adds.
MOST = 1024 * 1024
_REFUSED = (
    ForbiddenError,
    InvalidProofError,
    LimitError,
    MalformedError,
    NotFoundError,
    UnavailableError,
)


def show_trusted(here: Visit, services: Services) -> Response:
    """List who is known."""
    return _list(here, services)


def find_trusted(here: Visit, services: Services) -> Response:
    """Look somebody up, and show who it is; nothing is kept."""
    text = request.form.get("text", "")
    try:
        found = verification.find_issuer(here.actor, text, services.trusting)
    except _REFUSED as error:
        return _list(here, services, text=text, error=error, field="text")
    return answer_unlisted("found_issuer.html", found_page(found, here.visitor()))


def add_trusted(here: Visit, services: Services) -> Response:
    """Put an issuer on the list."""
    form = request.form
    command = TrustIssuer(
        actor=here.actor,
        issuer=form.get("issuer", "").strip(),
        name=form.get("name", ""),
        why=form.get("why", ""),
    )
    try:
        verification.trust_issuer(command, services.trusting)
    except _REFUSED as error:
        if error.code == "why":
            return _again(here, services, command, error)
        return _list(here, services, error=error)
    return go("/trusted")


def remove_trusted(here: Visit, services: Services) -> Response:
    """Take an issuer off the list."""
    command = DistrustIssuer(actor=here.actor, issuer=request.form.get("issuer", ""))
    try:
        verification.distrust_issuer(command, services.trusting)
    except _REFUSED as error:
        return _list(here, services, error=error)
    return go("/trusted")


def _again(here: Visit, services: Services, command: TrustIssuer, error: IssuerError) -> Response:
    """Show the form once more, with what is missing."""
    try:
        found = verification.find_issuer(here.actor, command.issuer, services.trusting)
    except _REFUSED:
        return _list(here, services, error=error)
    page = found_page(
        found,
        here.visitor(),
        name=command.name,
        fault=Fault(field="why", sentence=error.detail),
    )
    return answer_unlisted("found_issuer.html", page, status=status_of(error))


def _list(
    here: Visit,
    services: Services,
    *,
    text: str = "",
    error: IssuerError | None = None,
    field: str = "page",
) -> Response:
    organisations = accounts.list_organisations(services.accounts)
    page = trusted_page(
        verification.list_trusted(here.actor, services.trusting),
        here.visitor(),
        here.actor,
        names=lambda person: _name_of(here, services, person),
        schools={each.id: each.name for each in organisations},
        text=text,
        fault=None if error is None else Fault(field=field, sentence=error.detail),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("trusted.html", page, status=status)


def _name_of(here: Visit, services: Services, person: str) -> str:
    """Return a person's name to those who may read it; to others, and of the erased, no name."""
    try:
        name = accounts.show_person(here.actor, person, services.accounts).name
    except (ForbiddenError, NotFoundError):
        return _("a registrar of your school")
    return name or _("somebody who left")
