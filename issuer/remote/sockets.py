"""Connections to checked addresses, with a deadline and an allowance on every byte.

A timeout of a socket counts from packet to packet, so a server that sends one byte a second would
never meet it. Here each read gets what is left of the one deadline.
"""

import io
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from issuer.errors import UnavailableError
from issuer.remote.deadlines import Allowance, Deadline
from issuer.remote.urls import Target

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Opens a connection to an address, port, within so many seconds; raises OSError.
Connect = Callable[[str, int, float], socket.socket]

#: A host with more addresses than this is still reached by its first ones.
MAX_ATTEMPTS = 4


def connect_tcp(address: str, port: int, seconds: float) -> socket.socket:
    """Open a TCP connection to one address; no name is looked up."""
    return socket.create_connection((address, port), timeout=seconds)


def client_context(ca_file: str | None = None) -> ssl.SSLContext:
    """Return TLS 1.2 or newer that checks certificate and host name.

    Made by hand, since the standard library's default context reads SSLKEYLOGFILE and others from
    the environment. `ca_file` replaces the public authorities. Those are read once in a process:
    all who trust them share one context, and nobody changes it.
    """
    return _public_context() if ca_file is None else _context(ca_file)


@cache
def _public_context() -> ssl.SSLContext:
    return _context(DEFAULT_CA_BUNDLE_PATH)


def _context(ca_file: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=ca_file)
    return context


class WatchedSocket:
    """The part of a socket that HTTP uses, under a deadline and an allowance."""

    def __init__(self, inner: socket.socket, deadline: Deadline, allowance: Allowance) -> None:
        self._inner = inner
        self._deadline = deadline
        self._allowance = allowance
        self._readers: list[io.BufferedReader] = []

    def makefile(self, mode: str, *_args: object, **_kwargs: object) -> io.BufferedReader:
        """Return the reader of the answer; `mode` is always `rb`."""
        if mode != "rb":
            raise ValueError("an answer is read as bytes")
        # The file counts as a user of the socket, which stays open until both are closed.
        raw = self._inner.makefile("rb", buffering=0)
        watched = _WatchedReader(self._inner, raw, self._deadline, self._allowance)
        self._readers.append(io.BufferedReader(watched))
        return self._readers[-1]

    def sendall(self, data: bytes) -> None:
        """Send the request.

        Raises:
            UnavailableError: `timeout` or `connection`.
        """
        try:
            self._inner.settimeout(self._deadline.left())
            self._inner.sendall(data)
        except OSError as error:
            raise failure_of(error) from error

    def settimeout(self, _seconds: float | None) -> None:
        """Leave the time as it is: the deadline rules."""

    def fileno(self) -> int:
        """Return the descriptor, by which a dropped connection is noticed."""
        return self._inner.fileno()

    def close(self) -> None:
        """Close, once the reader is closed too: urllib3 does this before it reads the body."""
        self._inner.close()

    def discard(self) -> None:
        """Close at once, readers included."""
        for reader in self._readers:
            reader.close()
        self._inner.close()


class _WatchedReader(io.RawIOBase):
    """Reads with the time that is left, and counts."""

    def __init__(
        self, inner: socket.socket, raw: io.RawIOBase, deadline: Deadline, allowance: Allowance
    ) -> None:
        self._inner = inner
        self._raw = raw
        self._deadline = deadline
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        try:
            self._inner.settimeout(self._deadline.left())
            count = self._raw.readinto(buffer)
        except OSError as error:
            raise failure_of(error) from error
        self._allowance.spend(count or 0)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def open_first(
    target: Target,
    addresses: Sequence[str],
    *,
    connect: Connect,
    seconds: float,
    deadline: Deadline,
) -> socket.socket:
    """Connect to the first address that answers; every one of them has been checked.

    Raises:
        UnavailableError: `connection` or `timeout`.
    """
    for address in addresses[:MAX_ATTEMPTS]:
        try:
            return connect(address, target.port, min(seconds, deadline.left()))
        except OSError:
            continue
    deadline.left()
    raise UnavailableError(f"{target.shown} does not answer; try again later", code="connection")


def secure(
    plain: socket.socket, target: Target, *, context: ssl.SSLContext, deadline: Deadline
) -> socket.socket:
    """Begin TLS with the name of the host, whatever the address was.

    Raises:
        UnavailableError: `tls` for a certificate that is not this host's, `timeout`, `connection`.
    """
    try:
        plain.settimeout(deadline.left())
        return context.wrap_socket(plain, server_hostname=target.host)
    except OSError as error:
        plain.close()
        raise failure_of(error) from error


def failure_of(error: OSError) -> UnavailableError:
    """Return our error for a fault of a connection."""
    if isinstance(error, TimeoutError):
        return UnavailableError("It took too long to answer; try again later", code="timeout")
    if isinstance(error, ssl.SSLCertVerificationError):
        return UnavailableError(
            f"The host cannot prove its name: {error.verify_message}", code="tls"
        )
    if isinstance(error, ssl.SSLError):
        return UnavailableError("No secure connection could be made", code="tls")
    return UnavailableError("The connection broke off; try again later", code="connection")
