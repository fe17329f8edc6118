"""What is handed in to do harm, through both doors: refused by a code, or kept as a dead file.

The table is that of reliability.md rows 61 to 65 and 69: by content, never by name.
"""

import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer import images
from issuer.access import Role
from tests import hostile_files as files
from tests.films import PLACE, WHO, Kind, real_film
from tests.schooling import School, open_school
from tests.visiting import Browser, come_by_link

PNG = images.qr_png("https://badges.example/")
JPEG = files.photo()
FILMS: dict[Kind, str] = {"mp4": "video/mp4", "mov": "video/quicktime"}
NEVER_RUN = "sandbox; default-src 'none'"
#: Marks of metadata, whatever it says.
NOTES = (
    files.PLACE,
    PLACE,
    WHO,
    b"Exif",
    b"EXIF",
    b"eXIf",
    b"XMP",
    b"Photoshop",
    b"8BIM",
    b"adobe",
)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The two doors through which Wren hands files in, and the folder behind them."""

    school: School
    browser: Browser
    work: str

    def by_program(self, data: bytes, name: str) -> TestResponse:
        """Send a file to the API."""
        self.school.clock.now += timedelta(seconds=1)
        form = {"title": "A file", "file": (io.BytesIO(data), name)}
        return self.school.call(
            "wren", "POST", f"/api/v1/submissions/{self.work}/evidence", data=form
        )

    def by_form(self, data: bytes, name: str) -> TestResponse:
        """Send a file from the page."""
        self.school.clock.now += timedelta(seconds=1)
        form: dict[str, Any] = {"title": "", "files": [(io.BytesIO(data), name)]}
        place = f"/learn/{self.work}/files"
        return self.browser.post(place, form, content_type="multipart/form-data")

    @property
    def newest(self) -> dict[str, Any]:
        """Return the item that was added last."""
        path = f"/api/v1/submissions/{self.work}/evidence"
        found: dict[str, Any] = self.school.call("wren", "GET", path).get_json()["items"][-1]
        return found

    def stored(self) -> frozenset[Path]:
        """Return every file that is kept."""
        found = (self.school.folder / "evidence").rglob("*")
        return frozenset(path for path in found if path.is_file())


@pytest.fixture(scope="module")
def doors(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Open a school of this file's own; rows add files and take none away."""
    folder = tmp_path_factory.mktemp("uploads") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder, max_evidence_bytes=300_000)
    browser = come_by_link(school, "wren", Role.LEARNER)
    work = school.ids["work of wren"]
    browser.get(f"/learn/{work}")
    yield Doors(school=school, browser=browser, work=work)
    school.house.close()


