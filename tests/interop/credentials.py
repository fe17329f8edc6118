"""A small builder of signed credentials, DID documents and status lists, all fictional.

Keys come from public seeds and are for tests only. The learner is known by a code-name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from issuer import badges, proofs, status
from issuer.clock import format_instant
from issuer.documents import Document, write_document
from issuer.proofs import ed25519
from issuer.proofs.strictness import VERIFYING
from issuer.proofs.suites import RDFC
from issuer.verification import Services, offline_services

BASE = "https://badges.riverbend.example"
ACADEMY_DID = "did:web:badges.riverbend.example:issuers:academy"
GUILD_DID = "did:web:guild.harbor.example"
LIST_URL = f"{BASE}/status/revocation-1"
SUSPENSIONS_URL = f"{BASE}/status/suspension-1"
ACHIEVEMENT = f"{BASE}/achievements/patient-vital-signs/v3"
CREDENTIAL = f"{BASE}/credentials/5f1c9b52d0e84f6f9c1b2d7e3a4c5b6d"
LEARNER = "urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8e"  # Kestrel, in this one credential only


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An issuer with a key from a public seed; fits `proofs.Signer`."""

    did: str
    seed: bytes = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """Return the 32 public bytes."""
        return ed25519.public_key_of(self.seed)

    @property
    def method(self) -> proofs.VerificationMethod:
        """Return the method under which the key is published."""
        return proofs.VerificationMethod(
            id=self.method_id, controller=self.did, public_key=self.public_key
        )

    @property
    def method_id(self) -> str:
        """Return the full id of the method."""
        return proofs.method_id(self.did, self.public_key)

    @property
    def document(self) -> Document:
        """Return the DID document."""
        return proofs.did_document(self.did, [self.method])

    def sign(self, data: bytes) -> bytes:
        """Return the signature over these bytes."""
        return ed25519.sign_with_seed(self.seed, data)


def did_key_party(seed: bytes) -> Party:
    """Return a party whose DID is its key."""
    return Party(did=proofs.did_key(ed25519.public_key_of(seed)), seed=seed)


ACADEMY = Party(did=ACADEMY_DID, seed=bytes(range(32)))
GUILD = Party(did=GUILD_DID, seed=bytes(range(32, 64)))
#: Has no host, so its DID is its key.
TUTOR = did_key_party(bytes(range(64, 96)))
STRANGER = Party(did="did:web:stranger.example", seed=bytes(range(96, 128)))


def badge(issuer: Party, now: datetime, **changes: Any) -> dict[str, Any]:
    """Return an unsigned badge with levels, peers' aggregate and evidence; `changes` by name."""
    values: dict[str, Any] = {
        "id": CREDENTIAL,
        "name": "Patient Vital Signs",
        "description": "Takes, records and explains the vital signs of a patient.",
        "issuer": badges.Profile(id=issuer.did, name="Riverbend Demo Academy", url=BASE),
        "valid_from": format_instant(now - timedelta(days=1)),
        "valid_until": format_instant(now + timedelta(days=700)),
        "awarded_date": format_instant(now - timedelta(days=2)),
        "credential_subject": _subject(),
        "evidence": _evidence(),
        "credential_status": badges.StatusListEntry.at(
            purpose="revocation", index=48213, status_list=LIST_URL
        ),
    }
    return badges.AchievementCredential(**{**values, **changes}).to_dict()


def endorsement(issuer: Party, now: datetime, **changes: Any) -> dict[str, Any]:
    """Return an unsigned endorsement of the achievement."""
    values: dict[str, Any] = {
        "id": "urn:uuid:7d1f5a0e-3f4b-4d0e-8a55-5f2f6f0b9d21",
        "name": "Endorsement of Patient Vital Signs",
        "issuer": badges.Profile(
            id=issuer.did,
            name="Harbor Employers Guild (fictional)",
            url="https://guild.harbor.example",
        ),
        "valid_from": format_instant(now - timedelta(days=30)),
        "valid_until": format_instant(now + timedelta(days=900)),
        "credential_subject": badges.EndorsementSubject(
            id=ACHIEVEMENT, endorsement_comment="What our member clinics ask of a new assistant."
        ),
    }
    return badges.EndorsementCredential(**{**values, **changes}).to_dict()


def signed(document: Document, party: Party, now: datetime) -> dict[str, Any]:
    """Sign as the service does: prepare, sign, verify with the published method."""
    options = proofs.proof_options(now, party.method_id)
    result = proofs.sign(proofs.prepare(document, options), party)
    proofs.verify_proof(result.document, party.method)
    return dict(result.document)


def signed_anyhow(
    document: Document, party: Party, now: datetime, **options: Any
) -> dict[str, Any]:
    """Sign what the service would refuse to sign, with other proof options if asked for."""
    base = {**proofs.proof_options(now, party.method_id), **options}
    proof = _proof({k: v for k, v in document.items() if k != "proof"}, party, base)
    return {**document, "proof": [proof]}


