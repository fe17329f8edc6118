"""Consents in plain words: what each lets happen, and whether it is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.accounts.model import Consent, Purpose
from issuer.web.languages import day
from issuer.web.languages import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One purpose: what it means, since when it holds, and whether this reader may change it."""

    purpose: str
    title: str
    meaning: str
    given: bool
    since: str
    asks_name: bool
    name: str


def agreements_of(consents: Sequence[Consent], now: datetime) -> tuple[Agreement, ...]:
    """Present every purpose, agreed to or not."""
    return tuple(_agreement(purpose, consents, now) for purpose in _words())


def _agreement(purpose: Purpose, consents: Sequence[Consent], now: datetime) -> Agreement:
    held = [each for each in consents if each.purpose is purpose and each.holds(now)]
    title, meaning = _words()[purpose]
    latest = held[-1] if held else None
    return Agreement(
        purpose=purpose.value,
        title=title,
        meaning=meaning,
        given=latest is not None,
        since="" if latest is None else _("Agreed since {day}.", day=day(latest.at)),
        asks_name=purpose is Purpose.NAME_ON_PAGE,
        name="" if latest is None else latest.display_name or "",
    )


def _words() -> Mapping[Purpose, tuple[str, str]]:
    return {
        Purpose.PUBLISH_PAGE: (
            _("Badge pages may be public"),
            _(
                "Whoever opens the page of a badge sees what it was for. Each badge is still"
                " chosen by itself."
            ),
        ),
        Purpose.NAME_ON_PAGE: (
            _("A name stands on public badge pages"),
            _("Without this the page says “a learner” and no name."),
        ),
        Purpose.SHARE_EVIDENCE: (
            _("Work may be shown by a link"),
            _("Chosen pieces of work can be opened by whoever has the link, until it ends."),
        ),
        Purpose.PEER_REVIEW: (
            _("Looking at the work of others"),
            _("The school may ask for reviews. Peers are told no more than they need."),
        ),
        Purpose.PUBLISH_ENDORSEMENT: (
            _("What was said about others may be published"),
            _(
                "An answer given as a peer may stand in the other learner's badge, without a"
                " name. Copies that were handed out keep it."
            ),
        ),
        Purpose.WALLET_EXPORT: (
            _("Badges may go into a wallet"),
            _(
                "A wallet is a program on a phone that keeps badges. It tells the school an"
                " address of its own."
            ),
        ),
        Purpose.ANALYTICS: (
            _("Counted in figures about teams"),
            _(
                "Such as who worked how much on a shared document. A figure alone never"
                " refuses a badge."
            ),
        ),
    }
