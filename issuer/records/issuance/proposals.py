"""Revocations that wait for a second person."""

from dataclasses import replace

import sqlalchemy as sa

from issuer.access import ProposalState
from issuer.errors import StateError
from issuer.issuance.model import CredentialId
from issuer.issuance.model.proposals import RevocationProposal
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import issuance as tables

_PROPOSAL = tables.revocation_proposal


class SqlProposals:
    """Proposals on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, _PROPOSAL, RevocationProposal)

    def add(self, proposal: RevocationProposal) -> None:
        """Store a new one; StateError if one about this credential is open."""
        opened = (_PROPOSAL.c.state == ProposalState.OPEN,)
        if self._rows.first(_PROPOSAL.c.credential_id == proposal.credential_id, *opened):
            raise StateError("Somebody proposed this already; answer that one", code="proposed")
        self._rows.insert(proposal)

    def get(self, organisation: str, proposal_id: str) -> RevocationProposal:
        """Return it; NotFoundError."""
        return _typed(self._rows.one(*self._rows.scoped(organisation, proposal_id)))

    def lock(self, organisation: str, proposal_id: str) -> RevocationProposal:
        """Return it and keep others from answering it; NotFoundError."""
        return _typed(self._rows.one(*self._rows.scoped(organisation, proposal_id), lock=True))

    def save(self, proposal: RevocationProposal) -> None:
        """Store an answer."""
        self._rows.update(proposal)

    def waiting(self, organisation: str) -> tuple[RevocationProposal, ...]:
        """Return the open ones, oldest first."""
        found = self._rows.many(
            _PROPOSAL.c.organisation == organisation,
            _PROPOSAL.c.state == ProposalState.OPEN,
            order=(_PROPOSAL.c.proposed_at, _PROPOSAL.c.id),
        )
        return tuple(_typed(each) for each in found)


def _typed(proposal: RevocationProposal) -> RevocationProposal:
    return replace(proposal, credential_id=CredentialId(proposal.credential_id))
