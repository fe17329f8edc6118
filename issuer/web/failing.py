"""Errors as pages, by the one table in `issuer.problems`; knows no error of its own."""

from http import HTTPStatus

from flask import Response, g
from werkzeug.exceptions import HTTPException

from issuer.errors import IssuerError, LimitError, NotFoundError
from issuer.problems import row_for
from issuer.web.destinations import HOME
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.presenting.fault import FaultPage, MisdirectedPage, fault_page
from issuer.web.presenting.frame import Link
from issuer.web.rendering import answer_unlisted
from issuer.web.visits import is_known_browser

#: One page for what is unknown, private, erased or another's: same words, same bytes.
_NOWHERE = mark("There is nothing at this address, or it is private.")
#: What the framework refuses before any of our code runs: title, what happened, what to do.
_FRAMEWORK = {
    HTTPStatus.BAD_REQUEST: (
        mark("This could not be read"),
        mark("The request was not complete, or damaged on its way."),
        mark("Go back and send it once more."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        mark("This address only shows something"),
        mark("Nothing can be sent to this address."),
        mark("Open it without a form, or start again from the home page."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        mark("This is too large"),
        mark("More was sent than is read here."),
        mark("Send fewer files at once, or smaller ones. Of a badge, choose the original file."),
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        mark("This address is too long"),
        mark("No address here is as long as the one that was opened."),
        mark("Check the address, or start again from the home page."),
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        mark("This kind of file is not read here"),
        mark("Something of another kind was sent than this page takes."),
        mark("Go back and choose a file of a kind that the page names."),
    ),
    HTTPStatus.NOT_ACCEPTABLE: (
        mark("This cannot be shown like that"),
        mark("Your program asked for a form that does not exist here."),
        mark("Open the address in a browser."),
    ),
}
_FRAMEWORK_OTHER = (
    mark("This did not work"),
    mark("The request was refused."),
    mark("Start again from the home page."),
)
_BROKEN = (
    mark("Something broke here"),
    mark("It is our fault, not yours, and it was written down."),
    mark("Try again in a few minutes."),
)


class MisdirectedError(HTTPException):
    """A request for another host: nothing is answered under a name that is not ours (row 55).

    `address` is where the service is, as scheme and host.
    """

    code = 421
    description = "This service does not answer under this name"

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def answer_error(error: Exception) -> Response:
    """Answer any error as a page; what is not in the table is a bug and shows no detail."""
    if isinstance(error, MisdirectedError):
        return _elsewhere(error)
    if isinstance(error, HTTPException):
        return _of_framework(error)
    if isinstance(error, IssuerError):
        try:
            return _of_table(error)
        except LookupError:
            pass
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title, sentence, advice = map(_, _BROKEN)
    request_id = str(g.get("request_id", ""))
    return _answer(
        fault_page(
            status=status,
            title=title,
            sentence=sentence,
            advice=advice,
            request_id=request_id,
            way=_way(status),
        ),
        status,
    )


def _of_table(error: IssuerError) -> Response:
    row = row_for(error)
    sentence = _(_NOWHERE) if isinstance(error, NotFoundError) else retold(error.detail)
    page = fault_page(
        status=row.status,
        title=retold(row.page_title),
        sentence=_ended(sentence),
        advice=retold(row.page_advice),
        way=_way(row.status),
    )
    response = _answer(page, row.status)
    wait = error.retry_after if isinstance(error, LimitError) else row.retry_after
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def _of_framework(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status is HTTPStatus.NOT_FOUND:
        return _of_table(NotFoundError(_NOWHERE))
    title, sentence, advice = map(_, _FRAMEWORK.get(status, _FRAMEWORK_OTHER))
    page = fault_page(
        status=status, title=title, sentence=sentence, advice=advice, way=_way(status)
    )
    response = _answer(page, status)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _elsewhere(error: MisdirectedError) -> Response:
    """Answer under a name that is not ours: no frame, since its links and files would be there."""
    page = MisdirectedPage(
        title=_("This is not our address"),
        sentence=_("The address that you used is not the one this service is known by."),
        address=error.address,
    )
    return answer_unlisted("misdirected.html", page, status=HTTPStatus.MISDIRECTED_REQUEST)


def _ended(sentence: str) -> str:
    """End a sentence that an error left open, as programs show it."""
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def _way(status: HTTPStatus) -> Link | None:
    """Return where whoever can sign in goes on; who cannot is only asked there.

    Answered without the database, which may be what is broken.
    """
    if status is HTTPStatus.UNAUTHORIZED:
        return Link(text=_("Sign in"), href="/sign-in")
    return Link(text=_("My start page"), href=HOME) if is_known_browser() else None


def _answer(page: FaultPage, status: HTTPStatus) -> Response:
    return answer_unlisted("fault.html", page, status=status)
