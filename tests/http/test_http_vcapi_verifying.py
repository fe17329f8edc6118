"""What the verify addresses answer: errors, warnings, open questions (API-2 to API-4, DM-15)."""

from datetime import timedelta
from typing import Any

import pytest

from issuer import proofs, status
from issuer.documents import write_document
from issuer.errors import ContextError
from issuer.proofs.strictness import GENERIC_ISSUING
from issuer.verification.generic import Challenges
from issuer.verification.generic.challenges import MAX_OPEN
from tests.tokens import b64
from tests.vcapi import ENDPOINTS, NOW, Generic, with_context, with_members

SECURITY = "https://w3id.org/security#"
VCDM = "https://www.w3.org/TR/vc-data-model#"
STATUS = "https://www.w3.org/ns/credentials/status-list#"


def problems(answer: Any) -> list[tuple[str, str]]:
    """Return types and codes of an answer's problems."""
    return [(each["type"], each["code"]) for each in answer.get_json()["problemDetails"]]


def changed(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a signed credential whose only proof has other members; None takes one away."""
    (proof,) = document["proof"]
    kept = {name: value for name, value in {**proof, **members}.items() if value is not None}
    return {**document, "proof": kept}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_changed_value_is_a_cryptographic_error(endpoint: str) -> None:
    """A claim changed after signing is 400, and no proof counts as verified."""
    house = Generic()
    issued = house.issued(house.credential(), endpoint)
    issued["credentialSubject"]["skill"] = "sailing"
    answer = house.verify(issued, endpoint)

    assert (400, False) == (answer.status_code, answer.get_json()["verified"])
    assert [(f"{VCDM}CRYPTOGRAPHIC_SECURITY_ERROR", "proof")] == problems(answer)
    assert [False] == [each["verified"] for each in answer.get_json()["results"]["proof"]]


PROOFS: list[tuple[str, dict[str, Any], str]] = [
    ("another type", {"type": "Proof"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("another suite", {"cryptosuite": "none-2099"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("no suite", {"cryptosuite": None}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("no purpose", {"proofPurpose": None}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("another purpose", {"proofPurpose": "authentication"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("no method", {"verificationMethod": None}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("a method that is no URL", {"verificationMethod": "key-1"},
     f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("a method without fragment", {"verificationMethod": "did:web:a.example"},
     f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    ("a method of an unknown kind", {"verificationMethod": "did:unheard:a#b"},
     f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"),
    ("no value", {"proofValue": None}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("a value in another base", {"proofValue": "uAAAA"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("a short value", {"proofValue": "z111"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("no date", {"created": "yesterday"}, f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("an end before the proof", {"expires": "2020-01-01T00:00:00Z"},
     f"{SECURITY}PROOF_VERIFICATION_ERROR"),
    ("another date", {"created": "2026-11-23T09:59:00Z"}, f"{VCDM}CRYPTOGRAPHIC_SECURITY_ERROR"),
    ("a previous proof that is missing", {"previousProof": "urn:uuid:a"},
     f"{SECURITY}PROOF_VERIFICATION_ERROR"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "members", "kind"), PROOFS, ids=[row[0] for row in PROOFS])
def test_faulty_proof_has_its_problem_type(says: str, members: dict[str, Any], kind: str) -> None:
    """Each fault of a proof is 400 with the type of the standards (DI-3)."""
    house = Generic()
    answer = house.verify(changed(house.issued(house.credential()), **members))

    assert (400, [kind]) == (answer.status_code, [each for each, _ in problems(answer)]), says


@pytest.mark.parametrize("proof", ["text", 7, ["text"], [[]]])
def test_proof_that_is_no_object_is_a_parsing_error(proof: Any) -> None:
    """What is no map was not even parsed (DI-3)."""
    house = Generic()
    answer = house.verify({**house.credential(), "proof": proof})

    assert (400, f"{VCDM}PARSING_ERROR") == (answer.status_code, problems(answer)[0][0])


@pytest.mark.parametrize("credential", [None, "text", 7, [], True])
def test_credential_that_is_no_object_is_a_parsing_error(credential: Any) -> None:
    """The body is the same as for every refused credential."""
    answer = Generic().verify(credential)

    assert (400, False, f"{VCDM}PARSING_ERROR") == (
        answer.status_code,
        answer.get_json()["verified"],
        problems(answer)[0][0],
    )


def test_set_with_one_bad_proof_is_refused() -> None:
    """Every proof of a known suite must hold (DI-6); one of an unknown suite is passed by."""
    house = Generic()
    issued = house.issued(house.credential())
    (good,) = issued["proof"]
    bad = {**good, "created": "2026-11-23T09:00:00Z"}
    unknown = {**good, "cryptosuite": "none-2099"}

    assert 400 == house.verify({**issued, "proof": [good, bad]}).status_code
    assert 200 == house.verify({**issued, "proof": [good, unknown]}).status_code
    assert 400 == house.verify({**issued, "proof": [good] * 9}).status_code


def test_key_of_another_party_proves_nothing() -> None:
    """A good signature by somebody else than the issuer is refused (DI-5)."""
    house, other = Generic(), Generic()
    document = house.credential()
    signed = other.issued({**document, "issuer": other.did})
    answer = house.verify({**signed, "issuer": house.did})

    assert 400 == answer.status_code
    assert answer.get_json()["verified"] is False


@pytest.mark.parametrize(
    ("name", "date", "code"),
    [
        ("validUntil", "2026-02-01T00:00:00Z", "expired"),
        ("validFrom", "2027-02-01T00:00:00Z", "not_yet_valid"),
    ],
)
def test_period_is_a_warning(name: str, date: str, code: str) -> None:
    """Expired is said, by code and date, and does not make document or proof wrong (API-3)."""
    house = Generic()
    answer = house.verify(house.issued(house.credential(with_members(**{name: date}))))

    assert (200, True, False) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    )
    assert [(f"{VCDM}RANGE_ERROR", code)] == problems(answer)
    assert answer.get_json()["results"][name]["verified"] is False
    assert [code] == [each["code"] for each in answer.get_json()["results"]["warnings"]]


def revoke(house: Generic, credential_id: str, **status_members: Any) -> Any:
    """Ask for a change of status."""
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    body = {"credentialId": credential_id, "credentialStatus": entry, "status": True}
    return house.call("POST", "/vc/credentials/status", json={**body, **status_members})


def test_set_bit_is_a_warning_with_its_value() -> None:
    """A revoked credential is verified, not valid, and its entry says so (API-3)."""
    house = Generic()
    issued = house.issued(house.credential(), "status/", options={"credentialId": "urn:a:1"})
    other = house.issued(house.credential(), "status/")
    assert house.verify(issued).get_json()["valid"] is True

    assert 200 == revoke(house, "urn:a:1").status_code
    house.now += timedelta(seconds=2)
    answer = house.verify(issued)

    assert (200, True, False) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    )
    (result,) = answer.get_json()["results"]["credentialStatus"]
    assert (True, True, issued["credentialStatus"]) == (
        result["value"],
        result["verified"],
        result["input"],
    )
    assert house.verify(other).get_json()["valid"] is True


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"status": False}, 400),
        ({"status": "yes"}, 400),
        ({"credentialStatus": {"type": "x", "statusPurpose": "suspension"}}, 400),
        ({"credentialStatus": {"type": "x"}}, 400),
        ({"credentialStatus": "revocation"}, 400),
        ({"credentialId": "urn:a:2"}, 404),
        ({"credentialId": 7}, 400),
    ],
)
def test_other_change_of_status_is_refused(members: dict[str, Any], code: int) -> None:
    """A revocation is final, a purpose must be the entry's, and the credential must be here."""
    house = Generic()
    house.issued(house.credential(), "status/", options={"credentialId": "urn:a:1"})

    assert code == revoke(house, "urn:a:1", **members).status_code


def test_credential_without_entry_cannot_be_revoked() -> None:
    """There is no bit to set."""
    house = Generic()
    house.issued(house.credential())

    assert 400 == revoke(house, house.credential()["id"]).status_code


def test_list_that_cannot_be_retrieved_leaves_it_open() -> None:
    """Not verified, not refused: 200 with STATUS_RETRIEVAL_ERROR, never valid (API-3)."""
    house = Generic()
    entry = status.entry("https://lists.example/1", "revocation", 7)
    issued = house.issued(house.credential(with_members(credentialStatus=entry)))
    answer = house.verify(issued)

    assert (200, False, False) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    )
    assert [f"{STATUS}STATUS_RETRIEVAL_ERROR"] == [each for each, _ in problems(answer)]
    assert [True] == [each["verified"] for each in answer.get_json()["results"]["proof"]]


