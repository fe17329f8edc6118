"""The kinds of keys that Data Integrity proofs are made with, and their sizes."""

from dataclasses import dataclass
from enum import StrEnum


class KeyType(StrEnum):
    """A kind of public key, by the name of its curve in a JWK."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyForm:
    """How a kind of key is written.

    Attributes:
        codec: multicodec prefix of the Multikey text.
        key_bytes: of the raw Ed25519 key, or of the compressed point.
        signature_bytes: of the raw signature, r and s side by side for ECDSA.
        digest: name of the hash function that goes with the key.
    """

    codec: bytes
    key_bytes: int
    signature_bytes: int
    digest: str


KEY_FORMS = {
    KeyType.ED25519: KeyForm(codec=b"\xed\x01", key_bytes=32, signature_bytes=64, digest="sha256"),
    KeyType.P256: KeyForm(codec=b"\x80\x24", key_bytes=33, signature_bytes=64, digest="sha256"),
    KeyType.P384: KeyForm(codec=b"\x81\x24", key_bytes=49, signature_bytes=96, digest="sha384"),
}
