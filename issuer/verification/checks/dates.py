"""Is the credential in force today? Dates of proofs belong to the proof check."""

from datetime import datetime, timedelta

from issuer.clock import parse_instant
from issuer.verification.facts import credential_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate

#: Clocks of two honest hosts differ by less than this; it is given on beginnings, never on ends.
SKEW = timedelta(seconds=300)
_CHECK = "dates"
_TITLE = "Dates"


def check_dates(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check that now lies between validFrom and validUntil (OB-46, step 4)."""
    credential = credential_of(candidate)
    now = lookups.now
    start = parse_instant(credential.valid_from)
    end = parse_instant(credential.valid_until) if credential.valid_until else None
    if start > now + SKEW:
        return (_refusal("not_yet_valid", f"It is not in force before {_day(start)}."),)
    if end is not None and end < now:
        return (_refusal("expired", f"It expired on {_day(end)}."),)
    until = f"until {_day(end)}" if end else "without an end"
    return (
        Finding(
            check=_CHECK,
            code="dates",
            outcome=Outcome.VALID,
            title=_TITLE,
            sentence=f"It is in force since {_day(start)}, {until}.",
        ),
    )


def _refusal(code: str, sentence: str) -> Finding:
    return Finding(
        check=_CHECK, code=code, outcome=Outcome.INVALID, title=_TITLE, sentence=sentence
    )


def _day(instant: datetime) -> str:
    return f"{instant.day} {instant:%B %Y}"
