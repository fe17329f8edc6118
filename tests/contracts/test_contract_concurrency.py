"""Many threads issue and revoke at once, on both databases."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from issuer import issuance, records
from issuer.access import Role
from issuer.errors import RepeatError, UnavailableError
from issuer.status import StatusList
from tests import awarding
from tests.awarding import ACADEMY, BASE
from tests.databases import upgraded

__all__ = ["upgraded"]

THREADS = 8


@pytest.fixture
def school(upgraded: str) -> Iterator[tuple[issuance.Services, sa.Engine]]:
    """Give a school with a key."""
    engine = records.open_engine(upgraded)
    services = replace(awarding.services_on(engine), sleep=time.sleep)
    awarding.open_school(services)
    yield services, engine
    engine.dispose()


def _together(acts: list[Callable[[], object]]) -> list[object]:
    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result(timeout=100) for future in [pool.submit(act) for act in acts]]


def test_threads_never_share_an_index_and_versions_only_grow(
    school: tuple[issuance.Services, sa.Engine],
) -> None:
    """Eight threads issue 32 awards and revoke half of them; a reader polls the list meanwhile."""
    services, engine = school
    names = [f"n{number:02d}" for number in range(32)]
    awarding.add_awards(services, [awarding.award_of(name) for name in names])
    seen: list[int] = []
    stop = threading.Event()
    reader = threading.Thread(target=_poll, args=(engine, seen, stop))
    reader.start()
    _together([lambda name=name: _issue_and_perhaps_revoke(name, services) for name in names])  # type: ignore[misc] # a default binds the name
    stop.set()
    reader.join(10)
    issuance.republish_due_lists(services)
    with engine.connect() as connection:
        given = connection.execute(
            sa.text("SELECT count(*), count(DISTINCT status_index) FROM status_alloc")
        ).one()
    assert (32, 32) == tuple(given)
    assert seen == sorted(set(seen))
    assert {f"{BASE}/credentials/{name}" for name in names[::2]} == _revoked(engine)


def _poll(engine: sa.Engine, seen: list[int], stop: threading.Event) -> None:
    while not stop.is_set():
        with engine.connect() as connection:
            found = connection.execute(sa.text("SELECT version FROM status_list")).scalar()
        if found is not None and (not seen or found != seen[-1]):
            seen.append(found)
        stop.wait(0.01)


def _issue_and_perhaps_revoke(name: str, services: issuance.Services) -> None:
    issuance.issue_award(f"award-{name}", services)
    if int(name[1:]) % 2 == 0:
        issuance.revoke_credential(
            issuance.ChangeStatus(
                actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
                credential_id=issuance.CredentialId(f"{BASE}/credentials/{name}"),
                reason_code=issuance.ReasonCode.OTHER,
            ),
            services,
        )


def _revoked(engine: sa.Engine) -> set[str]:
    """Return what the published list says, by credential."""
    with engine.connect() as connection:
        data = connection.execute(sa.text("SELECT data FROM status_list")).scalar_one()
        rows = connection.execute(sa.text("SELECT credential_id, status_index FROM status_alloc"))
        bits = StatusList.decode(json.loads(bytes(data))["credentialSubject"]["encodedList"])
        return {credential for credential, index in rows if bits.bit(index)}


def test_one_award_asked_for_by_many_gives_one_credential(
    school: tuple[issuance.Services, sa.Engine],
) -> None:
    """Whoever comes second finds the intent of the first, and the same bytes."""
    services, engine = school
    award = awarding.add_award(services, "k1")
    answers = _together([lambda: _bytes(award, services)] * THREADS)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT count(*) FROM credential")).scalar_one()
    assert (1, 1) == (len(set(answers)), rows)


def _bytes(award: str, services: issuance.Services) -> bytes | None:
    issuance.issue_award(award, services)
    record = issuance.credential_of_award(award, services)
    return None if record is None else record.data


def test_one_key_sent_by_many_acts_once(school: tuple[issuance.Services, sa.Engine]) -> None:
    """Parallel repeats wait for the first and get its bytes."""
    services, _ = school
    acts: list[int] = []

    def act() -> issuance.Answer:
        acts.append(1)
        return issuance.Answer(status=201, response=b'{"number":%d}' % len(acts))

    answers = _together([lambda: issuance.once(_key(), act, services)] * (2 * THREADS))
    assert (1, {issuance.Answer(status=201, response=b'{"number":1}')}) == (
        len(acts),
        set(answers),
    )


def _key(key: str = "key-1", request_hash: str = "sha256:one") -> issuance.RepeatKey:
    return issuance.RepeatKey(
        organisation=ACADEMY, client="client", key=key, request_hash=request_hash
    )


def test_a_key_with_another_request_is_refused(
    school: tuple[issuance.Services, sa.Engine],
) -> None:
    """A key names one request for ever."""
    services, _ = school
    issuance.once(_key(), _answer, services)
    with pytest.raises(RepeatError):
        issuance.once(_key(request_hash="sha256:other"), _answer, services)


def test_a_failed_act_frees_its_key(school: tuple[issuance.Services, sa.Engine]) -> None:
    """An error is no answer: the client may try again with the same key."""
    services, _ = school

    def fail() -> issuance.Answer:
        raise UnavailableError("The key store is away")

    with pytest.raises(UnavailableError):
        issuance.once(_key(), fail, services)
    assert _answer() == issuance.once(_key(), _answer, services)


def test_a_server_error_is_not_stored(school: tuple[issuance.Services, sa.Engine]) -> None:
    """A status of 500 or more is told and forgotten."""
    services, _ = school
    broken = issuance.Answer(status=503, response=b"{}")
    first = issuance.once(_key(), lambda: broken, services)
    assert (broken, _answer()) == (first, issuance.once(_key(), _answer, services))


def test_a_dead_holder_is_succeeded_after_its_lease(
    school: tuple[issuance.Services, sa.Engine],
) -> None:
    """A killed worker keeps nobody waiting for ever; before its lease ends, the client is told."""
    services, _ = school
    clock = awarding.SettableClock()
    services = replace(services, clock=clock, sleep=lambda _seconds: None)

    class _KilledError(Exception):
        """Stands for the death of the process."""

    def die() -> issuance.Answer:
        raise _KilledError

    with pytest.raises(_KilledError):
        issuance.once(_key(), die, services)
    with pytest.raises(UnavailableError) as caught:
        issuance.once(_key(), _answer, services)
    clock.pass_time(seconds=16)
    assert ("in_flight", _answer()) == (
        caught.value.code,
        issuance.once(_key(), _answer, services),
    )


def _answer() -> issuance.Answer:
    return issuance.Answer(status=201, response=b'{"made":true}')
