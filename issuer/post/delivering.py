"""Send what waits: one letter for many pieces of news, and few letters an hour to one address.

Order: decide and store who carries what, send, note it. A death after sending sends the same
letter once more under the same Message-ID, which mail programs show once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from issuer.letters import COLLECTED, Letter, LetterKind, Line, check_letter
from issuer.post.model import StoredLetter
from issuer.post.ports import Services, UnitOfWork
from issuer.post.subjects import VERBS, language_of
from issuer.post.wording import word

#: The kind of outbox row that asks for a letter to be sent.
TASK = "mail"
#: reliability.md row 84.
_WINDOW = timedelta(hours=1)
_MOST_IN_WINDOW = 6
#: Kind -> what it is joined into where several wait for one person.
_JOINED: Mapping[LetterKind, LetterKind] = {
    **dict.fromkeys(COLLECTED, LetterKind.FAMILY_DIGEST),
    LetterKind.FAMILY_WEEK: LetterKind.FAMILY_WEEK,
}


def post(letter: Letter, services: Services, uow: UnitOfWork | None = None) -> None:
    """Ask for a letter to be sent, in the caller's transaction or in one of its own.

    Posting twice under one id is posting once.

    Raises:
        MalformedError: as `check_letter`.
    """
    check_letter(letter, services.base_url)
    if uow is not None:
        _keep(letter, uow)
        return
    with services.unit_of_work() as own:
        _keep(letter, own)
        own.commit()


def post_together(letters: Iterable[Letter], services: Services) -> None:
    """Ask for several letters in one transaction, so that those to one person find each other.

    Raises:
        MalformedError: as `check_letter`.
    """
    with services.unit_of_work() as uow:
        for letter in letters:
            _keep(check_letter(letter, services.base_url), uow)
        uow.commit()


def _keep(letter: Letter, uow: UnitOfWork) -> None:
    if uow.letters.post(letter):
        uow.outbox.put(TASK, letter.id, letter.organisation)


def deliver(letter_id: str, services: Services) -> None:
    """Send a letter, unless it went out already, goes with another one, or has to wait.

    Raises:
        UnavailableError: the mail server does not take it now.
        RuleError: it never will.
    """
    letter = _take(letter_id, services)
    if letter is None:
        return
    services.mailer.send(word(letter, services.base_url))
    with services.unit_of_work() as uow:
        uow.letters.mark_sent(letter_id, services.clock())
        uow.commit()


def _take(letter_id: str, services: Services) -> Letter | None:
    """Return the letter to send now, with all that it carries; None if there is none."""
    now = services.clock()
    with services.unit_of_work() as uow:
        stored = uow.letters.get(letter_id)
        first = _what_is_left(stored, uow)
        if first is None:
            return None
        wait = _held_until(stored, uow, now)
        if wait is not None:
            uow.outbox.put(TASK, letter_id, stored.organisation, not_before=wait)
            uow.commit()
            return None
        letter = _with_others(stored, first, uow)
        uow.commit()
    return letter


def _what_is_left(stored: StoredLetter, uow: UnitOfWork) -> Letter | None:
    """Return what there is to say: the letter's own news or, where an erasure took it, another's.

    Letters that were joined to one which then lost its words still go, under the same id.
    """
    if stored.sent_with is not None or stored.sent_at is not None:
        return None
    if stored.letter is not None:
        return stored.letter
    carried = (each.letter for each in uow.letters.carried_by(stored.id))
    found = next((letter for letter in carried if letter is not None), None)
    return None if found is None else replace(found, id=stored.id)


def _held_until(stored: StoredLetter, uow: UnitOfWork, now: datetime) -> datetime | None:
    """Return when the letter may go, if not now."""
    sent = uow.letters.sent_since(stored.recipient, now - _WINDOW)
    return sent[-_MOST_IN_WINDOW] + _WINDOW if len(sent) >= _MOST_IN_WINDOW else None


def _with_others(stored: StoredLetter, letter: Letter, uow: UnitOfWork) -> Letter:
    """Return one letter with the news of all that waits for the same person from this school."""
    if letter.kind not in _JOINED:
        return letter
    others = [
        each
        for each in uow.letters.waiting_for(stored.recipient)
        if each.id != stored.id and _fits(each, letter)
    ]
    uow.letters.join(others, stored.id)
    found = [each.letter for each in uow.letters.carried_by(stored.id) if each.letter is not None]
    # Without words of its own, it speaks the first one's.
    carried = found if stored.letter is not None else found[1:]
    if not carried:
        return letter
    if letter.kind is LetterKind.FAMILY_WEEK:
        # One child, one letter, so that erasing a child ends its own; the family reads them as one.
        every = sorted((letter, *carried), key=lambda each: each.lines[0].under)
        return replace(letter, lines=tuple(line for each in every for line in each.lines))
    verbs = VERBS[language_of(letter.words)]
    lines = tuple(
        Line(text=f"{verbs[each.kind]}: {each.words['title']}", url=each.words["url"])
        for each in (letter, *carried)
    )
    return replace(letter, kind=LetterKind.FAMILY_DIGEST, lines=lines)


def _fits(other: StoredLetter, letter: Letter) -> bool:
    found = other.letter
    return (
        found is not None
        and _JOINED.get(found.kind) == _JOINED[letter.kind]
        and found.organisation == letter.organisation
        and found.to == letter.to
    )
