"""Whether a page that was made before still says what holds: asked anew at each look."""

from issuer.issuance.model.page_states import PageState
from issuer.issuance.ports import Services


def page_state(public_id: str, services: Services) -> PageState | None:
    """Return what the page of a credential rests on; None where nobody may keep one.

    It says nothing about what may be seen: that is for `credential_page_facts`.
    """
    with services.read_only() as uow:
        return uow.page_states.of(public_id)
