"""A few child processes, started when first needed, killed when they take too long.

Safe under threads: a child belongs to one job at a time. Children end when the parent does, since
their input ends.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import issuer
from issuer.workers.messages import READY, BrokenFrameError, read_frame, write_frame

_KEPT_VARIABLES = ("LANG", "LC_ALL", "PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a job, a child and the pool may use.

    Attributes:
        processes: children at a time; None means one for each core.
        seconds: of one job, by the clock; CPU time has a second more.
        memory_bytes: address space of a child.
        jobs: after so many a child is replaced, so that nothing adds up in it.
        start_seconds: until a child is ready.
        wait_seconds: until a child is free.
    """

    processes: int | None = None
    seconds: float = 2.0
    memory_bytes: int = 512 * 1024 * 1024
    jobs: int = 500
    start_seconds: float = 30.0
    wait_seconds: float = 5.0


class WorkerDiedError(Exception):
    """A job was not answered: it took too long or too much, or there was no place for it."""


class Pool:
    """Children, at most so many; each is started when it is first needed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        size = self._limits.processes or os.cpu_count() or 1
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def ask(self, *frames: bytes) -> bytes:
        """Return a child's answer to the frames of one job.

        Raises:
            WorkerDiedError: it was killed, ended by itself, or none became free in time.
        """
        if not self._places.acquire(timeout=self._limits.wait_seconds):
            raise WorkerDiedError("no child process is free")
        try:
            return self._ask_one(frames)
        finally:
            self._places.release()

    def close(self) -> None:
        """End all children that are idle; the next job starts new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _ask_one(self, frames: tuple[bytes, ...]) -> bytes:
        child = self._take()
        try:
            answer = child.ask(frames)
        except WorkerDiedError:
            child.end()
            raise
        self._give_back(child)
        return answer

    def _take(self) -> "_Child":
        with self._lock:
            # Children of a process that we were forked from answer to that process.
            self._idle = [child for child in self._idle if child.parent == os.getpid()]
            if self._idle:
                return self._idle.pop()
        return _Child(self._limits)

    def _give_back(self, child: "_Child") -> None:
        if child.jobs >= self._limits.jobs:
            child.end()
            return
        with self._lock:
            self._idle.append(child)


class _Child:
    """One process, for one job at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.jobs = 0
        self.parent = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603 # our own arguments
            _command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            first = self._by(limits.start_seconds, lambda: read_frame(self._output))
        except WorkerDiedError:
            self.end()
            raise
        if first != READY:
            self.end()
            raise WorkerDiedError("the child process did not start")

    def ask(self, frames: tuple[bytes, ...]) -> bytes:
        """Return the answer to one job; WorkerDiedError if none came in time."""
        self.jobs += 1
        return self._by(self._limits.seconds, lambda: self._exchange(frames))

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # What could not be written to a dead process is still in the buffer.
                _close(stream.close)
        self._process.wait()

    def _exchange(self, frames: tuple[bytes, ...]) -> bytes:
        if self._process.stdin is None:  # pragma: no cover - it is a pipe
            raise BrokenFrameError("the child process has no input")
        for frame in frames:
            write_frame(self._process.stdin, frame)
        return read_frame(self._output)

    @property
    def _output(self) -> IO[bytes]:
        if self._process.stdout is None:  # pragma: no cover - it is a pipe
            raise BrokenFrameError("the child process has no output")
        return self._process.stdout

    def _by(self, seconds: float, talk: Callable[[], bytes]) -> bytes:
        """Talk with the process, which is killed if that is not over in time."""
        began = time.monotonic()
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            said = talk()
        except (BrokenFrameError, OSError) as error:
            raise WorkerDiedError("the child process has ended") from error
        finally:
            timer.cancel()
            # Once the timer is gone nobody kills the process any more.
            timer.join()
        if time.monotonic() - began >= seconds:
            raise WorkerDiedError("the child process took too long")
        return said


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:
        return


def _command(limits: Limits) -> list[str]:
    return [
        sys.executable,
        "-P",
        "-m",
        "issuer.workers.child",
        str(limits.memory_bytes),
        str(int(limits.seconds) + 1),
    ]


def _environment() -> dict[str, str]:
    """Return what a child may know: where the code is, and no secret of the service."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(issuer.__file__).resolve().parents[1])}
