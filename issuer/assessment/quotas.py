"""How much room there is for files: of one learner, and of a whole organisation (row 66)."""

from dataclasses import dataclass
from typing import BinaryIO

from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.storage_ports import Blobs, StoredBlob
from issuer.errors import LimitError, StorageFullError


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes that are left; none, or less than none after an operator lowered a quota."""

    learner: int
    organisation: int
    services: Services

    def require(self, size: int) -> None:
        """Let so many bytes more be kept.

        Raises:
            LimitError: beyond what one learner may keep, code `quota`.
            StorageFullError: beyond what an organisation may keep, code `quota_organisation`.
        """
        if size > self.learner:
            raise LimitError(
                f"Together your files may have {self.services.max_learner_bytes} bytes;"
                " remove some",
                code="quota",
            )
        if size > self.organisation:
            raise StorageFullError(
                "The files of your school have no more room; ask the operator for more",
                code="quota_organisation",
            )

    def store(self, files: Blobs, stream: BinaryIO) -> StoredBlob:
        """Store an upload as far as there is room; one that is too large leaves no file.

        Raises:
            LimitError: larger than a file may be (code `size`), or as `require`.
            StorageFullError: as `require`, or the disk is nearly full (code `disk_full`).
        """
        self.require(1)
        most = min(self.services.max_evidence_bytes, self.learner, self.organisation)
        try:
            return files.store(stream, max_bytes=most)
        except LimitError:
            self.require(min(most + 1, self.services.max_evidence_bytes))
            raise


def room_of(organisation: str, learner: str, uow: UnitOfWork, services: Services) -> Room:
    """Return what is left of both quotas."""
    return Room(
        learner=services.max_learner_bytes - uow.evidence.bytes_of(organisation, learner),
        organisation=services.max_organisation_bytes - uow.evidence.bytes_of_all(organisation),
        services=services,
    )
