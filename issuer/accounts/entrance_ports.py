"""Where ways to come in are kept: logins, sessions, invitations, codes and tries."""

from datetime import datetime
from typing import Protocol

from issuer.accounts.model import (
    ClassCode,
    Invitation,
    Login,
    PersonalCode,
    Session,
)


class Logins(Protocol):
    """How people sign in; found by keyed indices only."""

    def add(self, login: Login) -> None:
        """Store a login; ConflictError if handle, address or person have one already."""

    def by_index(self, organisation: str, index: str) -> Login | None:
        """Return the login whose handle or address has this index, if any."""
        ...

    def of_person(self, organisation: str, person_id: str) -> Login | None:
        """Return a person's login, if any."""
        ...

    def locked(self, organisation: str, person_id: str) -> Login | None:
        """Return a person's login, kept from changing until the transaction ends, if any."""
        ...

    def all(self, organisation: str) -> tuple[Login, ...]:
        """Return the logins of an organisation, by person."""
        ...

    def save(self, login: Login) -> None:
        """Store changes; ConflictError if handle or address are another's."""


class Sessions(Protocol):
    """Signed-in browsers."""

    def add(self, session: Session) -> None:
        """Store a session."""

    def by_hash(self, secret_hash: str) -> Session | None:
        """Return the session of that hash, if any."""
        ...

    def get(self, organisation: str, session_id: str) -> Session:
        """Return the session, locked so that an end is not overwritten; NotFoundError."""
        ...

    def open_of(self, organisation: str, person_id: str) -> tuple[Session, ...]:
        """Return a person's sessions that nobody ended, newest first."""
        ...

    def save(self, session: Session) -> None:
        """Store changes."""


class Invitations(Protocol):
    """Links that work once."""

    def add(self, invitation: Invitation) -> None:
        """Store an invitation."""

    def find(self, secret_hash: str) -> Invitation | None:
        """Return the invitation of that hash, to look at, if any."""
        ...

    def by_hash(self, secret_hash: str) -> Invitation | None:
        """Return the invitation of that hash, locked against a second use, if any."""
        ...

    def get(self, organisation: str, invitation_id: str) -> Invitation:
        """Return the invitation; NotFoundError."""
        ...

    def by_id(self, invitation_id: str) -> Invitation:
        """Return the invitation, whatever its organisation; NotFoundError."""
        ...

    def unused_of(self, organisation: str, person_id: str) -> tuple[Invitation, ...]:
        """Return those of a person that were not used yet."""
        ...

    def save(self, invitation: Invitation) -> None:
        """Store the date of use."""


class ClassCodes(Protocol):
    """Codes of groups."""

    def add(self, code: ClassCode) -> None:
        """Store a code."""

    def by_index(self, index: str) -> ClassCode | None:
        """Return the code of that index, if any."""
        ...

    def of_group(self, organisation: str, group: str) -> tuple[ClassCode, ...]:
        """Return the codes of a group that nobody ended, newest first."""
        ...

    def save(self, code: ClassCode) -> None:
        """Store the date of its end."""


class PersonalCodes(Protocol):
    """One code per learner."""

    def put(self, code: PersonalCode) -> None:
        """Store a person's code in place of an earlier one."""

    def by_index(self, organisation: str, index: str) -> PersonalCode | None:
        """Return the code of that index, if any."""
        ...

    def of_person(self, organisation: str, person_id: str) -> PersonalCode | None:
        """Return a person's code, if any."""
        ...


class Tries(Protocol):
    """Counted tries, shared by all workers; a window begins with its first try."""

    def count(self, key: str, now: datetime, window_start: datetime) -> int:
        """Count one more try under `key` and return how many there are in its window.

        A window that began before `window_start` is over: counting begins anew.
        """
        ...

    def current(self, key: str, window_start: datetime) -> int:
        """Return how many tries the running window holds."""
        ...

    def give_back(self, key: str) -> None:
        """Take one counted try back: it was a good one."""

    def forget_before(self, window_start: datetime) -> None:
        """Delete windows that are over."""
