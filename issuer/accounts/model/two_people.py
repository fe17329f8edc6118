"""Rules that ask for two people, and the wish to end one; pure values."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from issuer.access import ProposalState, require_second
from issuer.accounts.model.people import Organisation


class RuleOfTwo(StrEnum):
    """A setting that only two people switch off; its word is the setting's name."""

    REVOCATION = "second_person_for_revocation"
    KEYS = "second_person_for_keys"


def without(organisation: Organisation, rule: RuleOfTwo) -> Organisation:
    """Return an organisation in which one person alone does what the rule is about."""
    match rule:
        case RuleOfTwo.REVOCATION:
            return replace(organisation, second_person_for_revocation=False)
        case RuleOfTwo.KEYS:
            return replace(organisation, second_person_for_keys=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsProposal:
    """One person wants a rule of two switched off; another one has to agree in time."""

    id: str
    organisation: str
    setting: RuleOfTwo
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    state: ProposalState = ProposalState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None

    def settled(self, state: ProposalState, by: str, at: datetime) -> "SettingsProposal":
        """Return it with a second person's answer; raises as `require_second`."""
        require_second(
            self.state, self.expires_at, asked_by=self.proposed_by, answered_by=by, at=at
        )
        return replace(self, state=state, settled_by=by, settled_at=at)
