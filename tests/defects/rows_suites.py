"""Near misses of the other cryptosuites: eddsa-jcs-2022, ecdsa-rdfc-2019, Ed25519Signature2020."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from issuer import proofs
from issuer.documents import Document, write_document
from issuer.proofs.jose import p256_multikey
from issuer.proofs.multikey import base58_encode
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suite import Suite
from issuer.proofs.suites import JCS, RDFC, suite_of
from tests.defects.rows_proof import academy
from tests.defects.world import NOW, Case, Change, Row, left_open, put, refused, remove
from tests.interop.credentials import ACADEMY, STRANGER, badge
from tests.tokens import P256, STRANGERS, Sign, ecdsa

P256_METHOD = f"{ACADEMY.did}#{p256_multikey(P256.public_key())}"
#: No y belongs to this x.
OFF_CURVE = "z" + base58_encode(b"\x80\x24\x02" + bytes(31) + b"\x01")
_SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a proof is made: by which suite, which key, under which method."""

    suite: Suite
    sign: Sign = ACADEMY.sign
    method: str = ACADEMY.method_id
    context: tuple[str, ...] = ()

    def document(self, **options: Any) -> dict[str, Any]:
        """Return a badge with such a proof; `options` of the proof."""
        suite = self.suite
        unsigned = badge(ACADEMY, NOW)
        unsigned["@context"] = [*unsigned["@context"], *self.context]
        plain = {**proofs.proof_options(NOW, self.method), "type": suite.proof_type}
        plain["cryptosuite"] = suite.cryptosuite
        given = {name: value for name, value in {**plain, **options}.items() if value is not None}
        found = suite.complete(given, unsigned)
        config = suite.configure_proof(found, unsigned, VERIFYING)
        hashed = suite.hash_data(config, suite.transform(unsigned, VERIFYING))
        proof = {**found, "proofValue": suite.serialize_proof(self.sign(hashed))}
        return {**unsigned, "proof": proof}

    def case(self, change: Change = lambda _: None, **options: Any) -> Case:
        """Return the badge, changed after signing."""
        document = self.document(**options)
        change(document)
        return Case(data=write_document(document), documents=DOCUMENTS)


def p256_method(controller: str, method: str) -> dict[str, Any]:
    """Return the academy's method on P-256."""
    return {
        "id": method,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": method.partition("#")[2],
    }


def world(*methods: Mapping[str, Any]) -> Mapping[str, Document]:
    """Return a world in which the academy publishes these methods beside its own."""
    every = [ACADEMY.method.to_dict(), *methods]
    return academy(verificationMethod=every, assertionMethod=[each["id"] for each in every])


def known(name: str | None, proof_type: str = "DataIntegrityProof") -> Suite:
    """Return a suite that is verified here."""
    suite = suite_of(proof_type, name)
    assert suite is not None
    return suite


DOCUMENTS = world(p256_method(ACADEMY.did, P256_METHOD))
BY_JCS = Making(suite=JCS)
BY_ECDSA = Making(suite=known("ecdsa-rdfc-2019"), sign=ecdsa(P256), method=P256_METHOD)
BY_2020 = Making(suite=known(None, "Ed25519Signature2020"), context=(_SUITE_2020,))
BY_RDFC = Making(suite=RDFC)

