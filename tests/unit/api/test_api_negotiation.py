"""Which form of a resource a client gets: real Accept headers against ruling 2 and RFC 9110."""

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from issuer.api.negotiation import (
    CREDENTIAL_TYPES,
    HTML,
    Ranges,
    best_type,
    media_ranges,
    prefers_html,
)

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)
VC_LD = "application/vc+ld+json"
LD = "application/ld+json"
JSON = "application/json"
VC = "application/vc"

#: Accept header -> what the credential's address answers; None means 406.
ROWS: list[tuple[str, str | None, str]] = [
    ("", VC_LD, "no header, as most wallets send"),
    ("*/*", VC_LD, "anything, as curl sends"),
    ("application/*", VC_LD, "any application type"),
    (VC_LD, VC_LD, "the type of Open Badges"),
    (LD, LD, "linked data"),
    (JSON, JSON, "plain JSON"),
    (VC, VC, "the type of VC 2.0 by name"),
    (f"{LD}, {JSON}", LD, "linked data and JSON alike, as document loaders send"),
    (f"{JSON}, {LD};q=0.5", JSON, "JSON rather than linked data"),
    (f'{LD};profile="http://www.w3.org/ns/json-ld#compacted"', LD, "linked data with a profile"),
    (f"{JSON};q=0, */*", VC_LD, "anything but plain JSON"),
    (f"{VC_LD};q=0, {LD};q=0, {JSON};q=0, */*;q=0.1", VC, "what is left over"),
    (FIREFOX, HTML, "Firefox"),
    (CHROME, HTML, "Chrome"),
    (HTML, HTML, "HTML alone"),
    ("text/*", HTML, "any text"),
    (f"{HTML};q=0.9, {VC};q=0.5", HTML, "HTML rather than a credential"),
    (f"{HTML}, {JSON}", JSON, "HTML first, but no more than JSON"),
    (f"{HTML}, */*", VC_LD, "HTML first, but anything alike"),
    (f"{JSON}, {HTML};q=0.5", JSON, "JSON rather than HTML"),
    (f"{HTML};q=0.5, {LD};q=0.6", LD, "a little more linked data"),
    (f"{HTML};q=0", None, "no HTML and nothing else"),
    ("image/png", None, "a picture, which has an address of its own"),
    ("text/plain", None, "plain text"),
    (f"{JSON};q=0", None, "nothing at all"),
    ("nonsense", None, "no media range at all"),
]


def ranges(header: str) -> Ranges:
    """Read a header as Flask reads it."""
    return media_ranges(parse_accept_header(header, MIMEAccept))


@pytest.mark.parametrize(
    ("header", "expected"), [row[:2] for row in ROWS], ids=[row[2] for row in ROWS]
)
def test_credential_answers_what_is_accepted(header: str, expected: str | None) -> None:
    """Stored JSON by default and for every JSON type, HTML only where it is clearly preferred."""
    found = ranges(header)

    chosen = HTML if prefers_html(found, CREDENTIAL_TYPES) else best_type(found, CREDENTIAL_TYPES)

    assert expected == chosen


def test_more_specific_range_outweighs_a_wildcard() -> None:
    """A weight given to a type by name holds whatever the wildcard says (RFC 9110, 12.5.1)."""
    found = ranges(f"*/*;q=1, {JSON};q=0.1, application/*;q=0.5")

    assert best_type(found, (JSON, "text/csv")) == "text/csv"