REFUSED: dict[str, tuple[bytes | Callable[[], bytes], str, str]] = {
    "nothing": (b"", "nothing.txt", "file_type"),
    "a program for Windows": (files.WINDOWS, "setup.exe", "file_type"),
    "a program under an image name": (files.WINDOWS, "photo.jpg", "file_type"),
    "a program for Linux": (files.LINUX, "plan.pdf", "file_type"),
    "a script of a shell": (files.SHELL, "plan.txt", "file_type"),
    "a script of a server under an image name": (files.PHP, "photo.png", "file_type"),
    "another script of a server": (files.JSP, "photo.gif", "file_type"),
    "a page under an image name": (files.PAGE, "photo.jpg", "file_type"),
    "a page after a mark and blanks": (files.PAGE_LATER, "photo.jpg", "file_type"),
    "a script behind the head of a PNG": (PNG[:8] + files.PHP, "photo.png", "image"),
    "a page behind the head of a JPEG": (b"\xff\xd8\xff" + files.PAGE, "photo.jpg", "image"),
    "a GIF that is a script": (b"GIF89a/*\0\0\0*/=1;alert(1)//;", "photo.gif", "image"),
    "a GIF without an end": (files.gif_of(1, 1)[:-1], "photo.gif", "image"),
    "a GIF without a picture": (files.gif_of(1, 1)[:19] + b";", "photo.gif", "image"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "photo.jpg", "image"),
    "a PNG of 50,000 by 50,000": (files.png_of(50_000, 50_000), "photo.png", "image_size"),
    "a PNG of 12,000 by 12,000": (files.png_of(12_000, 12_000), "photo.png", "image_size"),
    "a JPEG of 50,000 by 50,000": (files.jpeg_of(50_000, 50_000), "photo.jpg", "image_size"),
    "a GIF of 50,000 by 50,000": (files.gif_of(50_000, 1), "photo.gif", "image_size"),
    "a GIF with a frame of 50,000 by 50,000": (files.gif_of(1, 50_000), "a.gif", "image_size"),
    "a WebP of 16,000,000 by 16,000,000": (files.webp_of(2**24, 2**24), "a.webp", "image_size"),
    "half a film": (real_film()[:-300], "a.mp4", "film"),
    "a PNG of no size": (files.png_of(0, 9), "photo.png", "image"),
    "a text of 8 MiB in a PNG": (files.bomb_in_text, "photo.png", "image"),
    "entities that multiply": (files.ENTITIES, "drawing.svg", "file_type"),
    "an entity from elsewhere": (files.OUTSIDE_ENTITY, "drawing.svg", "file_type"),
    "an SVG in UTF-16": (files.svg(b"<script/>").decode().encode("utf-16"), "a.svg", "file_type"),
    "a photo in a form of phones": (files.phone_photo(b"heic"), "a.heic", "file_type"),
    "another photo of phones": (files.phone_photo(b"avif"), "a.mp4", "file_type"),
    "a text that goes on as a program": (b"Words.\n" * 2000 + files.LINUX, "a.txt", "file_type"),
    "more than a file may have": (b"A" * 310_000, "big.txt", "size"),
    **{
        f"an SVG with {says}": (files.svg(inside), "photo.png", "file_type")
        for says, inside in files.SVGS.items()
    },
}  # fmt: skip


def _bytes_of(given: bytes | Callable[[], bytes]) -> bytes:
    return given if isinstance(given, bytes) else given()


