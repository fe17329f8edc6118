"""Repositories of erasures, holds, links and whatever is held about a person, as Protocols."""

from datetime import datetime
from typing import Protocol

from issuer.accounts.model import (
    Erasure,
    HeldCredential,
    HeldFile,
    LegalHold,
    ShareLink,
    WeeklyLetter,
)
from issuer.documents import Document


class Erasures(Protocol):
    """Erasures of people."""

    def add(self, erasure: Erasure) -> None:
        """Store a new one; ConflictError if one is running for this person."""

    def save(self, erasure: Erasure) -> None:
        """Store how far it is."""

    def get(self, erasure_id: str) -> Erasure:
        """Return it; NotFoundError."""
        ...

    def running(self, organisation: str, person: str) -> Erasure | None:
        """Return the erasure that is proposed or under way, if any."""
        ...

    def under_way(self) -> tuple[Erasure, ...]:
        """Return all that were confirmed and are not done, of all organisations."""
        ...


class LegalHolds(Protocol):
    """What keeps people from being erased."""

    def add(self, hold: LegalHold) -> None:
        """Store a new one."""

    def save(self, hold: LegalHold) -> None:
        """Store that it was lifted."""

    def open_on(self, organisation: str, person: str) -> tuple[LegalHold, ...]:
        """Return the holds on a person that were not lifted, oldest first."""
        ...


class WeeklyLetters(Protocol):
    """How guardians get the weekly letter, and which weeks were planned."""

    def add(self, letter: WeeklyLetter) -> None:
        """Store a new one; ConflictError if the person has one."""

    def save(self, letter: WeeklyLetter) -> None:
        """Store changes."""

    def get(self, organisation: str, letter_id: str) -> WeeklyLetter:
        """Return it, kept from changing until the transaction ends; NotFoundError."""
        ...

    def of_person(self, organisation: str, person: str) -> WeeklyLetter | None:
        """Return that of a person, if any."""
        ...

    def by_hash(self, stop_hash: str) -> WeeklyLetter | None:
        """Return that whose link has this hash, if any."""
        ...

    def is_planned(self, organisation: str, ends_at: datetime) -> bool:
        """Tell whether somebody planned the week that ends then."""
        ...

    def plan(self, organisation: str, ends_at: datetime) -> None:
        """Plan a week; ConflictError if somebody did."""


class ShareLinks(Protocol):
    """Links to be shared, by the hash of their secret."""

    def add(self, link: ShareLink) -> None:
        """Store a new one."""

    def save(self, link: ShareLink) -> None:
        """Store that it was revoked."""

    def get(self, organisation: str, link_id: str) -> ShareLink:
        """Return it; NotFoundError."""
        ...

    def by_hash(self, secret_hash: str) -> ShareLink | None:
        """Return the link of that hash, if any."""
        ...

    def of(self, organisation: str, learner: str) -> tuple[ShareLink, ...]:
        """Return all links about a learner, oldest first."""
        ...

    def count_view(self, link_id: str, at: datetime) -> None:
        """Add one to the views, the newest of them."""


class Holdings(Protocol):
    """Everything that is held about one person, whatever the table."""

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of rows there are."""
        ...

    def rows(self, kind: str, organisation: str, person: str) -> tuple[Document, ...]:
        """Return all rows of one kind about a person, in a stable order."""
        ...

    def people(self, organisation: str) -> frozenset[str]:
        """Return the ids of all people of an organisation, erased ones too."""
        ...

    def files(self, organisation: str, person: str) -> tuple[HeldFile, ...]:
        """Return the stored files of a person's evidence."""
        ...

    def credentials(self, organisation: str, person: str) -> tuple[HeldCredential, ...]:
        """Return the issued credentials of a person as their bytes."""
        ...

    def owns(
        self, organisation: str, person: str, public_id: str | None, items: tuple[str, ...]
    ) -> bool:
        """Tell whether a badge and items of evidence are all the person's."""
        ...

    def old_answers(self, before: datetime) -> tuple[tuple[str, str], ...]:
        """Return (organisation, name of the day's key) of answers kept for repeats since before."""
        ...

    def drop_answers(self, before: datetime) -> None:
        """Delete the answers that were kept for repeats since before an instant."""

    def blank(self, organisation: str, person: str, now: datetime) -> None:
        """Empty the personal columns of all rows of a person and end what is open; repeatable."""
