"""A letter as values: to whom, of which kind, about what. How it is worded, `post` knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from issuer.errors import MalformedError

#: RFC 5321 without quoted local parts and without Unicode ones, which few servers take.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
    re.ASCII,
)
_MAX_ADDRESS, _MAX_TEXT = 254, 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class LetterKind(StrEnum):
    """Everything that people are ever written."""

    INVITATION = "invitation"
    RESET = "reset"
    GUARDIAN_INVITATION = "guardian-invitation"
    BADGE_ISSUED = "badge-issued"
    WORK_RETURNED = "work-returned"
    NEW_SIGN_IN = "new-sign-in"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a kind of letter
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    APP_ADDED = "app-added"
    APP_REMOVED = "app-removed"
    FACTORS_FORGOTTEN = "factors-forgotten"
    RECOVERY_USED = "recovery-used"
    IDENTITY_LINKED = "identity-linked"
    SECOND_ASKED = "second-asked"
    GLASS_BROKEN = "glass-broken"
    FAMILY_DIGEST = "family-digest"
    FAMILY_WEEK = "family-week"


#: Kind -> the words that its sentences need. `url` is always a page of ours.
NEEDS: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.INVITATION: frozenset({"school", "url", "days"}),
    LetterKind.RESET: frozenset({"school", "url", "hours"}),
    LetterKind.GUARDIAN_INVITATION: frozenset({"school", "learner", "url", "days"}),
    LetterKind.BADGE_ISSUED: frozenset({"school", "title", "url"}),
    LetterKind.WORK_RETURNED: frozenset({"school", "title", "url"}),
    LetterKind.NEW_SIGN_IN: frozenset({"school", "when", "url"}),
    LetterKind.PASSWORD_CHANGED: frozenset({"school", "when", "url"}),
    LetterKind.PASSKEY_ADDED: frozenset({"school", "when", "url"}),
    LetterKind.PASSKEY_REMOVED: frozenset({"school", "when", "url"}),
    LetterKind.APP_ADDED: frozenset({"school", "when", "url"}),
    LetterKind.APP_REMOVED: frozenset({"school", "when", "url"}),
    LetterKind.FACTORS_FORGOTTEN: frozenset({"school", "when", "url"}),
    LetterKind.RECOVERY_USED: frozenset({"school", "when", "url"}),
    LetterKind.IDENTITY_LINKED: frozenset({"school", "when", "url"}),
    LetterKind.SECOND_ASKED: frozenset({"school", "when", "url"}),
    LetterKind.GLASS_BROKEN: frozenset({"school", "when", "url"}),
    LetterKind.FAMILY_DIGEST: frozenset({"school", "url"}),
    LetterKind.FAMILY_WEEK: frozenset({"school", "url"}),
}
#: Several of these to one person become one letter: nobody wants a hundred.
COLLECTED = frozenset({LetterKind.BADGE_ISSUED, LetterKind.WORK_RETURNED})
#: What may have happened to one piece of work, as a weekly letter tells it.
HAPPENINGS = frozenset(
    {"started", "handed_in", "handed_in_again", "returned", "met", "earned", "not_yet"}
    | {"appealed", "withdrawn", "suspended", "reinstated", "revoked"}
)
#: Where a piece of work rests, from which the letter says what comes next.
RESTS = frozenset(
    {"", "draft", "submitted", "in_review", "peers", "returned", "ready", "approved", "issued"}
    | {"decided_not_yet", "withdrawn"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a digest and the page that it leads to.

    A weekly letter says under whose name it stands (`under`), what happened (`HAPPENINGS`) and
    where the work rests now (`RESTS`); the post puts both into words.
    """

    text: str
    url: str
    under: str = ""
    happened: tuple[str, ...] = ()
    rests: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one address.

    Attributes:
        id: also names the mail on its way, so that the same one twice is seen to be the same.
        person: whose address it is, or the child that a guardian is invited for; the letter waits
            under this person's key.
        about: the learner that it tells somebody else of; erasing either ends the letter.
        words: what the sentences of its kind need (`NEEDS`), `unsubscribe` where one may, and
            `language` where it is written in another than English.
        lines: what a digest lists.
    """

    id: str
    organisation: str
    person: str
    to: str
    kind: LetterKind
    at: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    about: str | None = None


def check_letter(letter: Letter, base_url: str) -> Letter:
    """Return the letter, or raise before anything is stored or sent.

    Raises:
        MalformedError: `address`, `line_break` (row 84), `words`, or `link` for an address that
            is none of our pages.
    """
    if len(letter.to) > _MAX_ADDRESS or not _ADDRESS.fullmatch(letter.to):
        raise MalformedError("Give an e-mail address such as name@example.org", code="address")
    texts = (
        *letter.words.values(),
        *(text for line in letter.lines for text in (line.text, line.url, line.under)),
    )
    if any(_CONTROL.search(text) or len(text) > _MAX_TEXT for text in texts):
        raise MalformedError("Write names and titles of a letter on one line", code="line_break")
    if not NEEDS[letter.kind] <= set(letter.words):
        raise MalformedError("The letter lacks words that its sentences need", code="words")
    if not all(
        HAPPENINGS.issuperset(each.happened) and each.rests in RESTS for each in letter.lines
    ):
        raise MalformedError("A weekly letter tells of what is on its list", code="words")
    links = [letter.words["url"], *(line.url for line in letter.lines)]
    if "unsubscribe" in letter.words:
        links.append(letter.words["unsubscribe"])
    if not all(link.startswith(f"{base_url}/") for link in links):
        raise MalformedError("A letter links to pages of this service only", code="link")
    return letter
