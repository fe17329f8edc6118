"""Repositories of erasures, legal holds and links to be shared."""

from datetime import datetime

import sqlalchemy as sa

from issuer.accounts.model import Erasure, ErasureState, LegalHold, ShareLink
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import privacy as tables

_ERASURE, _HOLD, _LINK = tables.erasure, tables.legal_hold, tables.share_link
_RUNNING = (ErasureState.PROPOSED, ErasureState.CONFIRMED)


class SqlErasures:
    """Erasures on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _ERASURE, Erasure)

    def add(self, erasure: Erasure) -> None:
        """Store a new one; ConflictError if one is running for this person."""
        self._rows.insert(erasure)

    def save(self, erasure: Erasure) -> None:
        """Store how far it is."""
        self._rows.update(erasure)

    def get(self, erasure_id: str) -> Erasure:
        """Return it; NotFoundError."""
        return self._rows.one(_ERASURE.c.id == erasure_id)

    def running(self, organisation: str, person: str) -> Erasure | None:
        """Return the erasure that is proposed or under way, if any."""
        return self._rows.first(
            _ERASURE.c.organisation == organisation,
            _ERASURE.c.person == person,
            _ERASURE.c.state.in_(_RUNNING),
            lock=True,
        )

    def under_way(self) -> tuple[Erasure, ...]:
        """Return all that were confirmed and are not done, of all organisations."""
        return self._rows.many(
            _ERASURE.c.state == ErasureState.CONFIRMED,
            order=(_ERASURE.c.proposed_at, _ERASURE.c.id),
        )


class SqlLegalHolds:
    """Legal holds on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _HOLD, LegalHold)

    def add(self, hold: LegalHold) -> None:
        """Store a new one."""
        self._rows.insert(hold)

    def save(self, hold: LegalHold) -> None:
        """Store that it was lifted."""
        self._rows.update(hold)

    def open_on(self, organisation: str, person: str) -> tuple[LegalHold, ...]:
        """Return the holds on a person that were not lifted, oldest first."""
        return self._rows.many(
            _HOLD.c.organisation == organisation,
            _HOLD.c.person == person,
            _HOLD.c.lifted_at.is_(None),
            order=(_HOLD.c.placed_at, _HOLD.c.id),
        )


class SqlShareLinks:
    """Links on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = StoredRows(connection, _LINK, ShareLink)

    def add(self, link: ShareLink) -> None:
        """Store a new one."""
        self._rows.insert(link)

    def save(self, link: ShareLink) -> None:
        """Store that it was revoked."""
        self._rows.update(link)

    def get(self, organisation: str, link_id: str) -> ShareLink:
        """Return it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, link_id))

    def by_hash(self, secret_hash: str) -> ShareLink | None:
        """Return the link of that hash, if any."""
        return self._rows.first(_LINK.c.secret_hash == secret_hash)

    def of(self, organisation: str, learner: str) -> tuple[ShareLink, ...]:
        """Return all links about a learner, oldest first."""
        return self._rows.many(
            _LINK.c.organisation == organisation,
            _LINK.c.learner == learner,
            order=(_LINK.c.made_at, _LINK.c.id),
        )

    def count_view(self, link_id: str, at: datetime) -> None:
        """Add one to the views, the newest of them; two at once both count."""
        self._connection.execute(
            _LINK.update()
            .where(_LINK.c.id == link_id)
            .values(views=_LINK.c.views + 1, viewed_at=at)
        )
