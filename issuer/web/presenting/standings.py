"""Standing in words: what holds today, said so that nobody needs a colour to see it."""

from datetime import datetime

from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.web.presenting.frame import Banner
from issuer.web.presenting.words import day, minute, words_of


def headline(standing: Standing) -> str:
    """Say in one sentence whether the badge holds today."""
    match standing:
        case Valid():
            return "This badge is valid."
        case NotYetValid(at=start):
            return f"This badge starts to count on {day(start)}."
        case Expired(at=end):
            return f"This badge expired on {day(end)}."
        case Suspended():
            return "This badge is on hold."
        case Revoked(at=moment):
            when = "" if moment is None else f" on {day(moment)}"
            return f"This badge was withdrawn{when}."


def standing_banner(
    standing: Standing, *, issuer: str, until: datetime | None, checked_at: datetime
) -> Banner:
    """Return the banner of a badge: tone, icon, word, and what its standing means."""
    tone, icon, word = look_of(standing)
    return Banner(
        tone=tone,
        icon=icon,
        word=word,
        headline=headline(standing),
        meaning=_meaning(standing, issuer=issuer, until=until),
        checked=f"Looked up on {minute(checked_at)}.",
    )


def look_of(standing: Standing) -> tuple[str, str, str]:
    """Return tone, icon and word of a standing."""
    match standing:
        case Valid():
            return "good", "check", "Valid"
        case NotYetValid():
            return "calm", "clock", "Not yet valid"
        case Expired():
            return "wait", "hourglass", "Expired"
        case Suspended():
            return "wait", "pause", "On hold"
        case Revoked():
            return "stop", "cross", "Withdrawn"


def _meaning(standing: Standing, *, issuer: str, until: datetime | None) -> str:
    match standing:
        case Valid():
            end = "It has no end date." if until is None else f"It holds until {day(until)}."
            return f"{issuer} signed it and stands behind it today. {end}"
        case NotYetValid():
            return f"{issuer} signed it, but it is not in force yet. Look again after that date."
        case Expired():
            return f"It was in force until that day. Ask the learner or {issuer} for a newer one."
        case Suspended(reason_code=reason):
            return f"{issuer} is looking into it. Do not rely on it for now.{_because(reason)}"
        case Revoked(reason_code=reason):
            return f"{issuer} no longer stands behind it. Do not rely on it.{_because(reason)}"


def _because(reason: str | None) -> str:
    return "" if reason is None else f" Reason given: {words_of(reason)}."
