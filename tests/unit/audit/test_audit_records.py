"""What is hashed of an event: one spelling, no ids, and what a row may still say."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from issuer import audit
from issuer.audit import FORGOTTEN, Event, Salts
from issuer.documents import canonical_bytes
from issuer.errors import MalformedError

EVENT = Event(
    id="event-1",
    at=datetime(2026, 11, 20, 12, 0, 0, 7, tzinfo=UTC),
    organisation="academy",
    actor="heron",
    role="registrar",
    name="rating.recorded",
    subject="rating-1",
    learner="kestrel",
    object_hash="sha256:" + "0" * 64,
    codes={"revision": "1"},
)
SALTS = Salts(actor=b"a" * 32, subject=b"s" * 32, learner=b"l" * 32)
ALONE = replace(EVENT, learner=None)
ALONE_SALTS = replace(SALTS, learner=None)


def test_record_is_this() -> None:
    """The record is canonical JSON with tags, as computed by hand."""

    def tag(salt: bytes, identifier: bytes) -> str:
        return hashlib.sha256(salt + identifier).hexdigest()

    expected = (
        f'{{"actor":"sha256:{tag(b"a" * 32, b"heron")}","at":"2026-11-20T12:00:00.000007Z",'
        '"codes":{"revision":"1"},"id":"event-1",'
        f'"learner":"sha256:{tag(b"l" * 32, b"kestrel")}","name":"rating.recorded",'
        f'"object_hash":"sha256:{"0" * 64}","organisation":"academy","role":"registrar",'
        f'"subject":"sha256:{tag(b"s" * 32, b"rating-1")}","v":1}}'
    )
    assert expected.encode() == audit.record_of(EVENT, SALTS)


@pytest.mark.parametrize(
    ("event", "salts"),
    [
        (EVENT, replace(SALTS, actor=None)),
        (EVENT, replace(SALTS, subject=None)),
        (EVENT, ALONE_SALTS),
        (ALONE, SALTS),
    ],
)
def test_new_event_needs_its_salts(event: Event, salts: Salts) -> None:
    """An entry without a salt could be guessed, so it is not made."""
    with pytest.raises(ValueError, match="salt"):
        audit.record_of(event, salts)


def test_record_reads_back() -> None:
    """Reading gives the members that were written."""
    record = audit.read_record(audit.record_of(ALONE, ALONE_SALTS))
    assert ("rating.recorded", None) == (record["name"], record["learner"])


def _with(**changes: object) -> bytes:
    record = dict(audit.read_record(audit.record_of(EVENT, SALTS)))
    return canonical_bytes({**record, **changes})  # type: ignore[dict-item] # shapes that nobody writes


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b" " + audit.record_of(EVENT, SALTS),
        audit.record_of(EVENT, SALTS)[:-1] + b',"x":1}',
        _with(v=2),
        _with(codes=[]),
        _with(codes={"a": 1}),
        _with(id=""),
        _with(at=None),
        _with(organisation=3),
        _with(name=None),
        _with(actor="heron"),
        _with(actor=None),
        _with(subject="sha256:" + "A" * 64),
        _with(learner="kestrel"),
        _with(learner=5),
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    """A record has one spelling; anything else was not written by us."""
    with pytest.raises(MalformedError):
        audit.read_record(data)


@pytest.mark.parametrize(
    ("event", "salts", "expected"),
    [
        (EVENT, SALTS, ()),
        (replace(EVENT, role="admin"), SALTS, ("role",)),
        (replace(EVENT, codes={}), SALTS, ("codes",)),
        (replace(EVENT, actor="crane"), SALTS, ("actor",)),
        (replace(EVENT, learner=None), SALTS, ("learner",)),
        (EVENT, replace(SALTS, subject=b"x" * 32), ("subject",)),
        # Forgotten: nothing can be compared, and nothing is.
        (replace(EVENT, actor=FORGOTTEN), replace(SALTS, actor=None), ()),
        (replace(EVENT, learner=FORGOTTEN), replace(SALTS, learner=None), ()),
        # A salt that is gone beside an id that stayed hides something.
        (EVENT, replace(SALTS, actor=None), ("actor",)),
        (replace(EVENT, learner=None), replace(SALTS, learner=None), ("learner",)),
    ],
)
def test_differences_name_their_members(
    event: Event, salts: Salts, expected: tuple[str, ...]
) -> None:
    """What a row says otherwise than its record is named."""
    record = audit.read_record(audit.record_of(EVENT, SALTS))
    assert expected == audit.differences(record, event, salts)


def test_nobody_is_added_to_an_entry() -> None:
    """A row without a learner does not get one later."""
    record = audit.read_record(audit.record_of(ALONE, ALONE_SALTS))
    added = replace(ALONE, learner=FORGOTTEN)
    assert ("learner",) == audit.differences(record, added, ALONE_SALTS)
