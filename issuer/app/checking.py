"""What must hold before the service starts, and `issuer check`, which asks all of it at once.

Each check returns a sentence, or raises the one line that stops the start (reliability.md row 99).
"""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from issuer import accounts, cli, issuance
from issuer.app.ids import RandomIds
from issuer.app.keyrings import kek_of, open_keyring
from issuer.config import Settings, read_settings
from issuer.errors import IssuerError, SettingsError

T = TypeVar("T")

#: Locks of these file systems are promises that a broken connection does not keep.
_NETWORK = frozenset({"9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"})
_SMB = frozenset({"smb3", "smbfs"})
_FUSE = frozenset({"fuse.glusterfs", "fuse.s3fs", "fuse.sshfs"})
_OVER_THE_NETWORK = _NETWORK | _SMB | _FUSE
_DEBUGGING = ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "WERKZEUG_RUN_MAIN")
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the service finds around itself; tests give their own."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    mounts: Path = Path("/proc/self/mounts")


class Opened(Protocol):
    """An installation that could be opened."""

    @property
    def accounts(self) -> accounts.Services:
        """People."""
        ...

    @property
    def issuance(self) -> issuance.Services:
        """Keys and credentials."""
        ...

    @property
    def secret_says(self) -> str:
        """Which secret seals, in a sentence."""
        ...


def require_start(settings: Settings, around: Surroundings | None = None) -> None:
    """Refuse to start where it would not be safe.

    Raises:
        SettingsError: the first check that does not hold.
    """
    for check in STARTING.values():
        check(settings, around or Surroundings())


def check_debugging(_settings: Settings, around: Surroundings) -> str:
    """A debugger on a page runs whatever a visitor types."""
    for name in _DEBUGGING:
        if around.environ.get(name, "0").lower() not in ("", "0", "false", "no"):
            raise SettingsError(f"{name}: a debugger must not be on here; unset it", code="debug")
    return "No debugger is on."


def check_data_dir(settings: Settings, _around: Surroundings) -> str:
    """Whoever may write into the folder may exchange keys and database."""
    folder = settings.data_dir
    if not folder.exists():
        return "There is no data folder yet."
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsError(
            f"data_dir: {folder.absolute()} has mode {mode:04o}, so others can write into it; run"
            " chmod 700",
            code="data_dir_mode",
        )
    return "Nobody else can write into the data folder."


def check_disk(settings: Settings, around: Surroundings) -> str:
    """SQLite on a network file system loses what it acknowledged."""
    if not settings.database.startswith(_SQLITE):
        return "The database is a server's."
    file = Path(settings.database.removeprefix(_SQLITE)).absolute()
    kind = _file_system_of(file.parent, around.mounts)
    if kind in _OVER_THE_NETWORK:
        raise SettingsError(
            f"database_url: {file} is on a network file system ({kind}), where SQLite loses data;"
            " use a local disk or PostgreSQL",
            code="database_disk",
        )
    return "The database is on a disk of this host."


#: Name -> what is asked at every start.
STARTING: Mapping[str, Callable[[Settings, Surroundings], str]] = {
    "debugger": check_debugging,
    "data folder": check_data_dir,
    "disk": check_disk,
}


def ask_all(
    around: Surroundings,
    open_house: Callable[[Settings], Opened],
) -> tuple[cli.Checked, ...]:
    """Ask every check, and go on after one that does not hold as far as others do not need it."""
    answers = _Answers()
    settings = answers.take("settings", lambda: read_settings(around.environ))
    if settings is None:
        return answers.given
    for name, check in STARTING.items():
        answers.ask(name, lambda check=check: check(settings, around))  # type: ignore[misc] # bound now
    kek = answers.take("key-encryption key", lambda: kek_of(settings, RandomIds(), create=False))
    if kek is None:
        return answers.given
    answers.take("key store", lambda: open_keyring(settings, kek))
    house = answers.take("database", lambda: open_house(settings))
    if house is not None:
        answers.ask("secret in use", lambda: house.secret_says)
        answers.ask("signing keys", lambda: _check_keys(house.accounts, house.issuance))
        answers.ask("clock", lambda: _check_clock(house.issuance))
    return answers.given


class _Answers:
    """Collects what each check said."""

    def __init__(self) -> None:
        self.given: tuple[cli.Checked, ...] = ()

    def take(self, name: str, open_it: Callable[[], T]) -> T | None:
        """Open something that later checks need; None if it cannot be opened."""
        try:
            found = open_it()
        except IssuerError as error:
            self._note(name, error.detail, fine=False)
            return None
        self._note(name, "It can be used.", fine=True)
        return found

    def ask(self, name: str, check: Callable[[], str]) -> None:
        """Ask one check."""
        try:
            self._note(name, check(), fine=True)
        except IssuerError as error:
            self._note(name, error.detail, fine=False)

    def _note(self, name: str, sentence: str, *, fine: bool) -> None:
        self.given = (*self.given, cli.Checked(name=name, fine=fine, sentence=sentence))


def _check_keys(people: accounts.Services, issuing: issuance.Services) -> str:
    organisations = accounts.list_organisations(people)
    proven = sum(issuance.prove_keys(each.id, issuing) for each in organisations)
    return f"{proven} keys sign for their public halves."


def _check_clock(issuing: issuance.Services) -> str:
    issuance.check_clock(issuing)
    return "The clock is not behind what was recorded."


def _file_system_of(folder: Path, mounts: Path) -> str:
    """Return the kind of the innermost mount above a folder; empty where nobody tells."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        fields = line.split(" ")
        # Spaces in a mount point are written \040.
        point = Path(fields[1].replace("\\040", " ")) if len(fields) > 2 else None  # noqa: PLR2004 - device, point, kind
        if point is not None and place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind
