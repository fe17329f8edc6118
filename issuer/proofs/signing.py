"""Prepare, rehearse, sign: nothing is signed that was not checked, and what was signed is bytes.

Keys stay outside: `sign` takes a Signer, which knows one verification method and signs bytes.
"""

import copy
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import issuer.proofs.eddsa_rdfc_2022 as suite
from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json, read_document, write_document
from issuer.errors import InvalidProofError, MalformedError, ShapeError
from issuer.proofs.did import VerificationMethod
from issuer.proofs.ed25519 import public_key_of, sign_with_seed, verify_signature
from issuer.proofs.multikey import KEY_BYTES
from issuer.proofs.strictness import ISSUING
from issuer.proofs.verifying import issuer_id, require_covered, verify_proof
from issuer.vocab import Shape, require_shape

PURPOSE = "assertionMethod"

_SHAPES = {
    "OpenBadgeCredential": Shape.ACHIEVEMENT_CREDENTIAL,
    "AchievementCredential": Shape.ACHIEVEMENT_CREDENTIAL,
    "EndorsementCredential": Shape.ENDORSEMENT_CREDENTIAL,
    "BitstringStatusListCredential": Shape.STATUS_LIST_CREDENTIAL,
}
_OPTIONS = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose"})


class Signer(Protocol):
    """Signs bytes for one verification method, in pure Ed25519."""

    @property
    def method_id(self) -> str:
        """Return the full id of the verification method."""
        ...

    @property
    def public_key(self) -> bytes:
        """Return the 32 public bytes of the key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of a signature over `data`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCredential:
    """A document that was checked and hashed: all that `sign` accepts. Made by `prepare` only."""

    document: Document
    proof_options: Document
    canonical_document: bytes
    canonical_config: bytes

    @property
    def hash_data(self) -> bytes:
        """Return the 64 bytes that the key will sign."""
        return suite.hash_data(self.canonical_config, self.canonical_document)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCredential:
    """A signed document, and the very bytes to store and serve."""

    document: Document
    data: bytes


def proof_options(created: datetime, method_id: str) -> Document:
    """Return the options of a proof (OB-30), `created` in whole seconds of UTC."""
    return {
        "type": suite.PROOF_TYPE,
        "cryptosuite": suite.CRYPTOSUITE,
        "created": format_instant(created),
        "verificationMethod": method_id,
        "proofPurpose": PURPOSE,
    }


def prepare(document: Document, options: Document) -> PreparedCredential:
    """Check a credential completely, canonicalize and hash it; nothing is signed here.

    Raises:
        ShapeError: not the shape of its type, or a type that is not signed here.
        UndefinedTermError: something in it would go unsigned.
        ContextError: a context that we do not issue with.
        ComplexityError: canonicalization would take too long.
        MalformedError: another strict rule, code `proof_options` or as `jsonld.to_quads` says.
        InvalidProofError: a method of another party than the issuer, code `issuer_vm_mismatch`.
    """
    if "proof" in document:
        raise ShapeError("Remove proof: a signed document is not signed again", pointer="/proof")
    _require_shape(document)
    _require_options(document, options)
    own = copy.deepcopy(dict(document))
    return PreparedCredential(
        document=own,
        proof_options=dict(options),
        canonical_document=suite.transform(own, ISSUING),
        canonical_config=suite.configure_proof(options, own, ISSUING),
    )


def require_issuable(document: Document) -> None:
    """Check the shape of a credential, and that every word of it has a meaning.

    For forms other than Data Integrity: `prepare` does the same on its way.

    Raises:
        ShapeError: not the shape of its type, or a type that is not signed here.
        MalformedError: another strict rule; see `jsonld.to_quads`.
    """
    _require_shape(document)
    require_covered(document, strictness=ISSUING)


def rehearse(prepared: PreparedCredential) -> None:
    """Sign with a throw-away key and verify the written bytes as a stranger would.

    Raises:
        InvalidProofError: verification refuses what signing would produce.
        MalformedError: reading refuses what writing would produce.
    """
    seed = secrets.token_bytes(KEY_BYTES)
    method_id = str(prepared.proof_options["verificationMethod"])
    method = VerificationMethod(
        id=method_id,
        controller=issuer_id(prepared.document),
        public_key=public_key_of(seed),
    )
    signed = _with_proof(prepared, sign_with_seed(seed, prepared.hash_data))
    verify_proof(read_document(signed.data), method)


def sign(prepared: PreparedCredential, signer: Signer) -> SignedCredential:
    """Sign a prepared credential and write its bytes once.

    The signature is verified with the signer's own key at once (a KMS may sign pre-hashed);
    verifying with the key as published is the caller's next step.

    Raises:
        InvalidProofError: the signer is of another method (`vm_unknown`), or its signature does
            not hold (`proof`).
        MalformedError: not a signature at all, code `signature`.
    """
    if signer.method_id != prepared.proof_options["verificationMethod"]:
        raise InvalidProofError("The signer is of another method", code="vm_unknown")
    signature = signer.sign(prepared.hash_data)
    signed = _with_proof(prepared, signature)
    verify_signature(signer.public_key, signature, prepared.hash_data)
    return signed


def _with_proof(prepared: PreparedCredential, signature: bytes) -> SignedCredential:
    proof: Json = {**prepared.proof_options, "proofValue": suite.serialize_proof(signature)}
    document = {**copy.deepcopy(dict(prepared.document)), "proof": [proof]}
    return SignedCredential(document=document, data=write_document(document))


def _require_shape(document: Document) -> None:
    require_shape(document, _shape_of(document))


def _shape_of(document: Document) -> Shape:
    types = document.get("type")
    names = types if isinstance(types, list) else ()
    found = {shape for name, shape in _SHAPES.items() if name in names}
    if len(found) != 1:
        raise ShapeError("Give type as an array with one kind of credential", pointer="/type")
    return found.pop()


def _require_options(document: Document, options: Document) -> None:
    """Raise unless the options are exactly those of `proof_options`, for the issuer's own key."""
    method_id = options.get("verificationMethod")
    expected = {
        "type": suite.PROOF_TYPE,
        "cryptosuite": suite.CRYPTOSUITE,
        "proofPurpose": PURPOSE,
    }
    given = {name: options.get(name) for name in expected}
    if frozenset(options) != _OPTIONS or given != expected or not isinstance(method_id, str):
        raise MalformedError("Make the options with proof_options", code="proof_options")
    parse_instant(str(options["created"]))
    controller, _, fragment = method_id.partition("#")
    if controller != issuer_id(document) or not fragment:
        raise InvalidProofError(
            "The key belongs to another party than the issuer", code="issuer_vm_mismatch"
        )
