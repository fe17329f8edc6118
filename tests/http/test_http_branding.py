"""A school's colour and logo: chosen by an administrator, shown everywhere, never in the way."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from issuer import accounts, images, issuance
from issuer.records import SqlUnitOfWork
from issuer.web.shades import contrast, shade_on
from issuer.web.tokens import tokens
from tests.http.test_http_pages import badge_of, publish, team_path
from tests.schooling import School, approve, hand_in, open_school, open_submission
from tests.visiting import Browser, come_in

COLOUR = "#ffe000"
_STYLE = re.compile(r'href="(/issuers/riverbend/brand/[0-9a-f]+\.css)"')
_LOGO = re.compile(r'src="(/issuers/riverbend/logo/[0-9a-f]+\.png)"')


def _png(size: tuple[int, int] = (300, 150), text: str = "") -> bytes:
    """Return a picture, with words in its metadata if there are any."""
    output = io.BytesIO()
    picture = Image.new("RGB", size, "#336699")
    picture.info["comment"] = text
    picture.save(output, "PNG")
    return output.getvalue()


def _form(**given: Any) -> dict[str, Any]:
    return {"own_colour": "yes", "colour": COLOUR, "alt": "A blue kite", **given}


def _save(admin: Browser, **given: Any) -> Any:
    admin.get("/settings/looks")
    return admin.post("/settings/looks", _form(**given), content_type="multipart/form-data")


@pytest.fixture(scope="module")
def dressed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Open a school with a public badge from before, and give it a colour and a logo."""
    folder = tmp_path_factory.mktemp("dressed") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    publish(school)
    admin = come_in(school, "admin")
    answer = _save(admin, logo=(io.BytesIO(_png()), "kite.png"))
    assert 303 == answer.status_code, answer.text
    yield school
    school.house.close()


def _css(school: School) -> str:
    page = school.client.get("/issuers/riverbend", headers={"Accept": "text/html"}).text
    found = _STYLE.search(page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "path",
    [
        "/badges/{osprey}",
        "/badges/{osprey}/embed",
        "{team}",
        "{team}/criteria",
        "/issuers/riverbend",
    ],
)
def test_branding_is_on_every_page_of_the_school(dressed: School, path: str) -> None:
    """Each page loads the colours by a link, and none of them has a style of its own."""
    names = {"osprey": badge_of(dressed), "team": team_path(dressed)}
    text = dressed.client.get(path.format_map(names), headers={"Accept": "text/html"}).text

    assert (1, False) == (len(_STYLE.findall(text)), ' style="' in text)


def test_branding_is_not_on_the_home_page_of_two_schools(dressed: School) -> None:
    """A page about several schools takes no side; each stands under its own logo."""
    text = dressed.client.get("/").text

    assert (0, 1) == (len(_STYLE.findall(text)), len(_LOGO.findall(text)))


def test_branding_style_sheet_is_kept_for_ever_and_can_be_read(dressed: School) -> None:
    """Its shades of a yellow stand out from paper, light and dark; its address is its digest."""
    answer = dressed.client.get(_css(dressed))
    light, dark = re.findall(r"--brand: (#[0-9a-f]{6})", answer.text)
    found = [
        contrast(shade, tokens().colours(dark=is_dark)["paper"]) >= 4.5
        for shade, is_dark in ((light, False), (dark, True))
    ]

    assert "public, max-age=31536000, immutable" == answer.headers["Cache-Control"]
    assert ("text/css", [True, True]) == (answer.mimetype, found)


def test_branding_style_sheet_of_another_name_is_not_there(dressed: School) -> None:
    """Only what the school chose is served, under the school that chose it."""
    wrong = re.sub(r"brand/\w+", "brand/" + "0" * 20, _css(dressed))
    other = _css(dressed).replace("riverbend", "northgate")

    assert (404, 404) == (
        dressed.client.get(wrong).status_code,
        dressed.client.get(other).status_code,
    )


def test_branding_logo_is_a_small_clean_png_for_everybody(dressed: School) -> None:
    """It is served with its kind, for ever, to pages of others as well."""
    page = dressed.client.get("/issuers/riverbend", headers={"Accept": "text/html"}).text
    found = _LOGO.search(page)
    assert found is not None
    answer = dressed.client.get(found[1])

    assert ("image/png", "*", "nosniff") == (
        answer.mimetype,
        answer.headers["Access-Control-Allow-Origin"],
        answer.headers["X-Content-Type-Options"],
    )
    assert 'alt="A blue kite"' in page


