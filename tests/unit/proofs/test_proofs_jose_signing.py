"""Our own tokens: checked before they are signed, written once, verified at once."""

import base64
import json
from typing import Any

import jwt as pyjwt
import pytest

from issuer.documents import write_document
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.jose import (
    PreparedJwt,
    jwt_header,
    prepare_jwt,
    read_jwt,
    sign_jwt,
    verify_jwt,
)
from issuer.proofs.jose.claims import claims_for
from tests import specimens
from tests.specimens import with_value, without
from tests.tokens import TokenKey, token_key

BADGE = specimens.small_badge()
ES256 = token_key("ES256")
#: `date --utc --date 2010-01-01 +%s`
NBF = 1_262_304_000
HEADER = jwt_header(ES256.method_id)


def decoded(token: bytes, index: int) -> dict[str, Any]:
    """Return a part of a token as JSON, read by another decoder than ours."""
    part = token.split(b".")[index]
    members: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + b"=="))
    return members


def test_token_is_the_credential_with_its_claims() -> None:
    """OB-36 and OB-37: three header members; the payload is the badge, no `vc` around it."""
    badge = {**BADGE, "validUntil": "2030-01-02T03:04:05Z"}
    token = sign_jwt(prepare_jwt(badge, HEADER), ES256)
    assert {"alg": "ES256", "kid": ES256.method_id, "typ": "JWT"} == decoded(token, 0)
    assert {
        **badge,
        "iss": specimens.ISSUER,
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": NBF,
        "exp": 1_893_553_445,
    } == decoded(token, 1)


def test_token_verifies_and_gives_the_very_document_back() -> None:
    """Member order is kept, so that what was signed can be compared with what was stored."""
    jwt = read_jwt(sign_jwt(prepare_jwt(BADGE, HEADER), ES256))
    verify_jwt(jwt, ES256.method)
    assert write_document(BADGE) == write_document(jwt.document)


def test_token_verifies_in_another_library() -> None:
    """PyJWT reads key, signature and claims as we mean them."""
    token = sign_jwt(prepare_jwt(BADGE, HEADER), ES256)
    key = pyjwt.PyJWK.from_dict(ES256.members).key
    said = pyjwt.decode(token, key, algorithms=["ES256"], options={"verify_nbf": False})
    assert (BADGE["id"], specimens.ISSUER) == (said["jti"], said["iss"])


def test_two_preparations_are_one_text() -> None:
    """What will be signed depends on nothing but the document and the key's name."""
    assert prepare_jwt(BADGE, HEADER) == prepare_jwt(BADGE, dict(HEADER))


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "signed already": ({**BADGE, "proof": []}, dict(HEADER), "shape"),
    "an undefined term": ({**BADGE, "honours": "summa"}, dict(HEADER), "shape"),
    "an undefined type": (
        with_value(BADGE, "/credentialSubject/type", ["AchievementSubject", "Honours"]),
        dict(HEADER),
        "undefined_term",
    ),
    "a subject without an id": (without(BADGE, "/credentialSubject/id"), dict(HEADER), "shape"),
    "another context": ({**BADGE, "@context": ["https://a.example"]}, dict(HEADER), "shape"),
    "another algorithm": (BADGE, {**HEADER, "alg": "none"}, "proof_options"),
    "a header member more": (BADGE, {**HEADER, "crit": []}, "proof_options"),
    "no key": (BADGE, {"alg": "ES256", "typ": "JWT"}, "proof_options"),
    "another party's key": (BADGE, dict(jwt_header("did:web:x.example#k")), "issuer_vm_mismatch"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_should_not_be_signed_is_refused_before(name: str) -> None:
    """JOSE-4: a word without a meaning is refused, though no RDF is signed."""
    document, header, code = REFUSED[name]
    with pytest.raises((MalformedError, InvalidProofError)) as caught:
        prepare_jwt(document, header)
    assert code == caught.value.code


def test_claims_need_a_subject_with_an_id() -> None:
    """OB-37: `sub` is mandatory, so a badge about nobody by id has no JWT form."""
    with pytest.raises(MalformedError) as caught:
        claims_for(without(BADGE, "/credentialSubject/id"))
    assert "claims" == caught.value.code


class Forger:
    """Signs as somebody else."""

    def __init__(self, name: TokenKey, key: TokenKey) -> None:
        self.method_id = name.method_id
        self.jwk = name.jwk
        self._key = key

    def sign(self, data: bytes) -> bytes:
        """Return another key's signature."""
        return self._key.sign(data)


@pytest.mark.parametrize(
    ("signer", "code"),
    [
        (token_key("ES256", 9, "did:web:x.example"), "vm_unknown"),
        (Forger(ES256, token_key("ES256", 9)), "proof"),
        (Forger(ES256, token_key("EdDSA")), "proof"),
    ],
    ids=["of another method", "another key", "another algorithm"],
)
def test_signature_that_does_not_hold_is_not_handed_on(signer: Any, code: str) -> None:
    """A KMS may sign other than we mean; nothing leaves then (row 9)."""
    with pytest.raises(InvalidProofError) as caught:
        sign_jwt(prepare_jwt(BADGE, HEADER), signer)
    assert code == caught.value.code


def test_our_tokens_are_signed_in_one_algorithm() -> None:
    """Ruling 4: ES256, since validators of Open Badges refuse EdDSA."""
    key = token_key("EdDSA")
    with pytest.raises(InvalidProofError) as caught:
        sign_jwt(PreparedJwt(kid=key.method_id, signing_input=b"e.e"), key)
    assert "alg" == caught.value.code
