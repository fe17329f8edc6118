"""A cryptosuite by its steps: transformation, hashing, proof configuration, serialization.

Data Integrity EdDSA Cryptosuites 1.0, section 3, and ECDSA Cryptosuites 1.0, section 3: they differ
in names, keys and canonical form only. Which proofs count and whose key is asked for is said in
`verifying`. A suite is one file with one value, and one row in `suites`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from issuer.documents import Document, Json, canonical_bytes
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.canonicalizing import Canonicalize, canonicalize_document
from issuer.proofs.key_types import KEY_FORMS, KeyType
from issuer.proofs.multikey import base58_decode, base58_encode
from issuer.proofs.strictness import Strictness

PROOF_TYPE = "DataIntegrityProof"
#: Raises InvalidProofError unless signature (third) over data (fourth) is by the key (second).
VerifySignature = Callable[[KeyType, bytes, bytes, bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A suite that signs over canonical N-Quads.

    Attributes:
        cryptosuite: None for the older kind, whose name is its proof type.
        key_types: the kinds of keys that it is made for.
    """

    cryptosuite: str | None
    key_types: frozenset[KeyType]
    verify_signature: VerifySignature
    proof_type: str = PROOF_TYPE

    @property
    def name(self) -> str:
        """Return the name by which people know it."""
        return self.cryptosuite or self.proof_type

    def transform(
        self,
        unsecured_document: Document,
        strictness: Strictness,
        *,
        digest: str = "sha256",
        canonicalize: Canonicalize = canonicalize_document,
    ) -> bytes:
        """Return the canonical form of a document without its proof.

        Raises:
            MalformedError: the document would not be signed as a whole; see `jsonld.to_quads`.
        """
        return canonicalize(unsecured_document, strictness, digest=digest)

    def configure_proof(
        self,
        proof_options: Document,
        unsecured_document: Document,
        strictness: Strictness,
        *,
        digest: str = "sha256",
        canonicalize: Canonicalize = canonicalize_document,
    ) -> bytes:
        """Return the canonical proof configuration, under the document's own contexts.

        Raises:
            MalformedError: another type or suite (code `suite`), or options without meaning.
        """
        options = self._own_options(proof_options)
        options["@context"] = unsecured_document["@context"]
        return canonicalize(options, strictness, digest=digest)

    def complete(self, proof_options: Document, unsecured_document: Document) -> Document:
        """Return the options as they will be written into the proof; here, as they are."""
        del unsecured_document
        return dict(proof_options)

    def read_options(self, proof: Document) -> Document:
        """Return the members of a proof that belong to it; contexts, if repeated, do not."""
        return {name: value for name, value in proof.items() if name != "@context"}

    def secured_by(self, proof_options: Document, unsecured_document: Document) -> Document:
        """Return the document as this proof covers it; here, as it stands.

        Raises:
            InvalidProofError: the proof brings other contexts, code `proof_context`.
        """
        contexts = unsecured_document.get("@context")
        if "@context" in proof_options and proof_options["@context"] != contexts:
            raise InvalidProofError(
                "The proof's @context differs from the document's", code="proof_context"
            )
        return unsecured_document

    def hash_data(
        self, canonical_config: bytes, canonical_document: bytes, *, digest: str = "sha256"
    ) -> bytes:
        """Return the digest of the proof configuration, then that of the document."""
        return b"".join(
            hashlib.new(digest, part).digest() for part in (canonical_config, canonical_document)
        )

    def serialize_proof(self, signature: bytes) -> str:
        """Return the `proofValue` of a signature: `z` and base58btc."""
        self._require_size(signature)
        return "z" + base58_encode(signature)

    def read_proof_value(self, proof_value: str) -> bytes:
        """Return the signature bytes of a `proofValue` (DI-2).

        Raises:
            MalformedError: another base or length, code `signature`.
        """
        signature = base58_decode(proof_value[1:]) if proof_value.startswith("z") else b""
        self._require_size(signature)
        return signature

    def verify(
        self,
        public_key: bytes,
        proof_value: str,
        hashed: bytes,
        *,
        key_type: KeyType = KeyType.ED25519,
    ) -> None:
        """Raise unless the proof value is this key's signature over the hash data.

        Raises:
            InvalidProofError: `key_type` (a key that this suite is not made for), `weak_key`, or
                `proof`.
        """
        self.require_key_type(key_type)
        signature = self.read_proof_value(proof_value)
        if len(signature) != KEY_FORMS[key_type].signature_bytes:
            raise InvalidProofError("The signature is not of the length of the key's curve")
        self.verify_signature(key_type, public_key, signature, hashed)

    def require_key_type(self, key_type: KeyType) -> None:
        """Raise for a kind of key that this suite is not made for.

        Raises:
            InvalidProofError: code `key_type`.
        """
        if key_type not in self.key_types:
            raise InvalidProofError(
                f"A key of type {key_type} makes no {self.name} proofs", code="key_type"
            )

    def _own_options(self, proof_options: Document) -> dict[str, Json]:
        named = (proof_options.get("type"), proof_options.get("cryptosuite"))
        if named != (self.proof_type, self.cryptosuite):
            raise MalformedError(f"This suite makes {self.name} proofs only", code="suite")
        return {name: value for name, value in proof_options.items() if name != "proofValue"}

    def _require_size(self, signature: bytes) -> None:
        sizes = {KEY_FORMS[key_type].signature_bytes for key_type in self.key_types}
        if len(signature) not in sizes:
            written = " or ".join(str(size) for size in sorted(sizes))
            raise MalformedError(
                f"Write proofValue as z and base58btc of {written} bytes", code="signature"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class JcsSuite(Suite):
    """A suite that signs over JSON (RFC 8785), and stores the contexts in the proof (JCS-1).

    JCS covers every member, whatever it means. A credential must mean what it says all the same,
    so undefined terms are refused here too.
    """

    def transform(
        self,
        unsecured_document: Document,
        strictness: Strictness,
        *,
        digest: str = "sha256",
        canonicalize: Canonicalize = canonicalize_document,
    ) -> bytes:
        """Return the JCS form of a document, once every word in it has a meaning."""
        bare = {name: value for name, value in unsecured_document.items() if name != "proof"}
        canonicalize(bare, strictness, digest=digest)
        return canonical_bytes(unsecured_document)

    def configure_proof(
        self,
        proof_options: Document,
        unsecured_document: Document,
        strictness: Strictness,
        *,
        digest: str = "sha256",
        canonicalize: Canonicalize = canonicalize_document,
    ) -> bytes:
        """Return the JCS form of the options, with the contexts that are stored in them."""
        options = self._own_options(proof_options)
        meant = {**options, "@context": unsecured_document["@context"]}
        canonicalize(meant, strictness, digest=digest)
        return canonical_bytes(options)

    def complete(self, proof_options: Document, unsecured_document: Document) -> Document:
        """Return the options with the document's contexts."""
        return {**proof_options, "@context": unsecured_document["@context"]}

    def read_options(self, proof: Document) -> Document:
        """Return all members of a proof: here the contexts are signed with it."""
        return proof

    def secured_by(self, proof_options: Document, unsecured_document: Document) -> Document:
        """Return the document under the proof's contexts, with which its own must begin.

        Raises:
            InvalidProofError: they do not, code `proof_context`.
        """
        if "@context" not in proof_options:
            return unsecured_document
        stored, contexts = proof_options["@context"], unsecured_document.get("@context")
        begins = stored if isinstance(stored, list) else [stored]
        listed = contexts if isinstance(contexts, list) else [contexts]
        if not begins or listed[: len(begins)] != begins:
            raise InvalidProofError(
                "The document's @context does not begin with the proof's", code="proof_context"
            )
        return {**unsecured_document, "@context": stored}
