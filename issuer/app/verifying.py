"""Verification with what it asks: this installation, what somebody gave as files, other hosts."""

from dataclasses import dataclass, field

from issuer import accounts, issuance, verification
from issuer.app.lookups import (
    FirstDocument,
    FirstFile,
    ListedIssuers,
    OwnDocuments,
    OwnLists,
    OwnPages,
    OwnStandings,
    SharedSeenLists,
)
from issuer.app.strangers import Strangers, strangers_of
from issuer.clock import Clock
from issuer.config import Settings
from issuer.records import TrustFile
from issuer.verification import GivenDocuments, GivenLists
from issuer.web import tellings
from issuer.workers import confined_canonicalizer


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Documents and status lists that a person gave as files, to be used before other hosts."""

    documents: GivenDocuments = field(default_factory=lambda: GivenDocuments({}))
    lists: GivenLists = field(default_factory=lambda: GivenLists({}))


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
        tellings=tellings(),
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
        tellings=tellings(),
    )
