"""What assessment reads of organisations, people, ties, consents and events, as Protocols.

They belong to the room next door. Here are only the members that assessment reads, so the same
stored values fit both rooms by shape.
"""

from datetime import date, datetime
from typing import Protocol

from issuer.access import Bond, Role
from issuer.audit import Event


class Organisation(Protocol):
    """What assessment reads of an organisation."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def slug(self) -> str:
        """The slug in public addresses."""
        ...

    @property
    def name(self) -> str:
        """The name, for people."""
        ...

    @property
    def url(self) -> str:
        """The address of its site."""
        ...

    @property
    def did(self) -> str:
        """The DID that it signs under."""
        ...

    @property
    def scale(self) -> tuple[str, ...]:
        """The levels, low to high."""
        ...

    @property
    def sole_teacher(self) -> bool:
        """Whether one adult may assess and approve."""
        ...

    @property
    def age_of_majority(self) -> int:
        """When rights pass to the learner, in years."""
        ...

    @property
    def appeal_days(self) -> int:
        """How long a not-yet can be appealed against."""
        ...


class Member(Protocol):
    """What assessment reads of a person."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def organisation(self) -> str:
        """The organisation it belongs to."""
        ...

    @property
    def name(self) -> str:
        """The name, for people."""
        ...

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        ...

    @property
    def birth_date(self) -> date | None:
        """The day of birth, if known."""
        ...

    @property
    def group(self) -> str | None:
        """The team or group, if any."""
        ...

    @property
    def peer_participation(self) -> bool:
        """Whether the person takes part in peer review."""
        ...

    @property
    def active(self) -> bool:
        """Whether the person is still a member."""
        ...

    @property
    def units(self) -> frozenset[str]:
        """The units that the person belongs to."""
        ...


class Permission(Protocol):
    """What assessment reads of a consent."""

    @property
    def purpose(self) -> str:
        """What was agreed to."""
        ...

    def holds(self, now: datetime) -> bool:
        """Tell whether it is in force."""
        ...


class Organisations(Protocol):
    """Organisations of the installation."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...


class People(Protocol):
    """People of one organisation."""

    def get(self, organisation: str, person_id: str) -> Member:
        """Return the person; NotFoundError."""
        ...

    def members(self, organisation: str) -> tuple[Member, ...]:
        """Return all active people, by id."""
        ...


class Ties(Protocol):
    """Ties between people."""

    def of(self, organisation: str, person_id: str) -> tuple[Bond, ...]:
        """Return all ties in which the person stands on either side."""
        ...


class Consents(Protocol):
    """Consent records."""

    def of(self, organisation: str, subject: str) -> tuple[Permission, ...]:
        """Return all consents about a person, oldest first."""
        ...


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""

    def of_subject(self, organisation: str, subject: str) -> tuple[Event, ...]:
        """Return the events about one thing, oldest first."""
        ...

    def of_learner(self, organisation: str, learner: str) -> tuple[Event, ...]:
        """Return the events about one learner, oldest first."""
        ...
