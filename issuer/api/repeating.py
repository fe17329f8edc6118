"""One answer per Idempotency-Key: status, Location and body come back byte for byte."""

from collections.abc import Callable
from enum import StrEnum

from flask import Response, request

from issuer import issuance
from issuer.api.calls import Call
from issuer.api.negotiation import JSON
from issuer.documents import digest
from issuer.errors import MalformedError

HEADER = "Idempotency-Key"


class Once(StrEnum):
    """What an Idempotency-Key means for a route (reliability.md section 2.6)."""

    NO = "no"
    ALLOWED = "allowed"
    NEEDED = "needed"


def answer_once(
    once: Once, call: Call, act: Callable[[], Response], services: issuance.Services
) -> Response:
    """Act, unless this client was answered under the same key before.

    Raises:
        MalformedError: the route needs a key and there is none, or it is none.
        RepeatError: the key came with another request.
        UnavailableError: the first request is still under way.
    """
    key = request.headers.get(HEADER)
    if once is Once.NEEDED and key is None:
        raise MalformedError(
            f"Send {HEADER}, so that a lost answer can be asked for again", code="idempotency_key"
        )
    if once is Once.NO or key is None:
        return act()
    repeat = issuance.RepeatKey(
        organisation=call.actor.organisation,
        client=f"{call.actor.person} {call.actor.role.value}",
        key=key,
        request_hash=digest([request.method, request.path, call.body.members]),
    )
    return _read(issuance.once(repeat, lambda: _kept(act()), services))


def _kept(answer: Response) -> issuance.Answer:
    location = answer.headers.get("Location", "")
    body = answer.get_data()
    return issuance.Answer(status=answer.status_code, response=location.encode() + b"\n" + body)


def _read(kept: issuance.Answer) -> Response:
    location, _, body = kept.response.partition(b"\n")
    answer = Response(body, status=kept.status, content_type=JSON)
    if location:
        answer.headers["Location"] = location.decode()
    return answer
