"""Signatures taken from elsewhere, bent, or chained; keys and names that only look right."""

from collections.abc import Mapping
from typing import Any

from issuer import proofs
from issuer.documents import Document, write_document
from issuer.proofs.multikey import base58_decode, base58_encode
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import RDFC
from tests.defects.rows_proof import academy, academy_method
from tests.defects.world import NOW, Case, Row, good_case, good_document, lean, left_open, refused
from tests.interop.credentials import (
    ACADEMY,
    ACADEMY_DID,
    GUILD,
    STRANGER,
    Party,
    badge,
    did_key_party,
    endorsement,
    good_documents,
    signed,
    signed_anyhow,
)

CYRILLIC = ACADEMY_DID.replace("badges.", "b\u0430dges.")
#: Order of the group of Ed25519: a signature with S + L fits the same text, if nobody looks.
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
#: Points whose signatures fit any text, and spellings of them that no encoder writes (row 7).
WEAK_KEYS = {
    "identity": (1).to_bytes(32, "little"),
    "identity with its sign": (1 | 1 << 255).to_bytes(32, "little"),
    "zero": bytes(32),
    "zero with its sign": (1 << 255).to_bytes(32, "little"),
    "minus one": (PRIME - 1).to_bytes(32, "little"),
    "prime": PRIME.to_bytes(32, "little"),
    "prime and one": (PRIME + 1).to_bytes(32, "little"),
    "order eight": bytes.fromhex(
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    ),
    "order eight, other": bytes.fromhex(
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    ),
    "beyond the prime": (PRIME + 3).to_bytes(32, "little"),
}


def raw_multikey(key: bytes) -> str:
    """Return the Multikey text of bytes that need not be a good key."""
    return "z" + base58_encode(b"\xed\x01" + key)


def bent(change: Any) -> Case:
    """Return the good badge with other bytes as its signature."""
    document = good_document()
    value = base58_decode(document["proof"][0]["proofValue"][1:])
    document["proof"][0]["proofValue"] = "z" + base58_encode(change(value))
    return Case(data=write_document(document))


def with_order_added(signature: bytes) -> bytes:
    """Return the same signature with S + L."""
    s = int.from_bytes(signature[32:], "little") + ORDER
    return signature[:32] + s.to_bytes(32, "little")


def weak(key: bytes) -> Case:
    """Return a badge under a weak key, with the signature that fits any text."""
    document = good_document()
    document["proof"][0]["proofValue"] = "z" + base58_encode(b"\1" + bytes(63))
    world = academy_method(publicKeyMultibase=raw_multikey(key))
    return Case(data=write_document(document), documents=world)


def with_proof_of(document: Document) -> Case:
    """Return the good badge with the proof of another document."""
    return Case(data=write_document({**good_document(), "proof": document["proof"]}))


def by(party: Party, method: str, documents: Mapping[str, Document] | None = None) -> Case:
    """Return the academy's badge, signed by a party that names this method."""
    document = signed_anyhow(badge(ACADEMY, NOW), party, NOW, verificationMethod=method)
    found = good_documents() if documents is None else documents
    return Case(data=write_document(document), documents=found)


def claiming(issuer: str, party: Party, documents: Mapping[str, Document] | None = None) -> Case:
    """Return a badge that a party signed in the name of this issuer, by a key under its id."""
    fake = Party(did=issuer, seed=party.seed)
    unsigned = badge(fake, NOW, credential_status=None)
    document = signed_anyhow(unsigned, party, NOW, verificationMethod=fake.method_id)
    return Case(data=write_document(document), documents=documents or good_documents())


def chained(first: dict[str, Any], second: dict[str, Any], **changes: Any) -> Case:
    """Return a badge with two proofs, the second after the first; `changes` of the first."""
    document = badge(ACADEMY, NOW)
    one = signed_anyhow(document, ACADEMY, NOW, **first)["proof"][0]
    two = {**proofs.proof_options(NOW, ACADEMY.method_id), **second}
    config = RDFC.configure_proof(two, document, VERIFYING)
    covered = RDFC.transform({**document, "proof": [one]}, VERIFYING)
    two["proofValue"] = RDFC.serialize_proof(ACADEMY.sign(RDFC.hash_data(config, covered)))
    return Case(data=write_document({**document, "proof": [{**one, **changes}, two]}))


def homoglyph_documents() -> dict[str, Document]:
    """Return a world in which somebody serves a document for the look-alike DID."""
    return {**good_documents(), CYRILLIC: Party(did=CYRILLIC, seed=STRANGER.seed).document}


OTHER = signed(badge(ACADEMY, NOW, id="urn:uuid:2"), ACADEMY, NOW)
KEYED = did_key_party(STRANGER.seed)
GUILD_LIKE = f"{ACADEMY_DID}#{proofs.encode_public_key(STRANGER.public_key)}"


