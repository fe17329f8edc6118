"""Sign a credential again: same id, same place in its list, a newer beginning, a row of its own.

The order is that of `issuing`: intent first, then the signature, then the check, then the bytes.
The old bytes stay in their row; whoever asks is served the newest (reliability.md section 2.10).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from issuer.clock import format_instant
from issuer.documents import read_document, write_document
from issuer.errors import IssuerError, NotFoundError, UnavailableError
from issuer.issuance.intending import require_resumable, require_steady_clock, usable_key
from issuer.issuance.issuing import fail_draft, finish, key_of
from issuer.issuance.model import CredentialRecord, KeyState, State, marks_of
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import credential_event
from issuer.issuance.tokens import FORM, token_of
from issuer.logs import logger
from issuer.proofs import proof_options

BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissued:
    """What one round did; `left` tells whether anything of the key is still to be signed again."""

    done: int
    failed: int
    left: bool


def reissue_key(
    key_id: str,
    services: Services,
    *,
    told: Callable[[int], None] = lambda _done: None,
    limit: int | None = None,
) -> Reissued:
    """Sign all live credentials of a compromised key again; repeating does only what is missing.

    `told` hears how many are done. Two that do this at once do no harm: the first row counts.
    """
    done = failed = 0
    after = ""
    while limit is None or done + failed < limit:
        batch = _live(key_id, services, after)
        if not batch:
            break
        for record in batch:
            succeeded = _try(record, services)
            done, failed = done + succeeded, failed + (not succeeded)
            told(done)
        after = batch[-1].row
    return Reissued(done=done, failed=failed, left=bool(_live(key_id, services, "", 1)))


def reissue(master: CredentialRecord, services: Services) -> None:
    """Give an issued credential its next version, and that version a token if it ever had one.

    Raises:
        UnavailableError: no usable key, or the clock runs behind; nothing is lost.
        RuleError: the document is refused today, code `lint_failed`.
    """
    draft = _record_intent(master, services)
    if draft.state is not State.ISSUED:
        if key_of(draft, services).state is KeyState.COMPROMISED:
            fail_draft(draft, State.ABANDONED, "key_compromised", services)
            draft = _record_intent(master, services)
        finish(draft, services)
    with services.read_only() as uow:
        had_token = uow.credentials.of_award(master.award, FORM) is not None
        newest = uow.credentials.by_id(master.id)
    if had_token:
        token_of(newest, services)
    services.reached("after_reissue")


def resume_reissue(draft: CredentialRecord, services: Services) -> None:
    """Finish a version that a crash left `prepared`; raises as `reissue`."""
    with services.read_only() as uow:
        newest = uow.credentials.by_id(draft.id)
    reissue(newest, services)


def _live(
    key_id: str, services: Services, after: str, limit: int = BATCH
) -> tuple[CredentialRecord, ...]:
    with services.read_only() as uow:
        return uow.credentials.live_of_key(key_id, services.clock(), after=after, limit=limit)


def _try(record: CredentialRecord, services: Services) -> bool:
    try:
        reissue(record, services)
    except IssuerError as error:
        # One that cannot be signed must not keep the others from their learners.
        logger().error("credential.not_reissued", credential=record.public_id, code=error.code)
        return False
    return True


def _record_intent(master: CredentialRecord, services: Services) -> CredentialRecord:
    """Return the next version: stored now, begun before, or issued by somebody faster."""
    with services.unit_of_work() as uow:
        uow.credentials.lock_award(master.award)
        newest = uow.credentials.by_id(master.id)
        if newest.row_version > master.row_version:
            return newest
        begun = uow.credentials.reissue(master.award, master.row_version + 1)
        if begun is not None:
            return require_resumable(begun)
        if marks_of(uow.credentials.marks(master.id)).revoked is not None:
            raise NotFoundError("It was revoked meanwhile, so it is not signed again")
        draft = _draft(newest, uow, services)
        uow.credentials.add(draft)
        digest = hashlib.sha256(draft.document).hexdigest()
        uow.events.append(
            credential_event(
                "reissue.intent",
                draft,
                services,
                at=draft.created_at,
                object_hash=f"sha256:{digest}",
                codes={"version": str(draft.row_version)},
            )
        )
        services.reached("inside_reissue_intent")
        uow.commit()
    services.reached("after_reissue_intent")
    return draft


def _draft(master: CredentialRecord, uow: UnitOfWork, services: Services) -> CredentialRecord:
    now = services.clock()
    require_steady_clock(uow, now)
    key = usable_key(uow, master.organisation)
    valid_from = _later(now, master.valid_from)
    document = {**read_document(master.document), "validFrom": format_instant(valid_from)}
    return replace(
        master,
        row=services.ids.new_id(),
        row_version=master.row_version + 1,
        key_id=key.id,
        document=write_document(document),
        proof_options=write_document(proof_options(valid_from, key.id)),
        state=State.PREPARED,
        created_at=now,
        valid_from=valid_from,
        issued_at=None,
        attempts=0,
        fault=None,
        data=None,
        sha256=None,
    )


def _later(now: datetime, before: datetime) -> datetime:
    """Return the present in whole seconds, later than before: hosts replace the older copy.

    Raises:
        UnavailableError: it was signed within this very second, code `clock`.
    """
    valid_from = now.replace(microsecond=0)
    if valid_from <= before:
        raise UnavailableError(
            "It was signed a moment ago; sign it again in a second", code="clock"
        )
    return valid_from
