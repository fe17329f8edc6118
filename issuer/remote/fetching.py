"""The one way to a URL that we did not write ourselves (reliability.md rows 46-52).

Each hop: read the URL, resolve its host once, check every address, connect to a checked one, keep
the host's name for TLS and the Host header. One deadline covers all hops.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from ssl import SSLContext
from urllib.parse import urljoin

import requests
import urllib3

from issuer.errors import UnavailableError
from issuer.remote.addresses import AddressPolicy, is_loopback, is_public
from issuer.remote.answers import fetched_of, read_body, redirect_of, require_plain
from issuer.remote.deadlines import Allowance, Deadline, Monotonic
from issuer.remote.gates import Gates
from issuer.remote.model import Fetched, Limits
from issuer.remote.names import Resolve, addresses_of, resolve_system
from issuer.remote.sockets import (
    Connect,
    WatchedSocket,
    client_context,
    connect_tcp,
    open_first,
    secure,
)
from issuer.remote.transport import PinnedAdapter, prepare_get
from issuer.remote.urls import Target, read_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What fetching uses of this host; the defaults are those of the real internet."""

    resolve: Resolve = resolve_system
    connect: Connect = connect_tcp
    may_contact: AddressPolicy = is_public
    tls: SSLContext = field(default_factory=client_context)
    monotonic: Monotonic = time.monotonic


class GuardedFetcher:
    """Fetches documents from strangers; may be used by many threads at once."""

    def __init__(self, limits: Limits | None = None, network: Network | None = None) -> None:
        self._limits = limits or Limits()
        self._network = network or Network()
        self._gates = Gates(per_host=self._limits.per_host, in_all=self._limits.in_all)

    def deadline(self) -> Deadline:
        """Return a deadline for several fetches together, counted from now."""
        return Deadline(self._limits.seconds, self._network.monotonic)

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        """Return what stands at this URL, following so many redirects; see `Fetcher.fetch`."""
        ends = deadline or self.deadline()
        target = self._read(url)
        for _ in range(redirects + 1):
            answer = self._ask(target, accept, min(max_bytes, self._limits.max_bytes), ends)
            if isinstance(answer, Fetched):
                return answer
            target = self._follow(target, answer)
        raise UnavailableError(
            "The address redirects where it may not, or too often", code="redirect"
        )

    def _read(self, url: str) -> Target:
        return read_url(
            url,
            ports=self._limits.ports,
            allow_loopback_http=self._limits.allow_loopback_http,
        )

    def _follow(self, target: Target, location: str) -> Target:
        """Read where a redirect leads, as strictly as the first address."""
        try:
            following = self._read(urljoin(target.url, location).partition("#")[0])
        except (UnavailableError, ValueError) as error:
            raise UnavailableError(
                "The address redirects to one that is not asked", code="redirect"
            ) from error
        if following.is_loopback_http and not target.is_loopback_http:
            raise UnavailableError("The address redirects to http", code="redirect")
        return following

    def _ask(
        self, target: Target, accept: str, max_bytes: int, deadline: Deadline
    ) -> Fetched | str:
        """Make one request; return the answer, or where it redirects to."""
        allowance = Allowance(self._limits.header_bytes)
        with self._gates.passing(target.host, deadline):
            adapter = PinnedAdapter(
                target,
                lambda: open_checked(target, deadline, allowance, self._limits, self._network),
            )
            try:
                answer = adapter.send(self._request(target, accept), stream=True)
                return _read_answer(target, answer, max_bytes, allowance)
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                raise UnavailableError(
                    f"{target.shown} does not answer as a web server does", code="connection"
                ) from error
            finally:
                adapter.close()

    def _request(self, target: Target, accept: str) -> requests.PreparedRequest:
        return prepare_get(
            target,
            {
                "User-Agent": self._limits.user_agent,
                "Accept": accept,
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )


def open_checked(
    target: Target, deadline: Deadline, allowance: Allowance, limits: Limits, network: Network
) -> WatchedSocket:
    """Connect to a checked address of the target's host.

    Raises:
        UnavailableError: `dns`, `address`, `connection`, `tls` or `timeout`.
    """
    opened = open_first(
        target,
        _checked_addresses(target, deadline, network),
        connect=network.connect,
        seconds=limits.connect_seconds,
        deadline=deadline,
    )
    if not target.is_loopback_http:
        opened = secure(opened, target, context=network.tls, deadline=deadline)
    return WatchedSocket(opened, deadline, allowance)


def _checked_addresses(target: Target, deadline: Deadline, network: Network) -> Sequence[str]:
    """Resolve once; one bad address among good ones refuses all of them (row 48)."""
    found = addresses_of(target.host, resolve=network.resolve, deadline=deadline)
    allowed = is_loopback if target.is_loopback_http else network.may_contact
    if not all(allowed(address) for address in found):
        # The sentence does not say which, so that nobody maps our network by asking.
        raise UnavailableError(
            f"{target.host} is not a public address of the internet", code="address"
        )
    return found


def _read_answer(
    target: Target, answer: requests.Response, max_bytes: int, allowance: Allowance
) -> Fetched | str:
    try:
        if location := redirect_of(answer):
            return location
        require_plain(answer)
        # Twice: chunks need framing, and a header without end would hide in it otherwise.
        allowance.add(2 * max_bytes)
        return fetched_of(target, answer, read_body(answer, max_bytes))
    finally:
        answer.close()
