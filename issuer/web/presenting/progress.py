"""Where work stands in words, and who has to act next: one sentence for the learner, one for home.

The sentence of an action is made here and not taken from the evaluator, since it speaks to a
learner or a family, in the language of the page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from issuer.assessment.model import SubmissionState
from issuer.assessment.rows import NextAction
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext

_S = SubmissionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word on a coloured ground, with an icon of its own shape."""

    tone: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way to a badge; `mark` is done, here or empty."""

    word: str
    mark: str


def state_tag(state: SubmissionState) -> Tag:
    """Say in a word or two where work stands."""
    tone, icon = _LOOKS[state]
    words: Mapping[SubmissionState, str] = {
        _S.DRAFT: _("Being prepared"),
        _S.SUBMITTED: _("Handed in"),
        _S.IN_REVIEW: _("Being looked at"),
        _S.RETURNED: _("Back with feedback"),
        _S.READY: _("Everything met"),
        _S.APPROVED: _("Approved"),
        _S.ISSUED: _("Badge earned"),
        _S.DECIDED_NOT_YET: _("Not yet"),
        _S.WITHDRAWN: _("Taken back"),
    }
    return Tag(tone=tone, icon=icon, word=words[state])


def status_tag(status: str) -> Tag:
    """Say how one criterion stands."""
    words = {"met": _("Met"), "needs": _("Needs something"), "not_yet": _("Not yet")}
    tone, icon = {"met": ("good", "check"), "needs": ("wait", "hourglass")}.get(
        status, ("calm", "clock")
    )
    return Tag(tone=tone, icon=icon, word=words[status])


def steps_of(state: SubmissionState) -> tuple[Step, ...]:
    """Return the way to a badge with the place on it; nothing for work that was taken back."""
    words = (
        _("Get it together"),
        _("Hand it in"),
        _("Others look at it"),
        _("An adult approves"),
        _("Badge"),
    )
    place = _PLACES.get(state)
    if place is None:
        return ()
    return tuple(
        Step(word=word, mark="done" if at < place else "here" if at == place else "")
        for at, word in enumerate(words)
    )


def next_sentence(
    state: SubmissionState,
    actions: Sequence[NextAction],
    me: str,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Say in one sentence what comes next and who does it.

    `me` is how the learner is called; `titles` names parts of the badge by node.
    """
    if state is _S.IN_REVIEW and actions:
        first = action_sentence(actions[0], me, titles)
        more = len(actions) - 1
        if not more:
            return first
        rest = ngettext("One more thing is open.", "{count} more things are open.", more)
        return f"{first} {rest}"
    return _resting(state, me)


def action_sentence(action: NextAction, me: str, titles: Mapping[str, str]) -> str:
    """Say one next action: who, what, and for which part of the badge if it has a name."""
    who, what = _who(action.who, me), _SENTENCES[action.do](action.count)
    part = titles.get(action.node)
    if part is None:
        return _("{who}: {what}", who=who, what=what)
    return _("{who}, for “{part}”: {what}", who=who, part=part, what=what)


def holder_name(holder: str, me: str) -> str:
    """Name who holds the work now."""
    return _who(holder, me)


def _resting(state: SubmissionState, me: str) -> str:
    sentences: Mapping[SubmissionState, str] = {
        _S.DRAFT: _("{who}: add the work, then hand it in.", who=me),
        _S.SUBMITTED: _("The school: look at what came in and ask peers."),
        _S.IN_REVIEW: _("The school: look at the work."),
        _S.RETURNED: _("{who}: read the feedback, change the work, hand it in again.", who=me),
        _S.READY: _("An issuer of the school: approve the badge."),
        _S.APPROVED: _("The school: sign the badge. Nobody else has to do anything."),
        _S.ISSUED: _("Nothing more to do. The badge is here."),
        _S.DECIDED_NOT_YET: _("{who}: read the feedback, then start again or appeal.", who=me),
        _S.WITHDRAWN: _("Nothing more to do. The work was taken back."),
    }
    return sentences[state]


def _who(who: str, me: str) -> str:
    names = {
        "learner": me,
        "peer": _("Peers"),
        "peer:teammate": _("Teammates"),
        "peer:outside": _("Peers from outside the team"),
        "teacher": _("A teacher"),
        "assessor": _("An assessor"),
        "industry-assessor": _("An industry assessor"),
        "nurse-instructor": _("A nurse instructor"),
        "registrar": _("A registrar"),
        "issuer": _("An issuer of the school"),
        "admin": _("An administrator"),
        "school": _("The school"),
        "nobody": _("Nobody"),
    }
    return names.get(who, who)


#: What is to be done -> its words for a number.
_SENTENCES: Mapping[str, Callable[[int], str]] = {
    "submit-evidence": lambda n: ngettext(
        "add one more piece of work.", "add {count} more pieces of work.", n
    ),
    "revise": lambda _n: _("work on it with the feedback and hand it in again."),
    "rate": lambda _n: _("compare the work with the published steps."),
    "reconcile": lambda _n: _("look again, since the assessors disagree."),
    "attest": lambda n: ngettext(
        "say what was seen. One answer is missing.",
        "say what was seen. {count} answers are missing.",
        n,
    ),
    "moderate": lambda _n: _("settle what the peers see differently."),
    "sign-off": lambda _n: _("sign that it was seen."),
    "earn-badge": lambda _n: _("earn the badge that comes before this one."),
    "log-hours": lambda n: ngettext(
        "write down one more minute.", "write down {count} more minutes.", n
    ),
    "verify-hours": lambda n: ngettext("confirm one minute.", "confirm {count} minutes.", n),
    "submit-proof": lambda _n: _("hand in the proof."),
    "verify-proof": lambda _n: _("check the proof."),
    "review-metric": lambda _n: _("look at the figure and judge."),
    "judge-without-metric": lambda _n: _("judge without a figure, since there is none yet."),
    "complete-activity": lambda n: ngettext(
        "complete one more activity.", "complete {count} more activities.", n
    ),
    "extend-or-decline": lambda _n: _("decide about work that came late."),
}
_LOOKS: Mapping[SubmissionState, tuple[str, str]] = {
    _S.DRAFT: ("calm", "info"),
    _S.SUBMITTED: ("calm", "clock"),
    _S.IN_REVIEW: ("calm", "clock"),
    _S.RETURNED: ("wait", "hourglass"),
    _S.READY: ("good", "check"),
    _S.APPROVED: ("good", "check"),
    _S.ISSUED: ("good", "check"),
    _S.DECIDED_NOT_YET: ("wait", "hourglass"),
    _S.WITHDRAWN: ("calm", "pause"),
}
_PLACES: Mapping[SubmissionState, int] = {
    _S.DRAFT: 0,
    _S.RETURNED: 0,
    _S.SUBMITTED: 1,
    _S.IN_REVIEW: 2,
    _S.DECIDED_NOT_YET: 2,
    _S.READY: 3,
    _S.APPROVED: 4,
    _S.ISSUED: 5,
}
