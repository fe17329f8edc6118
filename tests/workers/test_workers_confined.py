"""Foreign documents in child processes: right answers, killed runs, and nobody else waits."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from issuer.documents import write_document
from issuer.errors import ComplexityError, UndefinedTermError
from issuer.proofs import canonicalize_confined, canonicalize_document, is_ordinary
from issuer.proofs.strictness import VERIFYING
from issuer.verification import Outcome, Services, offline_services, verify
from issuer.workers import ConfinedCanonicalizer, Limits, Pool, WorkerDiedError
from issuer.workers.messages import job_of, read_answer
from tests import specimens
from tests.interop.credentials import ACADEMY, badge, good_documents, good_lists, signed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TASKS = Path("/proc/self/task")


def large() -> dict[str, Any]:
    """Return a document that takes long by its size alone, and is not entangled."""
    document = specimens.small_badge()
    document["evidence"] = [
        {"id": f"urn:a:{number}", "type": ["Evidence"], "name": "a"} for number in range(1_400)
    ]
    return document


def twins(children: int) -> dict[str, Any]:
    """Return a small document with two equal parents of equal children, none with an id."""
    document = specimens.small_badge()
    child = {"type": ["Alignment"], "targetName": "a", "targetUrl": "https://a.example"}
    parent = {"type": ["Result"], "alignment": [child] * children}
    document["credentialSubject"]["result"] = [parent, parent]
    return document


def children_of_this_process() -> set[int]:
    """Return the ids of our child processes."""
    if not TASKS.exists():
        pytest.skip(f"{TASKS} is not here: child processes cannot be counted")
    lists = [(task / "children").read_text("ascii") for task in TASKS.iterdir()]
    return {int(pid) for pids in lists for pid in pids.split()}


def only_child(before: set[int]) -> int:
    """Return the id of the one child process that was started since."""
    (pid,) = children_of_this_process() - before
    return pid


@pytest.fixture
def pools() -> Iterator[list[Pool]]:
    """Close the pools of a test at its end."""
    opened: list[Pool] = []
    yield opened
    for pool in opened:
        pool.close()


@pytest.fixture(scope="module")
def shared_pool() -> Iterator[Pool]:
    """Keep one pool for tests that leave it as it was."""
    pool = Pool(Limits(processes=2, seconds=20, wait_seconds=120))
    yield pool
    pool.close()


def test_ordinary_badge_needs_no_child(pools: list[Pool]) -> None:
    """What is short and plain is done at once: the command line stays fast."""
    pools.append(Pool())
    before = children_of_this_process()
    canonical = ConfinedCanonicalizer(pools[0])(specimens.unsigned_badge(), VERIFYING)
    assert canonical == canonicalize_document(specimens.unsigned_badge(), VERIFYING)
    assert before == children_of_this_process()


@pytest.mark.parametrize("digest", ["sha256", "sha384"])
def test_large_document_has_the_same_form_in_a_child(shared_pool: Pool, digest: str) -> None:
    """The child gives the very bytes that this process would give."""
    assert not is_ordinary(large())
    canonical = ConfinedCanonicalizer(shared_pool)(large(), VERIFYING, digest=digest)
    assert canonicalize_document(large(), VERIFYING, digest=digest) == canonical


def test_entangled_document_goes_to_a_child(shared_pool: Pool) -> None:
    """Beyond the bounds of a serving process, a child still finds the answer."""
    with pytest.raises(ComplexityError):
        canonicalize_document(twins(5), VERIFYING)
    canonical = ConfinedCanonicalizer(shared_pool)(twins(5), VERIFYING)
    assert canonicalize_confined(twins(5), VERIFYING) == canonical


def test_poison_is_refused_at_once(shared_pool: Pool) -> None:
    """The guard of the child refuses before the work is done (row 24)."""
    canonicalize = ConfinedCanonicalizer(shared_pool)
    canonicalize(large(), VERIFYING)
    began = time.monotonic()
    with pytest.raises(ComplexityError):
        canonicalize(twins(9), VERIFYING)
    assert time.monotonic() - began < 1


def test_refusal_in_a_child_is_told_as_it_is(shared_pool: Pool) -> None:
    """Type, code and place of a fault come back."""
    document = large()
    document["evidence"][700]["evil"] = 1
    with pytest.raises(UndefinedTermError) as caught:
        ConfinedCanonicalizer(shared_pool)(document, VERIFYING)
    assert ("undefined_term", "/evidence/700/evil") == (caught.value.code, caught.value.pointer)


def test_run_that_takes_too_long_is_killed(pools: list[Pool]) -> None:
    """The answer is "too complex", the child is gone, and the next job has a new one."""
    pools.append(Pool(Limits(processes=1, seconds=0.2)))
    before = children_of_this_process()
    canonicalize = ConfinedCanonicalizer(pools[0])
    with pytest.raises(ComplexityError) as caught:
        canonicalize(large(), VERIFYING)
    assert caught.value.code == "complexity"
    assert before == children_of_this_process()
    assert read_answer(pools[0].ask(*job_of(specimens.small_badge(), VERIFYING, "sha256")))


def test_child_without_memory_is_no_accident(pools: list[Pool]) -> None:
    """A child that ends by itself answers like one that was killed."""
    pools.append(Pool(Limits(processes=1, memory_bytes=32 * 1024 * 1024)))
    with pytest.raises(ComplexityError):
        ConfinedCanonicalizer(pools[0])(large(), VERIFYING)


def test_child_is_replaced_after_so_many_jobs(pools: list[Pool]) -> None:
    """Nothing adds up in a child for ever."""
    pools.append(Pool(Limits(processes=1, jobs=2)))
    before = children_of_this_process()
    job = job_of(specimens.small_badge(), VERIFYING, "sha256")
    pools[0].ask(*job)
    first = only_child(before)
    pools[0].ask(*job)
    assert before == children_of_this_process()
    pools[0].ask(*job)
    assert first != only_child(before)


def test_there_are_never_more_children_than_places(pools: list[Pool]) -> None:
    """Eight threads share two children."""
    pools.append(Pool(Limits(processes=2, wait_seconds=60)))
    before = children_of_this_process()
    job = job_of(specimens.small_badge(), VERIFYING, "sha256")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: pools[0].ask(*job), range(64)))
    assert len(set(answers)) == 1
    assert len(children_of_this_process() - before) in (1, 2)


def test_job_without_a_place_is_turned_away(pools: list[Pool]) -> None:
    """Nobody waits for a child for ever: of three at once, one is answered."""
    pools.append(Pool(Limits(processes=1, seconds=20, wait_seconds=0.02)))
    pools[0].ask(*job_of(specimens.small_badge(), VERIFYING, "sha256"))

    def ask(_: int) -> bool:
        try:
            return bool(pools[0].ask(*job_of(large(), VERIFYING, "sha256")))
        except WorkerDiedError:
            return False

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(ask, range(3))) == [False, False, True]


def test_child_knows_no_secret_of_the_service(
    pools: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings do not travel: a stranger's document is worked on beside them otherwise."""
    monkeypatch.setenv("ISSUER_KEK", "secret of the service")
    pools.append(Pool(Limits(processes=1)))
    before = children_of_this_process()
    pools[0].ask(*job_of(specimens.small_badge(), VERIFYING, "sha256"))
    environment = Path(f"/proc/{only_child(before)}/environ").read_bytes()
    assert b"PYTHONPATH=" in environment
    assert b"secret" not in environment