def test_unknown_kind_of_status_is_named() -> None:
    """An entry of a type that is not read here is said to be unchecked."""
    house = Generic()
    entry = {"id": "https://a.example/1", "type": "ExampleStatus2099"}
    answer = house.verify(house.issued(house.credential(with_members(credentialStatus=entry))))

    assert (200, True, False) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    )
    assert ["status_type"] == answer.get_json()["codes"]


def test_entry_in_a_list_of_another_purpose_is_an_error() -> None:
    """The list is for revocations, so it says nothing about suspensions."""
    house = Generic()
    own = house.issued(house.credential(), "status/")["credentialStatus"]
    entry = {**own, "statusPurpose": "suspension"}
    answer = house.verify(house.issued(house.credential(with_members(credentialStatus=entry))))

    assert (400, [f"{STATUS}STATUS_VERIFICATION_ERROR"]) == (
        answer.status_code,
        [each for each, _ in problems(answer)],
    )


def test_index_beyond_the_list_is_an_error() -> None:
    """RANGE_ERROR, as Bitstring Status List says."""
    house = Generic()
    own = house.issued(house.credential(), "status/")["credentialStatus"]
    entry = {**own, "id": "urn:a:1", "statusListIndex": "131072"}
    answer = house.verify(house.issued(house.credential(with_members(credentialStatus=entry))))

    assert (400, [f"{VCDM}RANGE_ERROR"]) == (
        answer.status_code,
        [each for each, _ in problems(answer)],
    )


