"""Letters leave by real SMTP on this host, with TLS that is checked, or into a folder."""

import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from issuer.errors import MalformedError, RuleError, SettingsError, UnavailableError
from issuer.post import Worded
from issuer.remote import FileMailer, SmtpMailer, SmtpServer, client_context, read_smtp_url
from tests.remote.servers import LOOPBACK, Authority, raw, serving

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SENDER, DOMAIN = "badges@example.org", "badges.example.org"


def letter(**changes: Any) -> Worded:
    """Return a letter in words."""
    given = {
        "id": "letter-1",
        "to": "wren@example.org",
        "at": AT,
        "subject": "A badge was issued: Käse",
        "text": "Grüße\n",
        "html": "<p>Grüße</p>\n",
        **changes,
    }
    return Worded(**given)


@dataclass
class Received:
    """A handler of aiosmtpd that keeps mails, and answers as it is told."""

    answer: str = "250 OK"
    mails: list[EmailMessage] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: object, session: Session, envelope: Envelope
    ) -> str:
        """Keep one mail."""
        if self.answer.startswith("250"):
            found = message_from_bytes(envelope.original_content or b"", policy=default)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
            self.secure.append(session.ssl is not None)
        return self.answer


def _sign_in(
    _server: object, _session: object, _envelope: object, _way: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.password == b"right"
    return AuthResult(success=good, handled=False)


@contextmanager
def smtp(received: Received, **options: Any) -> Iterator[int]:
    """Run a server and give its port."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    controller = Controller(received, hostname=LOOPBACK, port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mailer(
    port: int, scheme: str = "smtp", tls: ssl.SSLContext | None = None, **more: Any
) -> SmtpMailer:
    """Return a mailer to a port of this host."""
    server = SmtpServer(scheme=scheme, host="localhost", port=port, **more)
    return SmtpMailer(server, SENDER, DOMAIN, tls)


def test_a_letter_arrives_with_both_parts() -> None:
    """Text and page, both as they were written, under an id that stays the same."""
    received = Received()
    with smtp(received) as port:
        mailer(port).send(letter())
    mail = received.mails[0]
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert (
        "Grüße",
        "<p>Grüße</p>",
        "<letter-1@badges.example.org>",
        "A badge was issued: Käse",
    ) == (
        text.get_content().strip(),
        page.get_content().strip(),
        mail["Message-ID"],
        mail["Subject"],
    )


def test_unsubscribing_stands_in_the_head() -> None:
    """RFC 2369, where a letter may be unsubscribed from."""
    received = Received()
    with smtp(received) as port:
        mailer(port).send(letter(unsubscribe="https://badges.example.org/settings/mail"))
    assert "<https://badges.example.org/settings/mail>" == received.mails[0]["List-Unsubscribe"]


def test_starttls_secures_a_letter(authority: Authority) -> None:
    """The certificate is checked, and the letter goes over TLS."""
    received = Received()
    with smtp(received, tls_context=authority.context("localhost"), require_starttls=True) as port:
        mailer(port, "smtp+starttls", client_context(str(authority.file))).send(letter())
    assert [True] == received.secure


def test_smtps_speaks_tls_from_the_start(authority: Authority) -> None:
    """Port 465."""
    received = Received()
    with smtp(received, ssl_context=authority.context("localhost")) as port:
        mailer(port, "smtps", client_context(str(authority.file))).send(letter())
    assert 1 == len(received.mails)


def test_a_certificate_of_another_name_gets_nothing(authority: Authority) -> None:
    """Whoever stands between sees no letter."""
    received = Received()
    with (
        smtp(received, tls_context=authority.context("other.example")) as port,
        pytest.raises(UnavailableError),
    ):
        mailer(port, "smtp+starttls", client_context(str(authority.file))).send(letter())
    assert [] == received.mails


def test_a_server_without_starttls_gets_nothing(authority: Authority) -> None:
    """A stripped STARTTLS is not a reason to send in the open."""
    received = Received()
    with smtp(received) as port, pytest.raises(UnavailableError):
        mailer(port, "smtp+starttls", client_context(str(authority.file))).send(letter())
    assert [] == received.mails


@pytest.mark.parametrize(
    ("password", "sent"), [("right", 1), ("wrong", 0)], ids=["right password", "wrong password"]
)
def test_a_password_lets_in_over_tls(authority: Authority, password: str, sent: int) -> None:
    """A wrong one is a fault to mend, not a letter to give up."""
    received = Received()
    options = {
        "tls_context": authority.context("localhost"),
        "auth_required": True,
        "authenticator": _sign_in,
    }
    with smtp(received, **options) as port:
        way = mailer(
            port, "smtp+starttls", client_context(str(authority.file)), user="us", password=password
        )
        if sent:
            way.send(letter())
        else:
            with pytest.raises(UnavailableError):
                way.send(letter())
    assert sent == len(received.mails)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 No such user", RuleError),
        ("554 Spam", RuleError),
        ("451 Later", UnavailableError),
        ("421 Busy", UnavailableError),
    ],
)
def test_a_refusal_is_for_good_or_for_now(answer: str, error: type[Exception]) -> None:
    """RFC 5321, 4.2.1: 5xx will not change, 4xx may."""
    with smtp(Received(answer=answer)) as port, pytest.raises(error):
        mailer(port).send(letter())


def test_a_silent_server_is_left() -> None:
    """The wait is bounded by the setting."""
    with serving(raw(b""), speaks_first=True) as seen, pytest.raises(UnavailableError):
        mailer(seen.port, seconds=0.2).send(letter())


def test_no_server_at_all_is_left() -> None:
    """Nobody listens: try again later."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    with pytest.raises(UnavailableError):
        mailer(port, seconds=0.5).send(letter())


@pytest.mark.parametrize("name", ["to", "subject"])
def test_t84_a_line_break_in_a_head_is_refused(name: str, tmp_path: Path) -> None:
    """T84: the last wall, below the one of the letters."""
    forged = letter(**{name: "x@example.org\r\nBcc: everybody@example.org"})
    with pytest.raises(MalformedError):
        FileMailer(tmp_path, SENDER, DOMAIN).send(forged)


def test_a_folder_takes_letters_that_only_its_owner_reads(tmp_path: Path) -> None:
    """Without a mail server, and in the demo, each letter is one file."""
    folder = tmp_path / "outbox"
    for _ in range(2):
        FileMailer(folder, SENDER, DOMAIN).send(letter())
    files = list(folder.iterdir())
    mail = message_from_bytes(files[0].read_bytes(), policy=default)
    assert (["letter-1.eml"], 0o600, "wren@example.org") == (
        [file.name for file in files],
        stat.S_IMODE(files[0].stat().st_mode),
        mail["To"],
    )


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example.org",
        "http://mail.example.org",
        "smtps://user:secret@mail.example.org",
        "smtps://",
        "smtps://mail.example.org:mail",
        "smtps://mail.example.org/inbox",
        "mail.example.org",
    ],
)
def test_an_address_of_a_server_that_would_be_unsafe_stops_the_start(url: str) -> None:
    """No password in an address, no letter without TLS to another host."""
    with pytest.raises(SettingsError):
        read_smtp_url(url)


def test_an_address_of_a_server_is_read() -> None:
    """The port follows from the scheme."""
    server = read_smtp_url("smtp+starttls://us%40example.org@mail.example.org", "secret")
    assert ("mail.example.org", 587, "us@example.org") == (server.host, server.port, server.user)
