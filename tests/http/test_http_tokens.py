"""The JWT form over HTTP: `.jwt`, the JWK Set, the download for those whose it is, and /verify."""

import hashlib
import json

import pytest

from issuer.documents import read_document
from issuer.proofs.jose import find_in_set, find_jwk_method, read_jwt, verify_jwt
from tests.schooling import BASE, School

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def place_of(school: School, name: str = "osprey") -> str:
    """Return the address of a learner's credential."""
    return f"/credentials/{school.ids[f'badge of {name}']}"


@pytest.mark.parametrize("accept", ["*/*", "text/plain", "application/json", "image/png", FIREFOX])
def test_suffix_names_the_form_whatever_is_accepted(shared_school: School, accept: str) -> None:
    """OB-53: a token is served as text; like the other suffixes, this one never redirects."""
    place = f"{place_of(shared_school)}.jwt"
    answer = shared_school.call(None, "GET", place, headers={"Accept": accept})
    assert (200, "text/plain", "noindex", "*") == (
        answer.status_code,
        answer.mimetype,
        answer.headers["X-Robots-Tag"],
        answer.headers["Access-Control-Allow-Origin"],
    )


def test_token_holds_by_the_published_keys_and_is_the_credential(shared_school: School) -> None:
    """OB-39 and CID-8: the same key stands in the DID document and in the JWK Set."""
    place = place_of(shared_school)
    jwt = read_jwt(shared_school.call(None, "GET", f"{place}.jwt").data)
    did = read_document(shared_school.call(None, "GET", "/issuers/riverbend/did.json").data)
    key_set = read_document(shared_school.call(None, "GET", "/.well-known/jwks.json").data)
    method = find_jwk_method(did, jwt.header.kid or "")
    verify_jwt(jwt, method)
    stored = json.loads(shared_school.call(None, "GET", place).data)
    assert method.jwk == find_in_set(key_set, method.controller, method.id).jwk
    assert {name: value for name, value in stored.items() if name != "proof"} == jwt.document
    assert f"{BASE}{place}" == jwt.claims["jti"]


def test_token_is_the_same_bytes_each_time(shared_school: School) -> None:
    """It is stored before it is handed out, so its ETag is the digest of what anyone else has."""
    place = f"{place_of(shared_school)}.jwt"
    first = shared_school.call(None, "GET", place)
    etag = f'"{hashlib.sha256(first.data).hexdigest()}"'
    again = shared_school.call(None, "GET", place, headers={"If-None-Match": etag})
    assert (etag, 304, first.data) == (
        first.headers["ETag"],
        again.status_code,
        shared_school.call(None, "GET", place).data,
    )


def test_private_and_unknown_answer_the_same_bytes(shared_school: School) -> None:
    """Nobody learns from `.jwt` that a private badge exists (reliability.md row 85)."""
    private = shared_school.call(None, "GET", f"{place_of(shared_school, 'wren')}.jwt")
    unknown = shared_school.call(None, "GET", f"/credentials/{'2' * 22}.jwt")
    assert (404, 404, private.data) == (private.status_code, unknown.status_code, unknown.data)


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        (None, 200, "application/jwk-set+json"),
        ("application/json", 200, "application/json"),
        (FIREFOX, 200, "application/jwk-set+json"),
        ("text/plain", 406, "application/problem+json"),
    ],
)
def test_set_of_keys_negotiates(
    shared_school: School, accept: str | None, status: int, media_type: str
) -> None:
    """OB-39: its own type by default, JSON for those who ask for it."""
    headers = {} if accept is None else {"Accept": accept}
    answer = shared_school.call(None, "GET", "/.well-known/jwks.json", headers=headers)
    assert (status, media_type) == (answer.status_code, answer.mimetype)


def test_set_of_keys_shows_public_members_alone(shared_school: School) -> None:
    """Each key names its method and its issuer; nothing private stands beside it."""
    keys = shared_school.call(None, "GET", "/.well-known/jwks.json").get_json()["keys"]
    names = {"alg", "crv", "iss", "kid", "kty", "use", "x", "y"}
    assert {frozenset(names)} == {frozenset(key) for key in keys}
    assert [key["iss"] for key in keys] == [key["kid"].partition("#")[0] for key in keys]


def test_learner_downloads_the_token_of_a_private_badge(shared_school: School) -> None:
    """Whose it is has every form of it; others are told nothing."""
    place = f"/api/v1{place_of(shared_school, 'wren')}/content"
    headers = {"Accept": "text/plain"}
    answer = shared_school.call("guardian", "GET", place, headers=headers)
    assert (200, "text/plain") == (answer.status_code, answer.mimetype)
    assert place.rsplit("/", 2)[1] in str(read_jwt(answer.data).claims["jti"])
    assert 403 == shared_school.call("osprey", "GET", place, headers=headers).status_code


@pytest.mark.parametrize("changed", [False, True])
def test_token_is_verified_as_text(shared_school: School, *, changed: bool) -> None:
    """What `.jwt` serves can be sent to our own verifier, as it is."""
    token = shared_school.call(None, "GET", f"{place_of(shared_school)}.jwt").data
    place = len(token) // 2
    letter = b"A" if token[place : place + 1] != b"A" else b"B"
    data = token[:place] + letter + token[place + 1 :] if changed else token
    answer = shared_school.call(
        None, "POST", "/api/v1/verify", data=data, content_type="text/plain"
    )
    assert (200, not changed) == (answer.status_code, answer.get_json()["valid"])
