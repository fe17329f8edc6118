"""The generic profile issues what the data model allows, unchanged, and verifies it again."""

import hashlib
from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest

from issuer.documents import digest_multibase
from issuer.errors import LimitError
from issuer.issuance.generic import IssueGeneric, KeptInMemory
from issuer.issuance.generic.issuing import issue_generic
from issuer.issuance.generic.model import ENDPOINTS as PROFILES
from issuer.proofs.multikey import base58_encode
from issuer.vocab import CREDENTIALS_V2, EXAMPLES_V2, UNDEFINED_TERMS_V2, held_bytes
from tests.vcapi import ENDPOINTS, Change, Generic, with_context, with_members, without

FILE = "https://files.example/a"
CONTEXT = held_bytes(CREDENTIALS_V2) or b""
SHA384 = hashlib.sha384(CONTEXT).digest()
ADDED = {"proof", "credentialStatus"}


def subject(*subjects: Any) -> Change:
    """Return a change of the subjects."""
    first, *others = subjects
    return with_members(credentialSubject=[first, *others] if others else first)


def object_issuer(document: dict[str, Any]) -> None:
    """Write the issuer as an object with texts in two languages."""
    names = [{"@value": "Academy", "@language": "en"}, {"@value": "Académie", "@language": "fr"}]
    document["issuer"] = {"id": document["issuer"], "name": names}


GOOD: list[tuple[str, Change]] = [
    ("the shortest one", subject({"id": "did:example:kestrel"})),
    ("no id", without("id")),
    ("no dates", without("validFrom")),
    ("the type as text", with_members(type="VerifiableCredential")),
    ("an absolute type", with_members(type=["VerifiableCredential", "https://a.example/T"])),
    ("a type of its own context",
     with_context({"ExampleSkillCredential": "https://a.example/T", "skill": FILE})),
    ("a vocabulary of its own", with_context({"@vocab": "https://a.example/words#"})),
    ("words without a definition, which says so",
     with_members(**{"@context": [CREDENTIALS_V2, UNDEFINED_TERMS_V2]})),
    ("a nested context of its own",
     lambda d: d.update({
         "@context": [CREDENTIALS_V2, {
             "skill": {"@id": "https://a.example/s", "@context": {"deep": "https://a.example/d"}},
             "ExampleSkillCredential": "https://a.example/T"}],
         "credentialSubject": {"skill": {"deep": "knots"}},
     })),
    ("lists in their order",
     with_context({"skill": {"@id": "https://a.example/s", "@container": "@list"}}, EXAMPLES_V2)),
    ("the issuer as object", object_issuer),
    ("several subjects", subject({"id": "did:a:b"}, {"id": "did:a:c", "skill": "knots"})),
    ("one id twice", lambda d: d.update(credentialSubject={"id": d["issuer"], "skill": "knots"})),
    ("fractions of a second", with_members(validFrom="2026-01-01T00:00:00.123456789Z")),
    ("an offset", with_members(validFrom="2026-01-01T00:00:00-13:59")),
    ("a far end", with_members(validUntil="9998-12-31T23:59:59Z")),
    ("the same instant in two zones",
     with_members(validFrom="2026-01-01T01:00:00+01:00", validUntil="2027-01-01T00:00:00Z")),
    ("a name as text", with_members(name="Knots", description="Ties knots.")),
    ("a name in a language", with_members(name={"@value": "Nœuds", "@language": "fr"})),
    ("a name with a direction",
     with_members(name={"@value": "عقد", "@language": "ar", "@direction": "rtl"})),
    ("evidence", with_members(evidence={"id": FILE, "type": ["Observation"], "note": "Seen."})),
    ("terms of use", with_members(termsOfUse=[{"type": "Policy", "id": FILE}])),
    ("a refresh service", with_members(refreshService={"type": "Refresh2099", "url": FILE})),
    ("a related file that nobody holds",
     with_members(relatedResource=[{"id": FILE, "digestSRI": "sha256-" + "A" * 43 + "="}])),
    ("a related context",
     with_members(relatedResource=[
         {"id": CREDENTIALS_V2, "digestSRI": "sha384-" + b64encode(SHA384).decode(),
          "mediaType": "application/ld+json"},
         {"id": EXAMPLES_V2, "digestMultibase":
          digest_multibase(hashlib.sha256(held_bytes(EXAMPLES_V2) or b"").digest())},
     ])),
    ("a digest in another alphabet",
     with_members(relatedResource={
         "id": CREDENTIALS_V2, "digestSRI": "sha384-" + urlsafe_b64encode(SHA384).decode()})),
    ("a digest in base58",
     with_members(relatedResource={
         "id": CREDENTIALS_V2,
         "digestMultibase": "z" + base58_encode(b"\x20\x30" + SHA384)})),
]  # fmt: skip


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(("says", "change"), GOOD, ids=[row[0] for row in GOOD])
def test_conforming_credential_comes_back_equal_and_verifies(
    endpoint: str, says: str, change: Change
) -> None:
    """Nothing but proof and status is added (API-5), and the matching address verifies it."""
    house = Generic()
    document = house.credential(change)

    issued = house.issued(document, endpoint)
    answer = house.verify(issued, endpoint)

    assert document == {n: v for n, v in issued.items() if n not in ADDED or n in document}, says
    assert (200, True, True) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    ), answer.text
    assert "errors" not in answer.get_json()


