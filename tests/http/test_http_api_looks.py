"""Colour and logo by the API: the same checks as on the page, whichever door is taken."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from issuer import images
from tests import hostile_files as files
from tests.schooling import BASE, School, open_school
from tests.visiting import Browser, come_in

PATH = "/api/v1/organisation/looks"
LOGO = images.qr_png("https://badges.example/")


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The two doors through which an administrator changes looks."""

    school: School
    browser: Browser

    def by_program(self, data: bytes, **words: str) -> TestResponse:
        """Send a logo to the API."""
        return put_form(self.school, "admin", data, **words)

    def by_form(self, data: bytes) -> TestResponse:
        """Send a logo from the page."""
        self.browser.get("/settings/looks")
        form: dict[str, Any] = {"alt": "A kite", "logo": (io.BytesIO(data), "logo.png")}
        return self.browser.post("/settings/looks", form, content_type="multipart/form-data")


def put_form(school: School, who: str, data: bytes, **words: str) -> TestResponse:
    """Send a logo, under a name that lies."""
    file = FileStorage(io.BytesIO(data), "../logo.png")
    boundary, body = encode_multipart({"file": file, **words})
    kind = f"multipart/form-data; boundary={boundary}"
    return school.call(who, "PUT", PATH, data=body, content_type=kind)


def looks(school: School, who: str = "admin") -> dict[str, str]:
    """Return the looks of somebody's school."""
    found: dict[str, str] = school.call(who, "GET", PATH).get_json()
    return found


