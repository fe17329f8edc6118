"""A small transit engine that holds to Vault's HTTP API to the letter, and notes every deviation.

What it answers follows the documentation of HashiCorp Vault's transit secrets engine.
"""

import base64
import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.ed25519ph import sign_prehashed

TOKEN = "hvs.token-of-the-tests"  # noqa: S105 - no secret
NAMESPACE = "riverbend"
_CREATE = {"type": str, "exportable": bool, "allow_plaintext_backup": bool}
_SIGN = {
    "input": str,
    "key_version": int,
    "prehashed": bool,
    "hash_algorithm": str,
    "marshaling_algorithm": str,
}
_REFUSALS = {"sealed": 503, "denied": 403}
Private = Ed25519PrivateKey | ec.EllipticCurvePrivateKey


class FakeVault:
    """The state of the engine, and how it misbehaves today.

    Attributes:
        mood: `plain`, `ph` (signs Ed25519ph), `late` (signs, then hangs up), `sealed`, `denied`,
            `noise` (answers what is no signature), `loose` (makes exportable keys) or `moved`.
        faults: what callers did that Vault would not accept.
        bodies: every request body, to look for secrets in it.
    """

    def __init__(self) -> None:
        self.mood = "plain"
        self.keys: dict[str, Private] = {}
        self.faults: list[str] = []
        self.bodies: list[bytes] = []
        self.signatures = 0
        self.url = ""

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """Answer one request that carried the right headers."""
        parts = path.split("/")
        match method, parts[1:]:
            case _ if self.mood in _REFUSALS:
                return _REFUSALS[self.mood], {"errors": [self.mood]}
            case "POST", ["v1", "transit", "keys", name]:
                return self._create(name, body)
            case "GET", ["v1", "transit", "keys", name] if name in self.keys:
                return 200, {"data": self._shown(name)}
            case "GET", ["v1", "transit", "keys", _]:
                return 404, {"errors": []}
            case "POST", ["v1", "transit", "sign", name] if name in self.keys:
                return self._sign(name, body)
            case _:
                self.faults.append(f"{method} {path}")
                return 404, {"errors": ["no handler"]}

    def _create(self, name: str, body: Any) -> tuple[int, Any]:
        self._require(body, _CREATE, {"type"})
        kind = body.get("type")
        if kind == "ed25519":
            self.keys.setdefault(name, Ed25519PrivateKey.generate())
        elif kind == "ecdsa-p256":
            self.keys.setdefault(name, ec.generate_private_key(ec.SECP256R1()))
        else:
            self.faults.append(f"type {kind}")
        if body.get("exportable") is not False or body.get("allow_plaintext_backup") is not False:
            self.faults.append("a key that could leave")
        return 204, None

    def _shown(self, name: str) -> dict[str, Any]:
        private = self.keys[name]
        if isinstance(private, Ed25519PrivateKey):
            kind = "ed25519"
            text = base64.b64encode(private.public_key().public_bytes_raw()).decode()
        else:
            kind = "ecdsa-p256"
            text = (
                private.public_key()
                .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                .decode()
            )
        return {
            "type": kind,
            "name": name,
            "keys": {"1": {"public_key": text, "creation_time": "2026-11-20T12:00:00Z"}},
            "latest_version": 1,
            "exportable": self.mood == "loose",
            "allow_plaintext_backup": False,
            "deletion_allowed": False,
            "derived": False,
            "supports_signing": True,
        }

    def _sign(self, name: str, body: Any) -> tuple[int, Any]:
        private = self.keys[name]
        is_edwards = isinstance(private, Ed25519PrivateKey)
        needed = {"input", "key_version", "prehashed"}
        if not is_edwards:
            needed |= {"hash_algorithm", "marshaling_algorithm"}
        self._require(body, _SIGN, needed)
        if set(body) != needed or body["prehashed"] or body["key_version"] != 1:
            self.faults.append(f"sign {sorted(body)}")
        data = base64.b64decode(body["input"], validate=True)
        self.signatures += 1
        return 200, {"data": {"signature": self._signature(private, data), "key_version": 1}}

    def _signature(self, private: Private, data: bytes) -> str:
        if self.mood == "noise":
            return "vault:v1:bm9pc2U="
        if isinstance(private, Ed25519PrivateKey):
            ph = self.mood == "ph"
            value = sign_prehashed(private.private_bytes_raw(), data) if ph else private.sign(data)
            return "vault:v1:" + base64.b64encode(value).decode()
        r, s = decode_dss_signature(private.sign(data, ec.ECDSA(SHA256())))
        value = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return "vault:v1:" + base64.urlsafe_b64encode(value).decode().rstrip("=")

    def _require(self, body: Any, known: dict[str, type], needed: set[str]) -> None:
        for name, value in body.items():
            if name not in known or not isinstance(value, known[name]):
                self.faults.append(f"member {name}")
        self.faults.extend(f"no {name}" for name in needed - set(body))


@contextmanager
def running_vault() -> Iterator[FakeVault]:
    """Serve a new engine on this host until the block ends."""
    vault = FakeVault()
    handler = type("Handler", (_Handler,), {"vault": vault})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        vault.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield vault
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    vault: ClassVar[FakeVault]

    def do_GET(self) -> None:
        self._do(None)

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.vault.bodies.append(data)
        if self.headers["Content-Type"] != "application/json":
            self.vault.faults.append("no JSON")
        self._do(json.loads(data))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
        """Say nothing."""

    def _do(self, body: Any) -> None:
        if self.headers["X-Vault-Request"] != "true":
            self.vault.faults.append("no X-Vault-Request")
        if self.headers["X-Vault-Namespace"] != NAMESPACE:
            self.vault.faults.append("another namespace")
        if self.vault.mood == "moved":
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.headers["X-Vault-Token"] != TOKEN:
            self._send(403, {"errors": ["permission denied"]})
            return
        status, answer = self.vault.answer(self.command, self.path, body)
        if self.vault.mood == "late" and "/sign/" in self.path:
            # Signed, and then the line is cut: the caller cannot know.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
            return
        self._send(status, answer)

    def _send(self, status: int, answer: Any) -> None:
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
