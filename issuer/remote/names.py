"""Turning a host name into addresses within a deadline. Not for judging them: see `addresses`."""

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from issuer.errors import UnavailableError
from issuer.remote.deadlines import Deadline

#: Returns the addresses of a host as text; raises OSError when there are none.
Resolve = Callable[[str], Sequence[str]]

#: A stuck name server holds one thread per lookup; beyond this, lookups wait for each other.
_LOOKUPS = threading.BoundedSemaphore(16)


def resolve_system(host: str) -> Sequence[str]:
    """Return all addresses that the system's resolver knows, in its order of preference."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_of(host: str, *, resolve: Resolve, deadline: Deadline) -> Sequence[str]:
    """Resolve once, in a thread of its own, since a system lookup cannot be interrupted.

    Raises:
        UnavailableError: `dns` when the name leads nowhere, `timeout`.
    """
    if not _LOOKUPS.acquire(timeout=deadline.left()):
        deadline.left()
        raise UnavailableError("Too many names are being looked up; try again", code="timeout")
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(host))
        except (OSError, UnicodeError):
            answers.put(())
        finally:
            _LOOKUPS.release()

    threading.Thread(target=look_up, name="name lookup", daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except Empty as error:
        raise UnavailableError(f"The name {host} took too long", code="timeout") from error
    if not found:
        raise UnavailableError(f"No host has the name {host}", code="dns")
    return found
