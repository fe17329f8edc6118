"""Strict reading of the URLs of strangers: https, a DNS name, an allowed port, nothing else.

What is read here is sent as it stands, so that no later parser can see another host in it.
Whether the name leads anywhere safe is decided by `addresses`, after it was resolved.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from issuer.errors import UnavailableError

MAX_URL = 4_096
HTTPS_PORT = 443
LOOPBACK_HOST = "localhost"

_MAX_PORT = 65_535
_MAX_HOST = 253
#: RFC 3986 without fragment; no user, no bracket, no percent sign and no backslash can be in the
#: authority, and nothing in the rest that some parser would mend.
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<rest>(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?)",
    re.ASCII,
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: The last label begins with a letter, so that no reader of addresses (127.1, 0x7f.1) knows it.
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])", re.ASCII)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})|%[01][0-9A-Fa-f]|%7[Ff]", re.ASCII)
_DOT_SEGMENT = re.compile(r"/(?:\.|%2[Ee]){1,2}(?:/|$)")
_AUTHORITY = re.compile(r"[A-Za-z]+://[A-Za-z0-9.:-]*", re.ASCII)
#: Names that never lead to a public server (RFC 6761, 6762, 7686, 8375, 9476 and .internal).
_SPECIAL = frozenset({"localhost", "local", "internal", "arpa", "onion", "alt", "invalid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that was read: what is sent, and to whom.

    Attributes:
        url: the whole URL, scheme and host in lower case.
        host: a DNS name in A-labels, or `localhost` in development.
        is_loopback_http: plain http to the own host, allowed for development only.
    """

    url: str
    host: str
    port: int
    is_loopback_http: bool = False

    @property
    def shown(self) -> str:
        """Return the host, with the port if it is not the usual one, for a sentence."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"


def read_url(
    text: str, *, ports: Collection[int] = (HTTPS_PORT,), allow_loopback_http: bool = False
) -> Target:
    """Read a URL that we may try to fetch.

    Raises:
        UnavailableError: it is not such a URL, code `url`.
    """
    match = _URL.fullmatch(_lower_authority(text)) if len(text) <= MAX_URL else None
    if match is None or not _has_plain_rest(match["rest"]):
        raise _refused("Give a plain https address without user name, fragment or odd characters")
    if match["scheme"] == "http":
        return _read_loopback(match, allowed=allow_loopback_http)
    port = int(match["port"] or HTTPS_PORT)
    if port not in ports:
        raise _refused(f"Port {port} is not asked; https runs on port {HTTPS_PORT}")
    if not _is_dns_name(match["host"]):
        raise _refused("Give the public name of a host, in ASCII (xn-- for others), no IP address")
    return Target(url=_url_of(match), host=match["host"], port=port)


def _lower_authority(text: str) -> str:
    """Lower scheme and host (RFC 3986, 6.2.2.1), which people type with capitals."""
    found = _AUTHORITY.match(text)
    return text if found is None else found[0].lower() + text[found.end() :]


def _has_plain_rest(rest: str) -> bool:
    path = rest.partition("?")[0]
    odd = _BAD_PERCENT.search(rest) or _DOT_SEGMENT.search(path)
    # A path of two slashes would be read as another host by whoever resolves it.
    return not (odd or path.startswith("//"))


def _read_loopback(match: re.Match[str], *, allowed: bool) -> Target:
    port = int(match["port"] or 0)
    if not allowed or match["host"] != LOOPBACK_HOST or not 0 < port <= _MAX_PORT:
        raise _refused("Give an address that begins with https://")
    return Target(url=_url_of(match), host=LOOPBACK_HOST, port=port, is_loopback_http=True)


def _is_dns_name(host: str) -> bool:
    special = host.rpartition(".")[2] in _SPECIAL
    return len(host) <= _MAX_HOST and not special and _HOST.fullmatch(host) is not None


def _url_of(match: re.Match[str]) -> str:
    rest = match["rest"] if match["rest"].startswith("/") else "/" + match["rest"]
    port = f":{match['port']}" if match["port"] else ""
    return f"{match['scheme']}://{match['host']}{port}{rest}"


def _refused(sentence: str) -> UnavailableError:
    return UnavailableError(sentence, code="url")
