"""The exported site on a plain web server: complete, verifiable, and without anything private."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from issuer import verification
from issuer.app.exporting import MANIFEST, export_site
from issuer.app.verifying import Given, verification_without_house
from issuer.cli import Exported
from issuer.documents import read_document
from issuer.errors import MalformedError
from issuer.images import extract
from issuer.verification import Outcome
from tests.http.test_http_pages import badge_of, publish
from tests.schooling import BASE, School, found_school, open_school

pytestmark = [pytest.mark.enable_socket]

#: Where links of exported pages may lead, apart from files of the export.
_ELSEWHERE = ("https://", "mailto:", "data:", "#")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a school that was built once."""
    folder = tmp_path_factory.mktemp("exported") / "data"
    found_school(folder)
    return folder


@pytest.fixture
def school(founded: Path, tmp_path: Path) -> Iterator[School]:
    """Yield a copy of the school, Osprey's badge public with a chosen name."""
    folder = tmp_path / "data"
    _copy(founded, folder)
    school = open_school(folder)
    publish(school, name="Osprey of Harbor")
    yield school
    school.house.close()


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
            place.chmod(path.stat().st_mode)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where the site is written."""
    return tmp_path / "site"


def exported(school: School, out: Path, *, unlisted: bool = False) -> Exported:
    """Export the site."""
    return export_site(school.app, school.house, out, unlisted=unlisted)


def files(out: Path) -> dict[str, bytes]:
    """Return everything that was written, by its path."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