@pytest.fixture(scope="module")
def doors(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Open a school in which nothing that is sent here gets in."""
    folder = tmp_path_factory.mktemp("looks") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    yield Doors(school=school, browser=come_in(school, "admin"))
    school.house.close()


def test_colour_and_logo_are_set_at_once_and_shown_everywhere(school: School) -> None:
    """The answer names the logo, and the address of the logo answers a clean PNG."""
    answer = put_form(school, "admin", LOGO, colour="#1F6FB2", alt="A kite")
    shown = looks(school)
    picture = school.client.get(shown["logo"].removeprefix(BASE))
    page = school.client.get("/issuers/riverbend", headers={"Accept": "text/html"}).text

    assert answer.get_json() == shown
    assert ("#1f6fb2", "A kite") == (shown["colour"], shown["alt"])
    assert ("image/png", "PNG") == (picture.mimetype, Image.open(io.BytesIO(picture.data)).format)
    assert shown["logo"].removeprefix(BASE) in page


def test_what_is_absent_stays_and_what_is_empty_goes(school: School) -> None:
    """JSON changes one part and leaves the others."""
    put_form(school, "admin", LOGO, colour="#1f6fb2", alt="A kite")
    logo = looks(school)["logo"]
    school.call("admin", "PUT", PATH, json={"colour": ""})
    after = looks(school)
    removed = school.call("admin", "DELETE", f"{PATH}/logo")

    assert {"logo": logo, "alt": "A kite"} == after
    assert (204, {}) == (removed.status_code, looks(school))
    assert 200 == school.client.get(logo.removeprefix(BASE)).status_code


def test_a_form_with_an_empty_file_takes_nothing_away(school: School) -> None:
    """Whoever wants no logo says so by DELETE."""
    put_form(school, "admin", LOGO, alt="A kite")
    before = looks(school)
    assert (200, before) == (put_form(school, "admin", b"").status_code, looks(school))


def _svg(inside: bytes) -> bytes:
    """Return a drawing with a size, so that nothing but its content is at fault."""
    return files.svg(inside).replace(b"<svg ", b'<svg viewBox="0 0 90 90" ')


REFUSED = {
    "a page": (files.PAGE, "xml"),
    "a script of a server": (LOGO[:8] + files.PHP, "image"),
    "a GIF that is a script": (b"GIF89a/*\0\0\0*/=1;alert(1)//;", "image"),
    "a JPEG": (files.photo(), "image"),
    "a PNG of 50,000 by 50,000": (files.png_of(50_000, 50_000), "image_size"),
    "a text of 8 MiB in a PNG": (files.bomb_in_text(), "image_size"),
    "more pixels than it says": (files.bomb_in_pixels(), "image_size"),
    "a badge with its credential": (images.bake_png(LOGO, b'{"id":"1"}'), "image_text"),
    "entities that multiply": (files.ENTITIES, "xml"),
    "an entity from elsewhere": (files.OUTSIDE_ENTITY, "xml"),
    **{f"an SVG with {says}": (_svg(what), "svg_unsafe") for says, what in files.SVGS.items()},
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_might_do_harm_is_refused_at_both_doors(doors: Doors, name: str) -> None:
    """The API says the code, the page the sentence beside the field; nothing is kept."""
    data, code = REFUSED[name]
    program, form = doors.by_program(data), doors.by_form(data)

    assert (400, code) == (program.status_code, program.get_json()["code"])
    assert (400, True) == (form.status_code, 'id="logo-fault"' in form.text)
    assert {} == looks(doors.school)


def test_a_file_behind_the_end_of_a_picture_is_not_kept(school: School) -> None:
    """A picture and an archive in one: if it gets in, it gets in as pixels alone."""
    answer = put_form(school, "admin", LOGO + files.archive())
    if answer.status_code == 200:
        kept = school.client.get(looks(school)["logo"].removeprefix(BASE)).data
        assert b"PK\x03\x04" not in kept
    else:
        assert (400, {}) == (answer.status_code, looks(school))


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"json": {"colour": "yellow"}}, 400, "shape"),
        ({"json": {"colour": "#ffe000; } * { display: none"}}, 400, "shape"),
        ({"json": {"colour": "#ffe000\n"}}, 400, "shape"),
        ({"json": {"alt": "a" * 201}}, 400, "shape"),
        ({"json": {"alt": "two\nlines"}}, 400, "shape"),
        ({"json": {"alt": "pay\u202egnp"}}, 400, "alt"),
        ({"json": {"logo": "https://evil.example/x.png"}}, 400, "shape"),
        ({"data": LOGO, "content_type": "image/png"}, 415, "media_type"),
        ({"data": {"colour": "#ffe000"}, "content_type": "multipart/form-data"}, 400, "file"),
        ({"data": b'{"alt":"a","alt":"b"}', "content_type": "application/json"}, 400, "dup_key"),
    ],
    ids=["a word", "a style", "a line end", "long", "lines", "turned", "an address", "raw",
         "no file", "twice"],
)  # fmt: skip
def test_other_requests_are_refused_with_their_code(
    doors: Doors, sent: dict[str, Any], status: int, code: str
) -> None:
    """Strict, whichever form it has, and nothing is changed."""
    answer = doors.school.call("admin", "PUT", PATH, **sent)
    assert (status, code, {}) == (
        answer.status_code,
        answer.get_json()["code"],
        looks(doors.school),
    )


def test_a_logo_that_is_too_large_is_not_even_read(doors: Doors) -> None:
    """A little too large is said by the check of logos, much too large by the limit of bodies."""
    told = [
        doors.by_program(LOGO[:8] + bytes(images.MAX_LOGO_BYTES + more)) for more in (0, 64 * 1024)
    ]
    codes = [(each.status_code, each.get_json()["code"]) for each in told]
    assert [(400, "image_size"), (413, "size")] == codes


def test_each_school_has_its_own_looks(school: School) -> None:
    """A token changes the school that it is of, and no other."""
    school.call("northgate", "PUT", PATH, json={"colour": "#ffe000"})
    school.call("northgate", "DELETE", f"{PATH}/logo")
    assert ({}, {"colour": "#ffe000"}) == (looks(school), looks(school, "northgate"))


def test_uploads_are_paced_by_person(founded: Path, tmp_path: Path) -> None:
    """The same count as on the page: thirty an hour."""
    shutil.copytree(founded, tmp_path / "data")
    school = open_school(tmp_path / "data", rate_factor=1)
    told = [school.call("admin", "PUT", PATH, json={}).status_code for _ in range(31)]
    school.house.close()
    assert ([200] * 30, 429) == (told[:-1], told[-1])
