"""`issuer keys rewrap`: everything under another key-encryption key, and that key in its place."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from issuer import accounts, sealing
from issuer.app.ids import RandomIds
from issuer.app.keyrings import given_file, kek_of
from issuer.app.occupying import occupy_alone
from issuer.clock import Clock
from issuer.config import Settings
from issuer.errors import SettingsError
from issuer.keyring import (
    KEK_BYTES,
    DerivedSecrets,
    FilePersonKeys,
    KeyEncryptionKey,
    Rewrapper,
    carried_secrets,
    create_kek_file,
    read_kek_file,
)
from issuer.records import Engine, SqlUnitOfWork, is_current, open_engine
from issuer.sealing import SealingSecret, SecretState

Reached = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What was turned, and where the new secret is; `swapped` says that settings stay as they are.

    `kept` is where the old secret lies, for backups from before.
    """

    turned: sealing.Turned
    swapped: bool
    place: Path
    kept: Path | None


def rewrap(
    settings: Settings,
    clock: Clock,
    to: Path | None,
    told: Callable[[int, int], None],
    reached: Reached | None = None,
) -> Placed:
    """Turn everything to a new secret, from a file or made here; run it again after a kill.

    Raises:
        SettingsError: the service runs, a secret is missing, or the new one is the present one.
        StateError: another re-wrap was begun with another secret.
        UnavailableError: something opens under neither secret.
    """
    occupied = occupy_alone(settings.data_dir)
    try:
        old = kek_of(settings, RandomIds(), create=False)
        place = to or _next_place(settings)
        new = _new_secret(place, create=to is None)
        if old.name == new.name:
            raise SettingsError(f"{place} holds the secret that is in use; give another one")
        turned = _turn(settings, clock, (old, new), told, reached or (lambda _step: None))
        kept = None if to is not None else _swap(settings, old, place)
    finally:
        occupied.close()
    return Placed(
        turned=turned,
        swapped=kept is not None,
        place=place if kept is None else settings.kek_path,
        kept=kept,
    )


def secret_in_use(engine: Engine, kek: KeyEncryptionKey) -> tuple[DerivedSecrets, str]:
    """Return the derived secrets of the secret in use, and a sentence that names it.

    Raises:
        SettingsError: a re-wrap is under way (`rewrap`), or another secret is in use (`kek`).
    """
    known = _known(engine)
    if any(each.state is SecretState.INCOMING for each in known):
        raise SettingsError(
            "kek: a re-wrap was interrupted; run issuer keys rewrap again, it goes on",
            code="rewrap",
        )
    used = next((each for each in known if each.state is SecretState.IN_USE), None)
    if used is None:
        return DerivedSecrets(kek), f"Everything is sealed by {kek.name}, the first one."
    if used.id != kek.name:
        raise SettingsError(
            f"kek: this is the secret {kek.name}, and {used.id} is in use since"
            f" {used.since:%Y-%m-%d}; put that one in its place (issuer keys rewrap does, where it"
            " made it)",
            code="kek",
        )
    sentence = f"Everything is sealed by {kek.name}, in use since {used.since:%Y-%m-%d}."
    return carried_secrets(kek, used.carried), sentence


def _turn(
    settings: Settings,
    clock: Clock,
    secrets: tuple[KeyEncryptionKey, KeyEncryptionKey],
    told: Callable[[int, int], None],
    reached: Reached,
) -> sealing.Turned:
    old, new = secrets
    engine = open_engine(settings.database)
    if not is_current(engine):
        raise SettingsError("database: it is not at this release's revision; run issuer db upgrade")
    people = FilePersonKeys(new, settings.person_keys_path, previous=old)
    before, after = _before(engine, old), DerivedSecrets(new)
    turning = Rewrapper(
        before,
        after,
        people,
        index=partial(accounts.index_under, after),
        app_label=accounts.APP_LABEL,
    )
    services = sealing.Services(
        unit_of_work=lambda: SqlUnitOfWork(engine, write=True, sealer=people, clock=clock),
        turning=turning,
        clock=clock,
        ids=RandomIds(),
        reached=reached,
    )
    try:
        return sealing.rewrap(services, told)
    finally:
        engine.dispose()


def _before(engine: Engine, old: KeyEncryptionKey) -> DerivedSecrets:
    used = next((each for each in _known(engine) if each.id == old.name), None)
    return carried_secrets(old, None if used is None else used.carried)


def _known(engine: Engine) -> tuple[SealingSecret, ...]:
    with SqlUnitOfWork(engine, write=False, sealer=_NoSealer()) as uow:
        return uow.sealings.secrets()


class _NoSealer:
    """Seals nothing: names of secrets are no person's."""

    def create(self, organisation: str, person: str) -> None:
        """Make nothing."""

    def seal(self, organisation: str, person: str, data: bytes, place: str) -> bytes:
        """Refuse."""
        raise NotImplementedError(f"{organisation} {person} {place} {len(data)}")

    def open(self, organisation: str, person: str, sealed: bytes, place: str) -> bytes | None:
        """Refuse."""
        raise NotImplementedError(f"{organisation} {person} {place} {len(sealed)}")

    def name(self, organisation: str, person: str, text: str) -> str | None:
        """Refuse."""
        raise NotImplementedError(f"{organisation} {person} {len(text)}")


def _next_place(settings: Settings) -> Path:
    """Return where the next secret waits, where this installation keeps its secret itself."""
    if settings.kek or settings.kek_file or given_file(settings, "kek") is not None:
        raise SettingsError(
            "kek: the secret comes from outside the data folder; write a new one to a file of mode"
            " 0600 and name it with --to"
        )
    return settings.data_dir / "kek.next"


def _new_secret(place: Path, *, create: bool) -> KeyEncryptionKey:
    if create and not place.exists():
        return create_kek_file(place, RandomIds().secret(KEK_BYTES))
    return read_kek_file(place)


def _swap(settings: Settings, old: KeyEncryptionKey, place: Path) -> Path:
    """Put the new secret where the old one was, which gets a name of its own first."""
    kept = settings.data_dir / f"kek.{old.name}"
    if not kept.exists():
        os.link(settings.kek_path, kept)
    place.replace(settings.kek_path)
    descriptor = os.open(settings.data_dir, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return kept
