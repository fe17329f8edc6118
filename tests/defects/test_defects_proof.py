"""Proofs that do not hold, keys that are not the issuer's, and what could not be checked."""

import copy
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from issuer import proofs
from issuer.clock import format_instant
from issuer.documents import Document, write_document
from issuer.verification import Outcome
from tests.defects.world import (
    NOW,
    Case,
    Change,
    changed_after_signing,
    changed_before_signing,
    good_case,
    good_document,
    put,
    remove,
)
from tests.interop.credentials import (
    ACADEMY,
    ACADEMY_DID,
    GUILD,
    STRANGER,
    badge,
    good_documents,
    signed,
    signed_anyhow,
)

INVALID, OPEN = Outcome.INVALID, Outcome.INDETERMINATE
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


TABLE: dict[str, tuple[Case, str, Outcome]] = {
    "a letter changed": (after_signing("name", value="Patient Vital Sign"), "proof", INVALID),
    "the level raised": (
        after_signing(
            SUBJECT, "achievement", "resultDescription", 0, "requiredLevel",
            value="https://badges.riverbend.example/achievements/patient-vital-signs/v3"
            "#technique-developing",
        ),
        "proof",
        INVALID,
    ),
    "the end put off": (
        after_signing("validUntil", value="2099-01-01T00:00:00Z"), "proof", INVALID,
    ),
    "the end removed": (changed_after_signing(remove("validUntil")), "proof", INVALID),
    "another learner": (after_signing(SUBJECT, "id", value="urn:uuid:1"), "proof", INVALID),
    "evidence exchanged": (
        after_signing("evidence", 0, "digestMultibase", value="uEiAAAA"), "proof", INVALID,
    ),
    "T45 status removed": (changed_after_signing(remove("credentialStatus")), "proof", INVALID),
    "T45 status null": (after_signing("credentialStatus", value=None), "unsigned_value", INVALID),
    "T45 status an empty array": (after_signing("credentialStatus", value=[]), "shape", INVALID),
    "proof removed": (changed_after_signing(remove("proof")), "proof_missing", INVALID),
    "proof an empty array": (after_signing("proof", value=[]), "proof_missing", INVALID),
    "proof a text": (after_signing("proof", value="x"), "shape", INVALID),
    "proof date changed": (
        after_signing("proof", 0, "created", value="2026-11-23T11:59:59Z"), "proof", INVALID,
    ),
    "proof value too short": (
        after_signing("proof", 0, "proofValue", value="z" + "2" * 40), "proof_shape", INVALID,
    ),
    "proof value in another base": (
        after_signing("proof", 0, "proofValue", value="uAAAA"), "proof_shape", INVALID,
    ),
    "proof_wrong_key": (
        signed_by(STRANGER, verificationMethod=ACADEMY.method_id), "proof", INVALID,
    ),
    "T10 purpose of another kind, signed": (
        changed_before_signing(unchanged, proofPurpose="authentication"), "purpose", INVALID,
    ),
    "T10 purpose changed": (
        after_signing("proof", 0, "proofPurpose", value="authentication"), "purpose", INVALID,
    ),
    "T10 purpose in other letters": (
        after_signing("proof", 0, "proofPurpose", value="assertionmethod"), "purpose", INVALID,
    ),
    "T10 purpose in an array": (
        after_signing("proof", 0, "proofPurpose", value=["assertionMethod"]), "purpose", INVALID,
    ),
    "T10 purpose missing": (
        changed_after_signing(remove("proof", 0, "proofPurpose")), "purpose", INVALID,
    ),
    "T11 key under authentication only": (
        good_case().with_documents(
            academy(assertionMethod=None, authentication=[ACADEMY.method_id])
        ),
        "vm_not_authorised",
        INVALID,
    ),
    "T11 key listed for nothing": (
        good_case().with_documents(academy(assertionMethod=[])), "vm_not_authorised", INVALID,
    ),
    "T11 key no longer published": (
        good_case().with_documents(academy(verificationMethod=[])), "vm_unknown", INVALID,
    ),
    "T12 issuer_signed_by_a_stranger": (signed_by(STRANGER), "issuer_vm_mismatch", INVALID),
    "T12 controller_mismatch": (
        good_case().with_documents(academy_method(controller=STRANGER.did)),
        "issuer_vm_mismatch",
        INVALID,
    ),
    "document of another identifier": (
        good_case().with_documents(academy(id=GUILD.did)), "did_document_id", INVALID,
    ),
    "key exchanged under its old name": (
        good_case().with_documents(
            academy_method(publicKeyMultibase=proofs.encode_public_key(STRANGER.public_key))
        ),
        "proof",
        INVALID,
    ),
    "T7 weak key": (
        good_case().with_documents(
            academy_method(publicKeyMultibase="z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP")
        ),
        "weak_key",
        INVALID,
    ),
    "private key published": (
        good_case().with_documents(academy_method(secretKeyMultibase="z3u2")),
        "did_document",
        INVALID,
    ),
    "two keys in one method": (
        good_case().with_documents(academy_method(publicKeyJwk={"kty": "OKP"})),
        "did_document",
        INVALID,
    ),
    "method without fragment": (
        after_signing("proof", 0, "verificationMethod", value=ACADEMY_DID), "vm_url", INVALID,
    ),
    "did:key with another fragment": (
        after_signing(
            "proof", 0, "verificationMethod",
            value=f"{proofs.did_key(ACADEMY.public_key)}#{proofs.encode_public_key(GUILD.public_key)}",
        ),
        "vm_unknown",
        INVALID,
    ),
    "T14 proof of the future": (
        dated("created", NOW + timedelta(seconds=400)), "proof_date", INVALID,
    ),
    "T14 proof date is no date": (
        after_signing("proof", 0, "created", value="yesterday"), "proof_date", INVALID,
    ),
    "T14 proof date beyond the calendar": (
        after_signing("proof", 0, "created", value="9999-12-31T23:59:59-05:00"),
        "proof_date",
        INVALID,
    ),
    "T14 proof expired": (
        changed_before_signing(
            unchanged,
            created=format_instant(NOW - timedelta(days=2)),
            expires=format_instant(NOW - timedelta(days=1)),
        ),
        "proof_date",
        INVALID,
    ),
    "key revoked before it signed": (
        good_case().with_documents(
            academy_method(revoked=format_instant(NOW - timedelta(days=1)))
        ),
        "proof_date",
        INVALID,
    ),
    "key expired before it signed": (
        good_case().with_documents(
            academy_method(expires=format_instant(NOW - timedelta(days=1)))
        ),
        "proof_date",
        INVALID,
    ),
    "T15 two proofs, one bad": (
        changed_after_signing(add_proof(put("proofValue", value="z" + "2" * 86))),
        "proof_shape",
        INVALID,
    ),
    "T15 two proofs, one of other bytes": (
        changed_after_signing(add_proof(put("created", value="2026-11-23T11:00:00Z"))),
        "proof",
        INVALID,
    ),
    "T15 nine proofs": (changed_after_signing(proofs_times(9)), "proof_count", INVALID),
    "T15 dangling chain": (
        changed_before_signing(unchanged, previousProof="urn:uuid:none"), "proof_chain", INVALID,
    ),
    "T17 context in the proof": (
        after_signing("proof", 0, "@context", value=["https://www.w3.org/ns/credentials/v2"]),
        "proof_context",
        INVALID,
    ),
    "T15 suite unknown": (
        after_signing("proof", 0, "cryptosuite", value="ecdsa-sd-2023"), "suite", OPEN,
    ),
    "legacy suite": (
        after_signing("proof", 0, "type", value="Ed25519Signature2020"), "suite", OPEN,
    ),
    "key unreachable": (good_case().with_documents({}), "key_unreachable", OPEN),
    "DID method unknown": (
        after_signing("proof", 0, "verificationMethod", value="did:ion:x#y"), "did_method", OPEN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_proof_that_does_not_hold(name: str) -> None:
    """Each defect has its code, and nothing is shown of a badge that nobody signed."""
    case, code, outcome = TABLE[name]
    report = case.report()
    assert ((code,), outcome, None, None, False) == (
        report.codes,
        report.outcome,
        report.facts,
        report.standing,
        report.trusted,
    )


SHAPES: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "fraction": 1.5,
    "empty text": "",
    "empty array": [],
    "empty object": {},
    "array in array": [[]],
    "nested object": {"a": {"b": []}},
    "long text": "x" * 10_000,
    "array of texts": ["assertionMethod", "x"],
    "array of objects": [{}, {"id": "urn:x:1"}],
}
MEMBERS = (
    "type",
    "cryptosuite",
    "created",
    "expires",
    "verificationMethod",
    "proofPurpose",
    "proofValue",
    "id",
    "nonce",
    "domain",
    "challenge",
    "previousProof",
    "@context",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("member", MEMBERS)
def test_t16_member_of_unexpected_type_is_never_valid(member: str, shape: str) -> None:
    """Each member of a proof is asked for its type before it is used; nothing is raised."""
    report = after_signing("proof", 0, member, value=SHAPES[shape]).report()
    assert report.outcome is not Outcome.VALID


def test_second_good_proof_is_accepted() -> None:
    """A set of proofs that all hold is valid."""
    document = good_document()
    add_proof(unchanged, created=format_instant(NOW - timedelta(minutes=1)))(document)
    assert () == Case(data=write_document(document)).report().codes


def test_clock_of_the_signer_may_be_a_little_fast() -> None:
    """T14: 300 seconds of skew are forgiven, for two honest clocks differ."""
    assert () == dated("created", NOW + timedelta(seconds=299)).report().codes


def test_t19_retired_key_still_verifies_what_it_signed() -> None:
    """A key that was revoked later leaves what it signed before."""
    case = good_case().with_documents(
        academy_method(revoked=format_instant(NOW + timedelta(seconds=1)))
    )
    assert () == case.report().codes


def test_proof_as_a_single_object_is_accepted() -> None:
    """The standard lets others write one proof without an array."""
    document = signed(badge(ACADEMY, NOW), ACADEMY, NOW)
    document["proof"] = document["proof"][0]
    assert () == Case(data=json.dumps(document).encode()).report().codes


def test_members_in_another_order_are_the_same_badge() -> None:
    """JSON has no order of members, so neither has the signature."""
    document = dict(reversed(good_document().items()))
    assert () == Case(data=write_document(document)).report().codes
