"""Badges whose proof does not hold, or could not be checked."""

import copy
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from issuer import proofs
from issuer.clock import format_instant
from issuer.documents import Document, write_document
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import RDFC
from tests.defects.world import (
    NOW,
    Case,
    Change,
    Row,
    changed_after_signing,
    changed_before_signing,
    good_case,
    left_open,
    put,
    refused,
    remove,
)
from tests.interop.credentials import (
    ACADEMY,
    ACADEMY_DID,
    GUILD,
    STRANGER,
    badge,
    good_documents,
    signed_anyhow,
)

SUBJECT = "credentialSubject"


def unchanged(_: dict[str, Any]) -> None:
    """Change nothing."""


def academy(**members: Any) -> Mapping[str, Document]:
    """Return the world with other members in the academy's DID document; None removes one."""
    document = {**ACADEMY.document, **members}
    kept = {name: value for name, value in document.items() if value is not None}
    return {**good_documents(), ACADEMY_DID: kept}


def academy_method(**members: Any) -> Mapping[str, Document]:
    """Return the world with other members in the academy's method."""
    document: Any = copy.deepcopy(ACADEMY.document)
    method = {**document["verificationMethod"][0], **members}
    return academy(verificationMethod=[method])


def signed_by(party: Any, **options: Any) -> Case:
    """Return the academy's badge as another party signed it."""
    document = signed_anyhow(badge(ACADEMY, NOW), party, NOW, **options)
    return Case(data=write_document(document))


def add_proof(change: Change, **options: Any) -> Change:
    """Return a change that adds a second proof of the issuer, changed."""

    def add(document: dict[str, Any]) -> None:
        second = signed_anyhow(document, ACADEMY, NOW, **options)["proof"][0]
        change(second)
        document["proof"].append(second)

    return add


def proofs_times(count: int) -> Change:
    """Return a change that repeats the proof."""
    return lambda document: document.update(proof=document["proof"] * count)


def after_signing(*path: str | int, value: Any) -> Case:
    """Put a value after signing."""
    return changed_after_signing(put(*path, value=value))


def dated(name: str, instant: datetime) -> Case:
    """Sign with another date among the options of the proof."""
    return changed_before_signing(unchanged, **{name: format_instant(instant)})


def undated(documents: Mapping[str, Document]) -> Case:
    """Return the badge with a proof that does not say when it was made."""
    document = badge(ACADEMY, NOW)
    options = {
        k: v for k, v in proofs.proof_options(NOW, ACADEMY.method_id).items() if k != "created"
    }
    config = RDFC.configure_proof(options, document, VERIFYING)
    hashed = RDFC.hash_data(config, RDFC.transform(document, VERIFYING))
    proof = {**options, "proofValue": RDFC.serialize_proof(ACADEMY.sign(hashed))}
    return Case(data=write_document({**document, "proof": [proof]}), documents=documents)


def beside_a_strangers() -> Case:
    """Return the good badge with one more proof, which holds and is a stranger's."""
    document = signed_anyhow(badge(ACADEMY, NOW), ACADEMY, NOW)
    further = signed_anyhow(badge(ACADEMY, NOW), STRANGER, NOW)["proof"]
    return Case(data=write_document({**document, "proof": [*document["proof"], *further]}))


