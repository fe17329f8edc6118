"""Which way letters leave: by the mail server of the settings, or into the outbox folder."""

from pathlib import Path
from urllib.parse import urlsplit

from issuer.config import Settings
from issuer.errors import SettingsError
from issuer.post.ports import Mailer
from issuer.remote import FileMailer, SmtpMailer, read_smtp_url


def mailer_of(settings: Settings) -> Mailer:
    """Return the way out; SettingsError says what is wrong with the mail server's settings."""
    domain = urlsplit(settings.public_base_url).hostname or "localhost"
    sender = settings.mail_from or f"badges@{domain}"
    if not settings.smtp_url:
        return FileMailer(settings.outbox_dir, sender, domain)
    server = read_smtp_url(settings.smtp_url, _password(settings), settings.smtp_seconds)
    return SmtpMailer(server, sender, domain)


def _password(settings: Settings) -> str:
    if not settings.smtp_password_file:
        return settings.smtp_password
    try:
        return Path(settings.smtp_password_file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise SettingsError(
            f"smtp_password_file: cannot read {settings.smtp_password_file}: {error.strerror}"
        ) from error
