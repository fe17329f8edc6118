"""Tokens of any kind, read strictly; signed here by `cryptography`, not by what reads them."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InvalidProofError, IssuerError
from issuer.proofs.jose import PublicJwk, key_for, read_jwk, read_plain_jwt, verify_plain_jwt

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


JWK = {"kty": "OKP", "crv": "Ed25519", "x": _text(PRIVATE.public_key().public_bytes_raw())}


def token(header: Any = None, claims: Any = None) -> str:
    """Return a token over these parts, signed whatever they say."""
    head = {"alg": "EdDSA"} if header is None else header
    parts = [_text(json.dumps(part).encode()) for part in (head, claims or {"sub": "wren"})]
    text = ".".join(parts)
    return f"{text}.{_text(PRIVATE.sign(text.encode()))}"


def key() -> PublicJwk:
    """Return the public half."""
    return read_jwk(JWK)


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
def test_a_signed_token_gives_its_claims(alg: str) -> None:
    """Under the older name of the algorithm and the newer one."""
    jwt = read_plain_jwt(token({"alg": alg}))
    verify_plain_jwt(jwt, key())
    assert {"sub": "wren"} == jwt.claims


@given(st.integers(0, len(token()) - 1), st.characters(codec="ascii"))
def test_no_changed_character_is_believed(place: int, character: str) -> None:
    """Whatever is changed, and into whatever: it is refused, unless nothing changed."""
    whole = token()
    changed = whole[:place] + character + whole[place + 1 :]
    if changed == whole:
        return
    with pytest.raises(IssuerError):
        verify_plain_jwt(read_plain_jwt(changed), key())


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, "alg"),
        ({"alg": "HS256"}, "alg"),
        ({"alg": "RS384"}, "alg"),
        ({"alg": 1}, "alg"),
        ({}, "alg"),
        ({"alg": "EdDSA", "crit": ["exp"]}, "crit"),
        ({"alg": "EdDSA", "jwk": JWK}, "crit"),
        ({"alg": "EdDSA", "jku": "https://evil.example"}, "crit"),
        ({"alg": "EdDSA", "x5c": []}, "crit"),
        ({"alg": "EdDSA", "b64": False}, "crit"),
        ({"alg": "EdDSA", "kid": 1}, "key_source"),
    ],
    ids=str,
)
def test_a_header_that_asks_for_more_is_refused(header: dict[str, Any], code: str) -> None:
    """Neither another algorithm nor a key of its own."""
    with pytest.raises(InvalidProofError) as caught:
        read_plain_jwt(token(header))
    assert code == caught.value.code


@pytest.mark.parametrize("alg", ["ES256", "RS256"])
def test_the_key_names_the_algorithm(alg: str) -> None:
    """A token that names another one of the list is refused before its signature is looked at."""
    with pytest.raises(InvalidProofError) as caught:
        verify_plain_jwt(read_plain_jwt(token({"alg": alg})), key())
    assert "alg" == caught.value.code


@pytest.mark.parametrize(
    ("kid", "keys", "found"),
    [
        ("a", [{**JWK, "kid": "a"}], True),
        (None, [JWK], True),
        (None, [JWK, {"kty": "unknown"}], True),
        ("a", [{**JWK, "kid": "b"}], False),
        ("a", [JWK], False),
        (None, [JWK, {**JWK, "kid": "b"}], False),
        ("a", [{**JWK, "kid": "a"}, {**JWK, "kid": "a"}], False),
        ("a", [{**JWK, "kid": "a", "use": "enc"}], False),
        (None, [], False),
    ],
    ids=[
        "by name",
        "the only one",
        "the only readable one",
        "another name",
        "a named key among nameless ones",
        "one of two",
        "two of a name",
        "for encryption",
        "no keys",
    ],
)
def test_one_key_of_a_set_is_the_tokens(
    kid: str | None, keys: list[dict[str, str]], *, found: bool
) -> None:
    """By name where there is one, and never by guessing."""
    jwt = read_plain_jwt(token({"alg": "EdDSA", **({} if kid is None else {"kid": kid})}))
    if found:
        assert key() == key_for(jwt, keys)
        return
    with pytest.raises(InvalidProofError) as caught:
        key_for(jwt, keys)
    assert "key_source" == caught.value.code


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c.d", "é.b.c", "a" * 20_000 + ".b.c"])
def test_what_has_not_three_parts_of_ascii_is_no_token(text: str) -> None:
    """Nor what is longer than any token of this kind."""
    with pytest.raises(InvalidProofError):
        read_plain_jwt(text)
