"""What a program may be trusted with: one table of scopes (education.md section 4.2).

Closed and short on purpose. No scope attests, rates, signs off, waives or approves: those are
words of people. None manages people or clients either, since whoever makes a person's token could
then do all of that in the person's name. None writes what a row names a person for.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from issuer.access.model import Action
from issuer.errors import MalformedError


class Scope(StrEnum):
    """One thing that a token of a program may be good for (RFC 6749, 3.3)."""

    READ_BADGES = "badges.read"
    READ_PEOPLE = "people.read"
    READ_SUBMISSIONS = "submissions.read"
    READ_CREDENTIALS = "credentials.read"
    ISSUE_CREDENTIALS = "credentials.issue"
    READ_EVENTS = "events.read"


#: Scope -> the actions that it opens, anywhere in the client's own organisation.
SCOPES: Mapping[Scope, frozenset[Action]] = {
    Scope.READ_BADGES: frozenset({Action.READ_DEFINITIONS}),
    Scope.READ_PEOPLE: frozenset({Action.READ_PEOPLE}),
    Scope.READ_SUBMISSIONS: frozenset({Action.READ_SUBMISSION, Action.READ_QUEUE}),
    Scope.READ_CREDENTIALS: frozenset({Action.READ_CREDENTIAL}),
    Scope.ISSUE_CREDENTIALS: frozenset({Action.ISSUE}),
    Scope.READ_EVENTS: frozenset({Action.READ_EVENTS}),
}


def actions_of(scopes: Iterable[Scope]) -> frozenset[Action]:
    """Return all actions that these scopes open."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes))


def read_scopes(words: Iterable[str]) -> tuple[Scope, ...]:
    """Return the scopes of these words, each once and in order.

    Raises:
        MalformedError: a word that is no scope, code `scope`.
    """
    try:
        return tuple(sorted({Scope(word) for word in words}))
    except ValueError as error:
        known = ", ".join(scope.value for scope in Scope)
        raise MalformedError(f"Ask for scopes of this list: {known}", code="scope") from error
