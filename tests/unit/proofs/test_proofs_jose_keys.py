"""Keys for tokens: as JWK, in DID documents, as did:jwk, in JWK Sets."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from issuer.documents import Document
from issuer.errors import InvalidProofError, IssuerError, MalformedError
from issuer.proofs import did_document, find_method, jose
from issuer.proofs.jose import (
    did_jwk_document,
    find_in_set,
    find_jwk_method,
    find_published,
    jwk_of_multikey,
    p256_multikey,
    read_bare_key,
    read_jwk,
)
from tests import specimens
from tests.tokens import ALGORITHMS, RSA_ALGORITHMS, b64, number, token_key

DID = specimens.ISSUER
ES256 = token_key("ES256")
EC, OKP, RSA = (token_key(name).members for name in ("ES256", "EdDSA", "RS256"))
HTTPS = "https://school.example/issuers/1"

#: The 14 encodings of points of small order (reliability.md section 6.4), and y >= p.
_P = 2**255 - 19
_SMALL = (0, 1, _P - 1, _P, _P + 1)
WEAK = [
    (y | sign << 255).to_bytes(32, "little")
    for y in (
        *_SMALL,
        int.from_bytes(
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            "little",
        ),
        int.from_bytes(
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            "little",
        ),
        _P + 2,
        2**255 - 1,
    )
    for sign in (0, 1)
]


def code_of(value: Any) -> str:
    """Return the code with which a JWK is refused, or what it may sign with."""
    try:
        return " ".join(read_jwk(value).algorithms)
    except InvalidProofError as error:
        return error.code


def short_rsa(bits: int) -> dict[str, Any]:
    """Return an RSA key of this many bits, as a number that nobody could sign with."""
    return {**RSA, "n": number(2 ** (bits - 1) + 1, (bits + 7) // 8)}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_decides_what_it_signs_with(algorithm: str) -> None:
    """It is told by type and curve; names, uses and unknown members change nothing."""
    members = token_key(algorithm).members
    plain = read_jwk(members)
    dressed = read_jwk({**members, "kid": "x", "use": "sig", "key_ops": ["verify"], "note": 1})
    alone = ("Ed25519",) if algorithm == "EdDSA" else (algorithm,)
    expected = RSA_ALGORITHMS if algorithm in RSA_ALGORITHMS else alone
    assert (expected, plain, members) == (plain.algorithms, dressed, plain.to_dict())
    assert plain.algorithms == dressed.algorithms


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_that_names_its_algorithm_signs_with_no_other(algorithm: str) -> None:
    """RFC 7517, 4.4: the owner's word binds the key, which stays the same key."""
    members = token_key(algorithm).members
    bound = read_jwk({**members, "alg": algorithm})
    expected = "Ed25519" if algorithm == "EdDSA" else algorithm
    assert ((expected,), read_jwk(members)) == (bound.algorithms, bound)
    assert {**members, "alg": expected} == bound.to_published()


def test_a_key_of_several_algorithms_is_published_without_one() -> None:
    """Nobody but its owner binds it."""
    assert read_jwk(RSA).to_published() == RSA


