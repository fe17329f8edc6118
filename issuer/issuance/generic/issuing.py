"""Check, sign, check again, keep, answer: refused is whatever verification would refuse (DI-9)."""

from issuer import proofs
from issuer.documents import MAX_BYTES, Document, digest, read_document, write_document
from issuer.errors import LimitError, MalformedError, ShapeError
from issuer.issuance.allocating import shuffled_index
from issuer.issuance.generic.model import Endpoint, GenericRecord, IssueGeneric, Services
from issuer.issuance.model import LIST_LENGTH
from issuer.proofs import vcdm
from issuer.proofs.strictness import GENERIC_ISSUING, GENERIC_VERIFYING
from issuer.status import entry

_STATUS = "credentialStatus"
_LONGEST_KEY = 255
#: For what issuing adds: the whole must pass the door through which verifiers read it.
_ROOM = 4096


def issue_generic(command: IssueGeneric, endpoint: Endpoint, services: Services) -> GenericRecord:
    """Sign a credential of any kind and keep its bytes; everything is refused before that.

    Raises:
        MalformedError: whatever section 8 of the VC specification says is refused, and what
            `proofs.prepare_generic` refuses.
        RepeatError: another credential was asked for under this id (`credential_id`) or this
            Idempotency-Key (`repeat`).
        LimitError: too many in one run.
    """
    require_issuable(command.credential, endpoint, services)
    names = _names(command)
    request_hash = digest([endpoint.name, command.credential])
    earlier = services.kept.repeated(names, request_hash)
    if earlier is not None:
        return earlier
    document, position = _with_status(command.credential, endpoint, services)
    record = GenericRecord(
        id=services.new_id(),
        own_id=_own_id(document),
        request_hash=request_hash,
        data=_signed(document, endpoint, services),
        position=position,
    )
    return services.kept.add(record, names)


def require_issuable(document: Document, endpoint: Endpoint, services: Services) -> None:
    """Raise for what is not issued here; raises as `issue_generic`."""
    if "proof" in document:
        raise ShapeError("Remove proof: what is signed is not signed again", pointer="/proof")
    vcdm.require_credential(document)
    if proofs.issuer_id(document) != services.signer.did:
        raise MalformedError(
            f"The issuer of this endpoint is {services.signer.did}",
            code="issuer",
            pointer="/issuer",
        )
    if endpoint.with_status and _STATUS in document:
        raise MalformedError(
            f"Remove {_STATUS}: this endpoint adds its own",
            code="status_entry",
            pointer="/" + _STATUS,
        )
    if len(write_document(document)) > MAX_BYTES - _ROOM:
        raise LimitError(f"Send at most {MAX_BYTES - _ROOM} bytes of JSON", code="size")
    proofs.require_covered(document, strictness=GENERIC_ISSUING)


def list_url(number: int, services: Services) -> str:
    """Return the address of a status list."""
    return f"{services.base_url}/vc/status-lists/{number}"


def _with_status(
    document: Document, endpoint: Endpoint, services: Services
) -> tuple[Document, int | None]:
    """Add an entry with an index that was never given before (API-6)."""
    if not endpoint.with_status:
        return document, None
    position = services.kept.take_position()
    number, place = divmod(position, LIST_LENGTH)
    index = shuffled_index(place, services.shuffle)
    added = entry(list_url(number + 1, services), "revocation", index)
    return {**document, _STATUS: added}, position


def _signed(document: Document, endpoint: Endpoint, services: Services) -> bytes:
    options = proofs.proof_options(services.clock(), services.signer.method_id, endpoint.suite)
    prepared = proofs.prepare_generic(document, options, endpoint.suite, GENERIC_ISSUING)
    proofs.rehearse(prepared, GENERIC_VERIFYING)
    signed = proofs.sign(prepared, services.signer)
    method = proofs.did_key_method(services.signer.did)
    proofs.verify_proof(read_document(signed.data), method, strictness=GENERIC_VERIFYING)
    return signed.data


def _names(command: IssueGeneric) -> tuple[str, ...]:
    names = []
    if command.credential_id is not None:
        names.append(f"id {command.credential_id}")
    key = command.idempotency_key
    if key is not None:
        if not (1 <= len(key) <= _LONGEST_KEY and all("!" <= letter <= "~" for letter in key)):
            raise MalformedError(
                "Send Idempotency-Key as 1 to 255 visible ASCII characters", code="idempotency_key"
            )
        names.append(f"key {key}")
    return tuple(names)


def _own_id(document: Document) -> str | None:
    own = document.get("id")
    return own if isinstance(own, str) else None
