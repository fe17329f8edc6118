"""The child process: canonicalizes what it is given until its input ends. Run by `pool` alone.

`python -m issuer.workers.child MEMORY_BYTES CPU_SECONDS`
"""

import contextlib
import functools
import math
import os
import resource
import sys
from collections.abc import Callable, Sequence
from typing import IO

from issuer.proofs import canonicalize_confined
from issuer.workers.messages import (
    READY,
    BrokenFrameError,
    answer_of,
    read_frame,
    read_job,
    write_frame,
)

#: Below the serving process in the eyes of the scheduler: ordinary badges come first.
_NICENESS = 5


def main(arguments: Sequence[str]) -> None:
    """Serve jobs from standard input to standard output."""
    memory, cpu_seconds = int(arguments[0]), int(arguments[1])
    _confine(memory)
    limit_cpu = functools.partial(_limit_cpu, cpu_seconds)
    serve(sys.stdin.buffer, sys.stdout.buffer, limit_cpu)


def serve(jobs: IO[bytes], answers: IO[bytes], before_each: Callable[[], None]) -> None:
    """Answer each job in turn; end when no more come."""
    write_frame(answers, READY)
    while True:
        try:
            how, what = read_frame(jobs), read_frame(jobs)
        except BrokenFrameError:
            return
        before_each()
        write_frame(answers, answer_of(functools.partial(_work, how, what)))


def _work(how: bytes, what: bytes) -> bytes:
    document, strictness, digest = read_job(how, what)
    return canonicalize_confined(document, strictness, digest=digest)


def _confine(memory: int) -> None:
    os.nice(_NICENESS)
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, value in limits.items():
        # A system that does not know a limit still has the parent, which kills by the clock.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _limit_cpu(seconds: int) -> None:
    """Let this one job have so many seconds: the limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(used.ru_utime + used.ru_stime)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, most))


if __name__ == "__main__":
    main(sys.argv[1:])
