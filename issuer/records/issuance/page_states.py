"""What pages of credentials rest on: rows as they lie in the database, compared and never opened.

A sealed value is sealed anew whenever it is stored, so rows that look the same say the same.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from issuer.issuance.model import State, Visibility
from issuer.issuance.model.page_states import PageState
from issuer.records.sealing import sealer_of
from issuer.records.tables import accounts, audit
from issuer.records.tables import issuance as tables

_CREDENTIAL, _MARK = tables.credential, tables.revocation
_SCHOOL, _PERSON, _CONSENT = accounts.organisation, accounts.person, accounts.consent
#: Its SHA-256 stands for the bytes of a credential.
_LARGE = frozenset({"document", "data", "proof_options"})
_SHOWN = (
    sa.select(*(column for column in _CREDENTIAL.c if column.name not in _LARGE))
    .where(
        _CREDENTIAL.c.public_id == sa.bindparam("public_id"),
        _CREDENTIAL.c.form == "ldp",
        _CREDENTIAL.c.state == State.ISSUED,
    )
    .order_by(_CREDENTIAL.c.row_version.desc(), _CREDENTIAL.c.row.desc())
    .limit(1)
)
_CONSENTS = (
    sa.select(*_CONSENT.c)
    .where(
        _CONSENT.c.organisation == sa.bindparam("organisation"),
        _CONSENT.c.subject == sa.bindparam("learner"),
    )
    .order_by(_CONSENT.c.id)
)
#: Everything else: each names its rows by members of the credential.
_FURTHER = (
    sa.select(*_MARK.c).where(_MARK.c.credential_id == sa.bindparam("id")).order_by(_MARK.c.seq),
    sa.select(*_PERSON.c).where(_PERSON.c.id == sa.bindparam("learner")),
    sa.select(*_SCHOOL.c).where(_SCHOOL.c.id == sa.bindparam("organisation")),
    sa.select(sa.func.max(audit.audit_leaf.c.leaf_index))
    .join(accounts.event, accounts.event.c.number == audit.audit_leaf.c.event_number)
    .where(
        accounts.event.c.organisation == sa.bindparam("organisation"),
        accounts.event.c.subject == sa.bindparam("id"),
    ),
)


class SqlPageStates:
    """What pages rest on, on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, public_id: str) -> PageState | None:
        """Return it; None if unknown, not issued, private or of somebody who was erased."""
        shown = self._connection.execute(_SHOWN, {"public_id": public_id}).mappings().first()
        if shown is None or shown["visibility"] == Visibility.PRIVATE:
            return None
        named = {name: shown[name] for name in ("id", "organisation", "learner")}
        consents = self._connection.execute(_CONSENTS, named).mappings().all()
        rows = (tuple(shown.values()), *map(_values, consents), *self._further(named))
        # Under the learner's own key: once that is deleted, nothing of theirs is found any more.
        sealer = sealer_of(self._connection)
        token = sealer.name(shown["organisation"], shown["learner"], repr(rows))
        turns = (shown["valid_from"], shown["valid_until"], *(it["expires"] for it in consents))
        if token is None:
            return None
        return PageState(token=token, turns=tuple(turn for turn in turns if turn is not None))

    def _further(self, named: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        for query in _FURTHER:
            yield from (tuple(row) for row in self._connection.execute(query, named))


def _values(row: sa.RowMapping) -> tuple[Any, ...]:
    return tuple(row.values())
