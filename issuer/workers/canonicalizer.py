"""Canonicalization of foreign documents: ordinary ones at once, all others in a child process.

The tiers of the performance specification, 4.5: what is short by its size is expanded here, where
the guard refuses what is entangled. What is large or entangled goes to a child, whose guard has
wider bounds and whose time is limited by killing it.
"""

import atexit
import functools

from issuer.documents import Document
from issuer.errors import ComplexityError
from issuer.proofs import Strictness, canonicalize_document, is_ordinary
from issuer.workers.messages import BrokenFrameError, job_of, read_answer
from issuer.workers.pool import Pool, WorkerDiedError


class ConfinedCanonicalizer:
    """Fits `proofs.Canonicalize` for documents of strangers."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __call__(
        self, document: Document, strictness: Strictness, /, *, digest: str = "sha256"
    ) -> bytes:
        """Return the canonical N-Quads.

        Raises:
            ComplexityError: it was refused by the guard, or killed.
            MalformedError: parts that no proof can cover.
        """
        if is_ordinary(document):
            try:
                return canonicalize_document(document, strictness, digest=digest)
            except ComplexityError:
                # Entangled beyond the bounds of this process; a child has wider ones.
                pass
        return self._confined(document, strictness, digest)

    def _confined(self, document: Document, strictness: Strictness, digest: str) -> bytes:
        try:
            return read_answer(self._pool.ask(*job_of(document, strictness, digest)))
        except (WorkerDiedError, BrokenFrameError) as error:
            raise ComplexityError(
                "This document is too complex to be checked in the time that we give it"
            ) from error


@functools.cache
def confined_canonicalizer() -> ConfinedCanonicalizer:
    """Return the one of this process: the pool's bound is for the machine, not for a caller."""
    pool = Pool()
    atexit.register(pool.close)
    return ConfinedCanonicalizer(pool)
