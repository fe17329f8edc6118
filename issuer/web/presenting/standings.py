"""Standing in words: what holds today, said so that nobody needs a colour to see it."""

from datetime import datetime

from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Banner
from issuer.web.presenting.reasons import reason_word
from issuer.web.presenting.words import minute


def headline(standing: Standing) -> str:
    """Say in one sentence whether the badge holds today."""
    match standing:
        case Valid():
            return _("This badge is valid.")
        case NotYetValid(at=start):
            return _("This badge starts to count on {start}.", start=day(start))
        case Expired(at=end):
            return _("This badge expired on {end}.", end=day(end))
        case Suspended():
            return _("This badge is on hold.")
        case Revoked(at=moment):
            if moment is None:
                return _("This badge was withdrawn.")
            return _("This badge was withdrawn on {day}.", day=day(moment))


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
        checked=_("Looked up on {checked_at}.", checked_at=minute(checked_at)),
    )


def look_of(standing: Standing) -> tuple[str, str, str]:
    """Return tone, icon and word of a standing."""
    match standing:
        case Valid():
            return "good", "check", _("Valid")
        case NotYetValid():
            return "calm", "clock", _("Not yet valid")
        case Expired():
            return "wait", "hourglass", _("Expired")
        case Suspended():
            return "wait", "pause", _("On hold")
        case Revoked():
            return "stop", "cross", _("Withdrawn")


def _meaning(standing: Standing, *, issuer: str, until: datetime | None) -> str:
    match standing:
        case Valid():
            end = (
                _("It has no end date.")
                if until is None
                else _("It holds until {until}.", until=day(until))
            )
            return _("{issuer} signed it and stands behind it today. {end}", issuer=issuer, end=end)
        case NotYetValid():
            return _(
                "{issuer} signed it, but it is not in force yet. Look again after that date.",
                issuer=issuer,
            )
        case Expired():
            return _(
                "It was in force until that day. Ask the learner or {issuer} for a newer one.",
                issuer=issuer,
            )
        case Suspended(reason_code=reason):
            told = _("{issuer} is looking into it. Do not rely on it for now.", issuer=issuer)
            return told + _because(reason)
        case Revoked(reason_code=reason):
            told = _("{issuer} no longer stands behind it. Do not rely on it.", issuer=issuer)
            return told + _because(reason)


def _because(reason: str | None) -> str:
    if reason is None:
        return ""
    return " " + _("Reason given: {reason}.", reason=reason_word(reason))
