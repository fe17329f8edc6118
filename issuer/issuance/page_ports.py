"""What pages need from storage beside what the verbs do."""

from typing import Protocol

from issuer.issuance.model.page_states import PageState


class PageStates(Protocol):
    """What pages of credentials rest on."""

    def of(self, public_id: str) -> PageState | None:
        """Return it; None if unknown, not issued, private or of somebody who was erased."""
        ...
