"""Letters from the act to the letter box: a real SMTP server takes what the pages cause."""

import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from issuer import accounts, jobs
from issuer.accounts.model import ErasureReason
from issuer.jobs.tasks import TASKS
from tests.posting import give_address
from tests.schooling import BASE, School, approve, hand_in, open_school, open_submission
from tests.visiting import PASSWORD, Browser, come_in, riverbend

OTHER = "velvet cactus north nine"
LINK = re.compile(re.escape(BASE) + r"(/invitations/[A-Za-z0-9_-]+)")
ADDRESS = "teacher@school.example"


@dataclass(kw_only=True)
class Post:
    """A school whose letters go to a server of this test."""

    school: School
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        """Keep one mail."""
        found = message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"

    def deliver(self) -> list[tuple[str, str]]:
        """Let the worker do its work; return to whom and under which subject mails came."""
        self.mails.clear()
        jobs.drain(self.school.house.jobs)
        return [(str(mail["To"]), str(mail["Subject"])) for mail in self.mails]

    def link(self) -> str:
        """Return the path of the one link in the one mail that came."""
        (mail,) = self.mails
        body = mail.get_body(("plain",))
        assert body is not None
        found = LINK.search(body.get_content())
        assert found is not None
        return found[1]

    def give_address(self, who: str, email: str) -> None:
        """Let a person sign in with an address, without a letter about it."""
        give_address(
            self.school.house.accounts, riverbend(self.school), self.school.ids[who], email
        )


