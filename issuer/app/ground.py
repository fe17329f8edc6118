"""What every service stands on: database, files, keys; opened once, in the order that is safe."""

from dataclasses import dataclass, field
from pathlib import Path

from issuer.app.checking import require_start
from issuer.app.ids import RandomIds
from issuer.app.keyrings import kek_of, no_installation, open_keyring
from issuer.app.occupying import Occupied, occupy
from issuer.app.rewrapping import secret_in_use
from issuer.clock import Clock
from issuer.config import Settings
from issuer.errors import SettingsError
from issuer.keyring import (
    Backends,
    Box,
    DerivedSecrets,
    EnvelopeKeyring,
    FilePersonKeys,
    KeyEncryptionKey,
    LogKeyring,
)
from issuer.records import Engine, FileBlobs, SqlUnitOfWork, is_current, open_engine, upgrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Database, files and keys of one installation."""

    settings: Settings
    clock: Clock
    ids: RandomIds
    engine: Engine
    files: FileBlobs
    keyring: Backends = field(repr=False)
    log_keyring: LogKeyring = field(repr=False)
    person_keys: FilePersonKeys = field(repr=False)
    secrets: DerivedSecrets = field(repr=False)
    box: Box = field(repr=False)
    secret_says: str
    occupied: Occupied = field(repr=False)

    def write(self) -> SqlUnitOfWork:
        """Return a unit of work that may write."""
        return self._unit_of_work(write=True)

    def read(self) -> SqlUnitOfWork:
        """Return a unit of work that only reads."""
        return self._unit_of_work(write=False)

    def _unit_of_work(self, *, write: bool) -> SqlUnitOfWork:
        return SqlUnitOfWork(
            self.engine, write=write, clock=self.clock, sealer=self.person_keys, box=self.box
        )


def open_ground(settings: Settings, clock: Clock, *, create: bool) -> Ground:
    """Open what is there; `create` makes what a new installation lacks.

    Raises:
        SettingsError: something is missing, unreadable or unsafe; says what to do.
    """
    if create:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_start(settings)
    _require_folder(settings)
    occupied = occupy(settings.data_dir)
    try:
        return _open_on(settings, clock, occupied, create=create)
    except BaseException:
        # Whoever keeps the error keeps no place by it.
        occupied.close()
        raise


def _open_on(settings: Settings, clock: Clock, occupied: Occupied, *, create: bool) -> Ground:
    ids = RandomIds()
    kek = kek_of(settings, ids, create=create)
    keyring = open_keyring(settings, kek)
    person_keys = FilePersonKeys(kek, settings.person_keys_path)
    _require_database_file(settings, create=create)
    engine = _open_database(settings, create=create)
    secrets, secret_says = _secret_in_use(engine, kek)
    return Ground(
        settings=settings,
        clock=clock,
        ids=ids,
        engine=engine,
        files=FileBlobs(settings.evidence_dir, sealer=person_keys),
        keyring=keyring,
        log_keyring=LogKeyring(EnvelopeKeyring(kek)),
        person_keys=person_keys,
        secrets=secrets,
        box=Box(secrets),
        secret_says=secret_says,
        occupied=occupied,
    )


def _secret_in_use(engine: Engine, kek: KeyEncryptionKey) -> tuple[DerivedSecrets, str]:
    try:
        return secret_in_use(engine, kek)
    except SettingsError:
        engine.dispose()
        raise


def _open_database(settings: Settings, *, create: bool) -> Engine:
    engine = open_engine(settings.database)
    if create:
        upgrade(engine)
    elif not is_current(engine):
        raise SettingsError("database: it is not at this release's revision; run issuer db upgrade")
    return engine


def _require_folder(settings: Settings) -> None:
    if not settings.data_dir.is_dir():
        raise no_installation(settings)


def _require_database_file(settings: Settings, *, create: bool) -> None:
    """SQLite would make an empty file of any misspelt name, so a missing one is said."""
    prefix = "sqlite:///"
    if create or not settings.database.startswith(prefix):
        return
    path = Path(settings.database.removeprefix(prefix))
    if not path.exists():
        raise SettingsError(f"database: there is no {path}; run issuer init, or set data_dir")
