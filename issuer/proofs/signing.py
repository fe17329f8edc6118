"""Prepare, rehearse, sign: nothing is signed that was not checked, and what was signed is bytes.

Keys stay outside: `sign` takes a Signer, which knows one verification method and signs bytes.
"""

import copy
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json, read_document, write_document
from issuer.errors import InvalidProofError, MalformedError, ShapeError
from issuer.proofs.did import VerificationMethod
from issuer.proofs.ed25519 import public_key_of, sign_with_seed, verify_signature
from issuer.proofs.multikey import KEY_BYTES
from issuer.proofs.strictness import ISSUING, VERIFYING, Strictness
from issuer.proofs.suite import Suite
from issuer.proofs.suites import RDFC, SIGNING_SUITES
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
    """A document that was checked and hashed: all that `sign` accepts.

    Made by `prepare` and `prepare_generic` only.
    """

    suite: Suite
    document: Document
    proof_options: Document
    canonical_document: bytes
    canonical_config: bytes

    @property
    def hash_data(self) -> bytes:
        """Return the 64 bytes that the key will sign."""
        return self.suite.hash_data(self.canonical_config, self.canonical_document)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCredential:
    """A signed document, and the very bytes to store and serve."""

    document: Document
    data: bytes


def proof_options(created: datetime, method_id: str, suite: Suite = RDFC) -> Document:
    """Return the options of a proof (OB-30), `created` in whole seconds of UTC."""
    return {
        "type": suite.proof_type,
        "cryptosuite": suite.cryptosuite,
        "created": format_instant(created),
        "verificationMethod": method_id,
        "proofPurpose": PURPOSE,
    }


def prepare(document: Document, options: Document) -> PreparedCredential:
    """Check a badge, endorsement or list completely, canonicalize and hash it.

    Nothing is signed here. The suite is eddsa-rdfc-2022, always (JCS-2).

    Raises:
        ShapeError: not the shape of its type, or a type that is not signed here.
        UndefinedTermError: something in it would go unsigned.
        ContextError: a context that we do not issue with.
        ComplexityError: canonicalization would take too long.
        MalformedError: another strict rule, code `proof_options` or as `jsonld.to_quads` says.
        InvalidProofError: a method of another party than the issuer, code `issuer_vm_mismatch`.
    """
    _require_unsigned(document)
    _require_shape(document)
    return _prepared(document, options, RDFC, ISSUING)


def prepare_generic(
    document: Document, options: Document, suite: Suite, strictness: Strictness = ISSUING
) -> PreparedCredential:
    """Check that a credential of any kind would be signed as a whole, and hash it.

    Whether it has the form of its kind is for the caller to ask: the data model is not looked at.

    Raises:
        ShapeError: it is signed already, or of a kind that `prepare` signs with another suite.
        MalformedError: as `prepare`, and `proof_options` for a suite that we do not sign with.
        InvalidProofError: as `prepare`.
    """
    _require_unsigned(document)
    if suite is not RDFC and _shapes_in(document):
        raise ShapeError(f"Badges are signed with {RDFC.name}", pointer="/type")
    if suite not in SIGNING_SUITES:
        raise MalformedError(f"Nothing is signed with {suite.name}", code="proof_options")
    return _prepared(document, options, suite, strictness)


def require_issuable(document: Document) -> None:
    """Check the shape of a credential, and that every word of it has a meaning.

    For forms other than Data Integrity: `prepare` does the same on its way.

    Raises:
        ShapeError: not the shape of its type, or a type that is not signed here.
        MalformedError: another strict rule; see `jsonld.to_quads`.
    """
    _require_shape(document)
    require_covered(document, strictness=ISSUING)


def rehearse(prepared: PreparedCredential, strictness: Strictness = VERIFYING) -> None:
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
    verify_proof(read_document(signed.data), method, strictness=strictness)


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
    value = prepared.suite.serialize_proof(signature)
    proof: Json = {**prepared.proof_options, "proofValue": value}
    document = {**copy.deepcopy(dict(prepared.document)), "proof": [proof]}
    return SignedCredential(document=document, data=write_document(document))


def _prepared(
    document: Document, options: Document, suite: Suite, strictness: Strictness
) -> PreparedCredential:
    _require_options(document, options, suite)
    own = copy.deepcopy(dict(document))
    canonical = suite.transform(own, strictness)
    complete = suite.complete(options, own)
    return PreparedCredential(
        suite=suite,
        document=own,
        proof_options=complete,
        canonical_document=canonical,
        canonical_config=suite.configure_proof(complete, own, strictness),
    )


def _require_unsigned(document: Document) -> None:
    if "proof" in document:
        raise ShapeError("Remove proof: a signed document is not signed again", pointer="/proof")


def _require_shape(document: Document) -> None:
    found = _shapes_in(document)
    if len(found) != 1:
        raise ShapeError("Give type as an array with one kind of credential", pointer="/type")
    require_shape(document, found.pop())


def _shapes_in(document: Document) -> set[Shape]:
    types = document.get("type")
    names = types if isinstance(types, list) else ()
    return {shape for name, shape in _SHAPES.items() if name in names}


def _require_options(document: Document, options: Document, suite: Suite) -> None:
    """Raise unless the options are exactly those of `proof_options`, for the issuer's own key."""
    method_id = options.get("verificationMethod")
    expected = {
        "type": suite.proof_type,
        "cryptosuite": suite.cryptosuite,
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
