"""What the command line is given by the app: use cases, and a way to open them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from issuer import (
    accounts,
    assessment,
    auditing,
    clients,
    federation,
    issuance,
    reporting,
    retention,
    verification,
)
from issuer.accounts import Privacy
from issuer.clock import Clock
from issuer.documents import Document

#: Tells a person one line.
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export of the public site did, in files, and how many badges it holds."""

    written: int
    unchanged: int
    removed: int
    badges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of the commands.

    Attributes:
        set_up_secret: opens the pages that set an empty installation up, until there is a school.
        run_jobs: does what is waiting in the outbox, republishes lists that are due, and returns
            when nothing is left.
        work: does background work until interrupted.
        export_site: writes the public site into a folder; True adds badges seen by link alone.
        serve: serves pages and API until interrupted; told the address once it listens.
        close: gives back database connections.
    """

    accounts: accounts.Services
    clients: clients.Services
    federation: federation.Services
    assessment: assessment.Services
    issuance: issuance.Services
    auditing: auditing.Services
    privacy: Privacy
    reporting: reporting.Services
    retention: retention.Services
    verification: verification.Services
    clock: Clock
    public_base_url: str
    data_dir: Path
    set_up_secret: str = field(repr=False)
    run_jobs: Callable[[], None]
    work: Callable[[], None]
    serve: Callable[[Callable[[str], None]], None]
    export_site: Callable[[Path, bool], Exported]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericServer:
    """A running server of the generic issuing profile, and whose signatures it makes."""

    base_url: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrapped:
    """Which secret seals now, and how many people's keys and codes that was about.

    `place` is where the new secret is, `kept` where the old one lies if it was taken out of its
    place; without it the operator puts the new one there.
    """

    old: str
    new: str
    people: int
    ended: int
    place: Path
    kept: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one check of the installation said: fine, or what to do."""

    name: str
    fine: bool
    sentence: str


class Opening(Protocol):
    """Opens the services on the settings in force; each option wins over its setting."""

    clock: Clock

    def services(  # noqa: PLR0913 # one option per setting that a command may override
        self,
        *,
        data: Path | None = None,
        clock: Clock | None = None,
        base_url: str | None = None,
        host: str | None = None,
        port: int | None = None,
        create: bool = False,
        embedded: bool = False,
    ) -> Services:
        """Open database, files and keys; `create` makes what is missing, `embedded` means SQLite.

        Raises:
            SettingsError: there is no database yet, or a setting is wrong.
        """
        ...

    def verifying(
        self, did_documents: tuple[Document, ...] = (), lists: tuple[bytes, ...] = ()
    ) -> verification.Services:
        """Return verification that knows these and, where there is one, the installation."""
        ...

    def sign_receipt(self, report: verification.VerificationReport, data: bytes) -> bytes:
        """Return the installation's signed receipt of a report about exactly these bytes.

        Raises:
            SettingsError: there is no installation whose key could sign.
            UnavailableError: no organisation, or no usable key.
        """
        ...

    def trust(self) -> verification.TrustList:
        """Return the installation's own list of trusted issuers."""
        ...

    def read_trusted(self, data: bytes) -> tuple[verification.TrustedIssuer, ...]:
        """Read a list of issuers from a file; MalformedError or LimitError."""
        ...

    def serve_generic(
        self,
        listening: Callable[[GenericServer], None],
        *,
        host: str | None = None,
        port: int | None = None,
        tls: bool = False,
    ) -> None:
        """Serve the generic issuing profile until interrupted, on this machine alone.

        Raises:
            SettingsError: a public base URL is set, or others could reach the address.
        """
        ...

    def upgrade(self, *, data: Path | None = None) -> str:
        """Bring the database to the newest revision and return its name."""
        ...

    def configured_base_url(self) -> str | None:
        """Return the public base URL if an operator set one."""
        ...

    def rewrap(self, to: Path | None, told: Callable[[int, int], None]) -> Rewrapped:
        """Seal everything under another secret; SettingsError, StateError or UnavailableError."""
        ...

    def check(self) -> tuple[Checked, ...]:
        """Ask everything that must hold, whether or not the service could start."""
        ...
