"""Dates among the claims of a token: numbers of seconds (RFC 7519, section 2)."""

from datetime import UTC, datetime

from issuer.documents import Json
from issuer.errors import InvalidProofError

#: The first second of the year 10000: later ones have no date.
_END_OF_DATES = 253_402_300_800


def instant_of(value: Json) -> datetime:
    """Read a NumericDate, parts of a second dropped.

    Raises:
        InvalidProofError: no number, or none of a date; code `claims`.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise contradiction("Dates among the claims are numbers of seconds")
    if not 0 <= value < _END_OF_DATES:
        raise contradiction("A date among the claims is out of range")
    return datetime.fromtimestamp(int(value), UTC)


def contradiction(sentence: str) -> InvalidProofError:
    """Return the error of a claim that does not fit; code `claims`."""
    return InvalidProofError(sentence, code="claims")
