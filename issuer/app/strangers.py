"""How other hosts are asked: by one guarded fetcher, or not at all."""

from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from issuer.config import Settings
from issuer.documents import Document
from issuer.errors import UnavailableError
from issuer.remote import (
    CacheLimits,
    CachingFetcher,
    Deadline,
    DidResolver,
    Fetched,
    FetchedFiles,
    FetchedLists,
    Fetcher,
    GuardedFetcher,
    Limits,
    find_credential,
)
from issuer.verification import BadgePages, KeyDocuments, LinkedFiles, Resolver, StatusLists


@dataclass(frozen=True, slots=True, kw_only=True)
class Strangers:
    """What verification asks other hosts for."""

    documents: Resolver
    lists: StatusLists
    keys: KeyDocuments
    files: LinkedFiles
    pages: BadgePages


def strangers_of(settings: Settings, fetcher: Fetcher | None = None) -> Strangers:
    """Return the ways to other hosts that the settings allow; `fetcher` replaces the network."""
    host = urlsplit(settings.public_base_url).netloc
    if not settings.allow_remote_verification:
        return _asked_by(_Silent(host), settings)
    return _asked_by(_NotOurselves(fetcher or _guarded(settings), host), settings)


def _guarded(settings: Settings) -> Fetcher:
    limits = Limits(allow_loopback_http=settings.allow_loopback_http)
    return CachingFetcher(GuardedFetcher(limits), CacheLimits(), monotonic)


def _asked_by(fetcher: Fetcher, settings: Settings) -> Strangers:
    files = FetchedFiles(fetcher)
    return Strangers(
        documents=_Documents(
            DidResolver(fetcher, allow_loopback_http=settings.allow_loopback_http)
        ),
        lists=FetchedLists(fetcher),
        keys=_Keys(FetchedFiles(fetcher, redirects=0)),
        files=files,
        pages=_Pages(fetcher),
    )


class _Documents:
    """A Resolver whose faults name the key, as reports do."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def resolve(self, identifier: str) -> Document:
        try:
            return self._resolver.resolve(identifier)
        except UnavailableError as error:
            raise _of_key(error) from error


class _Keys:
    """KeyDocuments whose faults name the key, as reports do; what is gone for good is said so."""

    def __init__(self, files: KeyDocuments) -> None:
        self._files = files

    def fetch(self, url: str) -> bytes:
        try:
            return self._files.fetch(url)
        except UnavailableError as error:
            if error.code == "taken_away":
                raise
            raise _of_key(error) from error


class _Pages:
    """BadgePages of other hosts."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def find(self, address: str) -> bytes:
        typed = address if "://" in address else f"https://{address}"
        return find_credential(typed, self._fetcher).data


class _Silent:
    """A Fetcher that asks nobody."""

    def __init__(self, host: str) -> None:
        self._host = host

    def deadline(self) -> Deadline:
        return Deadline(Limits().seconds, monotonic)

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        del accept, max_bytes, redirects, deadline
        raise UnavailableError(
            f"{url[:80]} is not looked up: this service asks no other host than {self._host}."
            " Download the badge there and choose its file",
            code="not_looked_up",
        )


class _NotOurselves:
    """A Fetcher that never asks this very service: its threads would wait for each other."""

    def __init__(self, fetcher: Fetcher, host: str) -> None:
        self._fetcher = fetcher
        self._host = host

    def deadline(self) -> Deadline:
        return self._fetcher.deadline()

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        if _host_of(url) == self._host.lower():
            raise UnavailableError(
                "There is nothing of this kind here that may be shown", code="own_address"
            )
        return self._fetcher.fetch(
            url, accept=accept, max_bytes=max_bytes, redirects=redirects, deadline=deadline
        )


def _of_key(error: UnavailableError) -> UnavailableError:
    code = error.code if error.code == "did_method" else "key_unreachable"
    return UnavailableError(error.detail, code=code)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
