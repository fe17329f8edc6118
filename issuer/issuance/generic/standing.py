"""What happens to a generic credential later: shown, revoked, deleted; and its status list."""

from typing import Final

from issuer import proofs
from issuer.documents import read_document
from issuer.errors import MalformedError, NotFoundError, StateError
from issuer.issuance.allocating import shuffled_index
from issuer.issuance.generic.issuing import list_url
from issuer.issuance.generic.model import GenericRecord, MarkGeneric, Services
from issuer.issuance.model import LIST_LENGTH, LIST_LIFE
from issuer.issuance.publishing import LIST_TTL
from issuer.status import StatusList, status_list_credential

_PURPOSE: Final = "revocation"


def show_generic(name: str, services: Services) -> GenericRecord:
    """Return a credential by our id, the caller's id or its own; NotFoundError."""
    return services.kept.get(name)


def delete_generic(name: str, services: Services) -> None:
    """Forget a credential's bytes; NotFoundError, code `gone` the second time."""
    services.kept.delete(services.kept.get(name).id)


def mark_generic(command: MarkGeneric, services: Services) -> None:
    """Revoke a credential; repeating it changes nothing.

    Raises:
        NotFoundError: there is none.
        MalformedError: it has no entry of this purpose, code `status_purpose`.
        StateError: a revocation shall be lifted: it is final.
    """
    position = services.kept.get(command.credential_id).position
    if position is None or command.purpose != _PURPOSE:
        raise MalformedError(
            f"This credential has no status entry for {command.purpose[:40]!r}",
            code="status_purpose",
            pointer="/credentialStatus",
        )
    if not command.on:
        raise StateError("A revocation is final (BSL-1)", code="state", pointer="/status")
    services.kept.mark(position)


def generic_status_list(name: str, services: Services) -> bytes:
    """Return the signed list as it is now; NotFoundError.

    Signed at each call: nobody but a test suite reads it, and so it is never out of date.
    """
    number = int(name) if name.isdecimal() and name.isascii() and len(name) < 4 else 0  # noqa: PLR2004 # 999 lists are 130 million entries
    if not 1 <= number <= 1 + services.kept.taken() // LIST_LENGTH or name != str(number):
        raise NotFoundError("There is no such status list", code="not_found")
    now = services.clock().replace(microsecond=0)
    document = status_list_credential(
        list_url=list_url(number, services),
        issuer=services.signer.did,
        purpose=_PURPOSE,
        status_list=StatusList.from_bits(_indices(number, services)),
        valid_from=now,
        valid_until=now + LIST_LIFE,
        ttl=LIST_TTL,
    )
    options = proofs.proof_options(now, services.signer.method_id)
    signed = proofs.sign(proofs.prepare(document, options), services.signer)
    proofs.verify_proof(read_document(signed.data), proofs.did_key_method(services.signer.did))
    return signed.data


def _indices(number: int, services: Services) -> tuple[int, ...]:
    places = (divmod(position, LIST_LENGTH) for position in services.kept.marked())
    return tuple(
        shuffled_index(place, services.shuffle) for each, place in places if each + 1 == number
    )
