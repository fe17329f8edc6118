"""T60 within a body: forms in parts that no browser sends, at every door that takes a file.

The answer is a 4xx with a code or a page, or the file is taken as it would be anyway; never a 500,
and nothing is kept of what was refused.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.access import Role
from tests.schooling import School, open_school
from tests.visiting import HTML, Browser, come_by_link

#: The parser of forms leaves the file of a broken one to the garbage collector, which closes it
#: and so deletes it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning"
)

FORM = "multipart/form-data; boundary=b"
END = b"--b--\r\n"
CUT = b"--b\r\nContent-Dispo"


def part(*heads: bytes, body: bytes = b"x") -> bytes:
    """Return one part with these header lines."""
    return b"--b\r\n" + b"\r\n".join(heads) + b"\r\n\r\n" + body + b"\r\n"


def field(name: bytes, body: bytes = b"x", *more: bytes) -> bytes:
    """Return a part that is a field."""
    return part(b'Content-Disposition: form-data; name="%s"' % name, *more, body=body)


def file(*more: bytes, named: bytes = b'filename="a.txt"', body: bytes = b"Words.") -> bytes:
    """Return a part that is a file; the door writes the field's name into it."""
    return part(b'Content-Disposition: form-data; name="FILE"; ' + named, *more, body=body)


NESTED = b'--c\r\nContent-Disposition: file; filename="a.txt"\r\n\r\nWords.\r\n--c--'
#: Says -> content type, body, answer to a program, and that to somebody with a form.
ROWS: dict[str, tuple[str, bytes, tuple[int, str], int]] = {
    "without a boundary": ("multipart/form-data", file() + END, (400, "file"), 400),
    "with an empty boundary": ("multipart/form-data; boundary=", file() + END, (400, "file"), 400),
    "with a boundary of 10,000 letters": (FORM + "b" * 10_000, file() + END, (400, "file"), 400),
    "with a boundary that never comes": (FORM + "z", file() + END, (400, "file"), 400),
    "with a boundary in other letters": (FORM[:-1] + "\u00e9", file() + END, (400, "file"), 400),
    "with nothing in it": (FORM, b"", (400, "file"), 400),
    "with an end alone": (FORM, END, (400, "file"), 400),
    "without an end": (FORM, file(), (400, "file"), 400),
    "that is cut within a file": (FORM, file()[:-6], (400, "file"), 400),
    "that is cut within a head": (FORM, file() + CUT, (400, "file"), 400),
    "with a part that has no name": (
        FORM, file() + part(b"Content-Disposition: form-data") + END, (400, "part_name"), 303
    ),
    "with a part of another disposition": (
        FORM, part(b'Content-Disposition: attachment; filename="a.txt"') + END, (400, "file"), 400
    ),
    "with a part without a disposition": (
        FORM, file() + part(b"Content-Type: text/plain") + END, (400, "file"), 400
    ),
    "with a part without a head": (FORM, file() + b"--b\r\n\r\nx\r\n" + END, (400, "file"), 400),
    "with a head that is none": (FORM, file() + part(b"nothing to see") + END, (400, "file"), 400),
    "with 3,000 parts": (
        FORM, file() + b"".join(field(b"t%d" % n) for n in range(3_000)) + END, (413, "size"), 413
    ),
    "with a field beyond all memory": (
        FORM, file() + field(b"note", b"x" * 510_000) + END, (413, "size"), 413
    ),
    "in a form": (
        FORM,
        field(b"FILE", NESTED, b"Content-Type: multipart/mixed; boundary=c") + END,
        (400, "file"),
        400,
    ),
    "with a name of the file over two lines": (
        FORM, file(named=b'filename="a\r\nX-Evil: 1.txt"') + END, (400, "file"), 400
    ),
    "of another kind": ("multipart/mixed; boundary=b", file() + END, (415, "media_type"), 400),
    "with two files of one name": (FORM, file() + file() + END, (400, "file"), 303),
}  # fmt: skip
#: What is odd and harmless: the file is taken.
TAKEN = {
    "with a name of 100,000 letters": file(named=b'filename="%s"' % (b"a" * 100_000)),
    "with 5,000 lines in a head": file(*(b"X-%d: y" % n for n in range(5_000))),
    "with bytes that call themselves Base64": file(b"Content-Transfer-Encoding: base64"),
    "with a name in no alphabet": file(named=b"filename*=UTF-8''%ff%fe"),
    "with a name in an unknown alphabet": file(named=b"filename*=nonsense''a"),
}


@pytest.fixture(scope="module")
def open_doors(
    founded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[School, Browser]]:
    """Open a school of this file's own, and Wren's browser on her work."""
    folder = tmp_path_factory.mktemp("parts") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder, max_evidence_bytes=700_000)
    browser = come_by_link(school, "wren", Role.LEARNER)
    browser.get(f"/learn/{school.ids['work of wren']}")
    yield school, browser
    school.house.close()


def by_program(school: School, kind: str, body: bytes) -> tuple[int, str]:
    """Send a form to the API; return status and code."""
    sent = field(b"title", b"A") + body.replace(b'"FILE"', b'"file"')
    answer = school.call("wren", "POST", _place(school), data=sent, content_type=kind)
    return answer.status_code, answer.get_json().get("code", "")


def by_form(browser: Browser, kind: str, body: bytes) -> int:
    """Send a form to the page; return the status."""
    place = f"/learn/{browser.school.ids['work of wren']}/files"
    sent = field(b"csrf_token", browser.token.encode()) + body.replace(b'"FILE"', b'"files"')
    answer = browser.client.post(place, data=sent, content_type=kind, headers=HTML)
    return answer.status_code


def _place(school: School) -> str:
    return f"/api/v1/submissions/{school.ids['work of wren']}/evidence"


@pytest.mark.parametrize("says", ROWS)
def test_t60_odd_form_is_refused_by_a_code(open_doors: tuple[School, Browser], says: str) -> None:
    """T60: a program reads a code, a person a page; what is no fault of the file goes through."""
    school, browser = open_doors
    kind, body, told, status = ROWS[says]
    assert (told, status) == (by_program(school, kind, body), by_form(browser, kind, body))


@pytest.mark.parametrize("says", TAKEN)
def test_odd_but_harmless_form_is_taken(open_doors: tuple[School, Browser], says: str) -> None:
    """The table above can fail: these are told apart from it."""
    school, browser = open_doors
    body = TAKEN[says] + END
    assert ((201, ""), 303) == (by_program(school, FORM, body), by_form(browser, FORM, body))


@pytest.mark.parametrize("says", ROWS)
def test_t60_badge_in_an_odd_form_is_no_badge(shared_school: School, says: str) -> None:
    """T60: the page that everybody may send files to says what is missing, or that it is large."""
    kind, body, _, _ = ROWS[says]
    sent = body.replace(b'"FILE"', b'"file"')
    answer = shared_school.call(None, "POST", "/verify", data=sent, content_type=kind, headers=HTML)
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("path", ["/sign-in", "/join", "/forgotten", "/role", "/account/password"])
@pytest.mark.parametrize("says", ["without a boundary", "with nothing in it", "with 3,000 parts"])
def test_t60_form_without_files_may_be_odd_too(
    open_doors: tuple[School, Browser], path: str, says: str
) -> None:
    """T60: whoever sends parts to a plain form gets a 4xx."""
    _, browser = open_doors
    kind, body, _, _ = ROWS[says]
    answer = browser.client.post(path, data=body, content_type=kind, headers=HTML)
    assert answer.status_code in {400, 413}
