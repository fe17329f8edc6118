"""Badges as wallets and older issuers sign them: other suites, other keys, data model 1.1."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from issuer.badges import CREDENTIALS_V1, CREDENTIALS_V2
from issuer.clock import format_instant
from issuer.documents import Document, write_document
from issuer.proofs import encode_public_key
from issuer.verification import Outcome, VerificationReport, verify
from tests.defects.world import NOW
from tests.interop.credentials import ACADEMY, ACADEMY_DID, badge, services_for
from tests.makers import P256, P384, Maker, ecdsa_maker

OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-{}.json"
UNVERSIONED = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
DATA_INTEGRITY_V1 = "https://w3id.org/security/data-integrity/v1"
JWK_V1, CID_V1 = "https://w3id.org/security/jwk/v1", "https://www.w3.org/ns/cid/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
CREATED = format_instant(NOW - timedelta(hours=1))
Change = Callable[[dict[str, Any]], object]

RDFC = Maker(method=ACADEMY.method, sign=ACADEMY.sign, cryptosuite="eddsa-rdfc-2022")
JCS = Maker(method=ACADEMY.method, sign=ACADEMY.sign, cryptosuite="eddsa-jcs-2022")
OLDER = Maker(method=ACADEMY.method, sign=ACADEMY.sign, proof_type="Ed25519Signature2020")


def older_badge(revision: str = "3.0.1", *further: str) -> dict[str, Any]:
    """Return an unsigned badge by the data model 1.1."""
    older = badge(ACADEMY, NOW)
    older["@context"] = [CREDENTIALS_V1, OB.format(revision), *further]
    older["issuanceDate"] = older.pop("validFrom")
    older["expirationDate"] = older.pop("validUntil")
    # Words that these revisions did not have yet.
    for name in ("credentialStatus", "awardedDate", "evidence"):
        del older[name]
    return older


def report_on(document: Document, documents: dict[str, Document] | None = None) -> Any:
    """Verify a document in a world that knows the academy."""
    return verify(write_document(document), services_for(NOW, documents=documents))


def findings_of(report: VerificationReport) -> list[tuple[str, Outcome]]:
    """Return what was found beside what holds."""
    return [(f.code, f.outcome) for f in report.findings if f.outcome is not Outcome.VALID]


def noted(report: VerificationReport) -> list[str]:
    """Return the codes of notes."""
    return [finding.code for finding in report.findings if finding.is_note]


class TestOlderDataModel:
    """VCDM 1.1 badges are displayed with what was checked, and never issued (OB-49)."""

    @pytest.mark.parametrize("revision", ["3.0.1", "3.0.2", "3.0.3"])
    @pytest.mark.parametrize(
        ("maker", "context"),
        [(RDFC, DATA_INTEGRITY), (RDFC, DATA_INTEGRITY_V1), (OLDER, ED25519_2020)],
        ids=["Data Integrity", "its first context", "Ed25519Signature2020"],
    )
    def test_good_badge_is_valid(self, maker: Maker, context: str, revision: str) -> None:
        """Form, signature, signer and dates are checked, and the report says by which rules."""
        report = report_on(maker.signed(older_badge(revision, context), CREATED))
        assert [] == findings_of(report)
        assert {"older_model", "status_none"} <= set(noted(report))
        assert report.facts is not None
        assert report.facts.valid_from == NOW - timedelta(days=1)
        assert report.facts.valid_until == NOW + timedelta(days=700)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda d: d.update(expirationDate="2026-01-01T00:00:00Z"), "date"),
            (lambda d: d.update(issuanceDate="2020-01-01T00:00:00Z"), "proof"),
            (lambda d: d.update(validUntil="2099-01-01T00:00:00Z"), "date"),
            (lambda d: d.pop("issuanceDate"), "required"),
            (lambda d: d["@context"].__setitem__(0, CREDENTIALS_V2), "context"),
            (lambda d: d["@context"].reverse(), "context"),
        ],
        ids=["end before start", "start", "newer term", "no start", "newer model", "order"],
    )
    def test_change_after_signing_is_refused(self, change: Change, code: str) -> None:
        """Its own dates and contexts are covered like everything else."""
        signed = RDFC.signed(older_badge("3.0.1", DATA_INTEGRITY), CREATED)
        change(signed)
        assert [(code, Outcome.INVALID)] == findings_of(report_on(signed))

    def test_expired_badge_is_refused(self) -> None:
        """`expirationDate` ends it."""
        older = older_badge("3.0.1", DATA_INTEGRITY)
        older["expirationDate"] = format_instant(NOW - timedelta(hours=2))
        report = report_on(RDFC.signed(older, CREATED))
        assert [("expired", Outcome.INVALID)] == findings_of(report)

    @pytest.mark.parametrize(("place", "missing"), [(1, UNVERSIONED), (2, JWK_V1), (2, CID_V1)])
    def test_context_that_is_not_held_leaves_it_open(self, place: int, missing: str) -> None:
        """Unsupported is not forged, and is never shown as good (OB-1)."""
        signed = RDFC.signed(older_badge("3.0.1", DATA_INTEGRITY), CREATED)
        signed["@context"][place] = missing
        report = report_on(signed)
        assert [("context_unsupported", Outcome.INDETERMINATE)] == findings_of(report)

    @pytest.mark.parametrize("url", [UNVERSIONED, OB.format("3.0.1")])
    def test_context_for_the_older_model_contradicts_the_newer(self, url: str) -> None:
        """A badge of VC 2.0 that names one cannot mean what it says (open-badges 10, trap 3)."""
        document = badge(ACADEMY, NOW)
        signed = RDFC.signed(document, CREATED)
        signed["@context"][1] = url
        assert [("context", Outcome.INVALID)] == findings_of(report_on(signed))


def test_jcs_badge_of_another_issuer_is_valid() -> None:
    """We issue no badges with this suite, but they verify."""
    assert [] == findings_of(report_on(JCS.signed(badge(ACADEMY, NOW), CREATED)))


def test_word_changed_in_a_jcs_badge_is_refused() -> None:
    """Its signature covers every word too."""
    signed = JCS.signed(badge(ACADEMY, NOW), CREATED)
    signed["name"] += "!"
    assert [("proof", Outcome.INVALID)] == findings_of(report_on(signed))


@pytest.mark.parametrize("key", [P256, P384], ids=["P-256", "P-384"])
def test_ecdsa_badge_of_a_did_key_is_valid(key: Any) -> None:
    """Wallets sign with P-256, and their DID is their key."""
    maker = ecdsa_maker(key)
    document = badge(ACADEMY, NOW)
    document["issuer"]["id"] = maker.method.controller
    del document["credentialStatus"]
    assert [] == findings_of(report_on(maker.signed(document, CREATED)))
    stranger = ecdsa_maker(P384 if key is P256 else P256)
    forged = stranger.signed(document, CREATED)
    assert [("issuer_vm_mismatch", Outcome.INVALID)] == findings_of(report_on(forged))


@pytest.mark.parametrize("maker", [RDFC, OLDER], ids=["newer suite", "older suite"])
def test_key_in_its_older_form_is_read(maker: Maker) -> None:
    """Ed25519VerificationKey2020 holds the same key (section 4 of the VC specification)."""
    published: dict[str, Any] = {
        "id": ACADEMY_DID,
        "verificationMethod": [
            {
                "id": ACADEMY.method_id,
                "type": "Ed25519VerificationKey2020",
                "controller": ACADEMY_DID,
                "publicKeyMultibase": encode_public_key(ACADEMY.public_key),
            }
        ],
        "assertionMethod": [ACADEMY.method_id],
    }
    document = badge(ACADEMY, NOW)
    if maker is OLDER:
        document["@context"].append(ED25519_2020)
    report = report_on(maker.signed(document, CREATED), {ACADEMY_DID: published})
    assert [] == findings_of(report)


def test_key_of_another_kind_is_refused_by_name() -> None:
    """A P-256 key under an Ed25519 suite is told as such."""
    method = ecdsa_maker(P256, ACADEMY_DID).method
    entry = {**method.to_dict(), "id": ACADEMY.method_id}
    published: dict[str, Any] = {
        "id": ACADEMY_DID,
        "verificationMethod": [entry],
        "assertionMethod": [ACADEMY.method_id],
    }
    report = report_on(RDFC.signed(badge(ACADEMY, NOW), CREATED), {ACADEMY_DID: published})
    assert [("key_type", Outcome.INVALID)] == findings_of(report)
