"""Keys that live as long as the process: nothing of them is ever written down.

For test suites on this machine (`issuer serve --conformance`); a school's keys are in `envelope`.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from issuer.proofs import did_key, method_id

SEED_BYTES = 32
_LIFE = timedelta(days=7)
_SKEW = timedelta(minutes=5)


class OneRunSigner:
    """Signs with a key whose did:key is the issuer."""

    __slots__ = ("_did", "_private", "_public")

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._private.public_key().public_bytes_raw()
        self._did = did_key(self._public)

    def __repr__(self) -> str:
        return f"OneRunSigner({self._did!r})"

    @property
    def did(self) -> str:
        """Return the did:key."""
        return self._did

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        return method_id(self._did, self._public)

    @property
    def public_key(self) -> bytes:
        """Return the 32 public bytes of the key."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`."""
        return self._private.sign(data)


def self_signed_pem(now: datetime) -> bytes:
    """Return a new P-256 key and its certificate for this machine's own names, as PEM.

    Whoever connects has to be told not to check it: it proves nothing.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    names += [x509.IPAddress(ip_address(each)) for each in ("127.0.0.1", "::1")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)
