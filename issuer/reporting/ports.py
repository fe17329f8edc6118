"""What reports need from storage, clock and ids, as Protocols; nobody inherits them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.access import Role
from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.reporting.model import (
    Act,
    Ending,
    GroupMember,
    GroupRule,
    Instrument,
    Issued,
    PeerAnswer,
    Waiting,
)


class Person(Protocol):
    """What reports read of a person."""

    @property
    def id(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def units(self) -> frozenset[str]: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    @property
    def reach(self) -> Mapping[Role, frozenset[str]]: ...


class People(Protocol):
    """People of an organisation."""

    def members(self, organisation: str) -> "tuple[Person, ...]":
        """Return the active members, by id."""
        ...

    def in_units(self, organisation: str, units: frozenset[str]) -> frozenset[str]:
        """Return the ids of all who belong to one of the units."""
        ...


class Unit(Protocol):
    """A part of an organisation."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


class Units(Protocol):
    """Units of an organisation."""

    def of(self, organisation: str) -> "tuple[Unit, ...]":
        """Return all, by slug."""
        ...


class Events(Protocol):
    """The append-only table of acts."""

    def append(self, event: Event) -> None:
        """Add one event, and its leaf, to the running transaction."""


class ReportGroups(Protocol):
    """Which group each learner is counted in."""

    def put(self, member: GroupMember) -> None:
        """Store it in place of what there was."""

    def remove(self, organisation: str, learner: str) -> None:
        """Forget the group of a learner; none is not an error."""

    def of(self, organisation: str) -> tuple[GroupMember, ...]:
        """Return all of an organisation, by learner; those of erased people are left out."""
        ...

    def consenting(self, organisation: str, purpose: str, now: datetime) -> frozenset[str]:
        """Return who agreed to a purpose, or whose guardian did, at this moment."""
        ...

    def rule(self, organisation: str) -> GroupRule | None:
        """Return whose groups are counted, if that was ever decided."""
        ...

    def put_rule(self, rule: GroupRule) -> None:
        """Store it in place of what there was."""


class ReportRows(Protocol):
    """The rows that figures are counted from."""

    def acts(self, organisation: str, names: frozenset[str], since: datetime) -> tuple[Act, ...]:
        """Return the events of these names about learners since an instant, oldest first."""
        ...

    def answers(self, organisation: str, since: datetime) -> tuple[PeerAnswer, ...]:
        """Return the attestations that count, oldest first."""
        ...

    def instruments(self, organisation: str) -> Mapping[str, Instrument]:
        """Return every instrument by its ref."""
        ...

    def waiting(self, organisation: str) -> tuple[Waiting, ...]:
        """Return the work that was handed in and not decided, longest waiting first."""
        ...

    def issued(self, organisation: str, since: datetime) -> tuple[Issued, ...]:
        """Return the badges first issued since an instant, oldest first."""
        ...

    def ending(self, organisation: str, now: datetime, until: datetime) -> tuple[Ending, ...]:
        """Return the badges in force whose end lies between two instants, soonest first."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def people(self) -> People: ...
    @property
    def units(self) -> Units: ...
    @property
    def events(self) -> Events: ...
    @property
    def report_groups(self) -> ReportGroups: ...
    @property
    def report_rows(self) -> ReportRows: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every report: factories, never shared instances."""

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
