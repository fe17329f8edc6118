"""One story in a real browser, from sign-in to result: a learner, peers, adults, and an employer.

Everything is opened under the public address, as letters and codes name it. Nobody needs a script.
Pictures of what each of them sees last lie in the folder that ISSUER_PICTURES names, if any.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from issuer import jobs
from issuer.access import Role
from tests.browser.conftest import Launch, served
from tests.browser.people import enter, rate_by_keyboard
from tests.schooling import BASE, School, found_school, open_school
from tests.visiting import give_password, link_for

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PHONE, DESK = 390, 1280
NAME = "Lapwing"


@dataclass(kw_only=True)
class Story:
    """Who takes part, and what came of it so far; a step is a method."""

    school: School
    browser: Browser
    pictures: Path | None
    names: dict[str, str]
    pages: dict[str, Page] = field(default_factory=dict)
    work: str = ""
    badge: str = ""

    def person(self, who: str, role: Role | None, *, width: int, language: str = "en") -> Page:
        """Let somebody come in by a browser of their own, which runs no script."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 844},
            locale=language,
            java_script_enabled=False,
            device_scale_factor=2 if width == PHONE else 1,
        )
        page = self.pages[who] = context.new_page()
        if role is not None:
            enter(page, BASE, self.names[who], role)
        return page

    def learner_hands_in(self) -> str:
        """On a phone and in Spanish: read what is asked, start, show work; return the state."""
        page = self.person("lapwing", Role.LEARNER, width=PHONE, language="es")
        page.goto(f"{BASE}/learn")
        page.get_by_role("link", name="Team Leadership").first.click()
        page.get_by_text("Makes a plan, follows it and changes it when needed.").first.wait_for()
        page.goto(f"{BASE}/learn")
        page.get_by_role("button", name="Empezar «Team Leadership»").click()
        page.wait_for_url("**/learn/*")
        self.work = page.url.rsplit("/", 1)[1]
        page.fill("#text", "Planeamos el lunes. El martes cambiamos el plan.")
        page.get_by_role("button", name="Añadir el texto").click()
        page.locator(".pieces > li").first.wait_for()
        page.fill("#authorship", "Es mío; mi equipo ayudó con el plan.")
        page.get_by_role("button", name="Entregar", exact=True).click()
        page.locator("#history").wait_for()
        return page.get_attribute("html", "lang") or ""

    def peers_attest(self) -> list[str]:
        """The assigned peers answer on their phones; return what each page says at the end."""
        page = self.person("teacher", Role.TEACHER, width=DESK)
        page.goto(f"{BASE}/teach/{self.work}")
        page.get_by_role("button", name="Take it into review").click()
        page.wait_for_url("**done=*")
        return [self._peer_attests(who, review) for who, review in self._asked()]

    def _asked(self) -> list[tuple[str, str]]:
        """Return who was drawn, each with the address of the review."""
        found = self.school.call("teacher", "GET", f"/api/v1/submissions/{self.work}").get_json()
        by_id = {person: name for name, person in self.school.ids.items()}
        return [(by_id[each["peer"]], f"/reviews/{each['id']}") for each in found["reviews"]]

    def _peer_attests(self, who: str, review: str) -> str:
        if who in self.names:
            page = self.person(who, Role.PEER, width=PHONE)
        else:
            page = self._child_comes_by_link(who)
        page.goto(f"{BASE}/reviews")
        page.locator(f"main a[href='{review}']").first.click()
        page.wait_for_url(f"**{review}")
        page.get_by_label("Proficient: Changed the plan once.").check()
        page.get_by_role("button", name="Send my answers").click()
        page.wait_for_url("**/reviews/thanks")
        return page.locator("h1").inner_text()

    def _child_comes_by_link(self, who: str) -> Page:
        """The youngest have no password: they open the link that a teacher gave them."""
        page = self.person(who, None, width=PHONE)
        page.goto(f"{BASE}/invitations/{link_for(self.school, who)}")
        page.click("main form button[type=submit]")
        page.wait_for_url("**/home")
        page.locator(f'button[name=role][value="{Role.PEER}"]').click()
        page.wait_for_load_state()
        return page

    def teacher_rates(self) -> str:
        """The teacher finds the work in the queue and rates it by keyboard; return its state."""
        page = self.pages["teacher"]
        page.goto(f"{BASE}/teach")
        page.click("a:has-text('lapwing, Team Leadership')")
        page.wait_for_url("**/teach/*")
        rate_by_keyboard(page)
        self._keep("teacher")
        found = self.school.call("teacher", "GET", f"/api/v1/submissions/{self.work}")
        return str(found.get_json()["state"])

    def second_person_approves(self) -> str:
        """Another adult sees the reasons, approves, and the badge is made; return what is said."""
        page = self.person("approver", Role.ISSUER, width=DESK)
        page.goto(f"{BASE}/approvals/{self.work}")
        self._keep("approver")
        page.get_by_role("button", name="Approve and issue").click()
        page.get_by_text("Approved and issued.").wait_for()
        jobs.drain(self.school.house.jobs)
        made = self.school.call("registrar", "GET", "/api/v1/credentials").get_json()["items"]
        owned = [each for each in made if each["learner"] == self.school.ids["lapwing"]]
        self.badge = owned[0]["id"].rsplit("/", 1)[-1]
        return page.locator("main").inner_text()

    def family_agrees_and_publishes(self) -> str:
        """A guardian sees the badge, agrees to a page and a name, and makes it public."""
        page = self.person("guardian", Role.GUARDIAN, width=PHONE)
        page.goto(f"{BASE}/family")
        seen = page.locator(".child", has_text="lapwing").inner_text()
        self._agree(page, "Badge pages may be public")
        page.fill(f"[id='{self.school.ids['lapwing']}-name']", NAME)
        self._agree(page, "A name stands on public badge pages")
        page.locator(f"[id='{self.badge}-public']").check()
        page.get_by_role("button", name="Save who may see “Team Leadership”").click()
        page.get_by_role("link", name="Open the page that others see").wait_for()
        self._keep("guardian")
        return seen

    def _agree(self, page: Page, what: str) -> None:
        mine = page.locator(".child", has_text="lapwing")
        mine.get_by_role("button", name=f"Agree: {what}").click()
        mine.get_by_role("button", name=f"No longer agree: {what}").wait_for()

    def learner_sees_the_badge(self) -> str:
        """It stands in the backpack, with the address to hand on."""
        page = self.pages["lapwing"]
        page.goto(f"{BASE}/learn/badges")
        self._keep("lapwing")
        return page.locator(".held .address").inner_text()

    def office_looks(self) -> tuple[str, list[str]]:
        """The registrar reads the entry; the auditor opens the bundle; return what both see."""
        page = self.person("registrar", Role.REGISTRAR, width=DESK)
        page.goto(f"{BASE}/registry/{self.badge}")
        self._keep("registrar")
        self.person("auditor", Role.AUDITOR, width=DESK)
        path = f"/api/v1/credentials/{self.badge}/audit-bundle"
        bundle = self.school.call("auditor", "GET", path).get_json()
        return page.locator("main").inner_text(), sorted(bundle)

    def employer_scans(self) -> tuple[str, dict[str, str]]:
        """A photo of the page is decoded; a fresh browser opens what the code says."""
        shown = self.person("learner's screen", None, width=PHONE)
        shown.goto(f"{BASE}/badges/{self.badge}")
        with Image.open(io.BytesIO(shown.screenshot(full_page=True))) as photo:
            (code,) = zxingcpp.read_barcodes(photo.convert("RGB"))
        page = self.person("employer", None, width=PHONE)
        page.goto(code.text)
        return code.text, self._verdict(page)

    def _verdict(self, page: Page) -> dict[str, str]:
        """Read a badge as an employer does: whether it holds, who, what, and by which evidence."""
        read = {
            "holds": page.locator(".banner .headline").inner_text(),
            "what": page.locator("h1").inner_text(),
            "who": page.locator(".who strong").first.inner_text(),
            "evidence": page.locator("section:has(#evidence) tbody th").first.inner_text(),
        }
        self._keep("employer")
        page.get_by_role("link", name="Run all checks now").click()
        page.wait_for_url("**/verify?url=*")
        return {**read, "checked": page.locator(".banner .headline").inner_text()}

    def badge_is_withdrawn(self) -> str:
        """The registrar withdraws it; return what the employer reads at the next visit."""
        page = self.pages["registrar"]
        page.select_option("#revoke_reason", "misattributed_work")
        page.locator(f"form[action='/registry/{self.badge}/revoke'] button").click()
        page.wait_for_load_state()
        jobs.drain(self.school.house.jobs)
        employer = self.pages["employer"]
        employer.goto(f"{BASE}/credentials/{self.badge}")
        self._keep("employer", "afterwards")
        return employer.locator(".banner .headline").inner_text()

    def _keep(self, who: str, when: str = "last") -> None:
        if self.pictures is None:
            return
        path = self.pictures / f"story-{who}-{when}.jpg"
        self.pages[who].screenshot(path=path, full_page=True, type="jpeg", quality=80)


