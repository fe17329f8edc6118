"""Makers of proofs of every suite, those included that we verify and never issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.documents import Json
from issuer.proofs import KeyType, VerificationMethod
from issuer.proofs.key_types import KEY_FORMS
from issuer.proofs.keys import write_multikey
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import suite_of

P256 = ec.derive_private_key(0xC0FFEE, ec.SECP256R1())
P384 = ec.derive_private_key(0xC0FFEE, ec.SECP384R1())


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A key that makes proofs of one suite."""

    method: VerificationMethod
    sign: Callable[[bytes], bytes]
    proof_type: str = "DataIntegrityProof"
    cryptosuite: str | None = None

    def options(self, created: str) -> dict[str, Any]:
        """Return the options of a proof."""
        named = {} if self.cryptosuite is None else {"cryptosuite": self.cryptosuite}
        return {
            "type": self.proof_type,
            **named,
            "created": created,
            "verificationMethod": self.method.id,
            "proofPurpose": "assertionMethod",
        }

    def signed(self, document: Mapping[str, Json], created: str, **changes: Any) -> dict[str, Any]:
        """Return the document with a proof; `changes` are those of its options."""
        suite = suite_of(self.proof_type, self.cryptosuite)
        assert suite is not None
        options = suite.complete({**self.options(created), **changes}, document)
        digest = KEY_FORMS[self.method.key_type].digest
        hashed = suite.hash_data(
            suite.configure_proof(options, document, VERIFYING, digest=digest),
            suite.transform(document, VERIFYING, digest=digest),
            digest=digest,
        )
        value = suite.serialize_proof(self.sign(hashed))
        return {**document, "proof": [{**options, "proofValue": value}]}


def ecdsa_maker(key: ec.EllipticCurvePrivateKey, controller: str | None = None) -> Maker:
    """Return a maker of ecdsa-rdfc-2019 proofs; without a controller its DID is its key."""
    key_type = KeyType.P256 if isinstance(key.curve, ec.SECP256R1) else KeyType.P384
    text = write_multikey(key_type, point_of(key))
    did = controller or f"did:key:{text}"
    method = VerificationMethod(
        id=f"{did}#{text}", controller=did, public_key=point_of(key), key_type=key_type
    )
    return Maker(
        method=method,
        cryptosuite="ecdsa-rdfc-2019",
        sign=lambda data: _ecdsa_signature(key, data),
    )


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the compressed point of a key's public half."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _ecdsa_signature(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """Return r and s side by side, each as long as the curve's order."""
    size = (key.curve.key_size + 7) // 8
    digest = hashes.SHA384() if isinstance(key.curve, ec.SECP384R1) else hashes.SHA256()
    numbers = decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
    return b"".join(number.to_bytes(size, "big") for number in numbers)