def odd_academy(ending: str) -> Case:
    """Return a badge of a stranger whose DID begins like the academy's, and who answers for it."""
    party = Party(did=ACADEMY_DID + ending, seed=STRANGER.seed)
    document = signed_anyhow(lean(badge(party, NOW, credential_status=None)), party, NOW)
    return Case(
        data=write_document(document), documents={**good_documents(), party.did: party.document}
    )


TABLE: dict[str, Row] = {
    "signature of another credential": refused(
        with_proof_of(OTHER), "proof", "The proof is that of the issuer's other badge."
    ),
    "signature of an endorsement": refused(
        with_proof_of(signed(endorsement(GUILD, NOW), GUILD, NOW)),
        "proof",
        "The proof is that of a guild's endorsement.",
    ),
    "attackers key under the victims did": refused(
        by(STRANGER, GUILD_LIKE),
        "vm_unknown",
        "A stranger signed and put the own key under the DID of the issuer.",
    ),
    "T12 attackers did key": refused(
        by(KEYED, KEYED.method_id),
        "issuer_vm_mismatch",
        "A stranger signed with a did:key, which needs no document.",
    ),
    "T12 attackers document that lists the victims key": refused(
        by(
            STRANGER,
            f"{STRANGER.did}#{proofs.encode_public_key(ACADEMY.public_key)}",
        ),
        "vm_unknown",
        "A stranger names the issuer's key under the own DID.",
    ),
    "T12 victims document with a method of another did": refused(
        by(
            STRANGER,
            STRANGER.method_id,
            academy(
                verificationMethod=[STRANGER.method.to_dict()],
                assertionMethod=[STRANGER.method_id],
            ),
        ),
        "issuer_vm_mismatch",
        "The issuer's document lists a stranger's method, which stays the stranger's.",
    ),
    "T8 signature with the order added": refused(
        bent(with_order_added), "proof", "S of the signature was increased by the group's order."
    ),
    "T8 signature of zeros": refused(bent(lambda _: bytes(64)), "proof", "The signature is zero."),
    "T8 signature truncated": refused(
        bent(lambda value: value[:63]), "proof_shape", "The last byte of the signature is missing."
    ),
    "T8 signature with a byte more": refused(
        bent(lambda value: value + b"\0"), "proof_shape", "A byte follows the signature."
    ),
    **{
        f"T7 weak key, {name}": refused(
            weak(key),
            "weak_key",
            f"The issuer's key is a small-order or non-canonical point ({name}).",
        )
        for name, key in WEAK_KEYS.items()
    },
    "T15 chain in a circle": refused(
        chained(
            {"id": "urn:uuid:a", "previousProof": "urn:uuid:b"},
            {"id": "urn:uuid:b", "previousProof": "urn:uuid:a"},
        ),
        "proof_chain",
        "Two proofs each come after the other.",
    ),
    "T15 chain to itself": refused(
        chained({"id": "urn:uuid:a"}, {"id": "urn:uuid:b", "previousProof": "urn:uuid:b"}),
        "proof_chain",
        "A proof comes after itself.",
    ),
    "T15 chain whose first proof was changed": refused(
        chained(
            {"id": "urn:uuid:a"},
            {"id": "urn:uuid:b", "previousProof": "urn:uuid:a"},
            created="2026-11-23T11:59:00Z",
        ),
        "proof",
        "The first proof of a chain was changed after the second was made.",
    ),
    "T15 chain to one of two proofs of one name": refused(
        chained({"id": "urn:uuid:a"}, {"id": "urn:uuid:a", "previousProof": "urn:uuid:a"}),
        "proof_chain",
        "Two proofs have the id that previousProof names.",
    ),
    "homoglyph issuer": refused(
        claiming(CYRILLIC, STRANGER, documents=homoglyph_documents()),
        "did",
        "The issuer's DID has a Cyrillic letter that looks like a Latin one.",
    ),
    "issuer in capital letters": refused(
        claiming(ACADEMY_DID.replace("badges", "BADGES"), STRANGER),
        "did",
        "The issuer's DID is written in capital letters, which is another DID.",
    ),
    "issuer on a path of the victims host": left_open(
        claiming(f"{ACADEMY_DID}:evil", STRANGER),
        "key_unreachable",
        "The issuer's DID is that of the victim with a further step.",
    ),
    "issuer with an escaped slash": refused(
        claiming("did:web:stranger.example%2Fbadges.riverbend.example", STRANGER),
        "did",
        "The issuer's DID hides a slash behind a percent sign.",
    ),
    "document that is no document": refused(
        good_case().with_documents({**good_documents(), ACADEMY_DID: {}}),
        "did_document_id",
        "An empty object stands at the issuer's address.",
    ),
    "issuer with an escaped zero": refused(
        odd_academy("%00"), "did", "An escaped zero follows the DID; a stranger answers for it."
    ),
    "issuer with a colon too many": refused(
        odd_academy(":"), "did", "A colon follows the DID; a stranger answers for it."
    ),
    "issuer with a step back": refused(
        odd_academy(":..:stranger"), "did", "The DID goes one step back; a stranger answers for it."
    ),
}
