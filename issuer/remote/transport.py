"""The transport adapter: requests and urllib3 speak HTTP, over the connection that we opened.

No session is used: so there are no cookies, no proxies and no passwords from the environment, and
no redirect is followed but by `fetching`.
"""

import socket
from collections.abc import Callable, Mapping
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPSConnectionPool

from issuer.remote.sockets import WatchedSocket
from issuer.remote.urls import Target

#: Opens the checked connection for one request.
OpenConnection = Callable[[], WatchedSocket]


class PinnedAdapter(HTTPAdapter):
    """Sends one request to one target over a connection opened elsewhere.

    urllib3 knows the host by its name only, for the Host header; it looks up and connects nothing.
    """

    def __init__(self, target: Target, open_connection: OpenConnection) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._open_connection = open_connection
        self._opened: list[WatchedSocket] = []
        # Untyped, since urllib3's own connection does not fit the Protocol of this attribute.
        pool: Any = HTTPSConnectionPool(target.host, target.port, open_connection=self._open)
        pool.ConnectionCls = _PinnedConnection
        self._pool: HTTPSConnectionPool = pool

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,  # noqa: ARG002 # the pool was made for its target
        verify: bool | str | None,  # noqa: ARG002 # checked where the connection is opened
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 # never through a proxy
        cert: tuple[str, str] | str | None = None,  # noqa: ARG002 # we have none
    ) -> ConnectionPool:
        """Return the pool of the pinned connection, whatever the request says."""
        return self._pool

    def close(self) -> None:
        """Close the connection, even where urllib3 lost sight of it over a bad header."""
        self._pool.close()
        super().close()
        for opened in self._opened:
            opened.discard()

    def _open(self) -> WatchedSocket:
        opened = self._open_connection()
        self._opened.append(opened)
        return opened


class _PinnedConnection(HTTPSConnection):
    """A connection of urllib3 that does not connect by itself."""

    def __init__(self, *, open_connection: OpenConnection, **options: Any) -> None:
        super().__init__(**options)
        self._open_connection = open_connection

    def connect(self) -> None:
        # What HTTP uses of a socket, WatchedSocket has.
        self.sock = cast("socket.socket", self._open_connection())
        # Otherwise urllib3 warns: it cannot see that the certificate was checked already, or that
        # this is http to the own host in development.
        self.is_verified = True


def prepare_get(target: Target, headers: Mapping[str, str]) -> requests.PreparedRequest:
    """Return a GET request for exactly the URL that was read."""
    prepared = requests.Request("GET", target.url, headers=dict(headers)).prepare()
    # requests rewrites percent signs and dots; what was checked is what is sent.
    prepared.url = target.url
    return prepared
