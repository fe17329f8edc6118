"""Dates, levels, digests and addresses as people read them. English only, no locale."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from issuer.clock import parse_instant

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = 20
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_KINDS = {
    "file": "A file",
    "url": "A web page",
    "text": "A written text",
    "repository": "A project folder with its history",
    "video": "A video",
    "observation": "Seen by an adult",
}


def day(instant: datetime) -> str:
    """Write a date such as `5 March 2026`, in UTC."""
    utc = instant.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


def day_of(text: str) -> str:
    """Write the date of an RFC 3339 text."""
    return day(parse_instant(text))


def minute(instant: datetime) -> str:
    """Write date and time such as `5 March 2026, 14:05 UTC`."""
    utc = instant.astimezone(UTC)
    return f"{day(utc)}, {utc.hour:02}:{utc.minute:02} UTC"


def words_of(code: str) -> str:
    """Turn a slug or code such as `misattributed-work` into words."""
    return code.replace("-", " ").replace("_", " ").strip()


def title_of(code: str) -> str:
    """Turn a slug into words with a capital first letter, such as `Hand hygiene`."""
    words = words_of(code)
    return words[:1].upper() + words[1:]


def kind_of(genre: str) -> str:
    """Say what an evidence item is, for its kind; an unknown kind is shown as it is."""
    return _KINDS.get(genre, title_of(genre))


def short(digest: str) -> str:
    """Shorten a digest for the eye; the full one stands beside it for machines."""
    return digest if len(digest) <= _SHORT else f"{digest[:12]}…{digest[-6:]}"


def domain_of(identifier: str) -> str | None:
    """Return the host behind a `did:web` or https id: the only name that a signature proves.

    None for a `did:key` and everything else: a key alone proves no address (OB-50).
    """
    if identifier.startswith("did:web:"):
        host = unquote(identifier.removeprefix("did:web:").split(":")[0])
        return host or None
    if identifier.startswith("https://"):
        return urlsplit(identifier).hostname
    return None


def safe_link(url: str | None) -> str | None:
    """Return an address that may become a link: https only, without user name or spaces."""
    if not url or not url.startswith("https://") or any(mark.isspace() for mark in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.hostname and not parts.username else None


def plural(count: int, one: str, many: str) -> str:
    """Write `1 badge` or `3 badges`."""
    return f"{count} {one if count == 1 else many}"


def duration(text: str) -> str:
    """Write a calendar duration such as `P1Y6M` as `1 year and 6 months`."""
    parts = re.findall(r"(\d+)([YMWD])", text)
    words = [plural(int(count), unit := _UNITS[letter], f"{unit}s") for count, letter in parts]
    return " and ".join(words)
