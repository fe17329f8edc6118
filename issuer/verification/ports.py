"""What verification needs from outside: DID documents, status lists, trust, the time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from issuer.clock import Clock
from issuer.documents import Document
from issuer.errors import UnavailableError
from issuer.proofs import Canonicalize, canonicalize_document
from issuer.verification.findings import CopyStanding
from issuer.verification.model import TrustedIssuer
from issuer.verification.telling import IN_ENGLISH, Telling


class Resolver(Protocol):
    """Finds the controlled identifier document of an issuer."""

    def resolve(self, identifier: str) -> Document:
        """Return the document of a DID or https URL, without a fragment.

        Raises:
            UnavailableError: it could not be retrieved; nothing is known about it.
            MalformedError: what was retrieved is not a JSON object.
            LimitError: it is too large.
        """
        ...


class StatusLists(Protocol):
    """Fetches status list credentials."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes served at exactly this URL.

        Raises:
            UnavailableError: no answer, an error answer, or too large an answer.
        """
        ...


class KeyDocuments(Protocol):
    """Fetches keys that stand by themselves or in a JWK Set, as tokens name them (OB-38, OB-39)."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes served at exactly this https URL.

        Raises:
            UnavailableError: no answer, an error answer, or too large an answer.
        """
        ...


class NoKeyDocuments:
    """KeyDocuments of a verifier that looks none up: such keys stay an open question."""

    def fetch(self, url: str) -> bytes:
        """Refuse.

        Raises:
            UnavailableError: always.
        """
        raise UnavailableError(f"The key at {url[:80]} is not at hand", code="key_unreachable")


class LinkedFiles(Protocol):
    """Fetches what a credential names beside keys and lists, once its proof has held."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes served at exactly this https URL.

        Raises:
            UnavailableError: no answer, an error answer, or too large an answer.
        """
        ...


class NoLinkedFiles:
    """LinkedFiles of a verifier that looks nothing up."""

    def fetch(self, url: str) -> bytes:
        """Refuse.

        Raises:
            UnavailableError: always.
        """
        raise UnavailableError(f"{url[:80]} is not looked up here", code="not_looked_up")


class BadgePages(Protocol):
    """Finds the credential behind an address that a person typed."""

    def find(self, address: str) -> bytes:
        """Return the bytes of the credential (JSON, JWT or a baked picture).

        Raises:
            NotFoundError: an address of ours with no badge behind it that may be shown.
            UnavailableError: it is not looked up, did not answer, or leads to no badge.
        """
        ...


class NoBadgePages:
    """BadgePages of a verifier that looks nothing up."""

    def find(self, address: str) -> bytes:
        """Refuse.

        Raises:
            UnavailableError: always.
        """
        raise UnavailableError(f"{address[:80]} is not looked up here", code="not_looked_up")


class LocalStandings(Protocol):
    """What only this installation knows of credentials that it issued (README ruling 3)."""

    def is_suspended(self, credential_id: str, issuer_id: str) -> bool | None:
        """Say whether it is suspended here; None unless this issuer is ours and issued it."""
        ...

    def copy_of(self, key_id: str, sha256: str) -> CopyStanding | None:
        """Say what we know of bytes that a stolen key of ours signed; None for any other key."""
        ...


class NoLocalStandings:
    """LocalStandings of a verifier that issues nothing."""

    def is_suspended(self, credential_id: str, issuer_id: str) -> bool | None:
        """Know nothing."""
        del credential_id, issuer_id
        return None

    def copy_of(self, key_id: str, sha256: str) -> CopyStanding | None:
        """Know nothing."""
        del key_id, sha256
        return None


class SeenLists(Protocol):
    """Remembers how new the newest list of each address was, against replayed old ones."""

    def newest(self, url: str, valid_from: datetime) -> datetime:
        """Note this list's `validFrom` and return the newest that was ever noted for `url`."""
        ...


class TrustedIssuers(Protocol):
    """The verifier's own list of issuers that it knows."""

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether this exact identifier is on the list."""
        ...


class TrustList(Protocol):
    """The installation's own list of trusted issuers, which an operator keeps."""

    def entries(self) -> tuple[TrustedIssuer, ...]:
        """Return all of them."""
        ...

    def add(self, issuers: Iterable[TrustedIssuer]) -> int:
        """Add issuers, replacing those of the same id; returns how many are new."""
        ...

    def remove(self, issuer_id: str) -> None:
        """Take an issuer off the list; NotFoundError if it is not on it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of a verification.

    `canonicalize` does the JSON-LD work of foreign documents; a service gives one that can be
    killed (performance specification, 4.5). `tellings` are the languages in which receipts are
    printed here: a sheet that is shown is compared with one in each.
    """

    clock: Clock
    resolver: Resolver
    status_lists: StatusLists
    seen_lists: SeenLists
    trusted_issuers: TrustedIssuers
    canonicalize: Canonicalize = canonicalize_document
    key_documents: KeyDocuments = field(default_factory=NoKeyDocuments)
    linked_files: LinkedFiles = field(default_factory=NoLinkedFiles)
    badge_pages: BadgePages = field(default_factory=NoBadgePages)
    local_standings: LocalStandings = field(default_factory=NoLocalStandings)
    tellings: tuple[Telling, ...] = (IN_ENGLISH,)
