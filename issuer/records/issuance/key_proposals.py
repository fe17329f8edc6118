"""Changes of keys that wait for a second person."""

import sqlalchemy as sa

from issuer.access import ProposalState
from issuer.errors import StateError
from issuer.issuance.model.key_proposals import KeyProposal
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import issuance as tables

_PROPOSAL = tables.key_proposal


class SqlKeyProposals:
    """Proposals about keys on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _PROPOSAL, KeyProposal)

    def add(self, proposal: KeyProposal) -> None:
        """Store a new one; StateError if the same is asked for already, code `proposed`."""
        same = (
            _PROPOSAL.c.organisation == proposal.organisation,
            _PROPOSAL.c.act == proposal.act,
            _PROPOSAL.c.subject == proposal.subject,
            _PROPOSAL.c.state == ProposalState.OPEN,
        )
        if self._rows.first(*same):
            raise StateError("Somebody asked for this already; answer that", code="proposed")
        self._rows.insert(proposal)

    def by_id(self, proposal_id: str) -> KeyProposal:
        """Return it; NotFoundError."""
        return self._rows.one(_PROPOSAL.c.id == proposal_id)

    def lock(self, organisation: str, proposal_id: str) -> KeyProposal:
        """Return it and keep others from answering it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, proposal_id), lock=True)

    def save(self, proposal: KeyProposal) -> None:
        """Store an answer."""
        self._rows.update(proposal)

    def waiting(self) -> tuple[KeyProposal, ...]:
        """Return the open ones of all organisations, oldest first."""
        return self._rows.many(
            _PROPOSAL.c.state == ProposalState.OPEN,
            order=(_PROPOSAL.c.proposed_at, _PROPOSAL.c.id),
        )
