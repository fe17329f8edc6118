"""DID documents, controller documents and status lists, from a web in memory."""

import base64
import json
from typing import Any

import pytest

from issuer.errors import IssuerError, MalformedError, UnavailableError
from issuer.proofs.jose import did_jwk_document
from issuer.remote import DidResolver, Fetched, FetchedLists
from tests.simulator import SimulatedWeb

DID = "did:web:school.example"
WELL_KNOWN = "https://school.example/.well-known/did.json"
CONTROLLER = "https://school.example/issuers/1"
ED25519 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def jwk(**members: object) -> str:
    """Return the did:jwk of an Ed25519 key with these members besides."""
    data = json.dumps({**ED25519, **members}, separators=(",", ":")).encode()
    return "did:jwk:" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("did", "url"),
    [
        (DID, WELL_KNOWN),
        ("did:web:school.example:issuers:a", "https://school.example/issuers/a/did.json"),
        ("did:web:school.example%3A443", "https://school.example:443/.well-known/did.json"),
        (CONTROLLER, CONTROLLER),
    ],
)
def test_document_is_fetched_where_the_identifier_says(did: str, url: str) -> None:
    """CID-6: the address follows from the identifier alone."""
    web = SimulatedWeb()
    web.publish(url, {"id": did})

    assert ({"id": did}, [url]) == (DidResolver(web).resolve(did), web.asked)


@pytest.mark.parametrize("identifier", [DID, CONTROLLER])
@pytest.mark.parametrize("claimed", ["did:web:evil.example", "", None, 1, [DID]])
def test_document_about_someone_else_is_refused(identifier: str, claimed: Any) -> None:
    """CID-1: the id must be the identifier that was asked for, letter by letter."""
    web = SimulatedWeb()
    for url in (WELL_KNOWN, CONTROLLER):
        web.publish(url, {"id": claimed})

    with pytest.raises(MalformedError) as caught:
        DidResolver(web).resolve(identifier)

    assert "did_document_id" == caught.value.code


@pytest.mark.parametrize("identifier", [DID, CONTROLLER])
def test_T49_redirect_of_an_identity_is_refused(identifier: str) -> None:  # noqa: N802 # row id
    """Who answers at the address is the issuer; nobody is asked in its place."""
    web = SimulatedWeb()
    for url in (WELL_KNOWN, CONTROLLER):
        web.redirect(url, "https://school.example/elsewhere")

    with pytest.raises(UnavailableError) as caught:
        DidResolver(web).resolve(identifier)

    assert "redirect" == caught.value.code


@pytest.mark.parametrize(
    ("identifier", "error", "code"),
    [
        ("did:web:127.0.0.1", MalformedError, "did"),
        ("did:web:a%2Fb", MalformedError, "did"),
        ("did:web:school.example:..", MalformedError, "did"),
        ("did:web:school.example%3A8443", UnavailableError, "url"),
        ("did:web:school.internal", UnavailableError, "url"),
        ("did:web:localhost%3A8000", UnavailableError, "url"),
        ("http://school.example/1", UnavailableError, "url"),
        ("https://127.0.0.1/1", UnavailableError, "url"),
        ("did:example:1", UnavailableError, "did_method"),
        ("mailto:a@school.example", UnavailableError, "did_method"),
        ("", UnavailableError, "did_method"),
    ],
)
def test_identifier_that_cannot_be_looked_up_has_its_code(
    identifier: str, error: type[IssuerError], code: str
) -> None:
    """Each is an answer, and nothing was asked of anybody."""
    web = SimulatedWeb()

    with pytest.raises(error) as caught:
        DidResolver(web).resolve(identifier)

    assert (code, []) == (caught.value.code, web.asked)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html>", "json"),
        (b"[]", "shape"),
        (b"", "json"),
        (b'{"id":"did:web:school.example","id":"did:web:school.example"}', "dup_key"),
        (b"\xff\xfe{}", "encoding"),
        (b"[" * 1_000, "depth"),
    ],
)
def test_document_passes_the_strict_door(data: bytes, code: str) -> None:
    """What a foreign server sends is read like all foreign JSON."""
    web = SimulatedWeb()
    web.publish(WELL_KNOWN, data)

    with pytest.raises(MalformedError) as caught:
        DidResolver(web).resolve(DID)

    assert code == caught.value.code


