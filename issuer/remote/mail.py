"""Letters leave here: by SMTP with a checked certificate, or into a folder, one file per letter."""

import os
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from issuer.errors import MalformedError, RuleError, SettingsError, UnavailableError
from issuer.post.model import Worded
from issuer.remote.sockets import client_context

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The server that takes our letters.

    Attributes:
        scheme: `smtp+starttls`, `smtps`, or `smtp` without TLS for this very host.
        seconds: for each step: connecting, and each answer.
    """

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 10.0


def read_smtp_url(url: str, password: str = "", seconds: float = 10.0) -> SmtpServer:
    """Read `smtp+starttls://user@host:587` or `smtps://user@host`.

    Raises:
        SettingsError: another scheme, a password in the address, or mail without TLS to others.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingsError("smtp_url: the port is no number; write it as :587") from error
    if parts.scheme not in _PORTS or not host or parts.path not in ("", "/") or parts.query:
        raise SettingsError("smtp_url: write smtp+starttls://user@host:587 or smtps://user@host")
    if parts.password is not None:
        raise SettingsError("smtp_url: set the password as smtp_password or smtp_password_file")
    if parts.scheme == "smtp" and host not in _LOOPBACK:
        raise SettingsError("smtp_url: mail goes to other hosts with TLS only; use smtp+starttls")
    return SmtpServer(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=password,
        seconds=seconds,
    )


class SmtpMailer:
    """Sends each letter over a connection of its own; fits `post.ports.Mailer`."""

    def __init__(
        self, server: SmtpServer, sender: str, domain: str, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._domain = domain
        self._tls = tls or client_context()

    def send(self, worded: Worded) -> None:
        """Send a letter; UnavailableError for now, RuleError for ever."""
        message = message_of(worded, self._sender, self._domain)
        try:
            with self._connect() as connection:
                self._enter(connection)
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal([code for code, _ in error.recipients.values()]) from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise UnavailableError(
                "The mail server does not answer as one; try again later", code="mail"
            ) from error

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.scheme == "smtps":
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.seconds, context=self._tls
            )
        return smtplib.SMTP(server.host, server.port, timeout=server.seconds)

    def _enter(self, connection: smtplib.SMTP) -> None:
        if self._server.scheme == "smtp+starttls":
            # Raises where the server does not offer it: nothing is ever sent without.
            connection.starttls(context=self._tls)
        if self._server.user:
            connection.login(self._server.user, self._server.password)


class FileMailer:
    """Writes each letter into a folder as NAME.eml; fits `post.ports.Mailer`."""

    def __init__(self, folder: Path, sender: str, domain: str) -> None:
        self._folder = folder
        self._sender = sender
        self._domain = domain

    def send(self, worded: Worded) -> None:
        """Write a letter; a second time writes the same file again."""
        data = message_of(worded, self._sender, self._domain).as_bytes()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f".{worded.id}.part"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        unfinished.replace(self._folder / f"{worded.id}.eml")


def message_of(worded: Worded, sender: str, domain: str) -> EmailMessage:
    """Return the mail of a letter: text first, then the page.

    Raises:
        MalformedError: a line break where a header stands, code `line_break` (row 84).
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = worded.to
        message["Subject"] = worded.subject
        message["Date"] = format_datetime(worded.at)
        message["Message-ID"] = f"<{worded.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if worded.unsubscribe is not None:
            message["List-Unsubscribe"] = f"<{worded.unsubscribe}>"
            if worded.unsubscribe.startswith("https:"):
                # RFC 8058 section 3.1: one press, and over TLS alone.
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as error:
        raise MalformedError(
            "Write the lines of a mail's head on one line", code="line_break"
        ) from (error)
    message.set_content(worded.text)
    message.add_alternative(worded.html, subtype="html")
    return message


def _answered(error: smtplib.SMTPResponseException) -> UnavailableError | RuleError:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        # A person mends the password; until then nothing is lost.
        return UnavailableError(
            "The mail server does not know us; check smtp_password", code="mail"
        )
    return _refusal([error.smtp_code])


def _refusal(codes: list[int]) -> UnavailableError | RuleError:
    """Return what an answer of the server means (RFC 5321, 4.2.1): 5xx will not change."""
    if codes and all(code in _PERMANENT for code in codes):
        return RuleError("The mail server refuses this letter for good", code="mail_refused")
    return UnavailableError("The mail server does not take it now; try again later", code="mail")