@pytest.fixture
def story(
    tmp_path_factory: pytest.TempPathFactory, launch: Launch, pictures: Path | None
) -> Iterator[Story]:
    """Found a school with a learner of sixteen and her guardian; serve it as its address says."""
    folder = tmp_path_factory.mktemp("story") / "data"
    found_school(folder)
    school = open_school(folder)
    names = {**_enrol(school), **{who: give_password(school, who) for who in _CAST}}
    with served(school.app) as place:
        port = place.rsplit(":", 1)[1]
        browser = launch(f"--host-resolver-rules=MAP localhost:8000 127.0.0.1:{port}")
        yield Story(school=school, browser=browser, pictures=pictures, names=names)
        browser.close()
    school.house.close()


_CAST = (
    *("teacher", "approver", "registrar", "auditor", "guardian"),
    *("kestrel", "plover", "dunlin", "teal", "siskin"),
)


def _enrol(school: School) -> dict[str, str]:
    wish = {"name": "lapwing", "roles": ["learner"], "birth_date": "2010-05-01", "group": "kites"}
    school.ids["lapwing"] = school.made("admin", "/api/v1/people", wish)["id"]
    tie = {
        "person": school.ids["guardian"],
        "other": school.ids["lapwing"],
        "kind": "guardian",
    }
    school.made("admin", "/api/v1/ties", tie)
    return {"lapwing": give_password(school, "lapwing")}


def test_from_sign_in_to_a_verdict_that_an_employer_reads(story: Story) -> None:
    """Evidence, peers, teacher, second adult, badge, family, office, employer, withdrawal."""
    spoken = story.learner_hands_in()
    thanks = story.peers_attest()
    state = story.teacher_rates()
    approved = story.second_person_approves()
    family = story.family_agrees_and_publishes()
    address = story.learner_sees_the_badge()
    entry, bundle = story.office_looks()
    code, verdict = story.employer_scans()
    afterwards = story.badge_is_withdrawn()

    assert ("es", ["Thank you"] * 3, "ready") == (spoken, thanks, state)
    assert "Approved and issued." in approved
    assert "Team Leadership" in family
    assert (address, address) == (code, f"{BASE}/credentials/{story.badge}")
    assert "lapwing" in entry
    assert "credential" in bundle
    assert {
        "holds": "This badge is valid.",
        "what": "Team Leadership",
        "who": NAME,
        "evidence": "Show the work",
        "checked": "This badge is valid.",
    } == verdict
    assert "This badge was withdrawn on 20 November 2026." == afterwards