def test_each_of_several_entries_is_looked_up() -> None:
    """Several entries are allowed, and one bad one is enough."""
    house = Generic()
    own = house.issued(house.credential(), "status/")["credentialStatus"]
    unread = {"id": "https://a.example/1", "type": "ExampleStatus2099"}
    both = house.credential(with_members(credentialStatus=[own, unread]))
    results = house.verify(house.issued(both)).get_json()["results"]["credentialStatus"]

    assert [(False, own), (None, unread)] == [
        (each.get("value"), each["input"]) for each in results
    ]


def test_unknown_options_of_verifying_are_tolerated() -> None:
    """Older clients send `checks`; no option switches a check off (API-2)."""
    house = Generic()
    issued = house.issued(house.credential())

    assert 200 == house.verify(issued, checks=["proof"], more={"x": 1}).status_code
    issued["name"] = "Changed"
    assert 400 == house.verify(issued, checks=[]).status_code
    assert 400 == house.verify(issued, returnProblemDetails=False).status_code


def test_options_choose_what_the_answer_holds() -> None:
    """`returnResults`, `returnProblemDetails` and `returnCredential` do what they say."""
    house = Generic()
    issued = house.issued(house.credential())

    assert {"verified", "valid", "codes", "problemDetails", "results"} == set(
        house.verify(issued).get_json()
    )
    bare = house.verify(issued, returnResults=False, returnProblemDetails=False)
    assert {"verified", "valid", "codes"} == set(bare.get_json())
    assert issued == house.verify(issued, returnCredential=True).get_json()["credential"]
    assert "results" in house.verify(issued, returnResults="no").get_json()


def test_result_says_how_it_came_about() -> None:
    """Media type, controller, its document, warnings and errors are there (DM-15)."""
    house = Generic()
    results = house.verify(house.issued(house.credential())).get_json()["results"]

    assert ("application/vc", house.did, house.did, [], []) == (
        results["mediaType"],
        results["controller"],
        results["controlledIdentifierDocument"]["id"],
        results["warnings"],
        results["errors"],
    )