TABLE: dict[str, Row] = {
    "jcs, a letter changed": refused(
        BY_JCS.case(put("name", value="x")), "proof", "The name was changed after signing."
    ),
    "jcs, member removed": refused(
        BY_JCS.case(remove("description")), "proof", "The description was removed after signing."
    ),
    "T21 jcs, undefined term": refused(
        BY_JCS.case(put("honours", value=True)),
        "undefined_term",
        "A member without a meaning was added.",
    ),
    "T17 jcs, other contexts in the proof": refused(
        BY_JCS.case(
            put("proof", "@context", value=["https://www.w3.org/ns/credentials/v2", "x:y"])
        ),
        "proof_context",
        "The proof names contexts with which the document's do not begin.",
    ),
    "jcs, date of the proof changed": refused(
        BY_JCS.case(put("proof", "created", value="2026-11-23T11:00:00Z")),
        "proof",
        "The date of the proof was changed after signing.",
    ),
    "jcs, claimed to be rdfc": refused(
        BY_JCS.case(put("proof", "cryptosuite", value="eddsa-rdfc-2022")),
        "proof",
        "The proof was made by eddsa-jcs-2022 and says eddsa-rdfc-2022.",
    ),
    "rdfc, claimed to be jcs": refused(
        BY_RDFC.case(put("proof", "cryptosuite", value="eddsa-jcs-2022")),
        "proof",
        "The proof was made by eddsa-rdfc-2022 and says eddsa-jcs-2022.",
    ),
    "jcs, signed by a stranger": refused(
        Making(suite=JCS, sign=STRANGER.sign).case(),
        "proof",
        "A stranger signed and named the issuer's key.",
    ),
    "T10 jcs, purpose of another kind": refused(
        BY_JCS.case(proofPurpose="authentication"), "purpose", "The proof is for authentication."
    ),
    "T14 jcs, proof of the future": refused(
        BY_JCS.case(created="2026-11-24T12:00:00Z"), "proof_date", "The proof is made tomorrow."
    ),
    "ecdsa, a letter changed": refused(
        BY_ECDSA.case(put("name", value="x")), "proof", "The name was changed after signing."
    ),
    "ecdsa, signed by a stranger": refused(
        Making(suite=BY_ECDSA.suite, sign=ecdsa(STRANGERS), method=P256_METHOD).case(),
        "proof",
        "A stranger signed and named the issuer's key.",
    ),
    "ecdsa, signature of zeros": refused(
        Making(suite=BY_ECDSA.suite, sign=lambda _: bytes(64), method=P256_METHOD).case(),
        "proof",
        "r and s of the signature are zero.",
    ),
    "ecdsa under an Ed25519 key": refused(
        Making(suite=BY_ECDSA.suite, sign=ACADEMY.sign).case(),
        "key_type",
        "The proof says ecdsa-rdfc-2019, the key is of Ed25519.",
    ),
    "eddsa under a P-256 key": refused(
        Making(suite=RDFC, sign=ecdsa(P256), method=P256_METHOD).case(),
        "key_type",
        "The proof says eddsa-rdfc-2022, the key is on P-256.",
    ),
    "ecdsa with a name of the other canonical form": left_open(
        BY_ECDSA.case(put("proof", "cryptosuite", value="ecdsa-jcs-2019")),
        "suite",
        "The proof says ecdsa-jcs-2019, which is not supported.",
    ),
    "T7 ecdsa under a point that is not on its curve": refused(
        BY_ECDSA.case().with_documents(
            world(
                {
                    **p256_method(ACADEMY.did, P256_METHOD),
                    "publicKeyMultibase": OFF_CURVE,
                }
            )
        ),
        "weak_key",
        "The published point is not on the curve.",
    ),
    "2020, a letter changed": refused(
        BY_2020.case(put("name", value="x")), "proof", "The name was changed after signing."
    ),
    "2020, signed by a stranger": refused(
        Making(suite=BY_2020.suite, sign=STRANGER.sign, context=(_SUITE_2020,)).case(),
        "proof",
        "A stranger signed and named the issuer's key.",
    ),
    "2020 with a cryptosuite": left_open(
        BY_2020.case(put("proof", "cryptosuite", value="eddsa-rdfc-2022")),
        "suite",
        "The older proof type names a cryptosuite, which it does not have.",
    ),
    "2020, claimed to be DataIntegrityProof": left_open(
        BY_2020.case(
            put("proof", "type", value="DataIntegrityProof"),
        ),
        "suite",
        "The proof is of the newer type without a cryptosuite.",
    ),
}
