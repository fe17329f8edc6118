"""Services from given mappings: nothing is fetched. For files on disk, and for tests."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from issuer.clock import Clock
from issuer.documents import Document
from issuer.errors import MalformedError, UnavailableError
from issuer.proofs import Canonicalize, canonicalize_document
from issuer.verification.checks.status import MAX_LIST_BYTES
from issuer.verification.ports import Services
from issuer.verification.reading import read_secured


class GivenDocuments:
    """A Resolver that knows these documents only, by DID or URL."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = dict(documents)

    def resolve(self, identifier: str) -> Document:
        """Return the given document.

        Raises:
            UnavailableError: none was given.
        """
        if identifier not in self._documents:
            raise UnavailableError(
                f"The document of {identifier[:80]} is not at hand", code="key_unreachable"
            )
        return self._documents[identifier]


class GivenLists:
    """StatusLists that knows these bytes only, by URL."""

    def __init__(self, lists: Mapping[str, bytes]) -> None:
        self._lists = dict(lists)

    def fetch(self, url: str) -> bytes:
        """Return the given bytes.

        Raises:
            UnavailableError: none were given.
        """
        if url not in self._lists:
            raise UnavailableError(f"The status list {url[:80]} is not at hand")
        return self._lists[url]


class GivenKeys:
    """KeyDocuments that knows these JWK and JWK Sets only, by URL."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)

    def fetch(self, url: str) -> bytes:
        """Return the given bytes.

        Raises:
            UnavailableError: none were given.
        """
        if url not in self._keys:
            raise UnavailableError(f"The key at {url[:80]} is not at hand", code="key_unreachable")
        return self._keys[url]


class GivenIssuers:
    """TrustedIssuers that knows these identifiers only."""

    def __init__(self, identifiers: Collection[str]) -> None:
        self._identifiers = frozenset(identifiers)

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether this identifier was given."""
        return issuer_id in self._identifiers


class SeenInMemory:
    """SeenLists for the life of this object."""

    def __init__(self) -> None:
        self._newest: dict[str, datetime] = {}

    def newest(self, url: str, valid_from: datetime) -> datetime:
        """Note this list's `validFrom` and return the newest that was noted for `url`."""
        newest = max(valid_from, self._newest.get(url, valid_from))
        self._newest[url] = newest
        return newest


def lists_by_url(lists: Iterable[bytes]) -> dict[str, bytes]:
    """Return status list credentials by the address that each claims; nothing is verified here.

    Raises:
        MalformedError: not a JSON object, or one without an id.
        InvalidProofError: a token that is refused by its form.
        LimitError: too large for a status list.
    """
    by_url = {}
    for data in lists:
        url = read_secured(data, max_bytes=MAX_LIST_BYTES).document.get("id")
        if not isinstance(url, str):
            raise MalformedError("A status list has its address as id", pointer="/id")
        by_url[url] = data
    return by_url


def offline_services(
    *,
    clock: Clock,
    documents: Mapping[str, Document],
    status_lists: Mapping[str, bytes],
    trusted: Collection[str] = (),
    keys: Mapping[str, bytes] | None = None,
    canonicalize: Canonicalize = canonicalize_document,
) -> Services:
    """Return services that answer from what is given and from nothing else."""
    return Services(
        clock=clock,
        resolver=GivenDocuments(documents),
        status_lists=GivenLists(status_lists),
        seen_lists=SeenInMemory(),
        trusted_issuers=GivenIssuers(trusted),
        key_documents=GivenKeys(keys or {}),
        canonicalize=canonicalize,
    )
