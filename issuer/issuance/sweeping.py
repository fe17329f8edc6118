"""Finish what a crash left half done (reliability.md section 2.4)."""

from dataclasses import dataclass
from datetime import timedelta

from issuer.errors import IssuerError
from issuer.issuance.issuing import issue_award
from issuer.issuance.model import MAX_ATTEMPTS, CredentialRecord
from issuer.issuance.ports import Services
from issuer.issuance.publishing import republish_due_lists
from issuer.issuance.reissuing import resume_reissue
from issuer.issuance.tokens import FORM, finish_token
from issuer.logs import logger

#: A younger row is most likely in the hands of a living worker.
LEFT_BEHIND = timedelta(seconds=60)
_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What one sweep did; `alarms` are credentials that an operator has to look at."""

    issued: int
    failed: int
    alarms: tuple[str, ...]
    lists: int


def sweep(services: Services, older_than: timedelta = LEFT_BEHIND) -> Swept:
    """Finish credentials left `prepared`, and publish lists that are late or about to lapse.

    Two sweeps at once do no harm: whoever stores first wins, with equal bytes.
    """
    before = services.clock() - older_than
    with services.read_only() as uow:
        left = uow.credentials.left_prepared(before, _BATCH)
    outcomes = [_finish(record, services) for record in left]
    return Swept(
        issued=outcomes.count(True),
        failed=outcomes.count(False),
        alarms=tuple(
            record.row
            for record, issued in zip(left, outcomes, strict=True)
            if not issued and record.attempts + 1 >= MAX_ATTEMPTS
        ),
        lists=republish_due_lists(services),
    )


def _finish(record: CredentialRecord, services: Services) -> bool:
    with services.unit_of_work() as uow:
        uow.credentials.count_attempt(record.row)
        uow.commit()
    try:
        _complete(record, services)
    except IssuerError as error:
        logger().error(
            "credential.left_prepared",
            credential=record.public_id,
            attempt=record.attempts + 1,
            code=error.code,
        )
        return False
    return True


def _complete(record: CredentialRecord, services: Services) -> None:
    if record.form == FORM:
        finish_token(record, services)
    elif record.row_version > 1:
        resume_reissue(record, services)
    else:
        issue_award(record.award, services)