@pytest.mark.parametrize(
    ("endpoint", "suite"),
    [("", "eddsa-rdfc-2022"), ("jcs/", "eddsa-jcs-2022"), ("status/", "eddsa-rdfc-2022")],
)
def test_suite_is_that_of_the_endpoint(endpoint: str, suite: str) -> None:
    """The address chooses the suite, and the key is the issuer's own."""
    house = Generic()
    (proof,) = house.issued(house.credential(), endpoint)["proof"]

    assert ("DataIntegrityProof", suite, "assertionMethod", house.services.signer.method_id) == (
        proof["type"],
        proof["cryptosuite"],
        proof["proofPurpose"],
        proof["verificationMethod"],
    )


def test_every_call_of_the_status_endpoint_takes_a_fresh_index() -> None:
    """Equal credentials get different bits of the same list (API-6)."""
    house = Generic()
    entries = [house.issued(house.credential(), "status/")["credentialStatus"] for _ in range(5)]

    assert 5 == len({entry["statusListIndex"] for entry in entries})
    assert {f"{house.services.base_url}/vc/status-lists/1"} == {
        entry["statusListCredential"] for entry in entries
    }


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_what_is_signed_is_not_signed_again(endpoint: str) -> None:
    """A credential with a proof is refused (API-7)."""
    house = Generic()
    answer = house.issue(house.issued(house.credential()), endpoint)

    assert (400, "/proof") == (answer.status_code, answer.get_json()["pointer"])


def test_another_issuer_is_refused() -> None:
    """An endpoint speaks for its own issuer alone (API-5)."""
    house = Generic()
    other = house.issue(house.credential(with_members(issuer=Generic().did)))
    other_object = house.issue(house.credential(with_members(issuer={"id": "did:example:a"})))

    assert [(400, "/issuer")] * 2 == [
        (each.status_code, each.get_json()["pointer"]) for each in (other, other_object)
    ]


@pytest.mark.parametrize("option", ["type", "created", "challenge", "credentialStatus", ""])
def test_unknown_option_of_issuing_is_refused(option: str) -> None:
    """Options are a closed list (API-2)."""
    house = Generic()
    answer = house.issue(house.credential(), options={option: "x"})

    assert (400, "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED") == (
        answer.status_code,
        answer.get_json()["type"],
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credential": None},
        {"credential": "text"},
        {"credential": []},
        {"credential": {}, "options": []},
        {"credential": {}, "options": {"credentialId": 7}},
        {"credential": {}, "options": {"mandatoryPointers": [7]}},
        {"credential": {}, "more": 1},
    ],
)
def test_body_of_another_shape_is_refused(body: Any) -> None:
    """A body that is no issue request is 400, with a problem type."""
    answer = Generic().call("POST", "/vc/credentials/issue", json=body)

    assert 400 == answer.status_code
    assert answer.get_json()["type"].startswith("https://www.w3.org/TR/")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"data": b"{}", "content_type": "text/plain"}, 415),
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"[" * 9_000, "content_type": "application/json"}, 400),
        ({"data": b'{"a":"' + b"A" * 300_000 + b'"}', "content_type": "application/json"}, 413),
        ({"data": b"{}", "content_type": "application/ld+json"}, 400),
    ],
)
@pytest.mark.parametrize("operation", ["credentials/issue", "credentials/verify"])
def test_body_that_is_no_json_is_refused(
    operation: str, given: dict[str, Any], status: int
) -> None:
    """Wrong type 415, too long 413, no JSON 400 (API-1)."""
    assert status == Generic().call("POST", f"/vc/{operation}", **given).status_code


