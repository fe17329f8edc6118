"""A web in memory: DID documents, status lists and pages of issuers that do not exist.

It keeps the promise of `remote.Fetcher`: URLs are read as strictly, redirects count, sizes are
capped. Resolver, lists and pages above it are the real ones.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from issuer import proofs
from issuer.clock import Clock
from issuer.documents import Json, write_document
from issuer.errors import UnavailableError
from issuer.remote import Deadline, DidResolver, Fetched, FetchedLists, Link, read_url
from issuer.verification.offline import GivenIssuers, SeenInMemory
from issuer.verification.ports import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What stands at one address: a body, a redirect, or a fault with this code."""

    data: bytes = b""
    content_type: str = "application/json"
    links: tuple[Link, ...] = ()
    max_age: int | None = None
    location: str | None = None
    fault: str | None = None


@dataclass(slots=True)
class SimulatedWeb:
    """Fits `remote.Fetcher`; `asked` holds every address that was asked, in order."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def publish(
        self, url: str, data: bytes | str | Mapping[str, Json], content_type: str = ""
    ) -> None:
        """Put text, bytes or a JSON document at an address."""
        body = _bytes_of(data)
        kind = content_type or ("text/html" if isinstance(data, str) else "application/json")
        self.replies[url] = Reply(data=body, content_type=kind)

    def publish_did(self, document: Mapping[str, Json]) -> None:
        """Put a DID document where its did:web says."""
        self.publish(proofs.did_web_to_url(str(document["id"])), document)

    def redirect(self, url: str, location: str) -> None:
        """Let an address redirect."""
        self.replies[url] = Reply(location=location)

    def fail(self, url: str, code: str) -> None:
        """Let an address fail with this code of `UnavailableError`."""
        self.replies[url] = Reply(fault=code)

    def deadline(self) -> Deadline:
        """Return a deadline that is never met: no time passes here."""
        return Deadline(8.0, lambda: 0.0)

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        """Return what was put at this address; `accept` is noted by nobody."""
        del accept, deadline
        at = read_url(url).url
        for _ in range(redirects + 1):
            reply = self._reply(at)
            if reply.location is None:
                return _fetched(at, reply, max_bytes)
            at = read_url(urljoin(at, reply.location)).url
        raise UnavailableError("The address redirects too often", code="redirect")

    def services(self, *, clock: Clock, trusted: Collection[str] = ()) -> Services:
        """Return services of a verification that look everything up here."""
        return Services(
            clock=clock,
            resolver=DidResolver(self),
            status_lists=FetchedLists(self),
            seen_lists=SeenInMemory(),
            trusted_issuers=GivenIssuers(trusted),
        )

    def _reply(self, url: str) -> Reply:
        self.asked.append(url)
        reply = self.replies.get(url, Reply(fault="http_status"))
        if reply.fault is not None:
            raise UnavailableError(f"Nothing stands at {url}", code=reply.fault)
        return reply


def _bytes_of(data: bytes | str | Mapping[str, Json]) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.encode("utf-8") if isinstance(data, str) else write_document(data)


def _fetched(url: str, reply: Reply, max_bytes: int) -> Fetched:
    if len(reply.data) > max_bytes:
        raise UnavailableError(f"The answer is larger than {max_bytes} bytes", code="size")
    return Fetched(
        url=url,
        content_type=reply.content_type,
        data=reply.data,
        links=reply.links,
        max_age=reply.max_age,
    )
