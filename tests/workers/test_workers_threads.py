"""JSON-LD work is safe under threads (RDF-10, row 26): PyLD's shared caches alone are not."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from issuer.documents import write_document
from issuer.verification import offline_services, verify
from issuer.workers import ConfinedCanonicalizer, Limits, Pool
from tests.interop.credentials import ACADEMY, BASE, badge, good_documents, good_lists, signed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THREADS, EACH, BADGES = 8, 500, 20


def badges() -> list[bytes]:
    """Return badges that differ, so that no thread profits from another's work."""
    made = []
    for number in range(BADGES):
        name = f"Patient Vital Signs {number}"
        document = badge(ACADEMY, NOW, id=f"{BASE}/credentials/{number}", name=name)
        made.append(write_document(signed(document, ACADEMY, NOW)))
    return made


def test_every_verification_of_many_threads_is_valid() -> None:
    """8 threads x 500 verifications of 20 good badges: 4,000 of 4,000."""
    pool = Pool(Limits(processes=os.cpu_count()))
    using = offline_services(
        clock=lambda: NOW,
        documents=good_documents(),
        status_lists=good_lists(NOW),
        canonicalize=ConfinedCanonicalizer(pool),
    )
    good = badges()

    def run(thread: int) -> int:
        data = (good[(thread + turn) % BADGES] for turn in range(EACH))
        return sum(verify(each, using).is_valid for each in data)

    with ThreadPoolExecutor(THREADS) as threads:
        valid = sum(threads.map(run, range(THREADS)))
    pool.close()
    assert THREADS * EACH == valid
