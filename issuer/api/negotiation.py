"""Which form of a resource a client wants (RFC 9110, 12.5.1; README ruling 2). Pure; no request."""

from collections.abc import Iterable, Sequence

HTML = "text/html"
JSON = "application/json"
VC_LD_JSON = "application/vc+ld+json"
LD_JSON = "application/ld+json"
#: Most suitable first (OB-53): `application/vc` only for those who name it.
CREDENTIAL_TYPES = (VC_LD_JSON, LD_JSON, JSON, "application/vc")
PDF = "application/pdf"
PNG = "image/png"
SVG = "image/svg+xml"
#: What a credential in the JWT form is served as (OB-53).
TEXT = "text/plain"
LINKED_TYPES = (LD_JSON, JSON)
JWK_SET_TYPES = ("application/jwk-set+json", JSON)
DID_TYPES = (JSON, "application/did+json", "application/did+ld+json", LD_JSON)

#: What a client sent: media ranges with their weights, 0 to 1.
Ranges = Sequence[tuple[str, float]]


def media_ranges(accepted: Iterable[tuple[str, float]]) -> Ranges:
    """Return an Accept header's ranges without parameters, such as `profile`; none means all."""
    ranges = [
        (value.partition(";")[0].strip().lower(), weight) for value, weight in accepted if value
    ]
    return ranges or [("*/*", 1.0)]


def best_type(ranges: Ranges, offered: Sequence[str]) -> str | None:
    """Return the offered type that the client likes best, earlier ones first, or None."""
    weights = [_weight(ranges, media_type) for media_type in offered]
    best = max(weights)
    return offered[weights.index(best)] if best > 0 else None


def prefers_html(ranges: Ranges, offered: Sequence[str]) -> bool:
    """Tell whether HTML is clearly preferred: wanted, and more than any type of `offered`.

    A tie gives the stored bytes: wallets and older clients send odd headers (OB-54).
    """
    html = _weight(ranges, HTML)
    return html > max(_weight(ranges, media_type) for media_type in offered)


def _weight(ranges: Ranges, media_type: str) -> float:
    """Return the weight of the most specific range that covers the type; 0 if none does."""
    family = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        weights = [weight for value, weight in ranges if value == wanted]
        if weights:
            return max(weights)
    return 0.0
