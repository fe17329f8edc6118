"""Repositories of what is published: rubrics, instruments, badge versions."""

from collections.abc import Callable
from typing import Generic, TypeVar

import sqlalchemy as sa

from issuer.assessment.model import Definition, DefinitionState, InstrumentVersion, RubricVersion
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import assessment as tables

_DEFINITION = tables.definition
Published = TypeVar("Published", bound=RubricVersion | InstrumentVersion)


class SqlVersionRows(Generic[Published]):
    """Published rubrics or instruments on one open transaction."""

    def __init__(
        self, connection: sa.Connection, table: sa.Table, kind: Callable[..., Published]
    ) -> None:
        self._rows = StoredRows(connection, table, kind)
        self._table = table

    def add(self, row: Published) -> None:
        """Store a new version."""
        self._rows.insert(row)

    def by_ref(self, organisation: str, ref: str) -> Published | None:
        """Return the version of `slug@version`, if any."""
        return self._rows.first(
            self._table.c.organisation == organisation, self._table.c.ref == ref
        )

    def all(self, organisation: str) -> tuple[Published, ...]:
        """Return all versions, by ref."""
        return self._rows.many(
            self._table.c.organisation == organisation, order=(self._table.c.ref,)
        )


class SqlDefinitions:
    """Badge versions on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _DEFINITION, Definition)

    def add(self, definition: Definition) -> None:
        """Store a new draft."""
        self._rows.insert(definition)

    def save(self, definition: Definition) -> None:
        """Store changes; the database refuses those of a published document."""
        self._rows.update(definition)

    def get(self, organisation: str, definition_id: str) -> Definition:
        """Return it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, definition_id))

    def lock(self, organisation: str, definition_id: str) -> Definition:
        """Return it and keep others from changing it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, definition_id), lock=True)

    def by_version(self, organisation: str, badge: str, version: int) -> Definition | None:
        """Return that version of a badge, if any."""
        return self._rows.first(
            _DEFINITION.c.organisation == organisation,
            _DEFINITION.c.badge == badge,
            _DEFINITION.c.version == version,
        )

    def by_public(self, public_slug: str, version: int) -> Definition | None:
        """Return the published or retired version of that public address, if any."""
        return self._rows.first(
            _DEFINITION.c.public_slug == public_slug,
            _DEFINITION.c.version == version,
            _DEFINITION.c.state.in_((DefinitionState.PUBLISHED, DefinitionState.RETIRED)),
        )

    def slug_owner(self, public_slug: str) -> str | None:
        """Return the organisation whose badge has the public slug, if any."""
        return self._connection.execute(
            sa.select(_DEFINITION.c.organisation)
            .where(_DEFINITION.c.public_slug == public_slug)
            .limit(1)
        ).scalar()

    def all(self, organisation: str) -> tuple[Definition, ...]:
        """Return all versions of all badges, by badge and version."""
        return self._rows.many(
            _DEFINITION.c.organisation == organisation,
            order=(_DEFINITION.c.badge, _DEFINITION.c.version),
        )
