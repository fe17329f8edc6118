"""Rules of two that somebody wants switched off, until a second person has answered."""

import sqlalchemy as sa

from issuer.access import ProposalState
from issuer.accounts.model import SettingsProposal
from issuer.records.stored_rows import StoredRows
from issuer.records.tables.two_people import settings_proposal


class SqlSettingsProposals:
    """Proposals about settings on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = StoredRows(connection, settings_proposal, SettingsProposal)

    def add(self, proposal: SettingsProposal) -> None:
        """Store a new one."""
        self._rows.insert(proposal)

    def lock(self, organisation: str, proposal_id: str) -> SettingsProposal:
        """Return it and keep others from answering it; NotFoundError."""
        return self._rows.one(*self._rows.scoped(organisation, proposal_id), lock=True)

    def save(self, proposal: SettingsProposal) -> None:
        """Store an answer."""
        self._rows.update(proposal)

    def waiting(self) -> tuple[SettingsProposal, ...]:
        """Return the open ones of all organisations, oldest first."""
        return self._rows.many(
            settings_proposal.c.state == ProposalState.OPEN,
            order=(settings_proposal.c.proposed_at, settings_proposal.c.id),
        )
