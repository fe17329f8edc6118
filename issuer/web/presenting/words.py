"""Dates, levels, digests and addresses as people read them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from issuer.clock import parse_instant
from issuer.web.languages import day, mark, ngettext
from issuer.web.languages import gettext as _

_SHORT = 20
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_KINDS = {
    "file": mark("A file"),
    "url": mark("A web page"),
    "text": mark("A written text"),
    "repository": mark("A project folder with its history"),
    "video": mark("A video"),
    "observation": mark("Seen by an adult"),
}


def day_of(text: str) -> str:
    """Write the date of an RFC 3339 text."""
    return day(parse_instant(text))


def minute(instant: datetime) -> str:
    """Write date and time such as `5 March 2026, 14:05 UTC`."""
    utc = instant.astimezone(UTC)
    return _("{day}, {time} UTC", day=day(utc), time=f"{utc.hour:02}:{utc.minute:02}")


def words_of(code: str) -> str:
    """Turn a slug or code such as `misattributed-work` into words."""
    return code.replace("-", " ").replace("_", " ").strip()


def title_of(code: str) -> str:
    """Turn a slug into words with a capital first letter, such as `Hand hygiene`."""
    words = words_of(code)
    return words[:1].upper() + words[1:]


def name_of(competency: str) -> str:
    """Return a competency in words: rubrics name it by a slug, or have a criterion's title only."""
    return title_of(competency) if _SLUG.fullmatch(competency) else competency


def kind_of(genre: str) -> str:
    """Say what an evidence item is, for its kind; an unknown kind is shown as it is."""
    return _(_KINDS[genre]) if genre in _KINDS else title_of(genre)


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


def duration(text: str) -> str:
    """Write a calendar duration such as `P1Y6M` as `1 year and 6 months`."""
    parts = re.findall(r"(\d+)([YMWD])", text)
    return all_of([_span(int(count), letter) for count, letter in parts])


def all_of(words: Sequence[str]) -> str:
    """Join words as a whole: `a`, `a and b`, `a, b and c`."""
    if len(words) <= 1:
        return "".join(words)
    return _("{some} and {last}", some=", ".join(words[:-1]), last=words[-1])


def _span(count: int, letter: str) -> str:
    match letter:
        case "Y":
            return ngettext("{count} year", "{count} years", count)
        case "M":
            return ngettext("{count} month", "{count} months", count)
        case "W":
            return ngettext("{count} week", "{count} weeks", count)
        case _:
            return ngettext("{count} day", "{count} days", count)
