"""Which index of which status list a credential gets: random, unique, never given twice.

The order of a list is a permutation under the list's own secret, so a position counted up in the
database becomes an index that tells nothing about the order of issue (reliability.md row 43).
"""

import hashlib
from datetime import datetime

from issuer.errors import UnavailableError
from issuer.issuance.model import LIST_LENGTH, StatusListRecord, StatusPurpose
from issuer.issuance.ports import Services, UnitOfWork

#: Two halves of nine bits: 2^18 numbers, of which those below 2^17 are indices.
_HALF = 9
_MASK = (1 << _HALF) - 1
_ROUNDS = 8
SHUFFLE_BYTES = 32


def shuffled_index(position: int, secret: bytes) -> int:
    """Return the index at a position of the list's secret order.

    A balanced Feistel network over 18 bits, walked on until it meets an index of the list: a
    bijection of the list on itself, without 131,072 stored rows.
    """
    number = position
    while True:
        number = _permuted(number, secret)
        if number < LIST_LENGTH:
            return number


def _permuted(number: int, secret: bytes) -> int:
    left, right = number >> _HALF, number & _MASK
    for round_number in range(_ROUNDS):
        message = bytes((round_number,)) + right.to_bytes(2, "big")
        digest = hashlib.blake2b(message, key=secret, digest_size=2).digest()
        left, right = right, left ^ (int.from_bytes(digest, "big") & _MASK)
    return left << _HALF | right


def reserve_index(
    uow: UnitOfWork, organisation: str, purpose: StatusPurpose, now: datetime, services: Services
) -> tuple[StatusListRecord, int]:
    """Take an unused index of the organisation's current list, opening a list where none is open.

    The index is never given again, even if its credential is never signed: it may have been seen.
    The caller binds it to its row in the same transaction (BSL-3).
    """
    current = uow.status_lists.open_for_writing(organisation, purpose)
    if current is not None:
        position = uow.status_lists.take(current.id)
        if position is not None:
            return current, shuffled_index(position, current.shuffle)
        uow.status_lists.seal(current.id)
    fresh = _fresh_list(organisation, purpose, now, services)
    uow.status_lists.add(fresh)
    position = uow.status_lists.take(fresh.id)
    if position is None:
        raise UnavailableError("The new status list gives no index; try again", code="status_full")
    return fresh, shuffled_index(position, fresh.shuffle)


def _fresh_list(
    organisation: str, purpose: StatusPurpose, now: datetime, services: Services
) -> StatusListRecord:
    list_id = services.ids.new_id()
    return StatusListRecord(
        id=list_id,
        url=f"{services.base_url}/status/{list_id}",
        organisation=organisation,
        purpose=purpose,
        shuffle=services.ids.secret(SHUFFLE_BYTES),
        created_at=now,
    )