def test_repeat_under_one_credential_id_gives_the_first_answer() -> None:
    """The same content under the same name is the same credential, another one is 400 (API-8)."""
    house = Generic()
    options = {"credentialId": "urn:example:first"}
    first = house.issued(house.credential(), "status/", options=options)
    again = house.issued(house.credential(), "status/", options=options)
    other = house.issue(house.credential(without("id")), "status/", options=options)

    assert first == again
    assert (400, "credential_id") == (other.status_code, other.get_json()["code"])


def test_repeat_under_one_idempotency_key_gives_the_first_answer() -> None:
    """A lost answer can be asked for again; the key of another request is a conflict."""
    house = Generic()
    first = house.issued(house.credential(), "status/", Idempotency_Key="k1")
    house.now = house.now.replace(hour=11)
    again = house.issued(house.credential(), "status/", Idempotency_Key="k1")
    other = house.issue(house.credential(without("id")), "status/", Idempotency_Key="k1")
    strange = house.issue(house.credential(), Idempotency_Key="k 1")

    assert first == again
    assert (409, "repeat") == (other.status_code, other.get_json()["code"])
    assert (400, "idempotency_key") == (strange.status_code, strange.get_json()["code"])


def test_equal_id_is_no_repeat() -> None:
    """The credential's own id may be issued again, and the newest is what its id finds (API-8)."""
    house = Generic()
    own_id = house.credential()["id"]
    house.issued(house.credential())
    newest = house.issued(house.credential(with_members(name="Newer")))

    assert newest == house.call("GET", f"/vc/credentials/{own_id}").get_json()


def test_stored_bytes_are_what_was_handed_out() -> None:
    """The address in Location serves the credential until it is deleted, then 410."""
    house = Generic()
    answer = house.issue(house.credential())
    place = answer.headers["Location"]

    assert answer.get_json()["verifiableCredential"] == house.call("GET", place).get_json()
    assert 406 == house.call("GET", place, headers={"Accept": "image/png"}).status_code
    assert 202 == house.call("DELETE", place).status_code
    assert 410 == house.call("GET", place).status_code
    assert 410 == house.call("DELETE", place).status_code
    assert 404 == house.call("GET", "/vc/credentials/nothing").status_code


def test_keeping_has_an_end() -> None:
    """A process that runs for ever does not grow for ever."""
    house = Generic()
    services = replace(house.services, kept=KeptInMemory(max_records=1))
    issue_generic(IssueGeneric(credential=house.credential()), PROFILES[""], services)

    with pytest.raises(LimitError):
        issue_generic(
            IssueGeneric(credential=house.credential(without("id"))), PROFILES[""], services
        )


def test_slower_of_two_equal_requests_gets_what_the_faster_one_kept() -> None:
    """Two threads under one name hand out one credential."""
    house = Generic()
    command = IssueGeneric(credential=house.credential(), credential_id="urn:example:one")
    first = issue_generic(command, PROFILES["status"], house.services)
    late = issue_generic(
        IssueGeneric(credential=house.credential()), PROFILES["status"], house.services
    )
    kept = house.services.kept

    assert first == kept.add(late, ("id urn:example:one",))


def test_large_credential_is_refused_before_an_index_is_taken() -> None:
    """What would not pass the door of verifiers, signed, is not signed."""
    house = Generic()
    answer = house.issue(house.credential(with_members(name="é" * 60_000)), "status/")

    assert (413, 0) == (answer.status_code, house.services.kept.taken())


def test_badge_is_not_signed_with_another_suite() -> None:
    """Open Badges are signed with eddsa-rdfc-2022 alone (JCS-2)."""
    house = Generic()
    badge = house.credential(with_members(type=["VerifiableCredential", "OpenBadgeCredential"]))

    assert 400 == house.issue(badge, "jcs/").status_code
