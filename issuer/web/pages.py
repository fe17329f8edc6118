"""The HTML forms of addresses that also answer JSON; the API routes them here."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from issuer import accounts, verification
from issuer.errors import IssuerError
from issuer.web.failing import answer_error
from issuer.web.gathering import did_document_path, keys_of, offer, offered
from issuer.web.languages import spoken
from issuer.web.presenting.achievement import achievement_page, criteria_page
from issuer.web.presenting.catalogue import wish_of
from issuer.web.presenting.organisation import organisation_page
from issuer.web.rendering import answer
from issuer.web.services import Services
from issuer.web.showing import certificate_pdf
from issuer.web.tellings import spoken_telling

#: Published things change rarely; a minute keeps a classroom from asking thirty times.
_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pages of published things; a fault is answered as a page as well, never raised."""

    services: Services

    @property
    def language(self) -> str:
        """Return the language of the request, in which pages and sheets speak."""
        return spoken()

    def achievement(self, slug: str, version: int) -> Response:
        """Return the page of one published badge version."""
        return _answered(lambda: self._achievement(slug, version))

    def criteria(self, slug: str, version: int) -> Response:
        """Return the page of the rules of one published badge version."""
        return _answered(lambda: self._criteria(slug, version))

    def issuer(self, slug: str) -> Response:
        """Return the page of an organisation."""
        return _answered(lambda: self._issuer(slug))

    def certificate(self, public_id: str, paper: str) -> bytes:
        """Return the PDF of a badge whose page may be seen; NotFoundError, MalformedError."""
        return certificate_pdf(public_id, paper, self.services)

    def receipt(self, signed: bytes) -> bytes:
        """Return the PDF of a receipt that was just signed, in the language of the request."""
        return verification.receipt_pdf(signed, spoken_telling())

    def _achievement(self, slug: str, version: int) -> Response:
        page = achievement_page(offer(slug, version, self.services))
        return answer("achievement.html", page, seconds=_SECONDS)

    def _criteria(self, slug: str, version: int) -> Response:
        page = criteria_page(offer(slug, version, self.services))
        return answer("achievement.html", page, seconds=_SECONDS)

    def _issuer(self, slug: str) -> Response:
        organisation = accounts.find_organisation(slug, self.services.accounts)
        page = organisation_page(
            organisation,
            keys=keys_of(organisation, self.services),
            badges=offered(organisation, self.services),
            did_document_path=did_document_path(organisation),
            wish=wish_of(request.args),
        )
        return answer("organisation.html", page, seconds=_SECONDS)


def pages(services: Services) -> Pages:
    """Return the pages for the API to answer with."""
    return Pages(services=services)


def _answered(view: Callable[[], Response]) -> Response:
    """Answer a fault in HTML here, since the API would answer it as a problem document."""
    try:
        return view()
    except IssuerError as error:
        return answer_error(error)
