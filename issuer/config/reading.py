"""Reads settings from environment and TOML, refusing what is unknown or unsafe."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from issuer.config.settings import Settings
from issuer.errors import SettingsError

PREFIX = "ISSUER_"
#: Names the TOML file; it is read first, the environment wins.
FILE_VARIABLE = "ISSUER_SETTINGS"
#: Where systemd puts the credentials of a unit.
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
#: Read elsewhere: the file's own name, the token of whoever acts at the terminal, test corpora.
_NOT_SETTINGS = frozenset({FILE_VARIABLE, "ISSUER_TOKEN", "ISSUER_SHARED"})

#: Never repeated in an error.
_SECRETS = frozenset({"kek", "pkcs11_pin", "vault_token", "smtp_password"})
_LOOPBACK = "localhost"
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_LONGEST_WAIT_HOURS = 24 * 366
#: One line, as it stands in security.txt (RFC 9116, 2.5.3).
_CONTACT = re.compile(r"mailto:[!-~]+@[!-~]+|https://[!-~]+")
_KEK_HEX = re.compile(r"[0-9a-fA-F]{64}")


def read_settings(environ: Mapping[str, str], **overrides: object) -> Settings:
    """Read and check all settings; `overrides` (from the command line) win over both sources.

    Raises:
        SettingsError: a name is unknown, a value is of the wrong kind, or starting would be unsafe.
    """
    given: dict[str, object] = {}
    if folder := environ.get(CREDENTIALS_VARIABLE):
        given["secrets_dir"] = folder
    if file := environ.get(FILE_VARIABLE):
        given |= _from_file(Path(file))
    given |= _from_environment(environ)
    given |= {name: value for name, value in overrides.items() if value is not None}
    settings = Settings(**{name: _typed(name, value) for name, value in given.items()})
    _check(settings)
    return settings


def _from_file(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as stream:
            found = tomllib.load(stream)
    except OSError as error:
        raise SettingsError(f"{FILE_VARIABLE}: cannot read {path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE_VARIABLE}: {path} is not TOML: {error}") from error
    return {name: value for name, value in found.items() if _known(name, f"in {path}")}


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for variable, value in environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or variable in _NOT_SETTINGS:
            continue
        if _known(name, f"as {variable}"):
            found[name] = value
    return found


def _known(name: str, where: str) -> bool:
    if name not in _READERS:
        raise SettingsError(f"{name}: no such setting ({where}); docs/operating.md lists them all")
    return True


def _typed(name: str, value: object) -> Any:
    try:
        return _READERS[name](value)
    except (TypeError, ValueError) as error:
        shown = "the value" if name in _SECRETS else repr(value)
        raise SettingsError(f"{name}: {shown} is {error}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text; write it in quotes")
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("no whole number")
    if not str(value).isdecimal() or int(value) > 2**40:
        raise ValueError("no whole number of a sensible size")
    return int(value)


def _switch(value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    word = str(value).lower()
    if word not in words:
        raise ValueError("neither true nor false")
    return words[word]


def _list(value: object) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise TypeError("no list; write it comma-separated")
    return tuple(_text(item).strip() for item in items if _text(item).strip())


def _folder(value: object) -> Path:
    return value if isinstance(value, Path) else Path(_text(value)).expanduser()


_BY_KIND: Mapping[object, Callable[[object], object]] = {
    str: _text,
    int: _number,
    bool: _switch,
    Path: _folder,
    tuple[str, ...]: _list,
}
_READERS: Mapping[str, Callable[[object], object]] = {
    setting.name: _BY_KIND[setting.type] for setting in fields(Settings)
}


def _check(settings: Settings) -> None:
    _check_base_url(settings.public_base_url)
    _check_kek(settings)
    _check_numbers(settings)
    _check_mail(settings)
    if settings.rate_store not in {"", "memory", "database"}:
        raise SettingsError(
            f"rate_store: {settings.rate_store!r} is none of memory and database; leave it empty"
        )
    if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise SettingsError("database_url: only sqlite:/// and postgresql:// are supported")
    if settings.security_contact and not _CONTACT.fullmatch(settings.security_contact):
        raise SettingsError(
            "security_contact: write mailto: and an e-mail address, or an https:// address"
        )


def _check_mail(settings: Settings) -> None:
    if settings.smtp_password and settings.smtp_password_file:
        raise SettingsError("smtp_password: set it or smtp_password_file, not both")
    if settings.smtp_url and not settings.mail_from:
        raise SettingsError("mail_from: set the address that mails come from")


def _check_kek(settings: Settings) -> None:
    if settings.kek and not _KEK_HEX.fullmatch(settings.kek):
        raise SettingsError(
            "kek: the value is not 64 hex digits; make one with openssl rand -hex 32"
        )
    if settings.kek and len(set(settings.kek)) == 1:
        raise SettingsError("kek: one digit repeated is no secret; make one: openssl rand -hex 32")


def _check_numbers(settings: Settings) -> None:
    if not 0 < settings.bind_port < 65536:  # noqa: PLR2004 # the range of TCP ports
        raise SettingsError(f"bind_port: {settings.bind_port} is no port; set 1 to 65535")
    if settings.key_wait_hours > _LONGEST_WAIT_HOURS:
        raise SettingsError("key_wait_hours: more than a year; set 24 or so")
    if settings.threads < 1:
        raise SettingsError("threads: at least 1 is needed")


def _check_base_url(url: str) -> None:
    """A wrong base would be signed into every credential, so nothing is guessed or mended."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"public_base_url: {url!r} is no address: {error}") from error
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc or url.endswith("/"):
        raise SettingsError(
            f"public_base_url: {url!r} must be scheme and host only, such as"
            " https://badges.example.org"
        )
    host = parts.netloc.rsplit(":", 1)[0] if not parts.netloc.endswith("]") else parts.netloc
    _require_name(host, port)
    if parts.scheme == "http" and host == _LOOPBACK:
        return
    if parts.scheme != "https" or not _HOST.fullmatch(host):
        raise SettingsError(
            f"public_base_url: {url!r} must begin with https:// and a lower-case host name"
            " (http:// only for localhost)"
        )


def _require_name(host: str, port: int | None) -> None:
    """Refuse an address in numbers: no passkey and no did:web is ever made for one."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return
    named = f"http://{_LOOPBACK}{f':{port}' if port else ''}"
    instead = f"set {named}" if address.is_loopback else "set the host name, with https://"
    raise SettingsError(
        f"public_base_url: {host} is an address and no name, and passkeys and did:web need a name;"
        f" {instead}"
    )
