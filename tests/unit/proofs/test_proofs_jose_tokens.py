"""Tokens: read strictly, verified with the key's algorithm, and nothing in a header believed."""

import base64
import hashlib
import hmac
import itertools
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.errors import InvalidProofError, IssuerError, LimitError, MalformedError
from issuer.proofs import jose
from issuer.proofs.jose import JwkMethod, read_jwt, verify_jwt
from tests import specimens
from tests.tokens import ALGORITHMS, RSA_ALGORITHMS, b64, claims_of, token_key

BADGE = specimens.small_badge()
ES256 = token_key("ES256")
OTHER = token_key("ES256", 8)
GOOD = ES256.token(BADGE)
GENERIC = ("EdDSA", "ES256", "ES384", "ES512")
OPEN_BADGES = ("EdDSA", "ES256", *RSA_ALGORITHMS)


def code_of(token: bytes, method: JwkMethod | None = ES256.method) -> str:
    """Return the code with which a token is refused, or `held`."""
    try:
        verify_jwt(read_jwt(token), method)
    except IssuerError as error:
        return error.code
    return "held"


def headed(**members: Any) -> bytes:
    """Return a token whose header is exactly this beside alg, kid and typ, signed well."""
    return ES256.token(BADGE, **members)


def parts_changed(index: int, change: str) -> bytes:
    """Return the good token with one part rewritten: `{}` stands for the part."""
    parts = GOOD.decode("ascii").split(".")
    parts[index] = change.format(parts[index])
    return ".".join(parts).encode("utf-8")


@pytest.mark.parametrize(
    ("algorithm", "typ"),
    [*((each, "JWT") for each in OPEN_BADGES), *((each, "vc+jwt") for each in GENERIC)],
)
def test_each_algorithm_holds_in_its_profile(algorithm: str, typ: str) -> None:
    """Round trip: what a key signs, the same key verifies, and the credential comes back."""
    key = token_key(algorithm)
    jwt = read_jwt(key.token(BADGE, typ=typ))
    verify_jwt(jwt, key.method)
    assert (BADGE, typ) == (jwt.document, jwt.header.profile.value)


@pytest.mark.parametrize(
    ("algorithm", "typ"),
    [("ES384", "JWT"), ("ES512", "JWT"), *((each, "vc+jwt") for each in RSA_ALGORITHMS)],
)
def test_an_algorithm_of_the_other_profile_is_refused(algorithm: str, typ: str) -> None:
    """JOSE-3: each profile has its own list."""
    key = token_key(algorithm)
    assert "alg" == code_of(key.token(BADGE, typ=typ), key.method)


def test_ed25519_is_another_name_of_eddsa() -> None:
    """RFC 9864 names the algorithm by its curve."""
    key = token_key("EdDSA")
    assert "held" == code_of(key.token(BADGE, alg="Ed25519"), key.method)


@pytest.mark.parametrize("typ", [None, "jwt", "application/jwt"])
def test_open_badges_tokens_may_leave_out_their_type(typ: str | None) -> None:
    """OB-36: `typ` is `JWT` if present; media types know no case."""
    assert jose.Profile.OPEN_BADGES is read_jwt(ES256.token(BADGE, typ=typ)).header.profile


@pytest.mark.parametrize(
    ("typ", "cty"),
    [
        ("vp+jwt", None),
        ("vc+jwt", "vc"),
    ],
)
def test_generic_tokens_name_their_content(typ: str, cty: str | None) -> None:
    """JOSE-1: `cty` may say again what `typ` says."""
    assert typ == read_jwt(ES256.token(BADGE, typ=typ, cty=cty)).header.profile.value


@pytest.mark.parametrize(
    ("typ", "cty"),
    [("dc+sd-jwt", None), ("at+jwt", None), ("vc+jwt", "JWT"), ("JWT", "vc"), (7, None)],
)
def test_tokens_of_other_kinds_are_no_credentials(typ: Any, cty: str | None) -> None:
    """A token made for another purpose by the same key must not pass for a badge."""
    assert "unsupported_format" == code_of(ES256.token(BADGE, typ=typ, cty=cty))


