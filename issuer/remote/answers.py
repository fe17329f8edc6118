"""Reading one HTTP answer: where it redirects to, or a bounded, uncompressed body."""

import re
from collections.abc import Mapping

import requests
import urllib3
from requests.utils import parse_header_links

from issuer.errors import UnavailableError
from issuer.remote.model import Fetched, Link
from issuer.remote.urls import Target

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_GONE = 410
_CHUNK = 64 * 1024
_MAX_LINKS = 50
_MAX_LINK_HEADER = 8 * 1024
_MAX_AGE = re.compile(r"max-age=\"?([0-9]{1,9})\"?", re.ASCII)


def redirect_of(answer: requests.Response) -> str | None:
    """Return where the answer redirects to, as written, or None if it does not redirect.

    Raises:
        UnavailableError: a redirect to nowhere, code `redirect`.
    """
    if answer.status_code not in _REDIRECTS:
        return None
    location = answer.headers.get("Location", "")
    if not location.isascii() or not location:
        raise UnavailableError("The address redirects to nowhere", code="redirect")
    return location


def require_plain(answer: requests.Response) -> None:
    """Refuse what is no plain 200: its body is never read.

    Raises:
        UnavailableError: `taken_away` for 410, else `http_status` or `encoding`.
    """
    if answer.status_code == _GONE:
        raise UnavailableError("The server says that this is gone for good", code="taken_away")
    if answer.status_code != _OK:
        raise UnavailableError(
            f"The server answered {answer.status_code} instead of a document", code="http_status"
        )
    content = answer.headers.get("Content-Encoding", "identity").strip().lower()
    transfer = answer.headers.get("Transfer-Encoding", "chunked").strip().lower()
    if content not in ("", "identity") or transfer != "chunked":
        raise UnavailableError(
            "The server sent a compressed answer, which was not asked for", code="encoding"
        )


def read_body(answer: requests.Response, max_bytes: int) -> bytes:
    """Return the whole body, without decoding anything but chunks.

    Raises:
        UnavailableError: `size`, `timeout`, or `connection` for a body that was cut short.
    """
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:18]) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    try:
        for piece in answer.raw.stream(_CHUNK, decode_content=False):
            body += piece
            if len(body) > max_bytes:
                raise _too_large(max_bytes)
    except urllib3.exceptions.HTTPError as error:
        raise UnavailableError(
            "The answer was cut short; try again later", code="connection"
        ) from (error)
    return bytes(body)


def fetched_of(target: Target, answer: requests.Response, data: bytes) -> Fetched:
    """Return the answer as a value."""
    return Fetched(
        url=target.url,
        content_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        data=data,
        links=read_links(answer.headers.get("Link", "")),
        max_age=read_max_age(answer.headers),
    )


def read_links(header: str) -> tuple[Link, ...]:
    """Return the links of a `Link` header (RFC 8288), the first fifty of a long one."""
    found = parse_header_links(header[:_MAX_LINK_HEADER])
    return tuple(
        Link(
            href=link.get("url", ""),
            rel=link.get("rel", "").lower(),
            type=link.get("type", "").partition(";")[0].strip().lower(),
        )
        for link in found[:_MAX_LINKS]
    )


def read_max_age(headers: Mapping[str, str]) -> int | None:
    """Return for how many seconds `Cache-Control` allows keeping the answer (RFC 9111, 5.2.2)."""
    directives = [each.strip().lower() for each in headers.get("Cache-Control", "").split(",")]
    if {"no-store", "no-cache", "private"} & set(directives):
        return 0
    for directive in directives:
        if match := _MAX_AGE.fullmatch(directive):
            return int(match[1])
    return None


def _too_large(max_bytes: int) -> UnavailableError:
    return UnavailableError(f"The answer is larger than {max_bytes} bytes", code="size")