@pytest.mark.parametrize("says", REFUSED)
def test_is_refused_by_both_doors_and_leaves_nothing(doors: Doors, says: str) -> None:
    """A code for programs, the same sentence beside the field for people, and no file."""
    given, name, code = REFUSED[says]
    data, before = _bytes_of(given), doors.stored()
    told, page = doors.by_program(data, name), doors.by_form(data, name)
    problem = told.get_json()
    status = 413 if code == "size" else 400
    beside = page.text.split('id="files-fault" role="alert">', 1)[1].split("</p>", 1)[0]

    assert (status, status, code) == (told.status_code, page.status_code, problem["code"])
    assert f"{name}: {problem['detail']}" == unescape(beside)
    assert before == doors.stored()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that is taken, what it is taken for, and whether pages show it in place."""

    data: bytes | Callable[[], bytes]
    name: str
    media_type: str
    shown: bool = False
    cleaned: bool = False


KEPT = {
    "the string of virus scanners": Kept(data=files.EICAR, name="a.jpg", media_type="text/plain"),
    "words and then a page": Kept(
        data=files.WORDS_THEN_PAGE, name="a.html", media_type="text/plain"
    ),
    "a text under an image name": Kept(data=b"Words.", name="a.png", media_type="text/plain"),
    "a PDF that is a page": Kept(
        data=files.PDF_AND_PAGE, name="a.html", media_type="application/pdf"
    ),
    "an archive that leads out": Kept(
        data=files.archive(), name="a.zip", media_type="application/zip"
    ),
    "an archive of 8 MiB": Kept(
        data=lambda: files.archive(bomb=True), name="a.zip", media_type="application/zip"
    ),
    "a PNG under the name of a text": Kept(
        data=PNG, name="a.txt", media_type="image/png", shown=True
    ),
    "a PNG that is an archive": Kept(
        data=PNG + files.archive(), name="a.png", media_type="image/png", shown=True, cleaned=True
    ),
    "a JPEG that is an archive": Kept(
        data=JPEG + files.archive(), name="a.jpg", media_type="image/jpeg", shown=True, cleaned=True
    ),
    "a GIF that is an archive": Kept(
        data=files.gif_of(1, 1) + files.archive(),
        name="a.gif",
        media_type="image/gif",
        shown=True,
        cleaned=True,
    ),
    "pixels of 8 MiB in a PNG of eight by eight": Kept(
        data=files.bomb_in_pixels, name="a.png", media_type="image/png", shown=True
    ),
    **{
        f"a {kind} that tells its place": Kept(
            data=files.photo(kind),
            name=f"a.{kind.lower()}",
            media_type=f"image/{kind.lower()}",
            shown=True,
            cleaned=True,
        )
        for kind in ("JPEG", "WEBP")
    },
    **{
        f"a film of {kind} that tells its place": Kept(
            data=real_film(kind),
            name=f"a.{kind}",
            media_type=media_type,
            cleaned=True,
        )
        for kind, media_type in FILMS.items()
    },
    "a JPEG of a press agency": Kept(
        data=files.photo_with_iptc(),
        name="a.jpg",
        media_type="image/jpeg",
        shown=True,
        cleaned=True,
    ),
    "a GIF that tells its place": Kept(
        data=files.gif_with_notes(), name="a.gif", media_type="image/gif", shown=True, cleaned=True
    ),
}


def _is_dead(answer: TestResponse, *, shown: bool) -> bool:
    """Tell whether no browser runs or guesses at what was answered."""
    policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
    kind = answer.headers["Content-Disposition"].partition(";")[0]
    return (
        {"sandbox", "default-src 'none'"} <= policy
        and not any(part.startswith("script-src") for part in policy)
        and answer.headers["X-Content-Type-Options"] == "nosniff"
        and kind == ("inline" if shown else "attachment")
    )


@pytest.mark.parametrize("door", ["program", "form"])
@pytest.mark.parametrize("says", KEPT)
def test_is_kept_as_a_file_that_nothing_runs(doors: Doors, says: str, door: str) -> None:
    """Saved under one name of ours, unpacked nowhere, told by its content, served dead."""
    row, before = KEPT[says], doors.stored()
    data = _bytes_of(row.data)
    answer = (
        doors.by_program(data, row.name) if door == "program" else doors.by_form(data, row.name)
    )
    assert answer.status_code in {201, 303}, answer.text
    item = doors.newest
    place = f"{doors.work}/evidence/{item['id']}"
    by_program = doors.school.call("wren", "GET", f"/api/v1/submissions/{place}/content")
    by_page = doors.browser.client.get(f"/learn/{place}", buffered=True)

    assert (row.media_type, row.cleaned) == (item["media_type"], data != by_program.data)
    assert 1 >= len(doors.stored() - before)
    assert _is_dead(by_program, shown=False)
    assert _is_dead(by_page, shown=row.shown)
    assert by_program.data == by_page.data
    assert item["digest"] == f"sha256:{hashlib.sha256(by_page.data).hexdigest()}"
    if row.cleaned:
        assert [] == [note for note in (*NOTES, b"PK\x03\x04") if note in by_page.data]


def test_nothing_left_the_folder() -> None:
    """Row 65: the archives of the table named places outside, and nothing is there."""
    names = ("qz-escaped.txt", "qz-absolute.txt")
    assert [] == [name for name in names if (Path("/tmp") / name).exists()]  # noqa: S108 # where an unpacker would put them


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.txt", "a\nb.txt", "a\rb.txt", "a\0b.txt", "a\u2028b.txt"]
)
def test_t60_name_that_ends_a_line_is_refused(doors: Doors, name: str) -> None:
    """T60: such a name would begin a header where it is repeated."""
    boundary, body = _form_with_name(name)
    kind = f"multipart/form-data; boundary={boundary}"
    path = f"/api/v1/submissions/{doors.work}/evidence"
    before = doors.stored()
    answer = doors.school.call("wren", "POST", path, data=body, content_type=kind)

    assert (400, "file_name") == (answer.status_code, answer.get_json()["code"])
    assert before == doors.stored()


def _form_with_name(name: str) -> tuple[str, bytes]:
    """Return a form whose file name is written in percents, as RFC 5987 lets it."""
    escaped = "".join(f"%{byte:02X}" for byte in name.encode())
    lines = (
        "--b",
        'Content-Disposition: form-data; name="title"',
        "",
        "A file",
        "--b",
        f"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''{escaped}",
        "Content-Type: text/plain",
        "",
        "Words.",
        "--b--",
        "",
    )
    return "b", "\r\n".join(lines).encode()