TABLE: dict[str, Row] = {
    "a letter changed": refused(
        after_signing("name", value="Patient Vital Sign"),
        "proof",
        "The name lost its last letter after signing.",
    ),
    "the level raised": refused(
        after_signing(
            SUBJECT,
            "achievement",
            "resultDescription",
            0,
            "requiredLevel",
            value="https://badges.riverbend.example/achievements/patient-vital-signs/v3"
            "#technique-developing",
        ),
        "proof",
        "The required level was exchanged after signing.",
    ),
    "the end put off": refused(
        after_signing("validUntil", value="2099-01-01T00:00:00Z"),
        "proof",
        "validUntil was put off after signing.",
    ),
    "the end removed": refused(
        changed_after_signing(remove("validUntil")),
        "proof",
        "validUntil was removed after signing.",
    ),
    "another learner": refused(
        after_signing(SUBJECT, "id", value="urn:uuid:1"),
        "proof",
        "The id of the learner was exchanged after signing.",
    ),
    "evidence exchanged": refused(
        after_signing("evidence", 0, "digestMultibase", value="uEiAAAA"),
        "proof",
        "The digest of a piece of evidence was exchanged after signing.",
    ),
    "T45 status removed": refused(
        changed_after_signing(remove("credentialStatus")),
        "proof",
        "credentialStatus was removed, so that no revocation is found.",
    ),
    "T45 status null": refused(
        after_signing("credentialStatus", value=None),
        "unsigned_value",
        "credentialStatus was set to null, which JSON-LD does not sign.",
    ),
    "T45 status an empty array": refused(
        after_signing("credentialStatus", value=[]),
        "shape",
        "credentialStatus was set to an empty array.",
    ),
    "proof removed": refused(
        changed_after_signing(remove("proof")), "proof_missing", "The proof was removed."
    ),
    "proof an empty array": refused(
        after_signing("proof", value=[]), "proof_missing", "The proof is an empty array."
    ),
    "proof a text": refused(after_signing("proof", value="x"), "shape", "The proof is a text."),
    "proof date changed": refused(
        after_signing("proof", 0, "created", value="2026-11-23T11:59:59Z"),
        "proof",
        "The date of the proof was changed after signing.",
    ),
    "proof value too short": refused(
        after_signing("proof", 0, "proofValue", value="z" + "2" * 40),
        "proof_shape",
        "The signature has fewer than 64 bytes.",
    ),
    "proof value in another base": refused(
        after_signing("proof", 0, "proofValue", value="uAAAA"),
        "proof_shape",
        "The signature is not written in base58btc, as its cryptosuite demands.",
    ),
    "proof_wrong_key": refused(
        signed_by(STRANGER, verificationMethod=ACADEMY.method_id),
        "proof",
        "A stranger signed and named the issuer's key.",
    ),
    "T10 purpose of another kind, signed": refused(
        changed_before_signing(unchanged, proofPurpose="authentication"),
        "purpose",
        "The proof was made for authentication, not as an assertion.",
    ),
    "T10 purpose changed": refused(
        after_signing("proof", 0, "proofPurpose", value="authentication"),
        "purpose",
        "proofPurpose was changed to authentication after signing.",
    ),
    "T10 purpose in other letters": refused(
        after_signing("proof", 0, "proofPurpose", value="assertionmethod"),
        "purpose",
        "proofPurpose is written in lower case.",
    ),
    "T10 purpose in an array": refused(
        after_signing("proof", 0, "proofPurpose", value=["assertionMethod"]),
        "purpose",
        "proofPurpose is an array.",
    ),
    "T10 purpose missing": refused(
        changed_after_signing(remove("proof", 0, "proofPurpose")),
        "purpose",
        "proofPurpose is missing.",
    ),
    "T11 key under authentication only": refused(
        good_case().with_documents(
            academy(assertionMethod=None, authentication=[ACADEMY.method_id])
        ),
        "vm_not_authorised",
        "The issuer publishes the key for authentication, not for assertions.",
    ),
    "T11 key listed for nothing": refused(
        good_case().with_documents(academy(assertionMethod=[])),
        "vm_not_authorised",
        "The issuer publishes the key for no purpose at all.",
    ),
    "T11 key no longer published": refused(
        good_case().with_documents(academy(verificationMethod=[])),
        "vm_unknown",
        "The issuer lists the id for assertions but no longer publishes the key.",
    ),
    "T12 issuer_signed_by_a_stranger": refused(
        signed_by(STRANGER),
        "issuer_vm_mismatch",
        "Another party signed, with a key that is its own.",
    ),
    "T12 controller_mismatch": refused(
        good_case().with_documents(academy_method(controller=STRANGER.did)),
        "issuer_vm_mismatch",
        "The method in the issuer's document is controlled by another party.",
    ),
    "document of another identifier": refused(
        good_case().with_documents(academy(id=GUILD.did)),
        "did_document_id",
        "What stands at the issuer's address is the DID document of another DID.",
    ),
    "key exchanged under its old name": refused(
        good_case().with_documents(
            academy_method(publicKeyMultibase=proofs.encode_public_key(STRANGER.public_key))
        ),
        "proof",
        "Another key stands under the id of the issuer's method.",
    ),
    "T7 weak key": refused(
        good_case().with_documents(
            academy_method(publicKeyMultibase="z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP")
        ),
        "weak_key",
        "The issuer publishes a small-order Ed25519 key, whose signatures prove nothing.",
    ),
    "private key published": refused(
        good_case().with_documents(academy_method(secretKeyMultibase="z3u2")),
        "did_document",
        "The issuer's method contains a private key.",
    ),
    "two keys in one method": refused(
        good_case().with_documents(academy_method(publicKeyJwk={"kty": "OKP"})),
        "did_document",
        "The issuer's method holds two keys.",
    ),
    "method without fragment": refused(
        after_signing("proof", 0, "verificationMethod", value=ACADEMY_DID),
        "vm_url",
        "verificationMethod is the DID alone.",
    ),
    "did:key with another fragment": refused(
        after_signing(
            "proof",
            0,
            "verificationMethod",
            value=f"{proofs.did_key(ACADEMY.public_key)}#{proofs.encode_public_key(GUILD.public_key)}",
        ),
        "vm_unknown",
        "verificationMethod is a did:key with the fragment of another key.",
    ),
    "T14 proof of the future": refused(
        dated("created", NOW + timedelta(seconds=400)),
        "proof_date",
        "The proof was made 400 seconds from now.",
    ),
    "T14 proof date is no date": refused(
        after_signing("proof", 0, "created", value="yesterday"),
        "proof_date",
        "The date of the proof is the word yesterday.",
    ),
    "T14 proof date beyond the calendar": refused(
        after_signing("proof", 0, "created", value="9999-12-31T23:59:59-05:00"),
        "proof_date",
        "The date of the proof is in the year 10000 once its offset is applied.",
    ),
    "T14 proof expired": refused(
        changed_before_signing(
            unchanged,
            created=format_instant(NOW - timedelta(days=2)),
            expires=format_instant(NOW - timedelta(days=1)),
        ),
        "proof_date",
        "The proof expired yesterday.",
    ),
    "key revoked before it signed": refused(
        good_case().with_documents(academy_method(revoked=format_instant(NOW - timedelta(days=1)))),
        "proof_date",
        "The key was revoked the day before it signed.",
    ),
    "key expired before it signed": refused(
        good_case().with_documents(academy_method(expires=format_instant(NOW - timedelta(days=1)))),
        "proof_date",
        "The key expired the day before it signed.",
    ),
    "T15 two proofs, one bad": refused(
        changed_after_signing(add_proof(put("proofValue", value="z" + "2" * 86))),
        "proof_shape",
        "Of two proofs one has no well-formed signature.",
    ),
    "T15 two proofs, one of other bytes": refused(
        changed_after_signing(add_proof(put("created", value="2026-11-23T11:00:00Z"))),
        "proof",
        "Of two proofs one had its date changed after signing.",
    ),
    "T15 nine proofs": refused(
        changed_after_signing(proofs_times(9)),
        "proof_count",
        "There are nine proofs, more than a verifier should pay for.",
    ),
    "T15 dangling chain": refused(
        changed_before_signing(unchanged, previousProof="urn:uuid:none"),
        "proof_chain",
        "previousProof names a proof that is not there.",
    ),
    "T17 context in the proof": refused(
        after_signing("proof", 0, "@context", value=["https://www.w3.org/ns/credentials/v2"]),
        "proof_context",
        "The proof brings an @context that differs from the document's.",
    ),
    "T15 suite unknown": left_open(
        after_signing("proof", 0, "cryptosuite", value="ecdsa-sd-2023"),
        "suite",
        "The only proof is of a cryptosuite that is not supported.",
    ),
    "legacy suite": left_open(
        after_signing("proof", 0, "type", value="Ed25519Signature2020"),
        "suite",
        "The proof claims another type of signature.",
    ),
    "key unreachable": left_open(
        good_case().with_documents({}),
        "key_unreachable",
        "The issuer's DID document does not answer.",
    ),
    "DID method unknown": left_open(
        after_signing("proof", 0, "verificationMethod", value="did:ion:x#y"),
        "did_method",
        "The key is of a DID method that cannot be resolved.",
    ),
    "no date, under a key with an end": refused(
        undated(academy_method(revoked=format_instant(NOW - timedelta(days=3)))),
        "proof_date",
        "The proof has no date, and the key was revoked: it may have been made after that.",
    ),
    "document that holds no more": refused(
        good_case().with_documents(academy(deactivated=True)),
        "did_document",
        "The issuer's DID document says that it is deactivated.",
    ),
    "proof of a stranger beside a good one": refused(
        beside_a_strangers(),
        "issuer_vm_mismatch",
        "A stranger has signed the good badge too, with a proof that holds.",
    ),
    "key revoked, as no date": refused(
        good_case().with_documents(academy_method(revoked=False)),
        "did_document",
        "When the key was revoked is written as false.",
    ),
}
