"""Presentations: the holder's own proof for this occasion, then every credential inside.

VC specification DM-12, DM-13, DI-3, DI-4, API-10; wallets specification 5.5.
"""

from datetime import timedelta
from typing import Any

import pytest

from issuer.clock import format_instant
from issuer.documents import Document
from issuer.proofs import JCS, RDFC, Suite
from issuer.proofs.strictness import GENERIC_VERIFYING
from issuer.vocab import CREDENTIALS_V2, EXAMPLES_V2
from tests.interop.credentials import Party, did_key_party
from tests.interop.credentials import badge as specimen
from tests.vcapi import NOW, Generic, with_members

SECURITY = "https://w3id.org/security#"
VCDM = "https://www.w3.org/TR/vc-data-model#"
HOLDER = did_key_party(b"presentations, holder, for tests")
OTHER = did_key_party(b"presentations, another one, test")
CHALLENGE, DOMAIN = "c-4711", "https://verifier.example"


def presentation(*credentials: Any, **members: Any) -> dict[str, Any]:
    """Return an unsigned presentation by the holder; None takes a member away."""
    document = {
        "@context": [CREDENTIALS_V2, EXAMPLES_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(credentials),
        **members,
    }
    return {name: value for name, value in document.items() if value not in (None, [])}


def proven(
    document: Document, party: Party = HOLDER, suite: Suite = RDFC, **options: Any
) -> dict[str, Any]:
    """Sign as a wallet does; options that are None are left out."""
    given = {
        "type": suite.proof_type,
        "cryptosuite": suite.cryptosuite,
        "created": format_instant(NOW),
        "verificationMethod": party.method_id,
        "proofPurpose": "authentication",
        "challenge": CHALLENGE,
        "domain": DOMAIN,
        **options,
    }
    kept = {name: value for name, value in given.items() if value is not None}
    complete = suite.complete(kept, document)
    config = suite.configure_proof(complete, document, GENERIC_VERIFYING)
    hashed = suite.hash_data(config, suite.transform(document, GENERIC_VERIFYING))
    return {
        **document,
        "proof": {**complete, "proofValue": suite.serialize_proof(party.sign(hashed))},
    }


def asked(house: Generic, document: Any) -> tuple[int, list[str]]:
    """Return status and codes of the answer to a presentation for this challenge and domain."""
    answer = house.present(document, challenge=CHALLENGE, domain=DOMAIN)
    assert answer.get_json()["verified"] is (
        answer.status_code == 200 and not answer.get_json()["codes"]
    )
    return answer.status_code, answer.get_json()["codes"]


@pytest.mark.parametrize("suite", [RDFC, JCS], ids=["rdfc", "jcs"])
@pytest.mark.parametrize("endpoint", ["", "jcs/", "status/"])
def test_good_presentation_holds(suite: Suite, endpoint: str) -> None:
    """Form, proof, challenge, domain, holder and each credential are verified."""
    house = Generic()
    credentials = [
        house.issued(house.credential(with_members(id=own_id)), endpoint)
        for own_id in ("urn:example:1", "urn:example:2", "urn:example:3")
    ]
    answer = house.present(
        proven(presentation(*credentials), suite=suite),
        challenge=CHALLENGE,
        domain=DOMAIN,
        returnPresentation=True,
    )

    assert (200, True, True) == (
        answer.status_code,
        answer.get_json()["verified"],
        answer.get_json()["valid"],
    ), answer.text
    results = answer.get_json()["results"]
    assert (True, HOLDER.did) == (
        results["presentation"]["verified"],
        results["presentation"]["holder"],
    )
    assert [True] * 3 == [each["verified"] for each in results["credentials"]]
    assert credentials == answer.get_json()["presentation"]["verifiableCredential"]


def test_presentation_of_nothing_holds() -> None:
    """A holder may only prove who it is."""
    assert (200, []) == asked(Generic(), proven(presentation()))


def test_presentation_without_holder_is_by_whoever_signed() -> None:
    """The method says whose it is (wallets specification, 5.5)."""
    answer = Generic().present(proven(presentation(holder=None)))

    assert HOLDER.did == answer.get_json()["results"]["presentation"]["holder"]


@pytest.mark.parametrize(
    ("options", "kind", "code"),
    [
        ({"challenge": "c-4712"}, f"{SECURITY}INVALID_CHALLENGE_ERROR", "challenge"),
        ({"challenge": None}, f"{SECURITY}INVALID_CHALLENGE_ERROR", "challenge"),
        ({"domain": "https://else.example"}, f"{SECURITY}INVALID_DOMAIN_ERROR", "domain"),
        ({"domain": None}, f"{SECURITY}INVALID_DOMAIN_ERROR", "domain"),
        ({"domain": [DOMAIN, "https://e.example"]}, f"{SECURITY}INVALID_DOMAIN_ERROR", "domain"),
        ({"proofPurpose": "assertionMethod"}, f"{SECURITY}PROOF_VERIFICATION_ERROR", "purpose"),
        ({"expires": "2026-11-23T09:00:00Z"}, f"{SECURITY}PROOF_VERIFICATION_ERROR", "proof_date"),
        ({"created": "2026-11-24T09:00:00Z"}, f"{SECURITY}PROOF_VERIFICATION_ERROR", "proof_date"),
    ],
)
def test_proof_for_another_occasion_is_refused(
    options: dict[str, Any], kind: str, code: str
) -> None:
    """Challenge, domain, purpose and dates are those that were asked for (DI-3)."""
    answer = Generic().present(
        proven(presentation(), **options), challenge=CHALLENGE, domain=DOMAIN
    )

    assert (400, [(kind, code)]) == (
        answer.status_code,
        [(each["type"], each["code"]) for each in answer.get_json()["problemDetails"]],
    )


def test_domains_are_compared_as_sets() -> None:
    """Order and number of one do not matter."""
    document = proven(presentation(), domain=["https://b.example", "https://a.example"])
    answer = Generic().present(document, domain=["https://a.example", "https://b.example"])

    assert 200 == answer.status_code


def test_what_is_not_asked_is_not_compared() -> None:
    """Without options a proof of any occasion will do; the verifier wanted no more."""
    assert 200 == Generic().present(proven(presentation())).status_code


def test_holder_is_whoever_signed() -> None:
    """Somebody else's proof under a holder's name is refused."""
    assert (400, ["issuer_vm_mismatch"]) == asked(Generic(), proven(presentation(), OTHER))


def test_changed_presentation_is_refused() -> None:
    """A credential added after signing breaks the proof."""
    house = Generic()
    document = proven(presentation())
    document["verifiableCredential"] = house.issued(house.credential())

    assert (400, ["proof"]) == asked(house, document)


def test_bad_credential_inside_is_refused() -> None:
    """The presentation holds and one of its credentials does not."""
    house = Generic()
    good = house.issued(house.credential())
    bad = {
        **house.issued(house.credential(with_members(id="urn:example:2"))),
        "validFrom": "2025-01-01T00:00:00Z",
    }
    answer = house.present(proven(presentation(good, bad)))

    assert (400, False) == (answer.status_code, answer.get_json()["verified"])
    assert answer.get_json()["results"]["presentation"]["verified"] is True
    assert [True, False] == [
        each["verified"] for each in answer.get_json()["results"]["credentials"]
    ]


def test_credential_without_proof_is_the_holders_own_word_or_nothing() -> None:
    """Self-asserted is accepted only if holder and issuer are one (DM-13)."""
    house = Generic()
    own = house.credential(with_members(issuer=HOLDER.did))
    foreign = house.credential()

    assert (200, []) == asked(house, proven(presentation(own)))
    assert (400, ["proof_missing"]) == asked(house, proven(presentation(foreign)))
    assert (400, ["proof_missing"]) == asked(house, proven(presentation(own, holder=None)))


def test_own_word_is_asked_for_all_but_a_proof() -> None:
    """Its dates count like those of every credential; a badge is never only its holder's word."""
    house = Generic()
    dates = {"validFrom": "2019-01-01T00:00:00Z", "validUntil": "2020-01-01T00:00:00Z"}
    past = house.credential(with_members(issuer=HOLDER.did, **dates))
    badge = specimen(HOLDER, NOW, credential_status=None)

    answer = house.present(proven(presentation(past))).get_json()
    assert (False, ["expired"]) == (answer["valid"], answer["codes"])
    assert (400, ["proof_missing"]) == asked(house, proven(presentation(badge)))


ENVELOPE = {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiableCredential"}
MALFORMED: list[tuple[str, dict[str, Any], str]] = [
    ("no context", {"@context": None}, "context"),
    ("another first context", {"@context": [EXAMPLES_V2]}, "context"),
    ("another type", {"type": ["VerifiableCredential"]}, "type"),
    ("no type", {"type": None}, "type"),
    ("no URL as id", {"id": "x"}, "id"),
    ("null in the holder", {"holder": {"id": None}}, "id"),
    ("two holders", {"holder": [HOLDER.did]}, "id"),
    ("a text as credential", {"verifiableCredential": "text"}, "credential"),
    ("a number as credential", {"verifiableCredential": [7]}, "credential"),
    ("an array as credential", {"verifiableCredential": [[]]}, "credential"),
    ("a credential without type", {"verifiableCredential": [{"id": "urn:a:b"}]}, "type"),
    ("an object that is no credential", {"verifiableCredential": {"type": "Thing"}}, "type"),
    ("an envelope elsewhere",
     {"verifiableCredential": {**ENVELOPE, "id": "https://a.example/1"}}, "id"),
    ("an envelope without id", {"verifiableCredential": ENVELOPE}, "id"),
    ("an envelope in another context",
     {"verifiableCredential": {**ENVELOPE, "@context": EXAMPLES_V2, "id": "data:,"}}, "context"),
    ("too many credentials", {"verifiableCredential": [{**ENVELOPE, "id": "urn:a:b"}] * 21},
     "credential"),
    ("an undefined term", {"@context": [CREDENTIALS_V2], "words": "x"}, "undefined_term"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "members", "code"), MALFORMED, ids=[row[0] for row in MALFORMED])
def test_malformed_presentation_is_refused(says: str, members: dict[str, Any], code: str) -> None:
    """Each row is 400 by its code, whatever the proof says."""
    document = {**proven(presentation()), **presentation(**members)}
    document = {name: value for name, value in document.items() if members.get(name, 0) is not None}
    document["proof"] = proven(presentation())["proof"]

    assert (400, [code]) == asked(Generic(), document), says


@pytest.mark.parametrize("document", [None, 7, "text", []])
def test_presentation_that_is_no_object_is_a_parsing_error(document: Any) -> None:
    """The body is that of every refused presentation."""
    answer = Generic().present(document)

    assert (400, f"{VCDM}PARSING_ERROR") == (
        answer.status_code,
        answer.get_json()["problemDetails"][0]["type"],
    )


@pytest.mark.parametrize("options", [{"challenge": 7}, {"domain": 7}, {"domain": [7]}])
def test_option_of_another_shape_is_refused(options: dict[str, Any]) -> None:
    """What is asked for must be text, or nothing could be compared."""
    assert 400 == Generic().present(proven(presentation()), **options).status_code


def test_presentation_without_proof_is_refused() -> None:
    """Nobody presents it."""
    assert (400, ["proof_missing"]) == asked(Generic(), presentation())


def given(house: Generic) -> str:
    """Return a challenge of the service itself."""
    return str(house.call("POST", "/vc/challenges", json={}).get_json()["challenge"])


def test_own_challenge_counts_once() -> None:
    """A good proof uses it up; the same presentation again is refused (API-10)."""
    house = Generic()
    challenge = given(house)
    document = proven(presentation(), challenge=challenge)

    first = house.present(document, challenge=challenge)
    again = house.present(document, challenge=challenge)

    assert [200, 400] == [first.status_code, again.status_code]
    assert ["challenge"] == again.get_json()["codes"]


def test_bad_proof_does_not_use_a_challenge_up() -> None:
    """Whoever guesses a challenge cannot take it away from its holder."""
    house = Generic()
    challenge = given(house)
    bad = proven(presentation(), OTHER, challenge=challenge)

    assert 400 == house.present(bad, challenge=challenge).status_code
    good = proven(presentation(), challenge=challenge)
    assert 200 == house.present(good, challenge=challenge).status_code


def test_own_challenge_lapses() -> None:
    """After ten minutes it counts no more, and one that never was given never did."""
    house = Generic()
    challenge = given(house)
    house.now += timedelta(minutes=10, seconds=1)
    document = proven(presentation(), challenge=challenge)

    assert ["challenge"] == house.present(document, challenge=challenge).get_json()["codes"]
    made_up = proven(presentation(), challenge="ic1-madeup")
    assert ["challenge"] == house.present(made_up, challenge="ic1-madeup").get_json()["codes"]


def test_method_without_fragment_is_refused() -> None:
    """The key must be named, not its owner alone."""
    document = proven(presentation())
    document["proof"]["verificationMethod"] = HOLDER.did

    assert (400, ["vm_url"]) == asked(Generic(), document)


def test_holder_whose_keys_cannot_be_looked_up_proves_nothing() -> None:
    """A did:web that does not answer leaves the presentation unverified."""
    document = proven(presentation(holder="did:web:wallet.example"))
    document["proof"]["verificationMethod"] = "did:web:wallet.example#key-1"
    status, codes = asked(Generic(), document)

    assert (400, ["key_unreachable"]) == (status, codes)