def test_did_web_of_this_host_is_asked_over_http_in_development() -> None:
    """Two services on one machine may read each other's keys while they are developed."""
    asked: list[str] = []

    class Web(SimulatedWeb):
        def fetch(self, url: str, **_options: object) -> Fetched:
            asked.append(url)
            data = json.dumps({"id": "did:web:localhost%3A8000"}).encode()
            return Fetched(url=url, content_type="application/json", data=data)

    DidResolver(Web(), allow_loopback_http=True).resolve("did:web:localhost%3A8000")

    assert ["http://localhost:8000/.well-known/did.json"] == asked


def test_did_jwk_is_computed_without_asking_anybody() -> None:
    """The document holds the key of the identifier, for every purpose."""
    did, web = jwk(), SimulatedWeb()

    document: Any = DidResolver(web).resolve(did)

    assert [] == web.asked
    assert (did, ED25519) == (document["id"], document["verificationMethod"][0]["publicKeyJwk"])
    assert f"{did}#0" == document["verificationMethod"][0]["id"]
    assert [f"{did}#0"] == document["assertionMethod"] == document["keyAgreement"]


def test_published_example_of_did_jwk_gives_its_key() -> None:
    """The first example of the did:jwk specification: a P-256 key."""
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVV"
        "M3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )

    document: Any = did_jwk_document(did)

    assert {
        "crv": "P-256",
        "kty": "EC",
        "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
        "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
    } == document["verificationMethod"][0]["publicKeyJwk"]


@pytest.mark.parametrize(
    ("use", "present", "absent"),
    [("sig", "assertionMethod", "keyAgreement"), ("enc", "keyAgreement", "assertionMethod")],
)
def test_use_of_a_jwk_limits_what_it_is_for(use: str, present: str, absent: str) -> None:
    """A key for encryption signs nothing."""
    document = did_jwk_document(jwk(use=use))

    assert (True, False) == (present in document, absent in document)


@pytest.mark.parametrize(
    "did",
    [
        jwk(d="nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"),
        jwk(k="secret"),
        jwk(kty=1),
        jwk() + "=",
        jwk() + "#0",
        jwk().replace("did:jwk:", "did:jwk: "),
        "did:jwk:",
        "did:jwk:e30",
        "did:jwk:W10",
        "did:jwk:bm90IGpzb24",
        "did:jwk:A",
        "did:jwk:" + "e" * 5_000,
        "did:key:" + jwk(),
    ],
)
def test_did_jwk_out_of_order_is_refused(did: str) -> None:
    """Private members, other spellings and what is no key are no identity."""
    with pytest.raises(MalformedError) as caught:
        did_jwk_document(did)

    assert "did" == caught.value.code


def test_did_jwk_has_one_spelling() -> None:
    """Trailing bits that carry nothing would give one key two identifiers."""
    did = next(each for each in (jwk(kid="a" * n) for n in range(3)) if len(each[8:]) % 4 == 2)
    other = did[:-1] + chr(ord(did[-1]) + 1)

    with pytest.raises(MalformedError) as caught:
        did_jwk_document(other)

    assert "did" == caught.value.code


def test_status_list_is_returned_as_it_stands() -> None:
    """Byte for byte, after a redirect too: its proof tells whose it is."""
    web = SimulatedWeb()
    web.redirect("https://school.example/list", "https://files.example/list")
    web.publish("https://files.example/list", b'{ "id": 1 }\n')

    assert b'{ "id": 1 }\n' == FetchedLists(web).fetch("https://school.example/list")


@pytest.mark.parametrize("code", ["http_status", "timeout", "dns", "size", "connection"])
def test_T34_list_that_cannot_be_had_says_why(code: str) -> None:  # noqa: N802 # row id
    """The verifier answers "unknown" to each; here the reason is kept."""
    web = SimulatedWeb()
    web.fail("https://school.example/list", code)

    with pytest.raises(UnavailableError) as caught:
        FetchedLists(web).fetch("https://school.example/list")

    assert code == caught.value.code
