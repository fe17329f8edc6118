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
    reporting,
    retention,
    verification,
)
from issuer.accounts import Privacy
from issuer.app.baking import bake_for
from issuer.app.federating import federation_of
from issuer.app.ground import Ground, open_ground
from issuer.app.health import Health, Stands, clock_is_steady, keys_sign
from issuer.app.lookups import KnownIssuers
from issuer.app.mailing import mailer_of
from issuer.app.pacing import open_pacer
from issuer.app.receipts import Receipts
from issuer.app.strangers import strangers_of
from issuer.app.verifying import verification_of
from issuer.clock import Clock
from issuer.config import Settings
from issuer.identity import (
    SMALL_HOST,
    STANDARD,
    Argon2Passwords,
    ListedPasswords,
    PyotpCodes,
    WebAuthnPasskeys,
)
from issuer.pacing import Pacer
from issuer.records import (
    CheckpointFile,
    SqlCounters,
    TrustFile,
    can_write,
    compact,
    is_current,
)
from issuer.remote import Fetcher
from issuer.verification import Trusting


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
    retention: retention.Services
    trusting: Trusting
    reporting: reporting.Services
    receipts: Receipts
    jobs: jobs.Services
    pacer: Pacer
    form_key: bytes = field(repr=False)
    set_up_secret: str = field(repr=False)
    health: Health
    secret_says: str
    close: Callable[[], None]


def build_house(
    settings: Settings, clock: Clock, *, create: bool = False, fetcher: Fetcher | None = None
) -> House:
    """Open database, files and keys and build every service on them.

    `create` makes what a new installation lacks: folder, key-encryption key, tables. `fetcher`
    takes the place of the network.

    Raises:
        SettingsError: something is missing, unreadable or unsafe; says what to do.
    """
    ground = open_ground(settings, clock, create=create)
    people = _people(ground)
    assessing = _assessing(ground)
    privacy = _privacy(ground, people, assessing)
    # Before anything else: a restored database may hold people who were erased since.
    accounts.replay_erasures(privacy)
    issuing = _issuing(ground)
    audit_log = _auditing(ground, issuing)
    posting = _posting(ground)
    keeping = _retention(ground)
    trust = TrustFile(settings.trust_path)
    known = KnownIssuers(people, settings.trusted_issuers, trust)
    verifying = verification_of(people, issuing, strangers_of(settings, fetcher), known)
    pacer, close = open_pacer(settings, SqlCounters(ground.engine), clock, ground.secrets)
    return House(
        settings=settings,
        clock=clock,
        accounts=people,
        clients=_clients(ground),
        federation=federation_of(people, ground.write, ground.read, settings),
        assessment=assessing,
        issuance=issuing,
        auditing=audit_log,
        privacy=privacy,
        verification=verifying,
        post=posting,
        retention=keeping,
        trusting=_trusting(ground, trust, verifying),
        reporting=_reporting(ground),
        receipts=Receipts(people, issuing, verifying),
        jobs=_jobs(assessing, issuing, audit_log, privacy, posting, keeping),
        pacer=pacer,
        form_key=ground.secrets.key("forms"),
        set_up_secret=ground.secrets.key("set-up").hex(),
        health=_health(ground, people, issuing),
        secret_says=ground.secret_says,
        close=partial(_leave, ground, close),
    )


def _leave(ground: Ground, close: Callable[[], None]) -> None:
    close()
    ground.occupied.close()


def _people(ground: Ground) -> accounts.Services:
    settings = ground.settings
    return accounts.Services(
        unit_of_work=ground.write,
        read_only=ground.read,
        clock=ground.clock,
        ids=ground.ids,
        sign_in=accounts.SignIn(
            secrets=ground.secrets,
            passwords=Argon2Passwords(SMALL_HOST if settings.small_host else STANDARD),
            common=ListedPasswords(),
            passkeys=WebAuthnPasskeys(settings.public_base_url),
            time_codes=PyotpCodes(),
        ),
    )


