"""Real servers on the own host, some of them hostile, and an authority that vouches for them."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LOOPBACK = "127.0.0.1"
_PATIENCE = 12.0
#: What a server does with one connection, after the request's head was read.
Script = Callable[[socket.socket, bytes], None]


class Authority:
    """A certificate authority that lasts for one test run."""

    def __init__(self, folder: Path, name: str = "Test authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        certificate = _signed(self._builder(self._name, self._key, days=30), self._key, is_ca=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, *names: str, days: int = 30) -> ssl.SSLContext:
        """Return what a server of these names needs; negative `days` have expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
        builder = self._builder(subject, key, days=days).add_extension(
            x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
        )
        file = self._folder / f"{names[0]}-{days}.pem"
        file.write_bytes(
            _signed(builder, self._key, is_ca=False).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return x509.CertificateBuilder(
            subject_name=subject,
            issuer_name=self._name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=60),
            not_valid_after=now + timedelta(days=days),
        )


def _signed(
    builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, *, is_ca: bool
) -> x509.Certificate:
    limits = x509.BasicConstraints(ca=is_ca, path_length=None)
    return builder.add_extension(limits, critical=True).sign(key, hashes.SHA256())


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@dataclass(slots=True)
class Seen:
    """What a server saw: connections, request heads, names asked for in TLS, most at a time."""

    port: int
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self) -> None:
        """Count a connection."""
        with self.lock:
            self.connections += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)

    def leave(self) -> None:
        """Count its end."""
        with self.lock:
            self.at_once -= 1


@contextmanager
def serving(
    script: Script, context: ssl.SSLContext | None = None, *, speaks_first: bool = False
) -> Iterator[Seen]:
    """Run a server in threads; `context` makes it speak TLS."""
    with socket.create_server((LOOPBACK, 0), backlog=64) as listener:
        seen = Seen(port=listener.getsockname()[1])
        if context is not None:
            context.sni_callback = lambda _socket, name, _context: seen.names.append(name)
        threads: list[threading.Thread] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    seen.enter()
                    worker = threading.Thread(
                        target=_answer, args=(connection, script, context, seen, speaks_first)
                    )
                    threads.append(worker)
                    worker.start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield seen
        finally:
            # A blocked accept does not notice that its socket was closed.
            listener.shutdown(socket.SHUT_RDWR)
            acceptor.join(10)
            for worker in threads:
                worker.join(10)


def _answer(
    connection: socket.socket,
    script: Script,
    context: ssl.SSLContext | None,
    seen: Seen,
    speaks_first: bool,
) -> None:
    # The other side hangs up whenever it likes; that is what many of these tests are about.
    with suppress(OSError):
        connection.settimeout(15)
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        head = b"" if speaks_first else _read_head(connection)
        seen.heads.append(head)
        script(connection, head)
    seen.leave()
    connection.close()


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4_096)
        if not piece:
            return head
        head += piece
    return head


def reply(body: bytes, *headers: str, status: str = "200 OK") -> Script:
    """Return a script that answers every request with this."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]

    def script(connection: socket.socket, _head: bytes) -> None:
        connection.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    return script


def raw(data: bytes) -> Script:
    """Return a script that sends exactly these bytes and hangs up."""

    def script(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(data)

    return script


def endless(first: bytes, again: bytes, pause: float = 0.0) -> Script:
    """Return a script that sends the first bytes, then the others again and again."""

    def script(connection: socket.socket, _head: bytes) -> None:
        waiting = threading.Event()
        # A guard without a deadline must fail its test, not keep it for ever.
        ends = time.monotonic() + _PATIENCE
        connection.sendall(first)
        while time.monotonic() < ends:
            connection.sendall(again)
            waiting.wait(pause)

    return script