def unsigned(name: str) -> bytes:
    """Return a token of an algorithm that signs nothing."""
    signed = GOOD.split(b".")[1].decode("ascii")
    head = b64(json.dumps({"alg": name, "typ": "JWT", "kid": ES256.method_id}).encode())
    return f"{head}.{signed}.".encode("ascii")


@pytest.mark.parametrize("name", ["none", "None", "nOnE", "NONE", ""])
def test_t1_no_signature_is_no_proof(name: str) -> None:
    """T1: `alg: none` in every spelling, with an empty signature."""
    assert "alg" == code_of(unsigned(name))


@pytest.mark.parametrize("alg", [None, 1, True, [], {}, ["ES256"], "es256", "ES256 ", "ES256K"])
def test_t1_the_algorithm_is_one_of_a_list(alg: object) -> None:
    """T1: of another type, in another spelling or of another family."""
    assert "alg" == code_of(headed(alg=alg))


def test_t1_an_empty_signature_does_not_hold() -> None:
    """T1: the right algorithm, and nothing signed."""
    assert "proof" == code_of(GOOD.rpartition(b".")[0] + b".")


def public_bytes(form: str) -> bytes:
    """Return a public key as an attacker would feed it to an HMAC."""
    public = ES256.private.public_key()
    if form == "PEM":
        return bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    if form == "JWK":
        return json.dumps(ES256.members).encode()
    return bytes(public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


@pytest.mark.parametrize("form", ["PEM", "JWK", "raw"])
@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_t2_a_public_key_is_no_secret(alg: str, form: str) -> None:
    """T2: a token keyed with what everybody can read."""
    head = b64(json.dumps({"alg": alg, "kid": ES256.method_id, "typ": "JWT"}).encode())
    signed = head + "." + GOOD.split(b".")[1].decode("ascii")
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[alg]
    mac = hmac.new(public_bytes(form), signed.encode("ascii"), digest).digest()
    assert "alg" == code_of(f"{signed}.{b64(mac)}".encode("ascii"))


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"])
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_t3_a_token_does_not_bring_its_key(name: str, typ: str) -> None:
    """T3: the attacker's key in each header; even beside the victim's kid."""
    values = {"jwk": OTHER.members, "x5c": ["MIIB"]}
    value = values.get(name, "https://attacker.example/key")
    forged = OTHER.token(BADGE, typ=typ, kid=ES256.method_id, **{name: value})
    assert "key_source" == code_of(forged)


def test_t3_without_a_key_nothing_is_verified() -> None:
    """T3: no key is not any key."""
    assert "key_source" == code_of(GOOD, None)


def test_t3_a_published_key_may_be_repeated_in_an_open_badges_token() -> None:
    """OB-38: a `jwk` counts because it equals a published key, not because it is there."""
    assert "held" == code_of(ES256.token(BADGE, jwk=ES256.members))
    assert "held" == code_of(ES256.token(BADGE, jwk=ES256.members, kid=None))


@pytest.mark.parametrize("typ", ["vc+jwt", "vp+jwt"])
def test_t3_a_generic_token_brings_not_even_the_published_key(typ: str) -> None:
    """JOSE-3: embedded keys are for the Open Badges profile alone."""
    assert "key_source" == code_of(ES256.token(BADGE, typ=typ, jwk=ES256.members))


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        "key",
        {},
        {**ES256.members, "d": "AQ"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "EC", "crv": "secp256k1", "x": "AQ", "y": "AQ"},
    ],
    ids=["null", "text", "empty", "private", "a secret", "another curve"],
)
def test_t3_an_embedded_key_that_is_no_public_key_is_refused(jwk: object) -> None:
    """A `jwk` never has `d` (OB-36)."""
    header = {"alg": "ES256", "typ": "JWT", "jwk": jwk}
    payload = json.dumps({**BADGE, **claims_of(BADGE)}).encode()
    assert "key_source" == code_of(ES256.compact(header, payload))


