"""Receipts: verified here, shaped by verification, signed with the first organisation's key."""

from collections.abc import Sequence

from issuer import accounts, issuance, verification
from issuer.accounts.model import Organisation
from issuer.documents import read_document, write_document
from issuer.errors import UnavailableError
from issuer.verification import NOT_ASKED, Expected, Recipient, VerificationReport


class Receipts:
    """Makes signed receipts; nothing of what was verified is kept."""

    def __init__(
        self,
        people: accounts.Services,
        issuing: issuance.Services,
        verifying: verification.Services,
    ) -> None:
        self._accounts = people
        self._issuance = issuing
        self._verification = verifying

    def make(
        self,
        data: bytes,
        recipient: Recipient,
        evidence: Sequence[bytes] = (),
        expected: Expected = NOT_ASKED,
    ) -> bytes:
        """Verify a credential and return the signed receipt of it as JSON.

        Raises:
            UnavailableError: no organisation, or no usable key.
        """
        report = verification.verify(
            data,
            self._verification,
            recipient=recipient,
            evidence=evidence,
            expected=expected,
        )
        return self.sign(report, data)

    def sign(self, report: VerificationReport, data: bytes) -> bytes:
        """Return the signed receipt, dated now, of a report about exactly these bytes.

        Raises:
            UnavailableError: no organisation, or no usable key.
        """
        organisation = self._signer()
        receipt = verification.receipt_document(
            report,
            data,
            receipt_id=self._issuance.ids.new_urn(),
            verifier=organisation.did,
            checked_at=self._verification.clock(),
        )
        plain = write_document(receipt)
        document = read_document(plain, max_bytes=len(plain))
        return issuance.sign_receipt(organisation.id, document, self._issuance)

    def _signer(self) -> Organisation:
        organisations = accounts.list_organisations(self._accounts)
        if not organisations:
            raise UnavailableError("There is no organisation here that could sign a receipt")
        return min(organisations, key=lambda each: (each.created_at, each.id))