def _proof(document: Document, party: Party, options: Document) -> dict[str, Any]:
    config = RDFC.configure_proof(options, document, VERIFYING)
    hashed = RDFC.hash_data(config, RDFC.transform(document, VERIFYING))
    return {**options, "proofValue": RDFC.serialize_proof(party.sign(hashed))}


def status_list(
    issuer: Party,
    now: datetime,
    indices: Iterable[int] = (),
    *,
    url: str = LIST_URL,
    **changes: Any,
) -> dict[str, Any]:
    """Return a signed status list credential; `changes` are those of its unsigned members."""
    document: dict[str, Any] = dict(
        status.status_list_credential(
            list_url=url,
            issuer=issuer.did,
            purpose=changes.pop("purpose", "revocation"),
            status_list=status.StatusList.from_bits(indices),
            valid_from=changes.pop("valid_from", now - timedelta(hours=1)),
            valid_until=changes.pop("valid_until", now + timedelta(hours=71)),
        )
    )
    subject = {**document["credentialSubject"], **changes.pop("subject", {})}
    document = {**document, **changes, "credentialSubject": subject}
    document = {name: value for name, value in document.items() if value is not None}
    return signed_anyhow(document, issuer, now)


def good_documents() -> dict[str, Document]:
    """Return the DID documents of all parties that have a host."""
    return {party.did: party.document for party in (ACADEMY, GUILD, STRANGER)}


def good_lists(now: datetime) -> dict[str, bytes]:
    """Return the academy's lists with no bit set that a good badge uses."""
    return {
        LIST_URL: write_document(status_list(ACADEMY, now, [7, 131_071])),
        SUSPENSIONS_URL: write_document(
            status_list(ACADEMY, now, [7], url=SUSPENSIONS_URL, purpose="suspension")
        ),
    }


def services_for(
    now: datetime,
    *,
    documents: Mapping[str, Document] | None = None,
    lists: Mapping[str, bytes] | None = None,
    keys: Mapping[str, bytes] | None = None,
) -> Services:
    """Return offline services that know the parties, their lists, and trust the academy."""
    return offline_services(
        clock=lambda: now,
        documents=good_documents() if documents is None else documents,
        status_lists=good_lists(now) if lists is None else lists,
        trusted=[ACADEMY_DID],
        keys=keys,
    )


def _subject() -> badges.AchievementSubject:
    return badges.AchievementSubject(
        id=LEARNER,
        achievement=badges.Achievement(
            id=ACHIEVEMENT,
            name="Patient Vital Signs",
            description="Takes, records and explains the vital signs of a patient.",
            criteria=badges.AchievementCriteria(
                id=f"{ACHIEVEMENT}/criteria", narrative="Reach **Proficient** on every criterion."
            ),
            achievement_type="MicroCredential",
            version="3",
            tag=("vital signs", "clinical"),
            alignment=(_alignment(),),
            result_description=(_technique(), _peers()),
        ),
        result=(
            badges.Result(
                result_description=f"{ACHIEVEMENT}#technique",
                achieved_level=f"{ACHIEVEMENT}#technique-proficient",
            ),
            badges.Result(result_description=f"{ACHIEVEMENT}#peers", value="3"),
        ),
    )


def _technique() -> badges.ResultDescription:
    levels = (("developing", "Developing", "1"), ("proficient", "Proficient", "2"))
    return badges.ResultDescription(
        id=f"{ACHIEVEMENT}#technique",
        name="Technique",
        result_type="RubricCriterionLevel",
        required_level=f"{ACHIEVEMENT}#technique-proficient",
        rubric_criterion_level=tuple(
            badges.RubricCriterionLevel(
                id=f"{ACHIEVEMENT}#technique-{slug}", name=name, level=level
            )
            for slug, name, level in levels
        ),
    )


def _peers() -> badges.ResultDescription:
    return badges.ResultDescription(
        id=f"{ACHIEVEMENT}#peers",
        name="Peers who observed it",
        result_type="RawScore",
        value_min="0",
        value_max="10",
        required_value="3",
    )


def _alignment() -> badges.Alignment:
    return badges.Alignment(
        target_type="CFItem",
        target_url="https://case.riverbend.example/ims/case/v1p1/CFItems/5b0f2c1e",
        target_code="5b0f2c1e-8d3a-4c57-9a61-2f7c0f6f1a10",
        target_name="Take vital signs",
        target_framework="Riverbend Health Sciences Framework",
    )


def _evidence() -> tuple[badges.Evidence, ...]:
    return (
        badges.Evidence(
            id=f"{BASE}/evidence/3f0e9d52",
            name="Skills lab record",
            description="Twelve sets of readings.",
            genre="Observation",
            digest_multibase="uEiBOMUq0D2NDSfUuDhiRuDfR2R-dyLL7ccoDfFm3jppzWw",
        ),
    )
