"""What issuance asks about organisations, people and awards; other rooms' values fit by shape."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from issuer.access import Bond
from issuer.badges.award import Award
from issuer.issuance.model import (
    PeerStatement,
)


class Organisation(Protocol):
    """The issuer's Profile, as far as issuance needs it; `accounts.Organisation` fits."""

    @property
    def id(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def did(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def age_of_majority(self) -> int: ...
    @property
    def second_person_for_revocation(self) -> bool: ...
    @property
    def second_person_for_keys(self) -> bool: ...
    @property
    def logo_url(self) -> str | None: ...
    @property
    def logo_alt(self) -> str | None: ...


class Organisations(Protocol):
    """Organisations of the installation."""

    def get(self, organisation_id: str) -> Organisation:
        """Return it; NotFoundError."""
        ...


class Person(Protocol):
    """The learner, as far as the default visibility needs it."""

    @property
    def birth_date(self) -> date | None: ...
    @property
    def units(self) -> frozenset[str]: ...


class People(Protocol):
    """People of an organisation."""

    def get(self, organisation: str, person_id: str) -> Person:
        """Return the person; NotFoundError."""
        ...

    def in_units(self, organisation: str, units: frozenset[str]) -> frozenset[str]:
        """Return the ids of all who belong to one of the units, whether active or not."""
        ...


class Ties(Protocol):
    """Ties between people."""

    def of(self, organisation: str, person_id: str) -> Iterable[Bond]:
        """Return all ties in which the person stands on either side."""
        ...


class Consent(Protocol):
    """A consent, as far as publishing needs it."""

    @property
    def purpose(self) -> str: ...

    def holds(self, now: datetime) -> bool: ...


class Consents(Protocol):
    """Consents about a person."""

    def of(self, organisation: str, subject: str) -> Iterable[Consent]:
        """Return all consents about a person, oldest first."""
        ...


class Awards(Protocol):
    """Approved awards."""

    def get(self, award_id: str) -> Award:
        """Return it; NotFoundError."""
        ...

    def is_held(self, award_id: str) -> bool:
        """Tell whether a registrar holds the submission that it rests on."""
        ...


class PeerStatements(Protocol):
    """Submitted attestations."""

    def get(self, attestation_id: str) -> PeerStatement:
        """Return it; NotFoundError."""
        ...
