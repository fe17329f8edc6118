"""RSA in its six algorithms: each label means one algorithm, and the key's owner may allow one."""

import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.errors import IssuerError
from issuer.proofs.jose import JwkMethod, jwk_of_pem, read_jwk, read_jws, read_jwt, verify_jwt
from issuer.proofs.jose import verify_jws as verify_bare
from tests import specimens
from tests.tokens import RSA_ALGORITHMS, SHORT_RSA, Sign, rsa_public, rsa_signer, token, token_key

BADGE = specimens.small_badge()
KEY = token_key("RS256")
DID = specimens.ISSUER
CURVE = token_key("ES256")
SECRETS = ("HS256", "HS384", "HS512")
PEM = KEY.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def code_of(data: bytes, **bound: Any) -> str:
    """Return the code of a token under the RSA key as it is published, or `held`."""
    jwk = read_jwk({**KEY.members, **bound})
    try:
        verify_jwt(read_jwt(data), JwkMethod(id=KEY.method_id, controller=DID, jwk=jwk))
    except IssuerError as error:
        return error.code
    return "held"


def labelled(alg: str, sign: Sign, **members: Any) -> bytes:
    """Return a token whose header says this algorithm, signed by that."""
    claims = KEY.token(BADGE, alg=alg, **members).rpartition(b".")[0]
    signature = token({}, {}, lambda _: sign(claims)).rpartition(b".")[2]
    return claims + b"." + signature


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
@pytest.mark.parametrize("signed", RSA_ALGORITHMS)
def test_t6_a_signature_holds_under_its_own_label_alone(signed: str, alg: str) -> None:
    """T6: neither hash nor padding is guessed from the signature."""
    found = code_of(labelled(alg, rsa_signer(KEY.private, signed)))
    assert ("held" if alg == signed else "proof") == found


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
@pytest.mark.parametrize("bound", RSA_ALGORITHMS)
def test_t6_a_bound_key_holds_in_its_own_algorithm_alone(bound: str, alg: str) -> None:
    """RFC 7517, 4.4: the signature is good, and the owner did not allow it."""
    found = code_of(labelled(alg, rsa_signer(KEY.private, alg)), alg=bound)
    assert ("held" if alg == bound else "alg") == found


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
@pytest.mark.parametrize("embedded", RSA_ALGORITHMS)
def test_t6_the_key_in_the_header_may_bind_too(embedded: str, alg: str) -> None:
    """A token that contradicts itself does not hold."""
    jwk = {**KEY.members, "alg": embedded}
    found = code_of(labelled(alg, rsa_signer(KEY.private, alg), jwk=jwk))
    assert ("held" if alg == embedded else "alg") == found


@pytest.mark.parametrize(
    ("alg", "size"), [("PS256", 0), ("PS256", 20), ("PS256", 64), ("PS384", 32), ("PS512", 32)]
)
def test_salt_is_as_long_as_the_hash(alg: str, size: int) -> None:
    """RFC 7518, 3.5: another length is another scheme."""
    salted = rsa_signer(KEY.private, alg, bytes(size))
    assert "proof" == code_of(labelled(alg, salted))


@pytest.mark.parametrize("alg", SECRETS)
@pytest.mark.parametrize("secret", [PEM, str(KEY.members["n"]).encode()], ids=["PEM", "modulus"])
def test_t2_a_public_rsa_key_is_no_secret(alg: str, secret: bytes) -> None:
    """T2: whoever reads the key could sign so."""
    made = labelled(alg, lambda data: hmac.digest(secret, data, f"sha{alg[2:]}"))
    assert "alg" == code_of(made)


@pytest.mark.parametrize("alg", ["none", "None", "RS1", "RS224", "PS1", "rs256", "RSA-OAEP", "RS"])
def test_t1_near_misses_of_the_names_are_refused(alg: str) -> None:
    """T1: names count letter for letter."""
    assert "alg" == code_of(labelled(alg, rsa_signer(KEY.private, "RS256")))


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
def test_t6_a_key_on_a_curve_is_no_rsa_key(alg: str) -> None:
    """T6: the key decides, and an RSA key signs with no curve."""
    signed = CURVE.token(BADGE, alg=alg)
    with pytest.raises(IssuerError) as caught:
        verify_jwt(read_jwt(signed), CURVE.method)
    assert ("alg", "alg") == (
        caught.value.code,
        code_of(labelled("ES256", rsa_signer(KEY.private, alg))),
    )


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
def test_t7_a_short_key_holds_in_no_algorithm(alg: str) -> None:
    """T7: 2,048 bits are the least (RFC 7518, 3.3 and 3.5)."""
    with pytest.raises(IssuerError) as caught:
        read_jwk({**rsa_public(SHORT_RSA), "alg": alg})
    assert "weak_key" == caught.value.code


def bare_code(alg: str, sign: Sign) -> str:
    """Return the code of a badge of Open Badges 2.0 under the key's PEM, or `held`."""
    try:
        verify_bare(read_jws(token({"alg": alg}, BADGE, sign)), jwk_of_pem(PEM.decode("ascii")))
    except IssuerError as error:
        return error.code
    return "held"


@pytest.mark.parametrize("alg", RSA_ALGORITHMS)
@pytest.mark.parametrize("signed", RSA_ALGORITHMS)
def test_a_badge_of_2_0_holds_under_its_own_label_alone(signed: str, alg: str) -> None:
    """Open Badges 2.0 publishes its key as PEM, which names no algorithm."""
    found = bare_code(alg, rsa_signer(KEY.private, signed))
    assert ("held" if alg == signed else "proof") == found


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", *SECRETS, "none"])
def test_a_badge_of_2_0_is_not_read_in_another_family(alg: str) -> None:
    """The key decides here too."""
    assert "alg" == bare_code(alg, rsa_signer(KEY.private, "RS256"))
