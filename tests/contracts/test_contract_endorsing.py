"""Attestations are signed by the school and kept private, on both databases."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from issuer import issuance, proofs, records
from issuer.errors import NotFoundError
from issuer.issuance.model import CredentialId, PeerStatement
from issuer.records.assessment import SqlPeerStatements
from tests import awarding
from tests.awarding import ACADEMY, BASE
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS

__all__ = ["upgraded"]

STATEMENT = PeerStatement(
    id="attestation-1",
    organisation=ACADEMY,
    credential_id=CredentialId(f"{BASE}/credentials/k1"),
    badge_title="Team Leadership",
    relation="teammate",
    assigned=True,
    calibrated=True,
    levels=(("shares work", "proficient"),),
    revision=2,
    manifest_hash="sha256:" + "ab" * 32,
    submitted_at=awarding.START,
)


class OneStatement(SqlPeerStatements):
    """Holds one statement that was submitted."""

    def get(self, attestation_id: str) -> PeerStatement:
        """Return it; NotFoundError."""
        return STATEMENT if attestation_id == STATEMENT.id else super().get(attestation_id)


class UnitOfWorkWithStatement(records.SqlUnitOfWork):
    """The real thing, with a statement whose submission nobody had to write."""

    @property
    def peer_statements(self) -> OneStatement:
        """Statements."""
        return OneStatement(self._connection)


@pytest.fixture
def services(upgraded: str) -> Iterator[issuance.Services]:
    """Give a school with a key and one submitted attestation."""
    engine = records.open_engine(upgraded)
    plain = awarding.services_on(engine)
    awarding.open_school(plain)
    yield replace(plain, read_only=_reading(engine))
    engine.dispose()


def _reading(engine: sa.Engine) -> Callable[[], UnitOfWorkWithStatement]:
    return lambda: UnitOfWorkWithStatement(engine, write=False, sealer=PLAIN_KEYS)


def test_a_signed_attestation_verifies_and_is_kept(services: issuance.Services) -> None:
    """The school's key, the reserved id of the badge, a digest of the manifest: all signed."""
    issuance.sign_attestation(STATEMENT.id, services)
    with services.read_only() as uow:
        (kept,) = uow.endorsements.of_credential(STATEMENT.credential_id)
    document = json.loads(kept.data)
    did = issuance.did_document_of(ACADEMY, services)
    proofs.verify_proof(document, proofs.find_method(did, kept.key_id))
    assert (STATEMENT.credential_id, "Submission manifest") == (
        document["credentialSubject"]["id"],
        document["evidence"][0]["genre"],
    )


def test_signing_again_changes_nothing(services: issuance.Services) -> None:
    """The outbox may ask twice."""
    first = issuance.sign_attestation(STATEMENT.id, services)
    assert first == issuance.sign_attestation(STATEMENT.id, services)


def test_many_workers_keep_one_signature(services: issuance.Services) -> None:
    """Whoever stores first wins, and all answer with that one."""
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(issuance.sign_attestation, STATEMENT.id, services) for _ in range(4)]
        answers = {future.result(timeout=60) for future in asked}
    assert 1 == len(answers)


def test_an_unknown_attestation_is_not_found(services: issuance.Services) -> None:
    """There is nothing to sign that nobody said."""
    with pytest.raises(NotFoundError):
        issuance.sign_attestation("attestation-of-nobody", services)