@pytest.fixture
def post(founded: Path, tmp_path: Path) -> Iterator[Post]:
    """Yield a copy of the school with a mail server; what founding left to do is done."""
    shutil.copytree(founded, tmp_path / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    school = open_school(
        tmp_path / "data", smtp_url=f"smtp://localhost:{port}", mail_from="badges@school.example"
    )
    post = Post(school=school)
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        post.deliver()
        yield post
    finally:
        controller.stop()
        school.house.close()


def _ask_reset(post: Post, name: str) -> None:
    browser = Browser(school=post.school)
    browser.get("/forgotten")
    answer = browser.post("/forgotten", {"name": name, "school": "riverbend"})
    assert 200 == answer.status_code


def test_a_forgotten_password_ends_in_a_link_that_works_once(post: Post) -> None:
    """By page, by mail, by page: the new password is in, the link is used up, a notice follows."""
    come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    _ask_reset(post, ADDRESS)
    asked = post.deliver()
    link = post.link()
    browser = Browser(school=post.school)
    browser.get(link)
    first = browser.post(link, {"password": OTHER})
    again = Browser(school=post.school)
    again.get("/sign-in")
    second = again.get(link)
    noticed = post.deliver()
    assert [(ADDRESS, "Choose a new password for Riverbend")] == asked
    assert (303, 410, True) == (first.status_code, second.status_code, browser.is_in)
    assert [(ADDRESS, "Your password at Riverbend was changed")] == noticed


def test_the_letter_box_of_a_reset_waits_without_a_secret(post: Post) -> None:
    """Until the worker writes it, neither link nor address stands in the database."""
    come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    _ask_reset(post, ADDRESS)
    folder = post.school.folder
    data = b"".join(path.read_bytes() for path in folder.glob("issuer.sqlite3*"))
    post.deliver()
    secret = post.link().rsplit("/", 1)[-1]
    assert (False, False) == (secret.encode() in data, ADDRESS.encode() in data)


def test_a_name_of_nobody_gets_no_letter(post: Post) -> None:
    """The page says the same, and no mail tells otherwise."""
    _ask_reset(post, "nobody@school.example")
    assert [] == post.deliver()


def test_an_invitation_and_one_for_a_guardian_arrive(post: Post) -> None:
    """The first names the school, the second no child in its subject; both links open."""
    services = post.school.house.accounts
    organisation = riverbend(post.school)
    command = accounts.Invite(
        organisation=organisation, person=post.school.ids["teacher"], email=ADDRESS
    )
    accounts.invite(command, services)
    invited = post.deliver()
    first = Browser(school=post.school).get(post.link()).status_code
    browser = come_in(post.school, "admin")
    browser.get(f"/people/{post.school.ids['wren']}")
    browser.post(
        f"/people/{post.school.ids['wren']}/guardian-link",
        {"guardian_email": "family@home.example"},
    )
    guardian = post.deliver()
    second = Browser(school=post.school).get(post.link()).status_code
    assert [(ADDRESS, "Riverbend invites you to sign in")] == invited
    assert [("family@home.example", "Riverbend invites you as a guardian")] == guardian
    assert (200, 200) == (first, second)


def test_a_link_that_was_used_meanwhile_is_not_sent(post: Post) -> None:
    """The letter is written when it is sent, and a link that opens nothing helps nobody."""
    command = accounts.Invite(
        organisation=riverbend(post.school), person=post.school.ids["teacher"], email=ADDRESS
    )
    secret = accounts.invite(command, post.school.house.accounts).secret
    browser = Browser(school=post.school)
    browser.get(f"/invitations/{secret}")
    browser.post(f"/invitations/{secret}", {"password": PASSWORD})
    assert [] == post.deliver()


def test_a_badge_is_told_to_the_guardian_of_a_child(post: Post) -> None:
    """A child without an address is told of through the guardian, without a name anywhere."""
    post.give_address("guardian", "family@home.example")
    school = post.school
    work = open_submission(school, "wren", "safety")
    hand_in(school, "wren", work)
    school.made(
        "teacher", f"/api/v1/submissions/{work}/signoffs", {"node": "seen", "approve": True}
    )
    approve(school, work)
    told = post.deliver()
    assert [("family@home.example", "Riverbend has issued a badge")] == told
    assert "wren" not in post.mails[0].as_string().lower()


def test_returned_work_is_told_to_the_learner(post: Post) -> None:
    """Whoever has an address hears of it there."""
    post.give_address("kestrel", "kestrel@school.example")
    place = f"/api/v1/submissions/{post.school.ids['work of kestrel']}/return"
    post.school.made("teacher", place, {"feedback": {"planning": "Write down who does what."}})
    told = post.deliver()
    assert [("kestrel@school.example", "Work came back with comments from Riverbend")] == told


def test_a_new_device_is_told_of_and_a_known_one_is_not(post: Post) -> None:
    """The first sign-in in a browser writes to the person; the next one there does not."""
    come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    browser = Browser(school=post.school)
    browser.sign_in("the-teacher")
    first = post.deliver()
    browser.sign_in("the-teacher")
    assert [(ADDRESS, "Somebody signed in to your account at Riverbend")] == first
    assert [] == post.deliver()


def test_a_letter_is_in_the_language_that_its_reader_chose(post: Post) -> None:
    """What is chosen for pages holds for letters."""
    browser = come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    browser.get("/account")
    browser.post("/account/language", {"language": "es"})
    post.deliver()
    Browser(school=post.school).sign_in("the-teacher")

    assert [(ADDRESS, "Alguien entró en tu cuenta de Riverbend")] == post.deliver()


def test_a_changed_password_is_told_of(post: Post) -> None:
    """Whoever did not do it learns of it."""
    browser = come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    browser.get("/account/password")
    browser.post("/account/password", {"current": PASSWORD, "password": OTHER})
    assert [(ADDRESS, "Your password at Riverbend was changed")] == post.deliver()


def test_the_second_person_is_asked_and_the_first_is_not(post: Post) -> None:
    """A role that waits for another administrator is told to the others alone."""
    post.give_address("admin", "admin@school.example")
    post.give_address("registrar", "registrar@school.example")
    person = post.school.ids["teacher"]
    post.school.made("riverbend", f"/api/v1/people/{person}/roles", {"role": "auditor"})
    by_another = post.deliver()
    post.school.made("admin", f"/api/v1/people/{person}/roles", {"role": "issuer"})
    subject = "Something at Riverbend waits for a second person"
    assert [("admin@school.example", subject)] == by_another
    assert [] == post.deliver()


def test_a_revocation_that_waits_is_told_to_who_may_agree(post: Post) -> None:
    """Registrar, issuer and administrator may be the second; whoever proposed it is the first."""
    for who in ("admin", "registrar", "approver", "teacher"):
        post.give_address(who, f"{who}@school.example")
    school = post.school
    wish = {"second_person_for_revocation": True}
    school.call("admin", "PUT", "/api/v1/organisation/settings", json=wish)
    place = f"/api/v1/credentials/{school.ids['badge of osprey']}/revoke"
    school.call("registrar", "POST", place, json={"reason_code": "other"})
    told = {to for to, _ in post.deliver()}
    assert {"admin@school.example", "approver@school.example"} == told


def test_a_rule_of_two_that_shall_end_is_told_to_the_other_administrators(post: Post) -> None:
    """Only an administrator may be the second; whoever asked knows."""
    for who in ("admin", "registrar", "approver"):
        post.give_address(who, f"{who}@school.example")
    settings = "/api/v1/organisation/settings"
    for on in (True, False):
        wish = {"second_person_for_revocation": on}
        post.school.call("riverbend", "PUT", settings, json=wish)
    subject = "Something at Riverbend waits for a second person"
    assert [("admin@school.example", subject)] == post.deliver()


def test_opened_evidence_is_told_to_the_office(post: Post) -> None:
    """Registrar and administrators read why; neither the auditor nor the family is written to."""
    for who in ("admin", "registrar", "auditor", "teacher", "kestrel"):
        post.give_address(who, f"{who}@school.example")
    school = post.school
    wish = {"submission": school.ids["work of kestrel"], "reason": "To compare it with its rating."}
    school.made("auditor", "/api/v1/break-glass", wish)
    told, subject = post.deliver(), "Closed evidence at Riverbend was opened"
    assert {("admin@school.example", subject), ("registrar@school.example", subject)} == set(told)


def test_doing_a_task_twice_writes_once(post: Post) -> None:
    """A worker that died after writing writes nothing more."""
    browser = come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    browser.get("/account/password")
    browser.post("/account/password", {"current": PASSWORD, "password": OTHER})
    post.deliver()
    services = post.school.house.issuance
    with post.school.house.accounts.read_only() as uow:
        events = uow.events.of_subject(  # type: ignore[attr-defined] # storage knows more than the port
            riverbend(post.school), post.school.ids["teacher"]
        )
    changed = next(each for each in events if each.name == "password.changed")
    with services.unit_of_work() as uow:
        uow.outbox.put("mail.news", changed.id, changed.organisation)
        uow.commit()
    assert [] == post.deliver()


def test_an_erased_person_gets_no_letter(post: Post) -> None:
    """What waited for a person or told of one is gone with the person's key."""
    post.give_address("guardian", "family@home.example")
    school = post.school
    work = open_submission(school, "wren", "safety")
    hand_in(school, "wren", work)
    school.made(
        "teacher", f"/api/v1/submissions/{work}/signoffs", {"node": "seen", "approve": True}
    )
    approve(school, work)
    # The letter is written, and waits: the server takes nothing for an hour.
    post.mails.clear()
    _write_only(school)
    command = accounts.ErasePerson(
        organisation=riverbend(school),
        person=school.ids["wren"],
        reason=ErasureReason.REQUESTED,
    )
    accounts.erase_person(command, school.house.privacy)
    school.clock.now += timedelta(hours=2)
    assert [] == post.deliver()


def _write_only(school: School) -> None:
    """Let the worker write letters but not send them."""
    house = school.house
    with house.issuance.unit_of_work() as uow:
        items = uow.outbox.claim(house.clock(), house.clock() + timedelta(minutes=5), 100)
        uow.commit()
    for item in items:
        if item.kind != "mail":
            TASKS[item.kind](item.ref, house.jobs)
