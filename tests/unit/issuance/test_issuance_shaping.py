"""What is signed says what was decided, and not a word more."""

import json
from datetime import UTC, datetime

import pytest

from issuer import proofs
from issuer.badges import StatusListEntry, check_issuing
from issuer.issuance.model import CredentialId, PeerStatement
from issuer.issuance.shaping import badge_document, endorsement_comment, endorsement_document
from tests import awarding

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LIST = "https://badges.riverbend.example/status/list"


def _statement(**changes: object) -> PeerStatement:
    members: dict[str, object] = {
        "id": "attestation",
        "organisation": "academy",
        "credential_id": CredentialId("https://badges.riverbend.example/credentials/x"),
        "badge_title": "Team Leadership",
        "relation": "teammate",
        "assigned": True,
        "calibrated": True,
        "levels": (("shares work", "proficient"), ("listens", "advanced")),
        "revision": 2,
        "manifest_hash": "sha256:" + "ab" * 32,
        "submitted_at": NOW,
    }
    return PeerStatement(**(members | changes))  # type: ignore[arg-type] # the test names the members


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            (
                "Recorded by the school for an assigned, calibrated **teammate**:"
                " shares work - proficient; listens - advanced."
            ),
        ),
        (
            {"assigned": False, "relation": "outside", "levels": (("listens", "developing"),)},
            (
                "Recorded by the school for a calibrated **peer outside the team**:"
                " listens - developing."
            ),
        ),
        (
            {"assigned": False, "calibrated": False, "levels": ()},
            "Recorded by the school for a **teammate**: nothing observed.",
        ),
    ],
    ids=["as in education.md 3.6", "by hand, from outside", "nothing seen"],
)
def test_the_comment_of_an_attestation(changes: dict[str, object], expected: str) -> None:
    """It is made of item titles and level names; no name, no free text."""
    assert expected == endorsement_comment(_statement(**changes))


def test_an_endorsement_can_be_prepared_for_signing() -> None:
    """Shape, strict expansion and our own rules let it pass, without end or status."""
    document = endorsement_document(
        _statement(),
        awarding.organisation(),
        endorsement_id="urn:uuid:0d4c6f0e-8f5c-4a7b-9d0e-3a7e3a3b9a10",
        evidence_id="urn:uuid:7c0a6f6e-3f0e-4f0e-8c55-6b1d2e9c4f02",
        valid_from=NOW,
    )
    check_issuing(document, now=NOW)
    proofs.prepare(document, proofs.proof_options(NOW, f"{awarding.organisation().did}#key"))
    assert {"validUntil", "credentialStatus"}.isdisjoint(document)


def test_a_badge_names_no_learner() -> None:
    """Neither id nor name of the learner is in the document (ruling 5)."""
    award = awarding.award_of("x")
    document = badge_document(
        award,
        awarding.organisation(),
        entry=StatusListEntry.at(purpose="revocation", index=5, status_list=LIST),
        subject_id="urn:uuid:0d4c6f0e-8f5c-4a7b-9d0e-3a7e3a3b9a10",
        valid_from=NOW,
    )
    text = json.dumps(document).lower()
    assert (False, False, False) == (
        awarding.KESTREL in text,
        award.learner in text,
        "identifier" in text,
    )


def test_a_status_entry_stands_in_the_badge() -> None:
    """One object with id and type, the index as a string (OB-41)."""
    document = badge_document(
        awarding.award_of("x"),
        awarding.organisation(),
        entry=StatusListEntry.at(purpose="revocation", index=5, status_list=LIST),
        subject_id="urn:uuid:0d4c6f0e-8f5c-4a7b-9d0e-3a7e3a3b9a10",
        valid_from=NOW,
    )
    assert {
        "id": f"{LIST}#5",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": LIST,
    } == document["credentialStatus"]