def test_branding_goes_into_badges_issued_from_then_on(dressed: School) -> None:
    """The issuer's Profile names the logo in a new badge; the one from before stays as signed."""
    work = open_submission(dressed, "kestrel", "safety")
    hand_in(dressed, "kestrel", work)
    place = f"/api/v1/submissions/{work}/signoffs"
    dressed.made("teacher", place, {"node": "seen", "approve": True})
    new = approve(dressed, work).rsplit("/", 1)[-1]
    kestrel = accounts.authenticate(dressed.tokens["kestrel"], dressed.house.accounts)
    issued = issuance.credential_for(kestrel, new, dressed.house.issuance).record.data
    old = dressed.client.get(f"/credentials/{badge_of(dressed)}.json").get_json()
    profile = dressed.client.get("/issuers/riverbend.json").get_json()

    assert "image" not in old["issuer"]
    assert {"type": "Image", "caption": "A blue kite"} == {
        key: value for key, value in profile["image"].items() if key != "id"
    }
    assert profile["image"] == json.loads(issued or b"{}")["issuer"]["image"]


def test_branding_is_on_certificate_and_card(dressed: School, shared_school: School) -> None:
    """Both differ from those of a school without looks, and the certificate names the logo."""
    badge = badge_of(dressed)
    pdf = dressed.client.get(f"/credentials/{badge}.pdf").data
    card = dressed.client.get(f"/badges/{badge}/card.png").data
    with Image.open(io.BytesIO(card)) as picture:
        foot = picture.convert("RGB").getpixel((900, 626))
    assert isinstance(foot, tuple)

    assert "#{:02x}{:02x}{:02x}".format(*foot) == _accent()
    assert "A blue kite" in pdf.decode("utf-16-be", errors="ignore") or b"A blue kite" in pdf
    assert shared_school.client.get(f"/credentials/{badge}.pdf").data != pdf


def _accent() -> str:
    return shade_on(COLOUR, "#f6f4ee")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"colour": "yellow"}, "colour"),
        ({"colour": "#ffe0"}, "colour"),
        ({"colour": "#ffe000; } * { display: none"}, "colour"),
        ({"alt": "a" * 201}, "alt"),
        ({"logo": b"GIF89a"}, "logo"),
        ({"logo": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}, "logo"),
        ({"logo": _png((20, 20))}, "logo"),
        ({"logo": _png((900, 60))}, "logo"),
    ],
)
def test_branding_fault_is_told_beside_its_field(
    dressed: School, given: dict[str, Any], field: str
) -> None:
    """Nothing is saved, and the field says why."""
    before = _css(dressed)
    if isinstance(given.get("logo"), bytes):
        given = {"logo": (io.BytesIO(given["logo"]), "x.png")}
    admin = come_in(dressed, "admin")
    answer = _save(admin, **given)

    assert 400 <= answer.status_code < 500
    assert (True, before) == (f'id="{field}-fault"' in answer.text, _css(dressed))


@pytest.mark.parametrize("who", ["teacher", "registrar", "osprey", "auditor"])
def test_branding_is_for_administrators(dressed: School, who: str) -> None:
    """Nobody else opens the page."""
    assert 403 == come_in(dressed, who).get("/settings/looks").status_code


def test_branding_is_taken_away_and_old_logos_stay(school: School) -> None:
    """Pages lose colour and logo at once; a badge that names the logo still finds it."""
    admin = come_in(school, "admin")
    _save(admin, logo=(io.BytesIO(_png()), "kite.png"))
    page = admin.get("/issuers/riverbend").text
    logo = _LOGO.findall(page)[0]
    admin.get("/settings/looks")
    admin.post("/settings/looks", {"no_logo": "yes"})
    after = admin.get("/issuers/riverbend").text

    assert ([], []) == (_LOGO.findall(after), _STYLE.findall(after))
    assert 200 == school.client.get(logo).status_code
    with school.house.accounts.read_only() as uow:
        assert isinstance(uow, SqlUnitOfWork)
        events = uow.events.page(admin.school.ids["org"], after=None, limit=1000)
    found = [each.codes for each in events if each.name == "organisation.branding_changed"]
    assert {"colour": "removed", "logo": "removed", "alt": "removed"} == found[-1]


def test_branding_svg_becomes_a_png_without_its_words(school: School) -> None:
    """What is kept of an SVG is how it looks."""
    svg = images.draw_badge(images.art_from_seed("kite", title="Kite"))
    admin = come_in(school, "admin")
    _save(admin, logo=(io.BytesIO(svg), "kite.svg"))
    logo = _LOGO.findall(admin.get("/issuers/riverbend").text)[0]
    with Image.open(io.BytesIO(school.client.get(logo).data)) as picture:
        assert ("PNG", True) == (picture.format, max(picture.size) <= images.LOGO_SIDE)


def test_styleguide_is_there_only_where_the_setting_says_so(
    founded: Path, tmp_path: Path, shared_school: School
) -> None:
    """It shows each token and part where builders work, and is nothing anywhere else."""
    shutil.copytree(founded, tmp_path / "data")
    school = open_school(tmp_path / "data", styleguide=True)
    answer = school.client.get("/styleguide")
    school.house.close()

    missing = [name for name in tokens().light if f"{name}" not in answer.text]
    assert (200, 404) == (answer.status_code, shared_school.client.get("/styleguide").status_code)
    assert ["lift"] == missing
