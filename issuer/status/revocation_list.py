"""`1EdTechRevocationList` of older badges (OB-43): a plain document, trusted for its address.

It carries no proof; what speaks for it is that the signed credential names its https address.
"""

from collections.abc import Mapping

from issuer.documents import Document
from issuer.errors import MalformedError

REVOCATION_LIST = "1EdTechRevocationList"


def revocation_in(document: Document, url: str, issuer: str, credential_id: str) -> str | None:
    """Return the reason with which a credential is listed as revoked; "" if none, None if not.

    Raises:
        MalformedError: `status_list` for another list, `status_issuer` for another issuer's.
    """
    if document.get("id", url) != url:
        raise MalformedError("Another list stands at this address", code="status_list")
    listed_issuer = document.get("issuer", issuer)
    if isinstance(listed_issuer, Mapping):
        listed_issuer = listed_issuer.get("id")
    if listed_issuer != issuer:
        raise MalformedError("The list is of another issuer", code="status_issuer")
    entries = document.get("revokedCredential")
    if not isinstance(entries, list | tuple):
        raise MalformedError("The list holds no revokedCredential", code="status_list")
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
            raise MalformedError("An entry of the list has no id", code="status_list")
        # Only a plain `false` takes it back: anything odd stays a revocation.
        if entry["id"] == credential_id and entry.get("revoked", True) is not False:
            reason = entry.get("revocationReason")
            return reason if isinstance(reason, str) else ""
    return None
