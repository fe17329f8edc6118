"""Work on foreign documents in child processes that can be limited and killed.

A thread cannot be stopped, so what a stranger's document may prolong is done here: JSON-LD and
canonicalization (performance specification, 4.5). Not for our own documents, and not for jobs.
"""

from issuer.workers.canonicalizer import ConfinedCanonicalizer, confined_canonicalizer
from issuer.workers.pool import Limits, Pool, WorkerDiedError

__all__ = [
    "ConfinedCanonicalizer",
    "Limits",
    "Pool",
    "WorkerDiedError",
    "confined_canonicalizer",
]
