"""One answer per idempotency key (reliability.md section 2.6).

A key belongs to (organisation, client). Two living requests never act at once. A request that was
killed is taken over by the next one: what it does must be safe to repeat, as `issue_award` is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from issuer.errors import ConflictError, IssuerError, MalformedError, RepeatError, UnavailableError
from issuer.issuance.model import IdempotencyRecord
from issuer.issuance.ports import Services

#: After this time without an answer the holder of a key counts as dead.
LEASE = timedelta(seconds=15)
#: How long a repeat waits for the first request before it is asked to come again, in seconds.
PATIENCE = 5.0
_PAUSE = 0.05
_LONGEST_KEY = 255
_FIRST_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status code and the very bytes of a response."""

    status: int
    response: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatKey:
    """Who repeats what: `request_hash` is the digest of method, path and body."""

    organisation: str
    client: str
    key: str
    request_hash: str


def once(
    repeat: RepeatKey,
    act: Callable[[], Answer],
    services: Services,
    *,
    lease: timedelta = LEASE,
) -> Answer:
    """Act once and answer the same bytes for seven days at least.

    Only final answers are stored: an error raised by `act`, or a status of 500 and above, frees
    the key, so the client may try again.

    Raises:
        MalformedError: not a key of 1 to 255 visible ASCII characters, code `idempotency_key`.
        RepeatError: the same key came with another request, code `repeat`.
        UnavailableError: the first request is still under way after five seconds.
    """
    _require_visible(repeat.key)
    held = _take(repeat, services, lease)
    if isinstance(held, Answer):
        return held
    services.reached("after_key_taken")
    try:
        answer = act()
    except IssuerError:
        _release(held, services)
        raise
    services.reached("after_act")
    if answer.status >= _FIRST_SERVER_ERROR:
        _release(held, services)
        return answer
    return _keep(held, answer, services)


def _require_visible(key: str) -> None:
    if not (1 <= len(key) <= _LONGEST_KEY and all("!" <= character <= "~" for character in key)):
        raise MalformedError(
            "Send Idempotency-Key as 1 to 255 visible ASCII characters", code="idempotency_key"
        )


def _take(repeat: RepeatKey, services: Services, lease: timedelta) -> IdempotencyRecord | Answer:
    """Wait for the key, its answer, or the end of patience."""
    waited = 0.0
    while True:
        found = _try_take(repeat, services, lease)
        if found is not None:
            return found
        if waited >= PATIENCE:
            raise UnavailableError(
                "The first request with this key is still under way; repeat it in a moment",
                code="in_flight",
            )
        services.sleep(_PAUSE)
        waited += _PAUSE


def _try_take(
    repeat: RepeatKey, services: Services, lease: timedelta
) -> IdempotencyRecord | Answer | None:
    """Return the answer, or the row if it is ours now, or None while another one holds it."""
    with services.read_only() as uow:
        found = uow.idempotency.get(repeat.organisation, repeat.client, repeat.key)
    if found is None:
        return _begin(repeat, services, lease)
    if found.request_hash != repeat.request_hash:
        raise RepeatError(
            "This Idempotency-Key was used for another request; choose a new one", code="repeat"
        )
    if found.status is not None and found.response is not None:
        return Answer(status=found.status, response=found.response)
    now = services.clock()
    if now < found.lease_until:
        return None
    with services.unit_of_work() as uow:
        if not uow.idempotency.take_over(found, now + lease):
            return None
        uow.commit()
    return replace(found, lease_until=now + lease)


def _begin(repeat: RepeatKey, services: Services, lease: timedelta) -> IdempotencyRecord | None:
    now = services.clock()
    record = IdempotencyRecord(
        organisation=repeat.organisation,
        client=repeat.client,
        key=repeat.key,
        request_hash=repeat.request_hash,
        created_at=now,
        lease_until=now + lease,
    )
    try:
        with services.unit_of_work() as uow:
            uow.idempotency.add(record)
            uow.commit()
    except ConflictError:
        return None
    return record


def _keep(held: IdempotencyRecord, answer: Answer, services: Services) -> Answer:
    """Store the answer and return the stored one: a slower worker may have been overtaken."""
    with services.unit_of_work() as uow:
        uow.idempotency.answer(held, answer.status, answer.response)
        stored = uow.idempotency.get(held.organisation, held.client, held.key)
        uow.commit()
    if stored is None or stored.status is None or stored.response is None:
        return answer
    return Answer(status=stored.status, response=stored.response)


def _release(held: IdempotencyRecord, services: Services) -> None:
    with services.unit_of_work() as uow:
        uow.idempotency.release(held)
        uow.commit()
