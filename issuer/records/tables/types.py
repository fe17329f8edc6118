"""How values that SQL has no type for are kept: words of a closed set, lists of words, decimals."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from issuer.access import ProposalState, Scope
from issuer.records.tables.metadata import Instant

Word = TypeVar("Word", bound=StrEnum)

#: A JSON value; SQL NULL stands for None.
JSON = sa.JSON(none_as_null=True)


class WordOf(TypeDecorator[Word], Generic[Word]):
    """A member of a closed set, kept as its word."""

    impl = sa.String(32)
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the word."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Word | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the word; one that is not of the set is a bug."""
        return None if value is None else self.words(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of words without commas, kept in its order."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: sa.Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the words."""
        return ",".join(value or ())

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[str, ...]:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the words."""
        return tuple(value.split(",")) if value else ()


class WordSet(TypeDecorator[frozenset[str]]):
    """A set of words without commas, kept sorted; SQL NULL stands for None."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the words."""
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> frozenset[str] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the words."""
        if value is None:
            return None
        return frozenset(value.split(",")) if value else frozenset()


class Scopes(TypeDecorator[tuple[Scope, ...]]):
    """A tuple of scopes, kept in its order."""

    impl = sa.String(255)
    cache_ok = True

    def process_bind_param(self, value: Iterable[Scope] | None, dialect: sa.Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the scopes."""
        return " ".join(scope.value for scope in value or ())

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> tuple[Scope, ...]:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the scopes."""
        return tuple(Scope(word) for word in (value or "").split())


class Exact(TypeDecorator[Decimal]):
    """A decimal number, kept as text: SQLite would make it a binary one."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the number without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the number."""
        return None if value is None else Decimal(value)


def column_id(name: str = "id", **options: Any) -> sa.Column[str]:
    """Return a column for one of our random ids."""
    return sa.Column(name, sa.String(64), **options)


def organisation_column() -> sa.Column[str]:
    """Return the column that keeps one organisation's rows from another's."""
    return column_id("organisation", nullable=False)


def two_people(table: str, *asked: str) -> tuple[SchemaItem, ...]:
    """Return what a proposal to a second person has: who asked, until when, and who answered.

    Of the same thing, which the columns `asked` name, one proposal is open at a time.
    """
    is_open = sa.text("state = 'open'")
    return (
        column_id("proposed_by", nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("state", WordOf(ProposalState), nullable=False),
        column_id("settled_by"),
        sa.Column("settled_at", Instant),
        sa.CheckConstraint("settled_by <> proposed_by", name="two_people"),
        sa.Index(
            f"uq_{table}_open",
            *asked,
            unique=True,
            sqlite_where=is_open,
            postgresql_where=is_open,
        ),
    )


def of_submission() -> tuple[SchemaItem, ...]:
    """Return organisation and submission, which belong together or not at all."""
    return (
        organisation_column(),
        column_id("submission", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation", "submission"], ["submission.organisation", "submission.id"]
        ),
    )


def of_person(name: str, *, nullable: bool = False) -> tuple[SchemaItem, ...]:
    """Return a column for a person of the same organisation."""
    return (
        column_id(name, nullable=nullable),
        sa.ForeignKeyConstraint(["organisation", name], ["person.organisation", "person.id"]),
    )
