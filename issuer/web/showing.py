"""Views of a badge for other sites: card picture, card in a frame, oEmbed; and its certificate.

Each answers for public badges only, and to everything else like to an unknown address. The
certificate is as open as the page of the badge.
"""

from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Response, request

from issuer import assessment, images, issuance
from issuer.assessment.model import Definition
from issuer.documents import write_document
from issuer.errors import MalformedError, NotFoundError
from issuer.paper import PAPERS, Certificate, render_certificate
from issuer.web.brands import logo_png
from issuer.web.gathering import exhibit
from issuer.web.presenting.badge import Exhibit
from issuer.web.presenting.certificate import certificate_of, with_logo
from issuer.web.presenting.embedding import embed_page
from issuer.web.presenting.frame import Brand
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.sharing import issuer_name, oembed_of
from issuer.web.presenting.words import domain_of
from issuer.web.rendering import FRAMED, HEADERS, answer_unlisted
from issuer.web.services import Services
from issuer.web.shades import shade_on

_PREFIXES = ("/badges/", "/credentials/")
#: Cards and certificates kept in memory; drawing one takes a tenth of a second and more.
_KEPT = 64
_ART_ON_PAPER = 768
#: Cards and paper are nearly white; what is read on this can be read on them.
_GROUND = "#f6f4ee"
_MAX_PIXELS = 10_000


def show_card(services: Services, public_id: str) -> Response:
    """Answer the picture that social networks show of a public badge."""
    shown = public_exhibit(public_id, services)
    credential = shown.credential
    achievement = credential.credential_subject.achievement
    definition = _definition(shown, services)
    card = images.SocialCard(
        art=assessment.picture_of(definition, services.assessment).png,
        colour=assessment.colour_of(definition),
        kind=kind_of_achievement(achievement.achievement_type),
        name=achievement.name,
        issuer=issuer_name(credential),
        domain=domain_of(credential.issuer_id) or "",
        accent=_accent(shown.brand),
        logo=logo_png(shown.brand, services),
    )
    return _picture(_card(card))


def show_embed(services: Services, public_id: str) -> Response:
    """Show a public badge as a card for a frame on any page."""
    response = answer_unlisted(FRAMED, embed_page(public_exhibit(public_id, services)))
    del response.headers["Cross-Origin-Opener-Policy"]
    return response


def show_oembed(services: Services) -> Response:
    """Tell a program how to show the page of a public badge (oEmbed 1.0)."""
    form = request.args.get("format", "json")
    if form not in ("json", "xml"):
        return _plain("This answers as json or xml.\n", HTTPStatus.NOT_IMPLEMENTED)
    public_id = _asked_id(request.args.get("url", ""), services)
    found = oembed_of(
        public_exhibit(public_id, services).credential,
        base_url=services.public_base_url,
        public_id=public_id,
        width=_pixels("maxwidth"),
        height=_pixels("maxheight"),
    )
    if form == "xml":
        return _open(Response(found.xml(), content_type="text/xml; charset=utf-8"))
    return _open(Response(write_document(found.members()), content_type="application/json"))


def public_exhibit(public_id: str, services: Services) -> Exhibit:
    """Return what is shown of a public badge.

    Raises:
        NotFoundError: unknown, private, erased, or seen by its link alone.
    """
    shown = exhibit(public_id, services)
    if not shown.is_public:
        raise NotFoundError("There is no such badge", code="not_found")
    return shown


def certificate_pdf(public_id: str, paper: str, services: Services) -> bytes:
    """Return the certificate of a badge whose page may be seen.

    Raises:
        NotFoundError: unknown, private, erased.
        MalformedError: no such paper, code `size`.
    """
    shown = exhibit(public_id, services)
    if paper not in PAPERS:
        raise MalformedError(f"Choose one of these sizes: {', '.join(PAPERS)}", code="size")
    definition = _definition(shown, services)
    art = assessment.picture_of(definition, services.assessment).svg
    certificate = certificate_of(
        shown,
        data=_signed(shown, services),
        picture=_art_on_paper(art),
        colour=_accent(shown.brand) or images.tones_of(assessment.colour_of(definition)).deep,
        code=tuple(tuple(row) for row in images.qr_rows(shown.credential.id)),
        paper=paper,
    )
    return _certificate(with_logo(certificate, shown, logo_png(shown.brand, services)))


def _accent(brand: Brand | None) -> str:
    """Return the shade of the school's colour that is read on white; empty if it has none."""
    return shade_on(brand.colour, _GROUND) if brand and brand.colour else ""


def _signed(shown: Exhibit, services: Services) -> bytes | None:
    if not shown.hands_out:
        return None
    return issuance.credential_bytes(shown.public_id, services.issuance).data


def _definition(shown: Exhibit, services: Services) -> Definition:
    """Find the badge version by its own address, which ends in `/{slug}/v{n}`."""
    address = shown.credential.credential_subject.achievement.id
    slug, version = address.rsplit("/", 2)[-2:]
    number = int(version.removeprefix("v"))
    return assessment.find_achievement(slug, number, services.assessment).definition


def _asked_id(url: str, services: Services) -> str:
    """Return the id in an address of a badge of ours; NotFoundError for every other address."""
    path = url.removeprefix(services.public_base_url)
    if path == url:
        raise NotFoundError("There is no badge at this address")
    path = urlsplit(path).path
    for prefix in _PREFIXES:
        public_id = path.removeprefix(prefix)
        if public_id != path and public_id.isalnum():
            return public_id
    raise NotFoundError("There is no badge at this address")


def _pixels(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:6]) <= _MAX_PIXELS:
        raise MalformedError(f"Give {name} as a number of pixels", code="pixels")
    return int(text[:6])


def _picture(data: bytes) -> Response:
    response = _open(Response(data, content_type="image/png"))
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


def _open(response: Response) -> Response:
    """Let any page read it; what it says is as public as the badge, and asked for anew."""
    response.headers.update(HEADERS)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _plain(text: str, status: HTTPStatus) -> Response:
    return _open(Response(text, status=status, content_type="text/plain; charset=utf-8"))


@lru_cache(maxsize=_KEPT)
def _card(card: images.SocialCard) -> bytes:
    return images.social_png(card)


@lru_cache(maxsize=_KEPT)
def _art_on_paper(svg: bytes) -> bytes:
    return images.render_png(svg, _ART_ON_PAPER)


@lru_cache(maxsize=_KEPT)
def _certificate(certificate: Certificate) -> bytes:
    return render_certificate(certificate)
