"""Receipts of checks, signed by parties of the tests."""

from dataclasses import dataclass
from datetime import datetime

from issuer import proofs
from issuer.documents import read_document, write_document
from issuer.verification import Expected, receipt_document, verify
from tests.defects.world import NOW
from tests.interop.credentials import ACADEMY, Party, good_lists, services_for
from tests.tokens import token_documents

UNASKED = Expected()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySigner:
    """Fits `proofs.Signer` with the key of a party."""

    party: Party

    @property
    def method_id(self) -> str:
        """Return the id of its key."""
        return self.party.method_id

    @property
    def public_key(self) -> bytes:
        """Return its public key."""
        return self.party.public_key

    def sign(self, data: bytes) -> bytes:
        """Sign bytes."""
        return self.party.sign(data)


def signed_receipt(
    data: bytes,
    party: Party = ACADEMY,
    *,
    expected: Expected = UNASKED,
    verifier: str | None = None,
    made_at: datetime = NOW,
) -> bytes:
    """Verify bytes in the usual world and return the receipt that a party signs."""
    services = services_for(NOW, documents=token_documents(), lists=good_lists(NOW))
    report = verify(data, services, expected=expected)
    document = receipt_document(
        report,
        data,
        receipt_id="urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8f",
        verifier=verifier or party.did,
        checked_at=NOW,
    )
    plain = write_document(document)
    options = proofs.proof_options(made_at, party.method_id, proofs.JCS)
    read = read_document(plain, max_bytes=len(plain))
    return proofs.sign_plain(read, options, PartySigner(party=party)).data
