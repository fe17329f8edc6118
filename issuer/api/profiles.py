"""Issuers as the world sees them: Profiles (Open Badges 3.0) and DID documents (did:web)."""

from flask import Response
from werkzeug.exceptions import NotAcceptable

from issuer import accounts, issuance
from issuer.accounts.model import DidForm, Organisation
from issuer.api.answers import published_answer
from issuer.api.hosting import accepted
from issuer.api.negotiation import (
    DID_TYPES,
    JSON,
    JWK_SET_TYPES,
    LINKED_TYPES,
    best_type,
    prefers_html,
)
from issuer.api.services import Services
from issuer.documents import write_document
from issuer.errors import NotFoundError
from issuer.vocab import CREDENTIALS_V2, OPEN_BADGES

#: A rotated key must be seen soon, a resolver may still save itself a question.
_SHORT = "public, max-age=60"


def show_issuer(services: Services, slug: str) -> Response:
    """Answer the Profile, or its page."""
    ranges = accepted()
    if prefers_html(ranges, LINKED_TYPES):
        page = services.pages.issuer(slug)
        page.headers["Vary"] = "Accept"
        return page
    media_type = best_type(ranges, LINKED_TYPES)
    if media_type is None:
        raise NotAcceptable
    return _profile(services, slug, media_type)


def show_issuer_json(services: Services, slug: str) -> Response:
    """Answer the Profile as JSON whatever is accepted."""
    return _profile(services, slug, JSON)


def show_host_did(services: Services) -> Response:
    """Answer the DID document of the organisation that signs as the host itself."""
    for organisation in accounts.list_organisations(services.accounts):
        if organisation.did_form is DidForm.HOST:
            return _did_document(services, organisation)
    raise NotFoundError("No organisation signs under this host's own name")


def show_jwk_set(services: Services) -> Response:
    """Answer the keys for tokens of every organisation of this installation (OB-39)."""
    media_type = best_type(accepted(), JWK_SET_TYPES)
    if media_type is None:
        raise NotAcceptable
    organisations = accounts.list_organisations(services.accounts)
    ids = tuple(organisation.id for organisation in organisations)
    document = issuance.jwk_set_of(ids, services.issuance)
    return published_answer(write_document(document), media_type, cache=_SHORT, negotiated=True)


def show_issuer_did(services: Services, slug: str) -> Response:
    """Answer the DID document of an organisation that signs under this very address."""
    organisation = accounts.find_organisation(slug, services.accounts)
    if organisation.did_form is not DidForm.PATH:
        raise NotFoundError("This organisation's DID document is not here")
    return _did_document(services, organisation)


def _profile(services: Services, slug: str, media_type: str) -> Response:
    organisation = accounts.find_organisation(slug, services.accounts)
    profile = issuance.issuer_profile(organisation).to_dict()
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES], **profile}
    return published_answer(write_document(document), media_type, cache=_SHORT, negotiated=True)


def _did_document(services: Services, organisation: Organisation) -> Response:
    media_type = best_type(accepted(), DID_TYPES)
    if media_type is None:
        raise NotAcceptable
    document = issuance.did_document_of(organisation.id, services.issuance)
    return published_answer(write_document(document), media_type, cache=_SHORT, negotiated=True)
