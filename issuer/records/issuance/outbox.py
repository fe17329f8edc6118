"""What is still to be done, handed out under leases (reliability.md section 7)."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa

from issuer.issuance.model import OutboxItem
from issuer.records.tables import issuance as tables

_OUTBOX = tables.outbox
#: Before every clock: an item without a date is due at once, whoever's clock is asked.
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


class SqlOutbox:
    """The outbox on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""
        self._connection.execute(
            _OUTBOX.insert().values(
                id=secrets.token_hex(16),
                organisation=organisation,
                kind=kind,
                ref=ref,
                state="waiting",
                attempts=0,
                not_before=not_before or _AT_ONCE,
            )
        )

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> tuple[OutboxItem, ...]:
        """Take items that are due under a lease, counting the attempt."""
        due = sa.or_(
            sa.and_(_OUTBOX.c.state == "waiting", _OUTBOX.c.not_before <= now),
            sa.and_(_OUTBOX.c.state == "leased", _OUTBOX.c.lease_until <= now),
        )
        ids = tuple(
            self._connection.execute(
                sa.select(_OUTBOX.c.id)
                .where(due)
                .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).scalars()
        )
        rows = self._connection.execute(
            _OUTBOX.update()
            .where(_OUTBOX.c.id.in_(ids))
            .values(state="leased", lease_until=lease_until, attempts=_OUTBOX.c.attempts + 1)
            .returning(
                _OUTBOX.c.id,
                _OUTBOX.c.organisation,
                _OUTBOX.c.kind,
                _OUTBOX.c.ref,
                _OUTBOX.c.attempts,
                _OUTBOX.c.not_before,
            )
        ).mappings()
        return tuple(OutboxItem(**row) for row in rows)

    def done(self, item: OutboxItem) -> None:
        """Close an item, unless somebody else holds it by now."""
        self._close(item, {"state": "done", "lease_until": None})

    def fail(self, item: OutboxItem, fault: str, not_before: datetime | None) -> None:
        """Give an item back for `not_before`; None closes it as dead, for a person to look at."""
        state = "dead" if not_before is None else "waiting"
        values: dict[str, object] = {
            "state": state,
            "lease_until": None,
            "last_error": fault[:500],
        }
        if not_before is not None:
            values["not_before"] = not_before
        self._close(item, values)

    def depth(self) -> int:
        """Return how many items are waiting or under way."""
        return self._connection.execute(
            sa.select(sa.func.count())
            .select_from(_OUTBOX)
            .where(_OUTBOX.c.state.in_(("waiting", "leased")))
        ).scalar_one()

    def _close(self, item: OutboxItem, values: dict[str, object]) -> None:
        self._connection.execute(
            _OUTBOX.update()
            .where(
                _OUTBOX.c.id == item.id,
                _OUTBOX.c.attempts == item.attempts,
                _OUTBOX.c.state == "leased",
            )
            .values(values)
        )
