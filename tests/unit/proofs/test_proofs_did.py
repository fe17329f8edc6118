"""did:web grammar, DID documents written and read strictly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs import did_document, did_web_to_url, find_method, url_to_did_web
from issuer.proofs.multikey import base58_encode
from tests import specimens

LABEL_63 = "a" * 63

GOOD = [
    ("did:web:example.com", "https://example.com/.well-known/did.json", "https://example.com"),
    ("did:web:a.b.example.com", "https://a.b.example.com/.well-known/did.json", "https://a.b.example.com/"),
    ("did:web:example.com:user:a", "https://example.com/user/a/did.json", "https://example.com/user/a"),
    ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json", "https://example.com:3000"),
    ("did:web:example.com%3A3000:u", "https://example.com:3000/u/did.json", "https://example.com:3000/u"),
    ("did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json", "https://localhost:8443"),
    ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json", "https://xn--bcher-kva.example"),
    ("did:web:1and1.example", "https://1and1.example/.well-known/did.json", "https://1and1.example"),
    (f"did:web:{LABEL_63}.example", f"https://{LABEL_63}.example/.well-known/did.json", f"https://{LABEL_63}.example"),
    ("did:web:example.com:A_b-c.d~e", "https://example.com/A_b-c.d~e/did.json", "https://example.com/A_b-c.d~e"),
]  # fmt: skip
BAD = [
    "",
    "did:web:",
    "did:web",
    "did:key:example.com",
    "DID:web:example.com",
    "did:web:did:web:example.com",
    "did:web:intranet",
    "did:web:a%2Fb",
    "did:web:a%2fb.example",
    "did:web:..",
    "did:web:example.com:..",
    "did:web:example.com:.:a",
    "did:web:example.com:.hidden",
    "did:web:example.com::a",
    "did:web:example.com:",
    "did:web:example.com%00",
    "did:web:user@example.com",
    "did:web:user%40example.com",
    "did:web:example.com.",
    "did:web:.example.com",
    "did:web:exa..mple.com",
    "did:web:Example.com",
    "did:web:EXAMPLE.COM",
    f"did:web:{LABEL_63}a.example",
    "did:web:" + ".".join(["a" * 60] * 5),
    "did:web:-a.example",
    "did:web:a-.example",
    "did:web:a_b.example",
    "did:web:bücher.example",
    "did:web:example.com%3a3000",
    "did:web:example.com%3A",
    "did:web:example.com%3A0",
    "did:web:example.com%3A080",
    "did:web:example.com%3A65536",
    "did:web:example.com%3A٣",
    "did:web:example.com%3A80%3A80",
    "did:web:127.0.0.1",
    "did:web:127.1",
    "did:web:2130706433",
    "did:web:0x7f.1",
    "did:web:0x7f000001",
    "did:web:[::1]",
    "did:web:%5B%3A%3A1%5D",
    "did:web:example.com/path",
    "did:web:example.com#key",
    "did:web:example.com?x=1",
    "did:web:example.com:a b",
    "did:web:example.com:a%20b",
    "did:web:example.com:ä",
    "did:web:example.com\n",
    " did:web:example.com",
    "did:web:example.com:" + "a" * 1024,
]


@pytest.mark.parametrize(("did", "url", "_origin"), GOOD, ids=[row[0][:60] for row in GOOD])
def test_did_web_leads_to_its_document(did: str, url: str, _origin: str) -> None:
    """Host form, path form and port become the one https URL (CID-6)."""
    assert url == did_web_to_url(did)


@pytest.mark.parametrize(("did", "_url", "origin"), GOOD, ids=[row[0][:60] for row in GOOD])
def test_url_gives_its_did_web(did: str, _url: str, origin: str) -> None:
    """The way back from the issuer's address."""
    assert did == url_to_did_web(origin)


@pytest.mark.parametrize("did", BAD)
def test_near_miss_of_a_did_web_is_refused(did: str) -> None:
    """Nothing outside the strict grammar becomes a URL (reliability row 52)."""
    with pytest.raises(MalformedError) as caught:
        did_web_to_url(did)
    assert caught.value.code == "did"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "https://",
        "https://user@example.com",
        "https://example.com:99999",
        "https://example.com:x",
        "https://127.0.0.1",
        "https://[::1]",
        "https://Example.com",
        "https://example.com/a//b",
        "https://example.com/a/",
        "https://example.com/../a",
        "https://example.com/%2e%2e",
        "https://example.com/a:b",
        "https://example.com?x=1",
        "https://example.com#a",
        "https://example.com/a b",
        "HTTPS://example.com",
        "//example.com",
        "example.com",
        "",
    ],
)
def test_url_that_did_web_cannot_express_is_refused(url: str) -> None:
    """Only plain https addresses have a did:web."""
    with pytest.raises(MalformedError) as caught:
        url_to_did_web(url)
    assert caught.value.code == "did"


OLD = replace(
    specimens.method_of(bytes(32)),
    revoked=datetime(2026, 1, 1, tzinfo=UTC),
    expires=datetime(2027, 1, 1, tzinfo=UTC),
)


def document() -> dict[str, Any]:
    """Return a document with an active and a revoked method."""
    return dict(did_document(specimens.ISSUER, [specimens.method_of(), OLD]))


