"""Our own credentials as tokens: checked whole, signed once in ES256, verified at once.

The header holds exactly `alg`, `kid` and `typ` (OB-36). Keys stay outside: `sign_jwt` takes a
signer that knows one method and signs bytes.
"""

from dataclasses import dataclass
from typing import Protocol

from issuer.documents import Document, write_document
from issuer.errors import InvalidProofError, ShapeError
from issuer.proofs.jose.algorithms import verify_signature
from issuer.proofs.jose.base64url import encode
from issuer.proofs.jose.claims import claims_for
from issuer.proofs.jose.jwk import ES256, PublicJwk
from issuer.proofs.signing import require_issuable
from issuer.proofs.verifying import issuer_id


class JwtSigner(Protocol):
    """Signs bytes for one verification method, in ES256."""

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        ...

    @property
    def jwk(self) -> PublicJwk:
        """Return the public key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`: r and s, 32 bytes each."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedJwt:
    """A credential that was checked, and what will be signed of it; made by `prepare_jwt` only."""

    kid: str
    signing_input: bytes


def jwt_header(method_id: str) -> Document:
    """Return the header of our tokens."""
    return {"alg": ES256, "kid": method_id, "typ": "JWT"}


def prepare_jwt(document: Document, header: Document) -> PreparedJwt:
    """Check a credential completely and write what will be signed; nothing is signed here.

    No RDF is signed, but a word without a meaning is refused all the same (JOSE-4).

    Raises:
        MalformedError: as `signing.require_issuable`; `claims` for a subject without an id,
            `proof_options` for another header than `jwt_header` gives.
        InvalidProofError: a key of another party than the issuer, code `issuer_vm_mismatch`.
    """
    if "proof" in document:
        raise ShapeError("Remove proof: the token is the proof", pointer="/proof")
    require_issuable(document)
    kid = str(header.get("kid"))
    if header != jwt_header(kid):
        raise ShapeError("Make the header with jwt_header", code="proof_options")
    if kid.partition("#")[0] != issuer_id(document):
        raise InvalidProofError(
            "The key belongs to another party than the issuer", code="issuer_vm_mismatch"
        )
    payload = {**document, **claims_for(document)}
    parts = (encode(write_document(part)) for part in (header, payload))
    return PreparedJwt(kid=kid, signing_input=".".join(parts).encode("ascii"))


def sign_jwt(prepared: PreparedJwt, signer: JwtSigner) -> bytes:
    """Return the token: the very bytes to store and serve.

    The signature is verified with the signer's own key at once; verifying with the key as
    published is the caller's next step.

    Raises:
        InvalidProofError: the signer is of another method (`vm_unknown`) or algorithm (`alg`), or
            its signature does not hold (`proof`).
    """
    if signer.method_id != prepared.kid:
        raise InvalidProofError("The signer is of another method", code="vm_unknown")
    if ES256 not in signer.jwk.algorithms:
        raise InvalidProofError(f"Our tokens are signed in {ES256}", code="alg")
    signature = signer.sign(prepared.signing_input)
    verify_signature(signer.jwk, ES256, signature, prepared.signing_input)
    return prepared.signing_input + b"." + encode(signature).encode("ascii")