def test_thumbprint_is_that_of_the_standard() -> None:
    """RFC 7638, 3.1, and RFC 8037, appendix A.3."""
    rsa_key = {
        "kty": "RSA",
        "n": (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJEC"
            "PebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY36"
            "8QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd"
            "2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB",
    }
    okp = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" == read_jwk(rsa_key).thumbprint
    assert "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" == read_jwk(okp).thumbprint


REFUSED: dict[str, tuple[Any, str]] = {
    "null": (None, "did_document"),
    "a list": ([EC], "did_document"),
    "no type": ({"crv": "P-256"}, "did_document"),
    "a type that is no text": ({**EC, "kty": ["EC"]}, "did_document"),
    "a curve that is no text": ({**EC, "crv": ["P-256"]}, "did_document"),
    "a secret": ({"kty": "oct", "k": "AQ"}, "did_document"),
    "a curve of coins": ({**EC, "crv": "secp256k1"}, "did_document"),
    "a curve for agreement": ({**OKP, "crv": "X25519"}, "did_document"),
    "an RSA key with a curve": ({**RSA, "crv": "P-256"}, "did_document"),
    "a private key": ({**EC, "d": "AQ"}, "did_document"),
    "a private RSA key": ({**RSA, "p": "AQ"}, "did_document"),
    "half a point": ({name: EC[name] for name in ("kty", "crv", "x")}, "did_document"),
    "a coordinate that is no text": ({**EC, "x": 5}, "did_document"),
    "a short coordinate": ({**EC, "x": "AQ"}, "did_document"),
    "a coordinate with a zero before it": ({**EC, "x": b64(bytes(33))}, "did_document"),
    "a point beside its curve": ({**EC, "y": EC["x"]}, "weak_key"),
    "no point at all": ({**EC, "x": b64(bytes(32)), "y": b64(bytes(32))}, "weak_key"),
    "a coordinate beyond the field": ({**EC, "x": b64(b"\xff" * 32)}, "weak_key"),
    "padding": ({**OKP, "x": OKP["x"] + "="}, "encoding"),
    "an Ed25519 key of 31 bytes": ({**OKP, "x": b64(bytes(31))}, "weak_key"),
    "RSA of 1,024 bits": (short_rsa(1_024), "weak_key"),
    "RSA of 2,047 bits": (short_rsa(2_047), "weak_key"),
    "RSA of 16,384 bits": (short_rsa(16_384), "weak_key"),
    "an even modulus": ({**RSA, "n": number(2**2047, 256)}, "weak_key"),
    "exponent 1": ({**RSA, "e": "AQ"}, "weak_key"),
    "an even exponent": ({**RSA, "e": "Ag"}, "weak_key"),
    "a giant exponent": ({**RSA, "e": b64(b"\x01" * 9)}, "weak_key"),
    "a zero before the modulus": ({**RSA, "n": b64(bytes(1) + b"\x81" * 256)}, "encoding"),
    "an empty exponent": ({**RSA, "e": ""}, "encoding"),
    "for encryption": ({**EC, "use": "enc"}, "did_document"),
    "for signing only": ({**EC, "key_ops": ["sign"]}, "did_document"),
    "operations that are no list": ({**EC, "key_ops": "verify"}, "did_document"),
    "bound to another algorithm": ({**EC, "alg": "ES384"}, "alg"),
    "bound to encryption": ({**RSA, "alg": "RSA-OAEP"}, "alg"),
    "RSA bound to a shared secret": ({**RSA, "alg": "HS256"}, "alg"),
    "RSA bound to none": ({**RSA, "alg": "none"}, "alg"),
    "RSA bound to EdDSA": ({**RSA, "alg": "EdDSA"}, "alg"),
    "a point bound to RSA": ({**EC, "alg": "RS256"}, "alg"),
    "RSA bound to two": ({**RSA, "alg": ["RS256"]}, "alg"),
    "RSA bound to nothing": ({**RSA, "alg": None}, "alg"),
    "RSA for encryption": ({**RSA, "use": "enc"}, "did_document"),
    "RSA for signing only": ({**RSA, "key_ops": ["sign"]}, "did_document"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_one_strong_public_key_is_refused(name: str) -> None:
    """Near misses of a key, each with its code."""
    value, code = REFUSED[name]
    assert code == code_of(value)


@pytest.mark.parametrize("bits", [2_048, 3_072, 8_192])
def test_rsa_keys_of_the_usual_sizes_are_read(bits: int) -> None:
    """From 2,048 bits to 8,192."""
    assert " ".join(RSA_ALGORITHMS) == code_of(short_rsa(bits))


def test_an_rsa_key_with_exponent_three_is_read() -> None:
    """Odd and small is allowed; its signatures are checked with the padding as a whole."""
    public = rsa.generate_private_key(public_exponent=3, key_size=2_048).public_key()
    n = number(public.public_numbers().n, 256)
    assert " ".join(RSA_ALGORITHMS) == code_of({"kty": "RSA", "n": n, "e": "Aw"})


@pytest.mark.parametrize("point", WEAK, ids=bytes.hex)
def test_t7_weak_ed25519_keys_are_refused_as_jwk(point: bytes) -> None:
    """T7: with such a key one signature holds for many messages."""
    assert "weak_key" == code_of({"kty": "OKP", "crv": "Ed25519", "x": b64(point)})


def test_multikey_text_and_jwk_are_one_key() -> None:
    """The text that names a key in our documents is the key that stands beside it."""
    private = ES256.private.public_key()
    text = p256_multikey(private)
    assert ("zDn", ES256.jwk) == (text[:3], jwk_of_multikey(text))


def test_multikey_of_the_standard_is_read() -> None:
    """The P-256 example of the did:key method, its JWK as printed there."""
    jwk = jwk_of_multikey("zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv")
    assert {
        "crv": "P-256",
        "kty": "EC",
        "x": "igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns",
        "y": "efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM",
    } == jwk.to_dict()


def document_with(**members: Any) -> Document:
    """Return the issuer's document with other members in its only method."""
    document: dict[str, Any] = json.loads(json.dumps(ES256.document))
    document["verificationMethod"][0].update(members)
    method = document["verificationMethod"][0]
    document["verificationMethod"] = [{n: v for n, v in method.items() if v is not None}]
    return document


def find_code(document: Document, wanted: str = ES256.method_id) -> str:
    """Return the code with which a method is refused, or `found`."""
    try:
        assert ES256.jwk == find_jwk_method(document, wanted).jwk
    except InvalidProofError as error:
        return error.code
    return "found"


METHODS: dict[str, tuple[Document, str]] = {
    "as it is": (document_with(), "found"),
    "by its older name": (document_with(type="JsonWebKey2020"), "found"),
    "a Multikey": (
        document_with(type="Multikey", publicKeyJwk=None, publicKeyMultibase=p256_multikey(
            ES256.private.public_key())),
        "found",
    ),
    "a Multikey that is none": (
        document_with(type="Multikey", publicKeyJwk=None, publicKeyMultibase="z6Mk"),
        "did_document",
    ),
    "of another type": (document_with(type="EcdsaSecp256k1VerificationKey2019"), "did_document"),
    "two keys": (document_with(publicKeyMultibase="z6Mk"), "did_document"),
    "a private key beside it": (document_with(secretKeyJwk={}), "did_document"),
    "a private key in it": (document_with(publicKeyJwk={**EC, "d": "AQ"}), "did_document"),
    "a key as text": (document_with(publicKeyJwk="key"), "did_document"),
    "another controller": (document_with(controller="did:web:x.example"), "issuer_vm_mismatch"),
    "an end that is no date": (document_with(expires="soon"), "did_document"),
    "not for assertions": ({**ES256.document, "assertionMethod": []}, "vm_not_authorised"),
    "for signing in only": (
        {**ES256.document, "assertionMethod": [], "authentication": [ES256.method_id]},
        "vm_not_authorised",
    ),
    "of another document": ({**ES256.document, "id": "did:web:x.example"}, "did_document_id"),
    "not there": ({**ES256.document, "verificationMethod": []}, "vm_unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", METHODS)
def test_method_counts_as_its_document_says(name: str) -> None:
    """CID-4 and CID-8: as for proofs, whichever way the key is written."""
    document, code = METHODS[name]
    assert code == find_code(document)


def test_document_lists_both_kinds_of_key_for_assertions() -> None:
    """CID-8: a second method of type JsonWebKey, under an id and a context of its own."""
    document = did_document(DID, [specimens.method_of(), ES256.method])
    methods: Any = document["verificationMethod"]
    assert [specimens.method_of().id, ES256.method_id] == document["assertionMethod"]
    assert ["Multikey", "JsonWebKey"] == [method["type"] for method in methods]
    assert {**ES256.members, "alg": "ES256"} == methods[1]["publicKeyJwk"]
    assert "https://w3id.org/security/jwk/v1" in str(document["@context"])
    assert specimens.method_of() == find_method(document, specimens.method_of().id)
    assert ES256.method == find_jwk_method(document, ES256.method_id)


def test_document_without_a_jwk_keeps_its_contexts() -> None:
    """What has no JsonWebKey names no context for one."""
    assert "jwk" not in str(did_document(DID, [specimens.method_of()])["@context"])


def test_embedded_key_is_found_among_the_published_ones() -> None:
    """OB-38: by its value, past methods of other kinds."""
    document = did_document(DID, [specimens.method_of(), ES256.method])
    assert ES256.method == find_published(document, ES256.jwk)


@pytest.mark.parametrize(
    "document",
    [
        did_document(DID, [specimens.method_of()]),
        {**ES256.document, "assertionMethod": []},
        {**ES256.document, "assertionMethod": "all"},
        {**ES256.document, "assertionMethod": [7, None, {}, "x"]},
    ],
    ids=["another key", "not for assertions", "no list", "no ids"],
)
def test_embedded_key_that_is_not_published_is_refused(document: Document) -> None:
    """OB-38: it never vouches for itself."""
    with pytest.raises(InvalidProofError) as caught:
        find_published(document, ES256.jwk)
    assert "key_source" == caught.value.code


def test_bare_key_is_the_issuers_unless_it_says_otherwise() -> None:
    """OB-38: `kid` yields one JWK, not a set."""
    found = read_bare_key({**EC, "iss": HTTPS}, HTTPS)
    assert (ES256.jwk, HTTPS, HTTPS) == (found.jwk, found.controller, found.id.partition("#")[0])
    for document, code in (
        ({"keys": [EC]}, "key_source"),
        ({**EC, "iss": "https://other.example"}, "issuer_vm_mismatch"),
        ({}, "did_document"),
    ):
        with pytest.raises(InvalidProofError) as caught:
            read_bare_key(document, HTTPS)
        assert code == caught.value.code


SET: list[Any] = [
    {**OKP, "kid": "proofs"},
    {**EC, "kid": "tokens", "iss": HTTPS},
    {**token_key("ES256", 9).members, "kid": "other", "iss": "https://other.example"},
    {"kty": "oct", "k": "AQ", "kid": "secret"},
    "text",
]


@pytest.mark.parametrize("wanted", ["tokens", ES256.jwk], ids=["by name", "by value"])
def test_key_is_found_in_a_set(wanted: Any) -> None:
    """OB-39: keys of others, and of kinds that do not sign here, are passed by."""
    assert ES256.jwk == find_in_set({"keys": SET}, HTTPS, wanted).jwk


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ({"keys": SET}, "other"),
        ({"keys": SET}, "secret"),
        ({"keys": SET}, "nobody"),
        ({"keys": SET}, token_key("ES256", 9).jwk),
        ({"keys": [*SET, {**token_key("ES256", 11).members, "kid": "tokens"}]}, "tokens"),
        ({"keys": {}}, "tokens"),
        ({}, "tokens"),
        ({"keys": SET * 21}, "tokens"),
    ],
    ids=[
        "another issuer's", "a secret", "unknown", "another issuer's by value", "two of one name",
        "no list", "no set", "too many",
    ],
)  # fmt: skip
def test_key_that_is_not_once_in_a_set_is_refused(document: Document, wanted: Any) -> None:
    """Two keys of one name are no answer, and another issuer's key is none of ours."""
    with pytest.raises(InvalidProofError) as caught:
        find_in_set(document, HTTPS, wanted)
    assert "key_source" == caught.value.code


def test_our_set_is_read_as_it_was_written() -> None:
    """OB-39: `kid` is the method, `iss` the issuer."""
    written = jose.jwk_set([ES256.method])
    assert {**EC, "alg": "ES256", "use": "sig", "kid": ES256.method_id, "iss": DID} == (
        written["keys"][0]  # type: ignore[index] # a list by construction
    )
    assert ES256.jwk == find_in_set(written, DID, ES256.method_id).jwk


def did_jwk_of(value: object) -> str:
    """Return the did:jwk of a value."""
    return "did:jwk:" + b64(json.dumps(value).encode("utf-8"))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_did_jwk_is_its_key(algorithm: str) -> None:
    """The document is computed, and its method is `#0`."""
    key = token_key(algorithm)
    did = did_jwk_of(key.members)
    found = find_jwk_method(did_jwk_document(did), f"{did}#0")
    assert (key.jwk, did) == (found.jwk, found.controller)


@pytest.mark.parametrize(
    "did",
    [
        "did:jwk:",
        "did:key:z6Mk",
        did_jwk_of(EC) + "=",
        did_jwk_of(EC) + "A",
        did_jwk_of([EC]),
        did_jwk_of(EC).replace("eyJ", "eyL", 1),
        "did:jwk:" + "A" * 5_000,
        did_jwk_of({**EC, "d": "AQ"}),
        did_jwk_of({"kty": "oct", "k": "AQ"}),
        did_jwk_of({**OKP, "x": b64(bytes(32))}),
    ],
    ids=[
        "empty", "another method", "padding", "one letter more", "a list", "not JSON", "too long",
        "a private key", "a secret", "a weak key",
    ],
)  # fmt: skip
def test_did_jwk_that_is_no_public_key_is_refused(did: str) -> None:
    """Two spellings of one key would be two issuers."""
    with pytest.raises(IssuerError) as caught:
        find_jwk_method(did_jwk_document(did), f"{did}#0")
    assert isinstance(caught.value, MalformedError | InvalidProofError)
    assert caught.value.code in ("did", "did_document", "weak_key")
