"""Builds every service once from the settings; the only place where adapters meet use cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

from issuer import (
    accounts,
    assessment,
    auditing,
    clients,
    federation,
    issuance,
    jobs,
    post,
    verification,
)
from issuer.accounts import Privacy
from issuer.app.baking import bake_for
from issuer.app.checking import require_start
from issuer.app.federating import federation_of
from issuer.app.ids import RandomIds
from issuer.app.keyrings import kek_of, open_keyring
from issuer.app.lookups import (
    FirstDocument,
    FirstFile,
    KnownIssuers,
    ListedIssuers,
    OwnDocuments,
    OwnLists,
    OwnPages,
    OwnStandings,
    SharedSeenLists,
)
from issuer.app.mailing import mailer_of
from issuer.app.receipts import Receipts
from issuer.app.strangers import Strangers, strangers_of
from issuer.clock import Clock
from issuer.config import Settings
from issuer.errors import SettingsError
from issuer.identity import SMALL_HOST, STANDARD, Argon2Passwords, ListedPasswords
from issuer.keyring import Box, DerivedSecrets, EnvelopeKeyring, FilePersonKeys, LogKeyring
from issuer.records import (
    CheckpointFile,
    FileBlobs,
    SqlUnitOfWork,
    TrustFile,
    compact,
    is_current,
    open_engine,
    upgrade,
)
from issuer.remote import Fetcher
from issuer.verification import GivenDocuments, GivenLists, TrustList
from issuer.workers import confined_canonicalizer


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All use cases with their collaborators, and how to give back what they hold."""

    settings: Settings
    clock: Clock
    accounts: accounts.Services
    clients: clients.Services
    federation: federation.Services
    assessment: assessment.Services
    issuance: issuance.Services
    auditing: auditing.Services
    privacy: Privacy
    verification: verification.Services
    post: post.Services
    trust: TrustList
    receipts: Receipts
    jobs: jobs.Services
    form_key: bytes = field(repr=False)
    is_ready: Callable[[], bool]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Documents and status lists that a person gave as files, to be used before other hosts."""

    documents: GivenDocuments = field(default_factory=lambda: GivenDocuments({}))
    lists: GivenLists = field(default_factory=lambda: GivenLists({}))


def build_house(
    settings: Settings, clock: Clock, *, create: bool = False, fetcher: Fetcher | None = None
) -> House:
    """Open database, files and keys and build every service on them.

    `create` makes what a new installation lacks: folder, key-encryption key, tables. `fetcher`
    takes the place of the network.

    Raises:
        SettingsError: something is missing, unreadable or unsafe; says what to do.
    """
    ids = RandomIds()
    if create:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    require_start(settings)
    kek = kek_of(settings, ids, create=create)
    keyring = open_keyring(settings, kek)
    person_keys = FilePersonKeys(kek, settings.person_keys_path)
    secrets = DerivedSecrets(kek)
    box = Box(secrets)
    _require_database_file(settings, create=create)
    engine = open_engine(settings.database)
    if create:
        upgrade(engine)
    elif not is_current(engine):
        raise SettingsError("database: it is not at this release's revision; run issuer db upgrade")

    def write() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True, clock=clock, sealer=person_keys, box=box)

    def read() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=False, clock=clock, sealer=person_keys, box=box)

    mechanisms = _sign_in(settings, secrets)
    people = accounts.Services(
        unit_of_work=write, read_only=read, clock=clock, ids=ids, sign_in=mechanisms
    )
    files = FileBlobs(settings.evidence_dir, sealer=person_keys)
    assessing = assessment.Services(
        unit_of_work=write,
        read_only=read,
        clock=clock,
        ids=ids,
        blobs=files,
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
        key_wait=timedelta(hours=settings.key_wait_hours),
    )
    audit_log = auditing.Services(
        unit_of_work=write,
        read_only=read,
        keyring=LogKeyring(EnvelopeKeyring(kek)),
        clock=clock,
        ids=ids,
        origin=f"{urlsplit(settings.public_base_url).netloc}/audit",
        did_document=lambda organisation: issuance.did_document_of(organisation, issuing),
        outside=_outside(settings),
    )
    privacy = Privacy(
        accounts=people,
        keys=person_keys,
        files=files,
        compact=lambda: compact(engine),
        bake=partial(bake_for, assessing),
    )
    # Before anything else: a restored database may hold people who were erased since.
    accounts.replay_erasures(privacy)
    posting = post.Services(
        unit_of_work=write,
        clock=clock,
        mailer=mailer_of(settings),
        base_url=settings.public_base_url,
    )
    trust = TrustFile(settings.trust_path)
    verifying = verification_of(
        people,
        issuing,
        strangers_of(settings, fetcher),
        KnownIssuers(people, settings.trusted_issuers, trust),
    )
    return House(
        settings=settings,
        clock=clock,
        accounts=people,
        clients=clients.Services(unit_of_work=write, read_only=read, clock=clock, ids=ids),
        federation=federation_of(people, write, read, settings),
        assessment=assessing,
        issuance=issuing,
        auditing=audit_log,
        privacy=privacy,
        verification=verifying,
        trust=trust,
        receipts=Receipts(people, issuing, verifying),
        post=posting,
        jobs=jobs.Services(
            accounts=people,
            assessment=assessing,
            issuance=issuing,
            auditing=audit_log,
            privacy=privacy,
            post=posting,
        ),
        form_key=secrets.key("forms"),
        is_ready=lambda: is_current(engine),
        close=engine.dispose,
    )


def verification_of(
    people: accounts.Services,
    issuing: issuance.Services,
    strangers: Strangers,
    trusted: verification.TrustedIssuers,
    given: Given | None = None,
) -> verification.Services:
    """Return verification that knows this installation, what was given, and other hosts."""
    files = given or Given()
    documents = FirstDocument((files.documents, strangers.documents))
    return verification.Services(
        clock=issuing.clock,
        resolver=OwnDocuments(people, issuing, documents),
        status_lists=OwnLists(issuing, FirstFile((files.lists, strangers.lists))),
        seen_lists=SharedSeenLists(),
        trusted_issuers=trusted,
        key_documents=strangers.keys,
        linked_files=strangers.files,
        badge_pages=OwnPages(issuing, strangers.pages),
        local_standings=OwnStandings(issuing),
        canonicalize=confined_canonicalizer(),
    )


def verification_without_house(
    settings: Settings, clock: Clock, given: Given
) -> verification.Services:
    """Return verification for a computer on which nothing is installed."""
    strangers = strangers_of(settings)
    return verification.Services(
        clock=clock,
        resolver=FirstDocument((given.documents, strangers.documents)),
        status_lists=FirstFile((given.lists, strangers.lists)),
        seen_lists=SharedSeenLists(),
        trusted_issuers=ListedIssuers(settings.trusted_issuers, TrustFile(settings.trust_path)),
        key_documents=strangers.keys,
        linked_files=strangers.files,
        badge_pages=strangers.pages,
        canonicalize=confined_canonicalizer(),
    )


def _outside(settings: Settings) -> CheckpointFile | None:
    file = settings.audit_checkpoint_file
    return CheckpointFile(Path(file).absolute()) if file else None


def _sign_in(settings: Settings, secrets: DerivedSecrets) -> accounts.SignIn:
    return accounts.SignIn(
        secrets=secrets,
        passwords=Argon2Passwords(SMALL_HOST if settings.small_host else STANDARD),
        common=ListedPasswords(),
    )


def _require_database_file(settings: Settings, *, create: bool) -> None:
    """SQLite would make an empty file of any misspelt name, so a missing one is said."""
    prefix = "sqlite:///"
    if create or not settings.database.startswith(prefix):
        return
    path = Path(settings.database.removeprefix(prefix))
    if not path.exists():
        raise SettingsError(f"database: there is no {path}; run issuer init, or set data_dir")