def test_document_lists_retired_keys_with_their_ends() -> None:
    """Active and retired methods stand under their full URLs in both places (OB-35, CID-5)."""
    written = document()
    assert ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"] == written[
        "@context"
    ]
    assert [specimens.method_of().id, OLD.id] == written["assertionMethod"]
    assert written["verificationMethod"][1] == {
        "id": OLD.id,
        "type": "Multikey",
        "controller": specimens.ISSUER,
        "publicKeyMultibase": OLD.id.partition("#")[2],
        "expires": "2027-01-01T00:00:00Z",
        "revoked": "2026-01-01T00:00:00Z",
    }


def test_methods_are_read_back_with_their_ends() -> None:
    """Reading finds what writing listed."""
    assert specimens.method_of() == find_method(document(), specimens.method_of().id)
    assert find_method(document(), OLD.id) == OLD


def test_embedded_method_is_found() -> None:
    """A method may stand in the relationship itself."""
    written = document()
    written["assertionMethod"] = [written["verificationMethod"].pop(0)]
    assert specimens.method_of() == find_method(written, specimens.method_of().id)


def test_method_of_another_controller_is_not_listed() -> None:
    """A document never lists somebody else's key."""
    with pytest.raises(MalformedError):
        did_document(specimens.GUILD, [specimens.method_of()])


def _set(pointer: str, value: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda written: specimens.with_value(written, pointer, value)


def _drop(pointer: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda written: specimens.without(written, pointer)


METHOD = "/verificationMethod/0"
KEY = specimens.method_of().id.partition("#")[2]
#: The Multikey of 32 zero bytes, a point of order 4.
ZERO = "z" + base58_encode(b"\xed\x01" + bytes(32))
DEFECTS: list[tuple[str, Callable[[dict[str, Any]], dict[str, Any]], str]] = [
    ("id of another", _set("/id", "did:web:other.example"), "did_document_id"),
    ("id missing", _drop("/id"), "did_document_id"),
    ("id is a list", _set("/id", [specimens.ISSUER]), "did_document_id"),
    ("no methods", _drop("/verificationMethod"), "vm_unknown"),
    ("methods are an object", _set("/verificationMethod", {}), "did_document"),
    ("methods are text", _set("/verificationMethod", "a"), "did_document"),
    ("too many methods", _set("/verificationMethod", [{}] * 101), "did_document"),
    ("method has another id", _set(f"{METHOD}/id", "did:web:a#b"), "vm_unknown"),
    ("relative id", _set(f"{METHOD}/id", "#" + KEY), "vm_unknown"),
    ("method twice", _set("/verificationMethod/1/id", specimens.method_of().id), "vm_unknown"),
    ("not for assertion", _set("/assertionMethod", []), "vm_not_authorised"),
    ("relationship missing", _drop("/assertionMethod"), "vm_not_authorised"),
    ("relationship is text", _set("/assertionMethod", specimens.method_of().id), "did_document"),
    ("relative in relationship", _set("/assertionMethod", ["#a"]), "vm_not_authorised"),
    ("controlled by another", _set(f"{METHOD}/controller", "did:web:a"), "issuer_vm_mismatch"),
    ("controller missing", _drop(f"{METHOD}/controller"), "issuer_vm_mismatch"),
    ("another type", _set(f"{METHOD}/type", "JsonWebKey"), "did_document"),
    ("type is a list", _set(f"{METHOD}/type", ["Multikey"]), "did_document"),
    ("no key", _drop(f"{METHOD}/publicKeyMultibase"), "did_document"),
    ("key is a number", _set(f"{METHOD}/publicKeyMultibase", 5), "did_document"),
    ("key of another codec", _set(f"{METHOD}/publicKeyMultibase", "z6LSa"), "did_document"),
    ("two keys", _set(f"{METHOD}/publicKeyJwk", {}), "did_document"),
    ("secret key published", _set(f"{METHOD}/secretKeyMultibase", "z3u2"), "did_document"),
    ("revoked is no date", _set(f"{METHOD}/revoked", "soon"), "did_document"),
    ("revoked is null", _set(f"{METHOD}/revoked", None), "did_document"),
    ("weak key", _set(f"{METHOD}/publicKeyMultibase", ZERO), "weak_key"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_defect_of_a_did_document_has_its_code(
    change: Callable[[dict[str, Any]], dict[str, Any]], code: str
) -> None:
    """Each step of retrieval has its own refusal (CID-1, CID-4)."""
    with pytest.raises(InvalidProofError) as caught:
        find_method(change(document()), specimens.method_of().id)
    assert code == caught.value.code


def test_method_only_for_authentication_does_not_assert() -> None:
    """A key listed elsewhere is not authorised (reliability row 11)."""
    written = document()
    written["authentication"] = written.pop("assertionMethod")
    with pytest.raises(InvalidProofError) as caught:
        find_method(written, specimens.method_of().id)
    assert caught.value.code == "vm_not_authorised"
    assert specimens.method_of() == find_method(written, specimens.method_of().id, "authentication")


@pytest.mark.parametrize("wanted", ["", "key", "#key", specimens.ISSUER, f"{specimens.ISSUER}#"])
def test_method_id_without_controller_and_fragment_is_refused(wanted: str) -> None:
    """A method is named by a full URL."""
    with pytest.raises(InvalidProofError) as caught:
        find_method(document(), wanted)
    assert caught.value.code == "vm_url"
