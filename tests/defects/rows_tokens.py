"""Badges as tokens that attack whoever reads them; reliability.md rows 1 to 6."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.clock import format_instant
from issuer.documents import write_document
from tests.defects.world import NOW, Case, Change, Row, left_open, put, refused, remove
from tests.interop.credentials import (
    ACADEMY,
    ACADEMY_DID,
    BASE,
    LIST_URL,
    STRANGER,
    Party,
    badge,
    signed_anyhow,
    status_list,
)
from tests.tokens import (
    KID,
    KID_384,
    KID_SHORT_RSA,
    P256,
    P384,
    SHORT_RSA,
    STRANGERS,
    STRANGERS_KID,
    Sign,
    b64,
    ec_public,
    ecdsa,
    eddsa,
    header,
    jwk_method,
    payload,
    rs256,
    rsa_public,
    token,
    token_documents,
)

ES256 = ecdsa(P256)
BADGE = badge(ACADEMY, NOW)
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
#: An issuer without a DID, whose keys stand on its host.
HOSTED = Party(did=f"{BASE}/issuers/academy", seed=ACADEMY.seed)
KEY_SET = f"{BASE}/.well-known/jwks.json"
BARE_KEY = f"{BASE}/keys/1"
OWN_JWK = {**ec_public(P256), "kid": "k1", "iss": HOSTED.did}
#: The first of the small-order points: its signatures hold for any message.
WEAK_X = b64(b"\x01" + bytes(31))


def held(data: bytes | str, **world: Any) -> Case:
    """Return a token in the world where the academy publishes keys for tokens."""
    text = data.encode("ascii") if isinstance(data, str) else data
    return Case(data=text, documents=world.get("documents", token_documents()))


def headed(sign: Sign = ES256, **members: Any) -> Case:
    """Return a token with other members in its header, signed well."""
    return held(token(header(**members), payload(BADGE), sign))


def claiming(**claims: Any) -> Case:
    """Return a token with other claims, signed well."""
    return held(token(header(), payload(BADGE, **claims), ES256))


def saying(change: Change) -> Case:
    """Return a token of a badge that was changed before it was signed."""
    document = badge(ACADEMY, NOW)
    change(document)
    return held(token(header(), payload(document), ES256))


def spelt(change: Any) -> Case:
    """Return a good token whose text was changed."""
    return held(change(GOOD.decode("ascii")))


def generic(sign: Sign = ES256, **members: Any) -> Case:
    """Return a token by the W3C's rules, `vc+jwt`, with other members in its header."""
    return held(token(header(typ="vc+jwt", **members), BADGE, sign))


def published(method: dict[str, Any], **options: Any) -> Case:
    """Return a good token in a world where its key is published like this."""
    return held(GOOD, documents=token_documents(method, **options))


def with_signature(signature: bytes) -> Case:
    """Return a token with exactly these bytes as its signature."""
    return held(token(header(), payload(BADGE), lambda _: signature))


def hmac_of(secret: bytes) -> Sign:
    """Return a signer in HS256 whose secret is everybody's."""
    return lambda data: hmac.digest(secret, data, hashlib.sha256)


def der(data: bytes) -> bytes:
    """Return the signature as X.509 writes it, not as a token does."""
    raw = ES256(data)
    return encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


def with_odd_bits(text: str) -> str:
    """Return the token with spare bits set in its last letter: the same bytes, another text."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) + 1]


def in_plain_base64(text: str) -> str:
    """Return the token with its signature in the base64 of mail."""
    head, body, signature = text.split(".")
    data = base64.urlsafe_b64decode(signature + "==")
    return f"{head}.{body}.{base64.b64encode(data).decode('ascii')}"


def tampered(text: str) -> str:
    """Return the token with another name in its payload."""
    return tampered_in(text)


def tampered_in(text: str, *path: str | int) -> str:
    """Return the token with another name at this place of its payload."""
    head, body, signature = text.split(".")
    document = json.loads(base64.urlsafe_b64decode(body + "=="))
    place: Any = document
    for step in path:
        place = place[step]
    place["name"] = "Patient Vital Signs, with Honours"
    return f"{head}.{b64(json.dumps(document).encode())}.{signature}"


def enveloped(text: str, **members: Any) -> Case:
    """Return a token in the envelope of VC 2.0."""
    envelope = {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vc+jwt,{text}",
        "type": "EnvelopedVerifiableCredential",
        **members,
    }
    return held(json.dumps(envelope).encode())


def with_bad_proof() -> Case:
    """Return a token of a badge that also carries a proof, which does not hold."""
    document = signed_anyhow(BADGE, ACADEMY, NOW)
    document["name"] = "Patient Vital Signs, with Honours"
    return held(token(header(), payload(document), ES256))


def other_signature() -> str:
    """Return the good token with the signature of the same issuer's other token."""
    other = token(header(), payload({**BADGE, "id": "urn:uuid:2"}), ES256).decode("ascii")
    return GOOD.decode("ascii").rpartition(".")[0] + "." + other.rpartition(".")[2]