def test_children_end_with_the_pool(pools: list[Pool]) -> None:
    """Closing leaves no process behind."""
    pools.append(Pool(Limits(processes=1)))
    before = children_of_this_process()
    pools[0].ask(*job_of(specimens.small_badge(), VERIFYING, "sha256"))
    assert len(children_of_this_process() - before) == 1
    pools[0].close()
    assert before == children_of_this_process()


def test_warm_child_adds_less_than_five_milliseconds(shared_pool: Pool) -> None:
    """What a child costs beyond the work itself: the best of many runs, against a busy machine."""
    document = specimens.unsigned_badge()
    job = job_of(document, VERIFYING, "sha256")

    def best(run: Any) -> float:
        times = []
        for _ in range(30):
            began = time.perf_counter()
            run()
            times.append(time.perf_counter() - began)
        return min(times)

    alone = best(lambda: canonicalize_document(document, VERIFYING))
    assert best(lambda: shared_pool.ask(*job)) - alone < 0.005


def services(pool: Pool) -> Services:
    """Return services that do foreign work in this pool."""
    return offline_services(
        clock=lambda: NOW,
        documents=good_documents(),
        status_lists=good_lists(NOW),
        canonicalize=ConfinedCanonicalizer(pool),
    )


def test_poison_makes_nobody_wait(pools: list[Pool]) -> None:
    """Sixteen at once are answered as too complex while an ordinary badge keeps p99 under 1 s."""
    pools.append(Pool(Limits(processes=os.cpu_count(), seconds=0.3, wait_seconds=60)))
    poisoned = [write_document(large() if n % 2 else twins(9)) for n in range(16)]
    good = write_document(signed(badge(ACADEMY, NOW), ACADEMY, NOW))
    using = services(pools[0])
    assert verify(good, using).is_valid
    reports: list[Any] = []
    threads = [
        threading.Thread(target=lambda data=data: reports.append(verify(data, using)))
        for data in poisoned
    ]
    for thread in threads:
        thread.start()
    times: list[float] = []
    while any(thread.is_alive() for thread in threads):
        began = time.perf_counter()
        assert verify(good, using).is_valid
        times.append(time.perf_counter() - began)
    found = [(report.outcome, report.codes) for report in reports]
    assert [(Outcome.INDETERMINATE, ("complexity",))] * len(poisoned) == found
    assert sorted(times)[int(len(times) * 0.99)] < 1
