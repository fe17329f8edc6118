"""What verification looks up: this installation first, then what was given, then other hosts."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from threading import Lock
from typing import Protocol, cast
from urllib.parse import urlsplit

from issuer import accounts, issuance
from issuer.documents import Document
from issuer.errors import NotFoundError, UnavailableError
from issuer.verification import (
    BadgePages,
    CopyStanding,
    Resolver,
    SeenInMemory,
    StatusLists,
    TrustedIssuers,
)

_LISTS = "/status/"
_CREDENTIALS = "/credentials/"
_PATH = re.compile(r"/(?:credentials|badges)/([1-9A-HJ-NP-Za-km-z]{16,64})(?:\.[a-z]{3,4})?/?")
#: Status list addresses remembered against replay; far more than one installation has.
_MAX_SEEN = 10_000


class Files(Protocol):
    """Fetches bytes by URL: status lists, keys, and whatever else is named."""

    def fetch(self, url: str) -> bytes:
        """Return the bytes; UnavailableError."""
        ...


class FirstDocument:
    """A Resolver that asks others in order, until one has an answer."""

    def __init__(self, resolvers: Sequence[Resolver]) -> None:
        self._resolvers = tuple(resolvers)

    def resolve(self, identifier: str) -> Document:
        """Return the first document that one of them has; the last one's error."""
        for resolver in self._resolvers[:-1]:
            try:
                return resolver.resolve(identifier)
            except UnavailableError:
                continue
        return self._resolvers[-1].resolve(identifier)


class FirstFile:
    """Files from the first source that has them."""

    def __init__(self, sources: Sequence[Files]) -> None:
        self._sources = tuple(sources)

    def fetch(self, url: str) -> bytes:
        """Return the first bytes that one of them has; the last one's error."""
        for source in self._sources[:-1]:
            try:
                return source.fetch(url)
            except UnavailableError:
                continue
        return self._sources[-1].fetch(url)


class OwnDocuments:
    """A Resolver: our organisations' DID documents as they are published, then the others."""

    def __init__(
        self,
        accounts_services: accounts.Services,
        issuance_services: issuance.Services,
        others: Resolver,
    ) -> None:
        self._accounts = accounts_services
        self._issuance = issuance_services
        self._others = others

    def resolve(self, identifier: str) -> Document:
        """Return the document of one of our DIDs, or what the others have; UnavailableError."""
        for organisation in accounts.list_organisations(self._accounts):
            if organisation.did == identifier:
                return issuance.did_document_of(organisation.id, self._issuance)
        return self._others.resolve(identifier)


class OwnLists:
    """StatusLists: our published lists by their address, then the others."""

    def __init__(self, services: issuance.Services, others: StatusLists) -> None:
        self._services = services
        self._others = others

    def fetch(self, url: str) -> bytes:
        """Return the bytes that we serve at this address, or the others'; UnavailableError."""
        prefix = self._services.base_url + _LISTS
        if not url.startswith(prefix):
            return self._others.fetch(url)
        try:
            record = issuance.published_status_list(url.removeprefix(prefix), self._services)
        except NotFoundError as error:
            raise UnavailableError("There is no status list at this address") from error
        return cast("bytes", record.data)  # a published one always has its bytes


class OwnPages:
    """BadgePages: our own badges by any address that a person may have typed, then the others."""

    def __init__(self, services: issuance.Services, others: BadgePages) -> None:
        self._services = services
        self._others = others
        self._host = urlsplit(services.base_url).netloc

    def find(self, address: str) -> bytes:
        """Return the badge at an address; NotFoundError for an unknown or private one of ours."""
        typed = address.strip()
        if not is_at(typed, self._host):
            return self._others.find(typed)
        public_id = public_id_of(typed, self._host)
        if public_id is None:
            raise UnavailableError(
                f"This is no address of a badge at {self._host}. It looks like"
                f" {self._services.base_url}{_CREDENTIALS}...",
                code="no_credential",
            )
        return issuance.credential_bytes(public_id, self._services).data or b""


class OwnStandings:
    """LocalStandings: suspensions that our public lists cannot show (README ruling 3)."""

    def __init__(self, services: issuance.Services) -> None:
        self._services = services

    def is_suspended(self, credential_id: str, issuer_id: str) -> bool | None:
        """Say whether it is suspended here; None unless this issuer is ours and issued it."""
        prefix = self._services.base_url + _CREDENTIALS
        if not credential_id.startswith(prefix):
            return None
        public_id = credential_id.removeprefix(prefix)
        return issuance.is_suspended(public_id, issuer_id, self._services)

    def copy_of(self, key_id: str, sha256: str) -> CopyStanding | None:
        """Say what we know of bytes that a stolen key of ours signed; None for any other key."""
        found = issuance.vouch(key_id, sha256, self._services)
        return None if found is None else CopyStanding(found.value)


class KnownIssuers:
    """TrustedIssuers: our own organisations, the setting, and the installation's trust list."""

    def __init__(
        self, services: accounts.Services, listed: Collection[str], trust_list: TrustedIssuers
    ) -> None:
        self._services = services
        self._listed = frozenset(listed)
        self._trust_list = trust_list

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether we host this issuer or the operator knows it."""
        if issuer_id in self._listed or self._trust_list.is_trusted(issuer_id):
            return True
        ours = accounts.list_organisations(self._services)
        return any(organisation.did == issuer_id for organisation in ours)


class ListedIssuers:
    """TrustedIssuers where there is no installation: the setting and the trust list alone."""

    def __init__(self, listed: Collection[str], trust_list: TrustedIssuers) -> None:
        self._listed = frozenset(listed)
        self._trust_list = trust_list

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether the operator knows this issuer."""
        return issuer_id in self._listed or self._trust_list.is_trusted(issuer_id)


class SharedSeenLists:
    """SeenLists for all threads of the process, bounded."""

    def __init__(self, fresh: Callable[[], SeenInMemory] = SeenInMemory) -> None:
        self._fresh = fresh
        self._seen = fresh()
        self._count = 0
        self._lock = Lock()

    def newest(self, url: str, valid_from: datetime) -> datetime:
        """Note this list's `validFrom` and return the newest that was noted for `url`."""
        with self._lock:
            self._count += 1
            if self._count > _MAX_SEEN:
                self._seen, self._count = self._fresh(), 0
            return self._seen.newest(url, valid_from)


def is_at(address: str, host: str) -> bool:
    """Tell whether an address, in whichever form a person typed it, is one of this host."""
    try:
        parts = urlsplit(_with_scheme(address))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def public_id_of(address: str, host: str) -> str | None:
    """Return the id in an address of a badge of ours; else None."""
    if not is_at(address, host):
        return None
    match = _PATH.fullmatch(urlsplit(_with_scheme(address)).path)
    return None if match is None else match[1]


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"