@pytest.mark.parametrize("kid", [None, 7, "", "k" * 3_000, ["a"]])
def test_t3_a_token_names_its_key_as_text(kid: object) -> None:
    """OB-36: one of `kid` and `jwk` is mandatory."""
    assert "key_source" == code_of(ES256.token(BADGE, kid=kid))


@pytest.mark.parametrize(
    "members",
    [
        {"crit": ["x"]},
        {"crit": []},
        {"crit": "b64"},
        {"crit": ["b64"], "b64": False},
        {"b64": False},
        {"crit": ["exp"], "exp": 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_t4_extensions_are_refused(members: dict[str, Any], typ: str) -> None:
    """T4: any `crit` at all, known or not."""
    header = {"alg": "ES256", "kid": ES256.method_id, "typ": typ, **members}
    payload = json.dumps({**BADGE, **claims_of(BADGE)}).encode()
    assert "crit" == code_of(ES256.compact(header, payload))


@pytest.mark.parametrize("index", [0, 1, 2], ids=["header", "payload", "signature"])
@pytest.mark.parametrize(
    "change", ["{}=", "{}==", "={}", "{} ", " {}", "{}\n", "+{}", "/{}", "{}é", "{}A{{", "{}\0"]
)
def test_t5_other_spellings_of_base64_are_refused(index: int, change: str) -> None:
    """T5: padding, white space, the other alphabet, other characters."""
    assert "encoding" == code_of(parts_changed(index, change))


@pytest.mark.parametrize(
    "token",
    [
        GOOD + b".",
        GOOD + b"." + GOOD,
        GOOD.rpartition(b".")[0],
        b"..",
        b"",
        b"." + GOOD,
        GOOD.replace(b".", b"..", 1),
    ],
    ids=["fourth part", "six parts", "two parts", "empty", "nothing", "leading", "doubled"],
)
def test_t5_a_token_has_three_parts(token: bytes) -> None:
    """T5: no more and no fewer."""
    assert code_of(token) in ("encoding", "json")
    assert "held" != code_of(token)


def test_t5_bits_that_say_nothing_are_zero() -> None:
    """T5: each signature has one spelling; every other last letter is refused."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = GOOD.decode("ascii")
    codes = {letter: code_of((text[:-1] + letter).encode("ascii")) for letter in alphabet}
    same = [
        letter
        for letter in alphabet
        if base64.urlsafe_b64decode(text[-86:-1] + letter + "==")
        == base64.urlsafe_b64decode(text[-86:] + "==")
    ]
    assert (16, {"encoding"}, "held") == (
        len(same),
        {codes[letter] for letter in same if letter != text[-1]},
        codes[text[-1]],
    )


@pytest.mark.parametrize(
    ("signer", "alg", "published"),
    [
        ("ES384", "ES256", "ES384"),
        ("ES256", "ES384", "ES256"),
        ("ES256", "ES512", "ES256"),
        ("ES512", "ES256", "ES512"),
        ("EdDSA", "ES256", "EdDSA"),
        ("ES256", "EdDSA", "ES256"),
        ("ES256", "ES256", "EdDSA"),
        ("EdDSA", "EdDSA", "ES256"),
    ],
)
def test_t6_the_algorithm_is_that_of_the_key(signer: str, alg: str, published: str) -> None:
    """T6: a curve under another curve's name."""
    token = token_key(signer).token(BADGE, typ="vc+jwt", alg=alg)
    assert "alg" == code_of(token, token_key(published).method)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_key_of_the_same_kind_does_not_hold(algorithm: str) -> None:
    """A signature belongs to one key."""
    typ = "JWT" if algorithm in RSA_ALGORITHMS else "vc+jwt"
    key, other = token_key(algorithm), token_key(algorithm, 9)
    assert "proof" == code_of(key.token(BADGE, typ=typ), other.method)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("size", [0, 1, 63, 65, 128, 300])
def test_signatures_of_other_lengths_do_not_hold(algorithm: str, size: int) -> None:
    """Short, long and zero signatures are answered, never raised by a library."""
    typ = "JWT" if algorithm in RSA_ALGORITHMS else "vc+jwt"
    key = token_key(algorithm)
    token = key.token(BADGE, typ=typ).rpartition(b".")[0] + b"." + b64(bytes(size)).encode()
    assert "proof" == code_of(token, key.method)


def test_der_signatures_do_not_hold() -> None:
    """JOSE writes r and s side by side; the form of certificates is another spelling."""
    signed = GOOD.rpartition(b".")[0]
    der = ES256.private.sign(signed, ec.ECDSA(hashes.SHA256()))
    assert "proof" == code_of(signed + b"." + b64(der).encode())


CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "did:web:stranger.example"},
    "another subject": {"sub": "urn:uuid:1"},
    "another credential": {"jti": "https://badges.riverbend.example/credentials/other"},
    "begins earlier": {"nbf": 1},
    "begins later": {"nbf": claims_of(BADGE)["nbf"] + 1},
    "a text as beginning": {"nbf": str(claims_of(BADGE)["nbf"])},
    "true as beginning": {"nbf": True},
    "far beyond": {"nbf": 10**15},
    "a negative end": {"exp": -1},
    "a text as end": {"exp": "never"},
    "issuer of another type": {"iss": ["did:web:stranger.example"]},
}


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_claims_say_what_the_credential_says(name: str, typ: str) -> None:
    """OB-38 and JOSE-2: what a program reads from the claims is what a person reads."""
    assert "claims" == code_of(ES256.token(BADGE, typ=typ, **CONTRADICTIONS[name]))


@pytest.mark.parametrize("name", ["iss", "sub", "nbf", "jti"])
def test_open_badges_asks_for_four_claims(name: str) -> None:
    """OB-38: all four are mandatory there, and optional in VC-JOSE-COSE."""
    codes = [code_of(ES256.token(BADGE, typ=typ, **{name: None})) for typ in ("JWT", "vc+jwt")]
    assert ["claims", "held"] == codes


def test_the_end_among_the_claims_is_the_end_of_the_credential() -> None:
    """OB-38: `exp` sets validUntil; where both stand they agree."""
    ended = {**BADGE, "validUntil": "2030-01-02T03:04:05Z"}
    end = int(datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp())
    assert "2030-01-02T03:04:05Z" == read_jwt(ES256.token(BADGE, exp=end)).document["validUntil"]
    assert ["held", "claims"] == [code_of(ES256.token(ended, exp=end + more)) for more in (0, 1)]


def test_parts_of_a_second_are_not_compared() -> None:
    """Most writers of claims drop them."""
    exact = {**BADGE, "validFrom": "2026-03-01T00:00:00.750Z"}
    begin = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
    codes = [code_of(ES256.token(exact, nbf=nbf)) for nbf in (begin, begin + 0.75, begin + 1)]
    assert ["held", "held", "claims"] == codes


@pytest.mark.parametrize("begin", ["yesterday", None])
def test_a_date_to_repeat_is_there(begin: str | None) -> None:
    """A claim that nothing in the credential can agree with contradicts it."""
    document = {**BADGE, "validFrom": begin}
    assert "claims" == code_of(ES256.token(document, claims=claims_of(BADGE)))


def test_one_subject_may_stand_in_an_array() -> None:
    """The data model allows it, and `sub` still means that subject; of two it means neither."""
    subject = BADGE["credentialSubject"]
    tokens = [
        ES256.token({**BADGE, "credentialSubject": each}, claims=claims_of(BADGE))
        for each in ([subject], [subject, subject])
    ]
    assert ["held", "claims"] == [code_of(token) for token in tokens]


def test_a_claim_without_a_meaning_here_is_left_alone() -> None:
    """JOSE-4: `iat` may come as text; it is nobody's rule here, and no member of the badge."""
    jwt = read_jwt(ES256.token(BADGE, iat="yesterday", aud="everyone"))
    verify_jwt(jwt, ES256.method)
    assert BADGE == jwt.document


@pytest.mark.parametrize(
    ("typ", "name", "code"),
    [
        ("JWT", "vc", "claims"),
        ("vc+jwt", "vc", "claims"),
        ("vc+jwt", "vp", "claims"),
        ("vp+jwt", "vp", "claims"),
    ],
)
def test_a_wrapped_credential_is_not_the_payload(typ: str, name: str, code: str) -> None:
    """JOSE-1 and OB-38: inside a claim it is of the older edition, or wrong."""
    assert code == code_of(ES256.token(BADGE, typ=typ, **{name: BADGE}))


def test_payload_and_header_pass_the_strict_door() -> None:
    """A member twice is refused in either part, before any signature."""
    head = json.dumps({"alg": "ES256", "kid": ES256.method_id})
    twice = head.replace('"alg"', '"alg":"none","alg"').encode()
    signed = f"{b64(twice)}.{b64(json.dumps(BADGE).encode())}".encode("ascii")
    in_header = signed + b"." + b64(ES256.sign(signed)).encode()
    in_payload = ES256.compact({"alg": "ES256", "kid": "a#b"}, b'{"issuer":1,"issuer":2}')
    assert ["dup_key", "dup_key"] == [code_of(in_header), code_of(in_payload)]


@pytest.mark.parametrize("payload", [b"[]", b'"text"', b"1", b"", b"{"])
def test_a_payload_is_one_object(payload: bytes) -> None:
    """Anything else is no credential."""
    token = ES256.compact({"alg": "ES256", "kid": "did:web:a.example#b"}, payload)
    with pytest.raises(MalformedError):
        read_jwt(token)


@pytest.mark.parametrize("part", ["token", "header"])
def test_long_tokens_are_refused_by_their_length(part: str) -> None:
    """Before they are decoded."""
    token = b"e" * 500_000 if part == "token" else headed(note="n" * 9_000)
    with pytest.raises(LimitError) as caught:
        read_jwt(token)
    assert "size" == caught.value.code


ENDED = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "iat", "code"),
    [
        ("2026-02-28T00:00:00Z", None, "held"),
        ("2026-03-01T00:00:00Z", None, "held"),
        ("2026-03-01T00:00:01Z", None, "proof_date"),
        ("2026-02-28T00:00:00Z", ENDED.timestamp() + 1, "proof_date"),
        ("2026-02-28T00:00:00Z", 1e300, "proof_date"),
    ],
)
@pytest.mark.parametrize("end", ["expires", "revoked"])
def test_what_was_made_after_the_end_of_its_key_does_not_hold(
    begin: str, iat: float | None, code: str, end: str
) -> None:
    """CID-3: the beginning of validity dates a token, and `iat` where it says later."""
    ended = JwkMethod(
        id=ES256.method_id,
        controller=ES256.did,
        jwk=ES256.jwk,
        expires=ENDED if end == "expires" else None,
        revoked=ENDED if end == "revoked" else None,
    )
    assert code == code_of(ES256.token({**BADGE, "validFrom": begin}, iat=iat), ended)


def test_any_changed_letter_is_refused() -> None:
    """Every 7th letter of a token, changed to another one, is noticed."""
    text = GOOD.decode("ascii")
    held = []
    for place in itertools.chain(range(0, len(text), 7), range(len(text) - 3, len(text))):
        letter = "A" if text[place] != "A" else "B"
        if code_of((text[:place] + letter + text[place + 1 :]).encode("ascii")) == "held":
            held.append(place)
    assert [] == held


def test_reading_raises_only_what_is_documented() -> None:
    """Shuffled parts are refused by errors of ours."""
    parts = GOOD.split(b".")
    for mixed in itertools.permutations(parts):
        if list(mixed) == parts:
            continue
        with pytest.raises((InvalidProofError, MalformedError, LimitError)):
            verify_jwt(read_jwt(b".".join(mixed)), ES256.method)
