"""Views of the administrator: colour and logo of the school."""

from flask import Response, request
from werkzeug.datastructures import FileStorage

from issuer import accounts, images
from issuer.access import Action
from issuer.accounts.branding import Branding, ChangeBranding, change_branding
from issuer.errors import IssuerError, MalformedError
from issuer.pacing import Family
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.looks import looks_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import Route, go
from issuer.web.services import Services
from issuer.web.visits import Visit

_PAGE = "/settings/looks"
#: A logo and the fields beside it.
MOST = images.MAX_LOGO_BYTES + 64 * 1024


def show_looks(here: Visit, services: Services) -> Response:
    """Show what the school looks like on its pages."""
    return _looks(here, services)


def save_looks(here: Visit, services: Services) -> Response:
    """Save colour and logo at once."""
    try:
        command = ChangeBranding(
            actor=here.actor, branding=asked_branding(), base_url=services.public_base_url
        )
        change_branding(command, services.accounts)
    except MENDABLE as error:
        return _looks(here, services, error)
    return go(f"{_PAGE}?saved")


def asked_branding() -> Branding:
    """Return what a form asks for: a colour if it is ticked, a logo if one was chosen.

    Raises:
        MalformedError: the file is too large, code `image_size`.
    """
    form = request.form
    without = form.get("no_logo") == "yes"
    return Branding(
        colour=form.get("colour", "") if form.get("own_colour") == "yes" else "",
        logo=b"" if without else _file(request.files.get("logo")),
        alt="" if without else form.get("alt", ""),
    )


def fault_of(error: IssuerError) -> Fault:
    """Return an error beside the field that it is about."""
    field = error.code if error.code in {"colour", "alt"} else "logo"
    return Fault(field=field, sentence=retold(error.detail))


def _file(sent: FileStorage | None) -> bytes | None:
    data = b"" if sent is None else sent.stream.read(images.MAX_LOGO_BYTES + 1)
    if len(data) > images.MAX_LOGO_BYTES:
        raise MalformedError("Use a logo of at most 1 MiB", code="image_size")
    return data or None


def _looks(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    page = looks_page(
        accounts.show_organisation(here.actor, services.accounts),
        here.visitor(),
        saved="saved" in request.args,
        fault=None if error is None else fault_of(error),
    )
    status = 200 if error is None else status_of(error)
    return answer_unlisted("looks.html", page, status=status)


ROUTES = (
    Route(method="GET", path=_PAGE, view=show_looks, access=Action.MANAGE_SETTINGS),
    Route(
        method="POST",
        path=_PAGE,
        view=save_looks,
        access=Action.MANAGE_SETTINGS,
        page=_PAGE,
        fresh=True,
        most=MOST,
        pace=Family.UPLOAD,
    ),
)
