"""What verification looks up, answered from this installation alone; other hosts come later."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import cast

from issuer import accounts, issuance
from issuer.documents import Document
from issuer.errors import NotFoundError, UnavailableError
from issuer.verification import GivenDocuments, GivenLists, SeenInMemory

_LISTS = "/status/"
#: Status list addresses remembered against replay; far more than one installation has.
_MAX_SEEN = 10_000


class OwnDocuments:
    """A Resolver: our organisations' DID documents as they are published, then what was given."""

    def __init__(
        self,
        accounts_services: accounts.Services,
        issuance_services: issuance.Services,
        given: GivenDocuments,
    ) -> None:
        self._accounts = accounts_services
        self._issuance = issuance_services
        self._given = given

    def resolve(self, identifier: str) -> Document:
        """Return the document of one of our DIDs, or a given one; UnavailableError."""
        for organisation in accounts.list_organisations(self._accounts):
            if organisation.did == identifier:
                return issuance.did_document_of(organisation.id, self._issuance)
        return self._given.resolve(identifier)


class OwnLists:
    """StatusLists: our published lists by their address, then what was given."""

    def __init__(self, services: issuance.Services, given: GivenLists) -> None:
        self._services = services
        self._given = given

    def fetch(self, url: str) -> bytes:
        """Return the bytes that we serve at this address, or given ones; UnavailableError."""
        prefix = self._services.base_url + _LISTS
        if not url.startswith(prefix):
            return self._given.fetch(url)
        try:
            record = issuance.published_status_list(url.removeprefix(prefix), self._services)
        except NotFoundError as error:
            raise UnavailableError("There is no status list at this address") from error
        return cast("bytes", record.data)  # a published one always has its bytes


class KnownIssuers:
    """TrustedIssuers: our own organisations, and those that the operator listed."""

    def __init__(self, services: accounts.Services, listed: tuple[str, ...]) -> None:
        self._services = services
        self._listed = frozenset(listed)

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether we host this issuer or the operator knows it."""
        if issuer_id in self._listed:
            return True
        ours = accounts.list_organisations(self._services)
        return any(organisation.did == issuer_id for organisation in ours)


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
