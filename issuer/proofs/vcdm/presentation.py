"""A presentation, and what may stand inside it (VC Data Model 2.0, sections 4.12 and 4.13)."""

from collections.abc import Mapping

from issuer import vocab
from issuer.documents import Document
from issuer.errors import ContextError
from issuer.proofs.vcdm.members import (
    is_url,
    listed,
    malformed,
    require_contexts,
    require_ids,
    require_party,
    require_type,
    types_of,
)

ENVELOPE = "EnvelopedVerifiableCredential"
_ENVELOPED = "data:application/vc+jwt,"
#: More credentials in one presentation than this are an attack on our time.
MAX_CREDENTIALS = 20


def require_presentation(document: Document) -> None:
    """Raise unless a document has the form of a presentation (DM-2 to DM-4, DM-12, DM-13).

    The credentials inside are looked at only as far as they must be objects, and envelopes.

    Raises:
        ContextError: as `require_credential`.
        MalformedError: `type`, `id`, or `credential` for what is no credential.
    """
    require_contexts(document)
    require_type(document, "VerifiablePresentation")
    require_ids(document)
    if "holder" in document:
        require_party(document["holder"], "/holder")
    inside = list(listed(document, "verifiableCredential"))
    if len(inside) > MAX_CREDENTIALS:
        raise malformed(
            f"Present at most {MAX_CREDENTIALS} credentials", "credential", "/verifiableCredential"
        )
    for entry, pointer in inside:
        if not isinstance(entry, Mapping):
            raise malformed("Write each credential as an object", "credential", pointer)
        if is_envelope(entry, pointer):
            require_envelope(entry, pointer)
        else:
            require_type(entry, "VerifiableCredential", pointer)


def require_older_presentation(document: Document) -> None:
    """Raise unless a document has the form of a presentation of the data model 1.1.

    The caller has seen that its first context is that of the older model. Credentials inside are
    objects or the texts of tokens (1.1, sections 4.10 and 6.3.1).

    Raises:
        MalformedError: as `require_presentation`.
    """
    require_type(document, "VerifiablePresentation")
    if "id" in document and not is_url(document["id"]):
        raise malformed("Write id as one absolute URL", "id", "/id")
    if "holder" in document:
        require_party(document["holder"], "/holder")
    inside = list(listed(document, "verifiableCredential"))
    if len(inside) > MAX_CREDENTIALS:
        raise malformed(
            f"Present at most {MAX_CREDENTIALS} credentials", "credential", "/verifiableCredential"
        )
    for entry, pointer in inside:
        if isinstance(entry, Mapping):
            require_type(entry, "VerifiableCredential", pointer)
        elif not isinstance(entry, str):
            raise malformed("Write each credential as object or token", "credential", pointer)


def is_envelope(document: Document, pointer: str = "") -> bool:
    """Tell whether this is a credential in an envelope; code `type` when it has no type."""
    return ENVELOPE in types_of(document, pointer)


def require_envelope(document: Document, pointer: str = "") -> str:
    """Return the token of an enveloped credential (DM-12).

    Raises:
        ContextError: another context than the one of credentials.
        MalformedError: no token as `data:` URL of `application/vc+jwt`, code `id`.
    """
    if document.get("@context") not in (vocab.CREDENTIALS_V2, [vocab.CREDENTIALS_V2]):
        raise ContextError(
            f"An envelope names {vocab.CREDENTIALS_V2} alone", pointer=f"{pointer}/@context"
        )
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith(_ENVELOPED):
        raise malformed(f"The id of an envelope begins {_ENVELOPED}", "id", f"{pointer}/id")
    return address.removeprefix(_ENVELOPED)


def credentials_in(presentation: Document) -> tuple[Document, ...]:
    """Return the credentials inside, in order; what is no object was refused before."""
    inside = listed(presentation, "verifiableCredential")
    return tuple(entry for entry, _ in inside if isinstance(entry, Mapping))


def holder_of(presentation: Document) -> str | None:
    """Return who presents, if it says so."""
    if "holder" not in presentation:
        return None
    return require_party(presentation["holder"], "/holder")