def hosted(kid: str, keys: Any, url: str = KEY_SET) -> Case:
    """Return a token of an issuer that is an https URL, in a world with these keys at a URL."""
    document = badge(HOSTED, NOW, credential_status=None)
    data = token(header(kid=kid), payload(document), ES256)
    served = {} if keys is None else {url: json.dumps(keys).encode()}
    return replace(held(data), keys=served)


GOOD = token(header(), payload(BADGE), ES256)
GENERIC = token(header(typ="vc+jwt"), BADGE, ES256)
IN_EDDSA = token(header(alg="EdDSA", kid=ACADEMY.method_id, typ="vc+jwt"), BADGE, eddsa)
PEM = P256.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
JWK_TEXT = json.dumps(ec_public(P256), separators=(",", ":")).encode()
REVOKED = {LIST_URL: write_document(status_list(ACADEMY, NOW, [48213]))}

DID_JWK = "did:jwk:" + b64(json.dumps(ec_public(STRANGERS), separators=(",", ":")).encode())

TABLE: dict[str, Row] = {
    "T1 JWT of algorithm none": refused(
        headed(lambda _: b"", alg="none"), "alg", "The header says that nobody signed."
    ),
    "T1 JWT of algorithm none in other letters": refused(
        headed(lambda _: b"", alg="nOnE"), "alg", "The header says none in other letters."
    ),
    "T1 JWT of algorithm none with a signature": refused(
        headed(alg="none"), "alg", "The header says none, though a signature stands there."
    ),
    "T1 JWT without algorithm": refused(headed(alg=None), "alg", "The header has no algorithm."),
    "T1 JWT of an algorithm in an array": refused(
        headed(alg=["ES256"]), "alg", "The algorithm is an array."
    ),
    "T2 JWT in HS256 with the key as PEM": refused(
        headed(hmac_of(PEM), alg="HS256"), "alg", "The public key, as PEM, was used as a secret."
    ),
    "T2 JWT in HS256 with the key as JWK": refused(
        headed(hmac_of(JWK_TEXT), alg="HS256"),
        "alg",
        "The public key, as JWK, was used as a secret.",
    ),
    "T2 JWT in HS256 with the raw key": refused(
        headed(hmac_of(ACADEMY.public_key), alg="HS256", kid=ACADEMY.method_id),
        "alg",
        "The 32 bytes of the public key were used as a secret.",
    ),
    "T3 JWT that brings its key": refused(
        headed(ecdsa(STRANGERS), kid=None, jwk=ec_public(STRANGERS)),
        "key_source",
        "A stranger signed and put the own key into the header.",
    ),
    "T3 JWT that brings its key under the issuers name": refused(
        headed(ecdsa(STRANGERS), jwk=ec_public(STRANGERS)),
        "key_source",
        "A stranger signed, named the issuer's key and put the own key into the header.",
    ),
    "T3 JWT that brings a private key": refused(
        headed(kid=None, jwk={**ec_public(P256), "d": b64(bytes(range(32)))}),
        "key_source",
        "The header holds a private key.",
    ),
    "T3 JWT with jku": refused(
        headed(jku="https://evil.example/keys"), "key_source", "The header names a set of keys."
    ),
    "T3 JWT with x5u": refused(
        headed(x5u="https://evil.example/cert"), "key_source", "The header names a certificate."
    ),
    "T3 JWT with x5c": refused(headed(x5c=["MIIB"]), "key_source", "The header has certificates."),
    "T3 generic JWT that brings its key": refused(
        generic(jwk=ec_public(P256)), "key_source", "A vc+jwt carries its key in the header."
    ),
    "T3 JWT with a key id that is no text": refused(
        headed(kid=[KID]), "key_source", "The id of the key is an array."
    ),
    "T4 JWT with crit": refused(
        headed(crit=["x"], x=1), "crit", "The header demands an extension that nobody knows."
    ),
    "T4 JWT with crit empty": refused(headed(crit=[]), "crit", "The list of extensions is empty."),
    "T4 JWT with unencoded payload": refused(
        headed(crit=["b64"], b64=False), "crit", "The payload claims not to be encoded."
    ),
    "T4 JWT with b64 alone": refused(
        headed(b64=False), "crit", "The payload claims not to be encoded, without crit."
    ),
    "T5 JWT with padding": refused(
        spelt(lambda text: text + "=="), "encoding", "The signature is padded."
    ),
    "T5 JWT with odd bits": refused(
        spelt(with_odd_bits), "encoding", "Spare bits of the signature's last letter are set."
    ),
    "T5 JWT in plain base64": refused(
        spelt(in_plain_base64), "encoding", "The signature is in base64 instead of base64url."
    ),
    "T5 JWT with a line break": refused(
        spelt(lambda text: text[:200] + "\n" + text[200:]), "encoding", "A line break stands in it."
    ),
    "T5 JWT of two parts": refused(
        spelt(lambda text: text.rpartition(".")[0]), "encoding", "There is no signature part."
    ),
    "T5 JWT of four parts": refused(
        spelt(lambda text: text + ".e30"), "encoding", "There is a fourth part."
    ),
    "T5 JWT of five parts": refused(
        spelt(lambda text: text + ".e30.e30"), "encoding", "It has the five parts of encryption."
    ),
    "T6 JWT in ES256 by a key on P-384": refused(
        headed(ecdsa(P384), kid=KID_384), "alg", "The header says ES256, the key is on P-384."
    ),
    "T6 generic JWT in ES384 by a key on P-256": refused(
        generic(alg="ES384"), "alg", "The header says ES384, the key is on P-256."
    ),
    "T6 JWT in RS256 by a key on P-256": refused(
        headed(alg="RS256"), "alg", "The header says RS256, the key is on P-256."
    ),
    "T6 JWT in EdDSA by a key on P-256": refused(
        headed(alg="EdDSA"), "alg", "The header says EdDSA, the key is on P-256."
    ),
    "T6 Open Badges JWT in ES384": refused(
        headed(ecdsa(P384), alg="ES384", kid=KID_384),
        "alg",
        "ES384 is none of the algorithms of Open Badges' own tokens.",
    ),
    "JWT tampered": refused(spelt(tampered), "proof", "The name was changed after signing."),
    "JWT with another header": refused(
        spelt(lambda text: b64(json.dumps(header(x=1)).encode()) + text[text.index(".") :]),
        "proof",
        "A member was added to the header after signing.",
    ),
    "JWT with the signature of another": refused(
        held(other_signature()), "proof", "The signature is that of the issuer's other token."
    ),
    "JWT with a signature in DER": refused(
        headed(der), "proof", "The signature is in DER, a second spelling of one signature."
    ),
    "JWT with a signature of zeros": refused(
        with_signature(bytes(64)), "proof", "r and s of the signature are zero."
    ),
    "JWT with a short signature": refused(
        with_signature(bytes(range(1, 64))), "proof", "The signature lacks a byte."
    ),
    "JWT with an empty signature": refused(with_signature(b""), "proof", "The signature is empty."),
    "JWT signed by a stranger": refused(
        headed(ecdsa(STRANGERS)), "proof", "A stranger signed and named the issuer's key."
    ),
    "T12 JWT under a strangers key": refused(
        headed(ecdsa(STRANGERS), kid=STRANGERS_KID),
        "issuer_vm_mismatch",
        "A stranger signed with a key that is its own.",
    ),
    "JWT under a key that nobody publishes": refused(
        headed(kid=f"{ACADEMY_DID}#es257"), "vm_unknown", "The issuer publishes no such key."
    ),
    "T11 JWT under a key for authentication": refused(
        published(jwk_method(KID, ec_public(P256)), purpose="authentication"),
        "vm_not_authorised",
        "The issuer publishes the key for authentication, not for assertions.",
    ),
    "JWT under a key that ended before": refused(
        published(
            jwk_method(KID, ec_public(P256), revoked=format_instant(NOW - timedelta(days=9)))
        ),
        "proof_date",
        "The key was revoked before the badge was made.",
    ),
    "JWT under a private key that is published": refused(
        published(jwk_method(KID, {**ec_public(P256), "d": b64(bytes(range(32)))})),
        "did_document",
        "The issuer publishes its private key.",
    ),
    "JWT under a key for encryption": refused(
        published(jwk_method(KID, {**ec_public(P256), "use": "enc"})),
        "did_document",
        "The issuer publishes the key for encryption.",
    ),
    "JWT under a key for another algorithm": refused(
        published(jwk_method(KID, {**ec_public(P256), "alg": "ES384"})),
        "alg",
        "The issuer publishes the key for another algorithm.",
    ),
    "T7 JWT under a point that is not on its curve": refused(
        published(jwk_method(KID, {**ec_public(P256), "y": b64(bytes(31) + b"\1")})),
        "weak_key",
        "The published point is not on the curve.",
    ),
    "T7 JWT under a weak Ed25519 key": refused(
        held(
            token(header(alg="EdDSA", typ="vc+jwt"), BADGE, lambda _: b"\1" + bytes(63)),
            documents=token_documents(
                jwk_method(KID, {"kty": "OKP", "crv": "Ed25519", "x": WEAK_X})
            ),
        ),
        "weak_key",
        "The published Ed25519 key is a small-order point; its signature fits any text.",
    ),
    "T7 JWT under a short RSA key": refused(
        held(
            token(header(alg="RS256", kid=KID_SHORT_RSA), payload(BADGE), rs256(SHORT_RSA)),
            documents=token_documents(jwk_method(KID_SHORT_RSA, rsa_public(SHORT_RSA))),
        ),
        "weak_key",
        "The RSA key has 1,024 bits.",
    ),
    "JWT without a key": refused(headed(kid=None), "key_source", "The header names no key."),
    "JWT with its key out of reach": left_open(
        held(GOOD, documents={}), "key_unreachable", "The issuer's DID document does not answer."
    ),
    "JWT of another issuer claim": refused(
        claiming(iss=STRANGER.did), "claims", "The claim iss names another issuer."
    ),
    "JWT of another subject claim": refused(
        claiming(sub="urn:uuid:1"), "claims", "The claim sub names another learner."
    ),
    "JWT of another id claim": refused(
        claiming(jti="urn:uuid:1"), "claims", "The claim jti names another credential."
    ),
    "JWT of another beginning": refused(
        claiming(nbf=0), "claims", "The claim nbf says another beginning."
    ),
    "JWT of another end": refused(
        claiming(exp=253_402_300_799), "claims", "The claim exp says a later end."
    ),
    "JWT with an end in text": refused(
        claiming(exp="2099-01-01T00:00:00Z"), "claims", "The claim exp is a text."
    ),
    "JWT without its issuer claim": refused(
        claiming(iss=None), "claims", "The claim iss is missing."
    ),
    "JWT with a credential in a claim": refused(
        held(token(header(typ="vc+jwt"), {**BADGE, "vc": BADGE}, ES256)),
        "claims",
        "A second credential stands in the claim vc.",
    ),
    "JWT of VC 1.1 around a credential of VC 2.0": refused(
        held(token(header(), {"iss": ACADEMY_DID, "vc": BADGE}, ES256)),
        "claims",
        "The claim vc of VC 1.1 holds a credential of VC 2.0.",
    ),
    "JWT of another type": left_open(
        headed(typ="at+jwt"), "unsupported_format", "The header says that it is an access token."
    ),
    "JWT of another content": left_open(
        headed(typ="vc+jwt", cty="jwt"), "unsupported_format", "The header says nested token."
    ),
    "T27 JWT with a header member twice": refused(
        held(
            token(
                '{"alg":"none","alg":"ES256","kid":"' + KID + '","typ":"JWT"}',
                payload(BADGE),
                ES256,
            )
        ),
        "dup_key",
        "The header says two algorithms.",
    ),
    "T27 JWT with a member twice": refused(
        held(
            token(
                header(),
                '{"name":"x",' + json.dumps(payload(BADGE), separators=(",", ":"))[1:],
                ES256,
            )
        ),
        "dup_key",
        "The payload says two names.",
    ),
    "JWT with a payload that is no JSON": refused(
        held(token(header(), "hello", ES256)), "json", "The payload is a word."
    ),
    "JWT with a header that is no JSON": refused(
        held(token("{none}", payload(BADGE), ES256)),
        "json",
        "The header is no JSON.",
    ),
    "T21 JWT with an undefined term": refused(
        saying(put("honours", value=True)), "undefined_term", "A member has no meaning, yet signed."
    ),
    "JWT expired": refused(
        saying(put("validUntil", value="2026-11-23T11:59:59Z")), "expired", "It ended a second ago."
    ),
    "JWT not yet valid": refused(
        saying(put("validFrom", value="2026-11-24T12:00:00Z")),
        "not_yet_valid",
        "It begins tomorrow.",
    ),
    "JWT revoked": refused(
        held(GOOD).with_lists(REVOKED), "revoked", "The issuer has revoked it in its list."
    ),
    "T45 JWT with its list out of reach": left_open(
        held(GOOD).with_lists({}), "status_unreachable", "The status list does not answer."
    ),
    "JWT without an achievement": refused(
        saying(remove("credentialSubject", "achievement")),
        "required",
        "The subject has no achievement.",
    ),
    "JWT with a bad proof inside": refused(
        with_bad_proof(), "proof", "A proof inside the token does not hold, though the token does."
    ),
    "JWT of a host whose set lacks the key": refused(
        hosted("k1", {"keys": [ec_public(STRANGERS)]}),
        "key_source",
        "The issuer is an https URL; the key set of its host has no such key.",
    ),
    "JWT of a host whose set has the key of another issuer": refused(
        hosted("k1", {"keys": [{**OWN_JWK, "iss": f"{BASE}/issuers/other"}]}),
        "key_source",
        "The key set of the host has the key for another issuer.",
    ),
    "JWT of a host whose set is out of reach": left_open(
        hosted("k1", None), "key_unreachable", "The key set of the issuer's host does not answer."
    ),
    "JWT of a host under a key on another host": refused(
        hosted("https://stranger.example/keys/1", OWN_JWK, "https://stranger.example/keys/1"),
        "key_source",
        "The issuer is an https URL; the key stands on a stranger's host.",
    ),
    "JWT of a host under the bare key of another issuer": refused(
        hosted(BARE_KEY, {**OWN_JWK, "iss": f"{BASE}/issuers/other"}, BARE_KEY),
        "issuer_vm_mismatch",
        "The bare key at the address that the token names is another issuer's.",
    ),
    "JWT of a host under a set in place of a key": refused(
        hosted(BARE_KEY, {"keys": [OWN_JWK]}, BARE_KEY),
        "key_source",
        "A set of keys stands where the token promises one key.",
    ),
    "envelope with a tampered JWT": refused(
        enveloped(tampered(GENERIC.decode("ascii"))),
        "proof",
        "The token in the envelope was changed after signing.",
    ),
    "envelope of another media type": refused(
        enveloped("", id="data:text/plain," + GENERIC.decode("ascii")),
        "id",
        "The envelope says that it holds plain text.",
    ),
    "envelope with another context": refused(
        enveloped(GENERIC.decode("ascii"), **{"@context": "https://evil.example/context"}),
        "context",
        "The envelope has a context of a stranger.",
    ),
    "JWT for another audience": left_open(
        claiming(aud="https://other.example"),
        "audience_open",
        "The token of a badge says that it was made for somebody else.",
    ),
    "JWT of the future": refused(
        claiming(iat=NOW.timestamp() + 1_000_000),
        "proof_date",
        "The token says that it was made in eleven days.",
    ),
    "JWT under the did:jwk of a stranger": refused(
        headed(ecdsa(STRANGERS), kid=f"{DID_JWK}#0"),
        "issuer_vm_mismatch",
        "The key is a did:jwk, whose owner is another than the issuer.",
    ),
    "JWT with two fragments in its key": refused(
        headed(kid=f"{KID}#es256"), "vm_unknown", "The name of the key has two fragments."
    ),
    "generic JWT that ended by its claim": refused(
        held(token(header(typ="vc+jwt"), {**BADGE, "exp": 1}, ES256)),
        "claims",
        "The claim says that it ended, the credential does not.",
    ),
}
