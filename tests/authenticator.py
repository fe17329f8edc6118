"""A device with passkeys, in software: signs as WebAuthn Level 3 says, or wrongly when told to."""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:8000"
RP_ID = "localhost"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def to_text(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_bytes(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(kw_only=True)
class Device:
    """One passkey for one person; the parts that a test bends are plain fields."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    verifies: bool = True
    count: int = 0
    credential_id: bytes = b"credential-of-a-device"
    owner: bytes = b""
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """Answer what `navigator.credentials.create()` was asked."""
        self.owner = to_bytes(options["user"]["id"])
        attested = (
            bytes(16)
            + struct.pack(">H", len(self.credential_id))
            + self.credential_id
            + cbor2.dumps(self._public())
        )
        data = self._data(_ATTESTED) + attested
        response = {
            "clientDataJSON": to_text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": to_text(
                cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
            ),
        }
        return self._answer(response)

    def get(self, options: dict[str, Any]) -> str:
        """Answer what `navigator.credentials.get()` was asked; the counter goes up by one."""
        self.count += 1
        client = self._client("webauthn.get", options["challenge"])
        data = self._data(0)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        response = {
            "clientDataJSON": to_text(client),
            "authenticatorData": to_text(data),
            "signature": to_text(signed),
            "userHandle": to_text(self.owner),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, str]) -> str:
        named = to_text(self.credential_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        party = hashlib.sha256(self.rp_id.encode()).digest()
        return party + bytes([flags]) + struct.pack(">I", self.count)

    def _public(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}
