"""Where work stands, in words: a tag per state and per outcome, and how long something waits.

A tag is an icon of its own shape and a word; the colour only repeats them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.access import Role
from issuer.assessment.model import SubmissionState
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word on a coloured ground, with an icon of its own."""

    tone: str
    icon: str
    word: str


_STATES: Mapping[SubmissionState, tuple[str, str]] = {
    SubmissionState.DRAFT: ("calm", "note"),
    SubmissionState.SUBMITTED: ("wait", "clock"),
    SubmissionState.IN_REVIEW: ("wait", "hourglass"),
    SubmissionState.RETURNED: ("calm", "pause"),
    SubmissionState.READY: ("good", "check"),
    SubmissionState.APPROVED: ("good", "check"),
    SubmissionState.ISSUED: ("good", "check"),
    SubmissionState.DECIDED_NOT_YET: ("stop", "cross"),
    SubmissionState.WITHDRAWN: ("calm", "note"),
}
_RESULTS: Mapping[str, tuple[str, str]] = {
    "met": ("good", "check"),
    "needs": ("wait", "hourglass"),
    "not_yet": ("stop", "cross"),
}


def state_tag(state: SubmissionState) -> Tag:
    """Say in a word or two where a submission stands."""
    words = {
        SubmissionState.DRAFT: _("Begun"),
        SubmissionState.SUBMITTED: _("Handed in"),
        SubmissionState.IN_REVIEW: _("Being looked at"),
        SubmissionState.RETURNED: _("Returned"),
        SubmissionState.READY: _("Ready to approve"),
        SubmissionState.APPROVED: _("Approved"),
        SubmissionState.ISSUED: _("Badge given"),
        SubmissionState.DECIDED_NOT_YET: _("Not yet"),
        SubmissionState.WITHDRAWN: _("Withdrawn"),
    }
    tone, icon = _STATES[state]
    return Tag(tone=tone, icon=icon, word=words[state])


def result_tag(result: str) -> Tag:
    """Say how one criterion stands: met, needs or not_yet."""
    words = {"met": _("Met"), "needs": _("Something is missing"), "not_yet": _("Not yet")}
    tone, icon = _RESULTS[result]
    return Tag(tone=tone, icon=icon, word=words[result])


def holder_name(who: str) -> str:
    """Name whoever holds the next step: a role, peers, the learner, the school."""
    known = {
        "learner": _("The learner"),
        "peer": _("Peers"),
        "peer:teammate": _("Teammates"),
        "peer:outside": _("Peers from outside the team"),
        "school": _("The school"),
        "nobody": _("Nobody"),
    }
    if who in known:
        return known[who]
    return role_name(Role(who)) if who in set(Role) else title_of(who)


def waited(since: datetime, now: datetime) -> str:
    """Say for how many days something has waited."""
    days = (now - since).days
    return ngettext("{count} day", "{count} days", days) if days > 0 else _("since today")