@pytest.mark.parametrize(
    "envelope",
    [
        {"type": "EnvelopedVerifiableCredential", "id": "https://a.example/vc.jwt"},
        {"type": "EnvelopedVerifiableCredential", "id": "data:text/plain,abc"},
        {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,a.b"},
        {"type": "EnvelopedVerifiableCredential"},
        {"type": [], "id": "data:application/vc+jwt,a.b.c"},
        {"id": "data:application/vc+jwt,a.b.c"},
    ],
)
def test_malformed_envelope_is_refused(envelope: dict[str, Any]) -> None:
    """Another scheme, no token or no type is malformed (DM-12)."""
    context = {"@context": "https://www.w3.org/ns/credentials/v2"}

    assert 400 == Generic().verify({**context, **envelope}).status_code


def test_context_of_its_own_is_refused_by_a_school() -> None:
    """Contexts inside a document count in the generic profile alone (README ruling 11)."""
    house = Generic()
    issued = house.issued(house.credential(with_context({"@vocab": "https://a.example/#"})))
    method = proofs.did_key_method(house.did)

    assert 200 == house.verify(issued).status_code
    with pytest.raises(ContextError):
        proofs.verify_proof(issued, method)
    proofs.verify_proof(issued, method, strictness=GENERIC_ISSUING)


@pytest.mark.parametrize("media_type", ["application/vc", "application/ld+json", "*/*"])
def test_status_list_is_served_under_the_type_that_is_asked_for(media_type: str) -> None:
    """The list of this run is a credential of its issuer (BSL-10)."""
    house = Generic()
    entry = house.issued(house.credential(), "status/")["credentialStatus"]
    path = entry["statusListCredential"].removeprefix(house.services.base_url)
    answer = house.app.test_client().get(path, headers={"Accept": media_type})

    served = answer.get_json(force=True)
    assert (200, entry["statusListCredential"]) == (answer.status_code, served["id"])
    assert house.verify(served).get_json()["verified"] is True


@pytest.mark.parametrize("name", ["2", "0", "01", "x", "9999", "²"])
def test_other_status_list_is_not_there(name: str) -> None:
    """Only lists that were begun exist."""
    assert 404 == Generic().app.test_client().get(f"/vc/status-lists/{name}").status_code


def test_credential_of_many_bytes_is_read_and_said_to_be_wrong() -> None:
    """What is too entangled or deep is a problem document, not an accident."""
    house = Generic()
    deep: Any = "knots"
    for _ in range(40):
        deep = {"skill": deep}
    document = house.credential(with_members(credentialSubject=deep))
    answer = house.verify({**document, "proof": {}})

    assert (400, ["complexity"]) == (answer.status_code, answer.get_json()["codes"])
    assert len(write_document(document)) < 1_000


def enveloped(house: Generic, document: dict[str, Any], **header: str) -> dict[str, Any]:
    """Return a credential as token in an envelope, signed by the issuer of this run."""
    head = {"alg": "EdDSA", "typ": "vc+jwt", "kid": house.services.signer.method_id, **header}
    parts = [b64(write_document(part)) for part in (head, document)]
    signed = ".".join(parts).encode()
    token = ".".join([*parts, b64(house.services.signer.sign(signed))])
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }


def test_credential_in_an_envelope_is_verified() -> None:
    """The token is the proof, and the answer says which media type was read (DM-12, DM-15)."""
    house = Generic()
    answer = house.verify(enveloped(house, house.credential()), returnCredential=True)

    assert (200, True, True) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    ), answer.text
    assert "application/vc+jwt" == answer.get_json()["results"]["mediaType"]
    assert house.credential() == answer.get_json()["credential"]


def test_envelope_holds_a_credential_of_the_data_model() -> None:
    """Undefined terms fail although no RDF is signed (JOSE-4), and so does another kind."""
    house = Generic()
    plain = house.credential(with_context())
    other_key = enveloped(house, house.credential(), kid=Generic().services.signer.method_id)
    presentation = enveloped(house, house.credential(), typ="vp+jwt")

    for envelope in (enveloped(house, plain), other_key, presentation):
        assert 400 == house.verify(envelope).status_code


def test_challenges_are_forgotten_before_they_fill_the_memory() -> None:
    """Whoever asks for ten thousand gets none that last."""
    challenges = Challenges(iter(map(str, range(MAX_OPEN + 1))).__next__, lambda: NOW)
    given = [challenges.make() for _ in range(MAX_OPEN + 1)]

    assert not challenges.spend(given[0])
    assert challenges.spend(given[1])
    assert not challenges.spend(given[1])
