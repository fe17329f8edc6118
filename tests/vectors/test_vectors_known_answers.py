"""Two signed badges whose hashes and signatures were made elsewhere (Open Badges, section 13)."""

import hashlib
import json
from datetime import UTC, datetime

from issuer import proofs
from issuer.documents import read_document
from issuer.proofs.jsonld import to_quads
from issuer.proofs.multikey import encode_public_key
from issuer.proofs.strictness import ISSUING
from issuer.proofs.suites import RDFC
from tests import specimens

TEAMWORK_SEED = bytes.fromhex("6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4")
TEAMWORK_ISSUER = "https://example.edu/issuers/565049"


def sha256(data: bytes) -> str:
    """Return the digest as the known answers write it."""
    return hashlib.sha256(data).hexdigest()


def prepared_badge() -> proofs.PreparedCredential:
    """Prepare the complete badge as its issuer did."""
    options = proofs.proof_options(specimens.CREATED, specimens.method_of().id)
    return proofs.prepare(specimens.unsigned_badge(), options)


def test_complete_badge_has_173_quads() -> None:
    """Nothing is lost on the way to RDF."""
    assert len(to_quads(specimens.unsigned_badge(), ISSUING)) == 173


def test_complete_badge_has_the_known_hashes() -> None:
    """Document and proof configuration hash as the other implementation said."""
    prepared = prepared_badge()
    assert (
        "d96fda3586c63a6c3c0bfb819c1420b0816a3ceffe731b76248ca153b155f351",
        "e8dc07ec1c8f13520ce51bb31f924fbc3dbbe90974e42abe06bac1fba3b3f5eb",
    ) == (sha256(prepared.canonical_document), sha256(prepared.canonical_config))


def test_complete_badge_is_signed_alike() -> None:
    """Signing the unsigned badge gives the signed one, member for member."""
    signed = proofs.sign(prepared_badge(), specimens.SeedSigner())
    assert specimens.signed_badge() == signed.document
    assert specimens.signed_badge() == read_document(signed.data)


def test_complete_badge_verifies_by_its_published_document() -> None:
    """The method in the DID document, allowed for assertions, holds for the badge."""
    path = specimens.DATA / "did-document.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    badge = specimens.signed_badge()
    method = proofs.find_method(document, badge["proof"][0]["verificationMethod"])
    proofs.verify_proof(badge, method, now=datetime(2026, 5, 1, tzinfo=UTC))
    proofs.require_issuer_binding(badge, method)
    assert document == proofs.did_document(specimens.ISSUER, [method])


def test_embedded_endorsement_verifies_alone() -> None:
    """The endorsement holds by the guild's key, outside the badge that carries it."""
    method = specimens.method_of(specimens.GUILD_SEED, specimens.GUILD)
    proofs.verify_proof(specimens.endorsement(), method)


def test_teamwork_badge_has_the_known_hashes_and_signature() -> None:
    """The guide of the standard states both hashes and the signature of this badge."""
    public_key = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    signer = specimens.SeedSigner(TEAMWORK_SEED, TEAMWORK_ISSUER)
    assert public_key == encode_public_key(signer.public_key)
    document = json.loads((specimens.DATA / "teamwork-badge.json").read_text(encoding="utf-8"))
    created = datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC)
    prepared = proofs.prepare(document, proofs.proof_options(created, signer.method_id))
    assert "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773" == sha256(
        prepared.canonical_document
    )
    assert "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19" == sha256(
        prepared.canonical_config
    )
    signed = proofs.sign(prepared, signer)
    proof = read_document(signed.data)["proof"]
    assert isinstance(proof, list)
    assert proof == [
        {
            **prepared.proof_options,
            "proofValue": (
                "z5x9aCBYovW3CQCbKdNyhEm7ffYSw1YpEdPywQJoNbzDD2gkzQDKJ1sYKJaWvqZtkMtSbz35HcbgXVEDYHxCzgkCr"
            ),
        }
    ]


def test_hash_data_begins_with_the_configuration() -> None:
    """The proof hash comes first (OB-31)."""
    assert hashlib.sha256(b"config").digest() == RDFC.hash_data(b"config", b"document")[:32]
