"""Requests with a body to a provider, under the same guard as every fetch (rows 46-52).

An adapter for a session of `requests`: whatever library speaks through it, the address is read
strictly, its host resolved once and checked, no redirect is followed, and the answer is bounded.
"""

from collections.abc import Mapping

import requests
import urllib3
from requests.adapters import BaseAdapter
from requests.models import PreparedRequest, Response

from issuer.errors import UnavailableError
from issuer.remote.answers import read_body, redirect_of
from issuer.remote.deadlines import Allowance, Deadline
from issuer.remote.fetching import Network, open_checked
from issuer.remote.model import Limits
from issuer.remote.transport import PinnedAdapter
from issuer.remote.urls import Target, read_url

_MAX_ANSWER = 256 * 1024


class GuardedAdapter(BaseAdapter):
    """Sends each request over a checked connection of its own."""

    def __init__(self, limits: Limits, network: Network) -> None:
        super().__init__()
        self._limits = limits
        self._network = network

    def send(  # the signature of requests
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: ARG002 # the answer is always read here, and bounded
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002 # the deadline rules
        verify: bool | str = True,  # noqa: ARG002 # always
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002 # we have none
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 # never through a proxy
    ) -> Response:
        """Return the whole answer.

        Raises:
            UnavailableError: as `Fetcher.fetch`; a redirect is never followed.
        """
        target = read_url(
            request.url or "",
            ports=self._limits.ports,
            allow_loopback_http=self._limits.allow_loopback_http,
        )
        request.headers.update(
            {
                "User-Agent": self._limits.user_agent,
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
        )
        deadline = Deadline(self._limits.seconds, self._network.monotonic)
        return self._exchange(request, target, deadline)

    def close(self) -> None:
        """Do nothing: every connection was closed with its answer."""

    def _exchange(self, request: PreparedRequest, target: Target, deadline: Deadline) -> Response:
        allowance = Allowance(self._limits.header_bytes)
        adapter = PinnedAdapter(
            target,
            lambda: open_checked(target, deadline, allowance, self._limits, self._network),
        )
        try:
            answer = adapter.send(request, stream=True)
            if redirect_of(answer):
                raise UnavailableError("The provider redirects where it may not", code="redirect")
            allowance.add(2 * _MAX_ANSWER)
            # Where requests keeps a body that was read; its own reading has no bound.
            answer._content = read_body(answer, _MAX_ANSWER)  # noqa: SLF001
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise UnavailableError(
                f"{target.shown} does not answer as a web server does", code="connection"
            ) from error
        finally:
            adapter.close()
        return answer
