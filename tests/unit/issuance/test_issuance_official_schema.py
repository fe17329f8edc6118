"""What we shape passes the standard's own JSON Schemas, read from the shared corpora."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from issuer.badges import StatusListEntry
from issuer.documents import Document
from issuer.issuance.model import CredentialId, PeerStatement
from issuer.issuance.shaping import badge_document, endorsement_document
from tests import awarding
from tests.corpora import shared

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _badge() -> Document:
    return badge_document(
        awarding.award_of("x"),
        awarding.organisation(description="A school", email="office@riverbend.example"),
        entry=StatusListEntry.at(
            purpose="revocation", index=5, status_list="https://badges.riverbend.example/status/l"
        ),
        subject_id="urn:uuid:0d4c6f0e-8f5c-4a7b-9d0e-3a7e3a3b9a10",
        valid_from=NOW,
    )


def _endorsement() -> Document:
    statement = PeerStatement(
        id="attestation",
        organisation="academy",
        credential_id=CredentialId("https://badges.riverbend.example/credentials/x"),
        badge_title="Team Leadership",
        relation="teammate",
        assigned=True,
        calibrated=True,
        levels=(("listens", "proficient"),),
        revision=2,
        manifest_hash="sha256:" + "ab" * 32,
        submitted_at=NOW,
    )
    return endorsement_document(
        statement,
        awarding.organisation(),
        endorsement_id="urn:uuid:0d4c6f0e-8f5c-4a7b-9d0e-3a7e3a3b9a10",
        evidence_id="urn:uuid:7c0a6f6e-3f0e-4f0e-8c55-6b1d2e9c4f02",
        valid_from=NOW,
    )


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (_badge(), "ob_v3p0_achievementcredential_schema.json"),
        (_endorsement(), "ob_v3p0_endorsementcredential_schema.json"),
    ],
    ids=["badge", "endorsement"],
)
def test_the_official_schema_has_no_complaint(document: Document, name: str) -> None:
    """A validator of others accepts the form of what we sign (the proof is added by signing)."""
    schema = json.loads(shared(f"schemas/open-badges-3.0/{name}").read_bytes())
    found = jsonschema.Draft201909Validator(schema).iter_errors(json.loads(json.dumps(document)))
    assert [] == [error.message for error in found]