def _clients(ground: Ground) -> clients.Services:
    return clients.Services(
        unit_of_work=ground.write, read_only=ground.read, clock=ground.clock, ids=ground.ids
    )


def _assessing(ground: Ground) -> assessment.Services:
    settings = ground.settings
    return assessment.Services(
        unit_of_work=ground.write,
        read_only=ground.read,
        clock=ground.clock,
        ids=ground.ids,
        blobs=ground.files,
        base_url=settings.public_base_url,
        max_evidence_bytes=settings.max_evidence_bytes,
        max_learner_bytes=settings.max_learner_bytes,
        max_organisation_bytes=settings.max_organisation_bytes,
    )


def _issuing(ground: Ground) -> issuance.Services:
    return issuance.Services(
        unit_of_work=ground.write,
        read_only=ground.read,
        keyring=ground.keyring,
        clock=ground.clock,
        ids=ground.ids,
        base_url=ground.settings.public_base_url,
        sleep=sleep,
        key_wait=timedelta(hours=ground.settings.key_wait_hours),
    )


def _auditing(ground: Ground, issuing: issuance.Services) -> auditing.Services:
    return auditing.Services(
        unit_of_work=ground.write,
        read_only=ground.read,
        keyring=ground.log_keyring,
        clock=ground.clock,
        ids=ground.ids,
        origin=f"{urlsplit(ground.settings.public_base_url).netloc}/audit",
        did_document=lambda organisation: issuance.did_document_of(organisation, issuing),
        outside=_outside(ground.settings),
    )


def _reporting(ground: Ground) -> reporting.Services:
    return reporting.Services(
        unit_of_work=ground.write, read_only=ground.read, clock=ground.clock, ids=ground.ids
    )


def _trusting(ground: Ground, trust: TrustFile, verifying: verification.Services) -> Trusting:
    return Trusting(
        trust=trust,
        verification=verifying,
        unit_of_work=ground.write,
        new_id=ground.ids.new_id,
    )


def _privacy(ground: Ground, people: accounts.Services, assessing: assessment.Services) -> Privacy:
    return Privacy(
        accounts=people,
        keys=ground.person_keys,
        files=ground.files,
        compact=lambda: compact(ground.engine),
        bake=partial(bake_for, assessing),
    )


def _posting(ground: Ground) -> post.Services:
    return post.Services(
        unit_of_work=ground.write,
        clock=ground.clock,
        mailer=mailer_of(ground.settings),
        base_url=ground.settings.public_base_url,
    )


def _retention(ground: Ground) -> retention.Services:
    return retention.Services(
        unit_of_work=ground.write,
        read_only=ground.read,
        clock=ground.clock,
        ids=ground.ids,
        files=ground.files,
    )


def _jobs(  # what the background works on
    assessing: assessment.Services,
    issuing: issuance.Services,
    audit_log: auditing.Services,
    privacy: Privacy,
    posting: post.Services,
    keeping: retention.Services,
) -> jobs.Services:
    return jobs.Services(
        accounts=privacy.accounts,
        assessment=assessing,
        issuance=issuing,
        auditing=audit_log,
        privacy=privacy,
        post=posting,
        retention=keeping,
    )


def _health(ground: Ground, people: accounts.Services, issuing: issuance.Services) -> Health:
    return Health(
        Stands(
            database=lambda: can_write(ground.engine),
            alone={"disk": ground.files.has_room},
            on_database={
                "migration": lambda: is_current(ground.engine),
                "keys": lambda: keys_sign(people, issuing),
                "status_lists": lambda: issuance.lists_are_fresh(issuing),
                "clock": lambda: clock_is_steady(issuing),
            },
        ),
        ground.clock,
    )


def _outside(settings: Settings) -> CheckpointFile | None:
    file = settings.audit_checkpoint_file
    return CheckpointFile(Path(file).absolute()) if file else None
