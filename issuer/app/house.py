"""Builds every service once from the settings; the only place where adapters meet use cases."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from issuer import accounts, assessment, issuance, jobs, verification
from issuer.app.ids import RandomIds
from issuer.app.lookups import KnownIssuers, OwnDocuments, OwnLists, SharedSeenLists
from issuer.clock import Clock
from issuer.config import Settings
from issuer.documents import Document, read_document
from issuer.errors import SettingsError
from issuer.keyring import (
    KEK_BYTES,
    EnvelopeKeyring,
    KeyEncryptionKey,
    create_kek_file,
    read_kek_file,
    read_kek_text,
)
from issuer.records import FileBlobs, SqlUnitOfWork, is_current, open_engine, upgrade
from issuer.verification import GivenDocuments, GivenLists
from issuer.workers import confined_canonicalizer


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All use cases with their collaborators, and how to give back what they hold."""

    settings: Settings
    clock: Clock
    accounts: accounts.Services
    assessment: assessment.Services
    issuance: issuance.Services
    verification: verification.Services
    jobs: jobs.Services
    is_ready: Callable[[], bool]
    close: Callable[[], None]


def build_house(settings: Settings, clock: Clock, *, create: bool = False) -> House:
    """Open database, files and keys and build every service on them.

    `create` makes what a new installation lacks: folder, key-encryption key, tables.

    Raises:
        SettingsError: something is missing, unreadable or unsafe; says what to do.
    """
    ids = RandomIds()
    if create:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring = EnvelopeKeyring(_kek(settings, ids, create=create))
    _require_database_file(settings, create=create)
    engine = open_engine(settings.database)
    if create:
        upgrade(engine)
    elif not is_current(engine):
        raise SettingsError("database: it is not at this release's revision; run issuer db upgrade")

    def write() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True)

    def read() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=False)

    people = accounts.Services(unit_of_work=write, read_only=read, clock=clock, ids=ids)
    assessing = assessment.Services(
        unit_of_work=write,
        read_only=read,
        clock=clock,
        ids=ids,
        blobs=FileBlobs(settings.evidence_dir),
        base_url=settings.public_base_url,
        max_evidence_bytes=settings.max_evidence_bytes,
    )
    issuing = issuance.Services(
        unit_of_work=write,
        read_only=read,
        keyring=keyring,
        clock=clock,
        ids=ids,
        base_url=settings.public_base_url,
        sleep=sleep,
    )
    return House(
        settings=settings,
        clock=clock,
        accounts=people,
        assessment=assessing,
        issuance=issuing,
        verification=verification_of(people, issuing, settings.trusted_issuers),
        jobs=jobs.Services(assessment=assessing, issuance=issuing),
        is_ready=lambda: is_current(engine),
        close=engine.dispose,
    )


def verification_of(
    people: accounts.Services,
    issuing: issuance.Services,
    trusted: tuple[str, ...],
    *,
    documents: GivenDocuments | None = None,
    lists: GivenLists | None = None,
) -> verification.Services:
    """Return verification that knows this installation, and whatever else was given."""
    return verification.Services(
        clock=issuing.clock,
        resolver=OwnDocuments(people, issuing, documents or GivenDocuments({})),
        status_lists=OwnLists(issuing, lists or GivenLists({})),
        seen_lists=SharedSeenLists(),
        trusted_issuers=KnownIssuers(people, trusted),
        canonicalize=confined_canonicalizer(),
    )


def given_documents(documents: tuple[Document, ...]) -> dict[str, Document]:
    """Return documents by their id."""
    return {str(document.get("id", "")): document for document in documents}


def given_lists(lists: tuple[bytes, ...]) -> dict[str, bytes]:
    """Return status list credentials by their id; MalformedError if one is not a document."""
    return {str(read_document(data).get("id", "")): data for data in lists}


def _kek(settings: Settings, ids: RandomIds, *, create: bool) -> KeyEncryptionKey:
    if settings.kek:
        return read_kek_text(settings.kek)
    if settings.kek_path.exists():
        return read_kek_file(settings.kek_path)
    if create:
        return create_kek_file(settings.kek_path, ids.secret(KEK_BYTES))
    raise SettingsError(
        f"data_dir: there is no installation in {settings.data_dir.absolute()}; run issuer init, or"
        " set data_dir (or kek) to where it is"
    )


def _require_database_file(settings: Settings, *, create: bool) -> None:
    """SQLite would make an empty file of any misspelt name, so a missing one is said."""
    prefix = "sqlite:///"
    if create or not settings.database.startswith(prefix):
        return
    path = Path(settings.database.removeprefix(prefix))
    if not path.exists():
        raise SettingsError(f"database: there is no {path}; run issuer init, or set data_dir")
