"""Values of fetching: limits, what came back, and the shape of whatever fetches. Pure."""

from dataclasses import dataclass
from typing import Protocol

from issuer.remote.deadlines import Deadline
from issuer.remote.urls import HTTPS_PORT

KIB = 1024
#: reliability.md row 50.
MAX_BODY_BYTES = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a stranger's server may cost us (reliability.md rows 49-51, section 4.3).

    Attributes:
        seconds: for one fetch as a whole: names, connections, redirects and bodies.
        max_bytes: no caller of `fetch` gets more than this.
        header_bytes: status line and headers of one answer.
        connect_seconds: for one address, so that a dead one leaves time for the next.
        ports: where https may be asked.
        per_host: fetches from one host at a time.
        in_all: fetches at a time from all hosts together, so that a page has threads left.
        allow_loopback_http: development only; `http://localhost:PORT` may be fetched.
        user_agent: how we name ourselves to the owner of the server.
    """

    seconds: float = 8.0
    max_bytes: int = MAX_BODY_BYTES
    header_bytes: int = 64 * KIB
    connect_seconds: float = 3.0
    ports: frozenset[int] = frozenset({HTTPS_PORT})
    per_host: int = 6
    in_all: int = 32
    allow_loopback_http: bool = False
    user_agent: str = "issuer (Open Badges 3.0 verifier)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a `Link` header (RFC 8288), its target as written."""

    href: str
    rel: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A complete answer with status 200.

    Attributes:
        url: the address that answered, after redirects.
        content_type: media type in lower case without parameters; empty if none was sent.
        max_age: seconds for which the server allows keeping it; 0 forbids, None says nothing.
    """

    url: str
    content_type: str
    data: bytes
    links: tuple[Link, ...] = ()
    max_age: int | None = None


class Fetcher(Protocol):
    """Gets what stands at the URL of a stranger."""

    def deadline(self) -> Deadline:
        """Return a deadline for several fetches together, counted from now."""
        ...

    def fetch(
        self,
        url: str,
        *,
        accept: str,
        max_bytes: int,
        redirects: int = 2,
        deadline: Deadline | None = None,
    ) -> Fetched:
        """Return what stands at this URL; one that is given a `deadline` shares it with others.

        Raises:
            UnavailableError: `url`, `dns`, `address`, `connection`, `tls`, `redirect`,
                `http_status`, `taken_away`, `encoding`, `size`, `timeout` or `busy`.
        """
        ...