class _Quiet(SimpleHTTPRequestHandler):
    """What `python -m http.server` is, without its log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base class's name
        """Say nothing."""


@pytest.fixture
def served(out: Path) -> Iterator[Callable[[str], bytes]]:
    """Serve the folder as `python -m http.server` does, and yield what reads a path."""
    out.mkdir(exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(out)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def read(path: str) -> bytes:
        with urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=5) as answer:
            return bytes(answer.read())

    yield read
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class _Files:
    """Fetches what stands at our public address from the static server: lists and documents."""

    read: Callable[[str], bytes]

    def fetch(self, url: str) -> bytes:
        """Return the bytes of one address."""
        assert url.startswith(BASE)
        return self.read(url.removeprefix(BASE))


def verifying(school: School, read: Callable[[str], bytes]) -> verification.Services:
    """Return verification that knows no installation, only what the static server hands out."""
    did = read_document(read("/issuers/riverbend/did.json"))
    given = Given(documents=verification.GivenDocuments({str(did["id"]): did}))
    settings = replace(school.house.settings, data_dir=school.folder / "nothing")
    services = verification_without_house(settings, school.clock, given)
    return replace(services, status_lists=_Files(read))


def test_pages_files_and_pictures_are_there_at_their_addresses(
    school: School, out: Path, served: Callable[[str], bytes]
) -> None:
    """What the service answers at an address, the plain server answers at it too."""
    done = exported(school, out)
    public_id = badge_of(school)
    page = served(f"/badges/{public_id}").decode()

    assert (1, 0) == (done.badges, done.removed)
    assert "Osprey of Harbor" in page
    assert "This badge is valid." in page
    for path in ("/", "/issuers/riverbend", "/achievements/safety-talk/v1",
                 "/achievements/safety-talk/v1/criteria"):  # fmt: skip
        assert b"<!doctype html>" in served(path)
    for path in (
        f"/credentials/{public_id}",
        *(f"/credentials/{public_id}.{form}" for form in ("json", "jwt", "png", "svg")),
        "/achievements/safety-talk/v1.json",
        "/achievements/safety-talk/v1/criteria.json",
        "/achievements/safety-talk/v1/image.svg",
        "/issuers/riverbend.json",
        "/issuers/riverbend/did.json",
        "/.well-known/jwks.json",
        "/sitemap.xml",
        "/robots.txt",
    ):
        live = school.call(None, "GET", path, headers={"Accept": "application/json, */*;q=0.1"})
        assert (200, live.data) == (live.status_code, served(path))


def test_no_link_of_the_copy_leads_to_nothing(
    school: School, out: Path, served: Callable[[str], bytes]
) -> None:
    """Every address in every page is a file of the copy, or of somebody else."""
    exported(school, out)
    broken = []
    for name, data in files(out).items():
        if not name.endswith(".html"):
            continue
        for link in set(re.findall(r'(?:src|href|action)="([^"]*)"', data.decode())):
            target = urljoin(f"{BASE}/{name.removesuffix('index.html')}", unquote(link))
            if link.startswith(_ELSEWHERE) or not target.startswith(BASE):
                continue
            try:
                served(urlsplit(target).path)
            except OSError:
                broken.append((name, link))
    assert [] == broken


def test_copy_has_no_form_and_says_when_it_was_made(school: School, out: Path) -> None:
    """A plain server answers no question, so none is asked."""
    exported(school, out)
    pages = {name: data.decode() for name, data in files(out).items() if name.endswith(".html")}

    assert [] == [name for name, html in pages.items() if "<form" in html or "/verify" in html]
    assert all(
        "This is a copy, made on 20 November 2026." in html
        for name, html in pages.items()
        if not name.endswith("embed/index.html")
    )


@pytest.mark.parametrize("form", ["", ".json", ".png", ".svg", ".jwt"])
def test_badge_verifies_from_the_copy_alone(
    school: School, out: Path, served: Callable[[str], bytes], form: str
) -> None:
    """The service is gone: keys and status list come from the plain server."""
    exported(school, out)
    data = served(f"/credentials/{badge_of(school)}{form}")
    report = verification.verify(data, verifying(school, served))

    assert {Outcome.VALID} == {each.outcome for each in report.findings}


def test_revocation_is_in_the_next_copy(
    school: School, out: Path, served: Callable[[str], bytes]
) -> None:
    """Page, paper and signed status list say so; the badge stays readable, as on the service."""
    exported(school, out)
    body = {"reason_code": "issued_in_error", "reason": "x"}
    school.made("registrar", f"/api/v1/credentials/{badge_of(school)}/revoke", body)
    exported(school, out)
    report = verification.verify(
        served(f"/credentials/{badge_of(school)}"), verifying(school, served)
    )

    assert b"This badge was withdrawn on" in served(f"/badges/{badge_of(school)}")
    assert Outcome.INVALID in {each.outcome for each in report.findings}


def test_second_export_writes_nothing(school: School, out: Path) -> None:
    """It is idempotent: bytes and times of change stay."""
    first = exported(school, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    second = exported(school, out)
    del before[out / MANIFEST]

    assert (0, 0, first.written) == (second.written, second.removed, second.unchanged)
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize("visibility", ["private", "link"])
def test_what_is_no_longer_public_disappears(school: School, out: Path, visibility: str) -> None:
    """Every file of the badge is removed, its folder too, and nothing else."""
    exported(school, out)
    everything = set(files(out))
    place = f"/api/v1/credentials/{badge_of(school)}/visibility"
    school.call("osprey", "PUT", place, json={"visibility": visibility})
    done = exported(school, out)
    gone = everything - set(files(out))

    assert 10 < len(gone) == done.removed
    assert all(badge_of(school) in name for name in gone)
    assert not [path for path in out.rglob("*") if badge_of(school) in path.name]


def test_withdrawn_consent_takes_a_badge_out_of_the_copy(school: School, out: Path) -> None:
    """Whatever was chosen once, the consent of today counts."""
    exported(school, out)
    school.call("osprey", "DELETE", f"/api/v1/people/{school.ids['osprey']}/consents/publish-page")
    exported(school, out)

    assert not [name for name in files(out) if badge_of(school) in name]
    assert not [name for name, data in files(out).items() if b"Osprey of Harbor" in data]


def test_nothing_private_is_ever_written(school: School, out: Path) -> None:
    """No private badge, no draft, no person, not even their ids, with and without the unlisted."""
    exported(school, out, unlisted=True)
    secrets = [badge_of(school, "wren"), *school.ids.values(), *school.tokens.values()]
    secrets = [each for each in secrets if each != badge_of(school)]
    written = files(out)

    assert not [name for name in written if "safety-talk/v2" in name]
    assert not [
        (name, secret)
        for name, data in written.items()
        for secret in secrets
        if secret.encode() in data or secret in name
    ]


def test_badges_by_link_are_written_on_request_alone(school: School, out: Path) -> None:
    """Who publishes a copy decides whether addresses known to few are in it; frames are not."""
    place = f"/api/v1/credentials/{badge_of(school)}/visibility"
    school.call("osprey", "PUT", place, json={"visibility": "link"})
    without = exported(school, out)
    with_them = exported(school, out, unlisted=True)
    html = (out / "badges" / badge_of(school) / "index.html").read_text(encoding="utf-8")

    assert (0, 1) == (without.badges, with_them.badges)
    assert "A learner at Riverbend" in html
    assert not (out / "badges" / badge_of(school) / "embed").exists()


def test_no_folder_of_addresses_is_listed(
    school: School, out: Path, served: Callable[[str], bytes]
) -> None:
    """A plain server lists folders without a page; the list of files tells no address either."""
    exported(school, out, unlisted=True)
    listed = [served(f"/{folder}/") for folder in ("badges", "credentials", "status")]

    assert not [page for page in listed if badge_of(school).encode() in page]
    assert badge_of(school).encode() not in (out / MANIFEST).read_bytes()


def test_picture_of_the_copy_holds_the_badge(school: School, out: Path) -> None:
    """The PNG is the baked one."""
    exported(school, out)
    baked = extract((out / "credentials" / f"{badge_of(school)}.png").read_bytes())
    assert (out / "credentials" / badge_of(school)).read_bytes() == baked.text.encode()


def test_folder_of_somebody_else_is_refused(school: School, out: Path) -> None:
    """Nothing that we did not write is ever overwritten or removed."""
    out.mkdir()
    (out / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(MalformedError) as caught:
        exported(school, out)

    assert "folder" == caught.value.code
    assert {"diary.txt": b"mine"} == files(out)


def test_files_of_others_in_our_folder_stay(school: School, out: Path) -> None:
    """A school may add a file of its own, such as a certificate of its host."""
    exported(school, out)
    (out / "CNAME").write_text("badges.riverbend.example", encoding="utf-8")
    school.call("osprey", "DELETE", f"/api/v1/people/{school.ids['osprey']}/consents/publish-page")
    exported(school, out)

    assert b"badges.riverbend.example" == files(out)["CNAME"]


def test_link_out_of_the_folder_is_not_followed(school: School, out: Path, tmp_path: Path) -> None:
    """A folder that was replaced by a link leads nowhere that we would write."""
    exported(school, out)
    outside = tmp_path / "outside"
    (out / "badges").rename(outside)
    (out / "badges").symlink_to(outside)
    before = {name: hashlib.sha256(data).hexdigest() for name, data in files(outside).items()}
    (outside / "index.html").unlink()
    del before["index.html"]
    with pytest.raises(MalformedError, match="leads out of the folder"):
        exported(school, out)

    assert before == {n: hashlib.sha256(d).hexdigest() for n, d in files(outside).items()}
