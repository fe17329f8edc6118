"""Tokens by RSA keys in each algorithm of RFC 7518, and what passes for one and is another."""

from typing import Any

from tests.defects.rows_older_badges import jws, pem
from tests.defects.rows_tokens import held, hmac_of
from tests.defects.world import NOW, Case, Row, lean, left_open, refused
from tests.interop.credentials import ACADEMY, badge
from tests.tokens import (
    KID,
    KID_RSA,
    P256,
    RSA,
    SHORT_RSA,
    Sign,
    ec_public,
    ecdsa,
    header,
    jwk_method,
    payload,
    rsa_public,
    rsa_signer,
    token,
    token_documents,
)

BADGE = lean(badge(ACADEMY, NOW))


def signed(alg: str, sign: Sign | None = None, **members: Any) -> Case:
    """Return a token whose header says this algorithm; signed in it, if by nothing else."""
    head = header(alg=alg, **{"kid": KID_RSA, **members})
    return held(token(head, payload(BADGE), sign or rsa_signer(RSA, alg)))


def published(name: str, key: Any = RSA, **members: Any) -> Case:
    """Return a token in this algorithm, in a world where its key is published with `members`."""
    data = signed(name, rsa_signer(key, name)).data
    method = jwk_method(KID_RSA, {**rsa_public(key), **members})
    return held(data, documents=token_documents(method))


TABLE: dict[str, Row] = {
    "T6 JWT that says PS256 and is RS256": refused(
        signed("PS256", rsa_signer(RSA, "RS256")),
        "proof",
        "The header says PSS, the signature has the older padding.",
    ),
    "T6 JWT that says RS256 and is PS256": refused(
        signed("RS256", rsa_signer(RSA, "PS256")),
        "proof",
        "The header says the older padding, the signature is PSS.",
    ),
    "T6 JWT that says RS512 and is RS256": refused(
        signed("RS512", rsa_signer(RSA, "RS256")),
        "proof",
        "The header says SHA-512, the signature is over SHA-256.",
    ),
    "T6 JWT in PS256 without salt": refused(
        signed("PS256", rsa_signer(RSA, "PS256", b"")),
        "proof",
        "The salt is empty; the standard asks for as many bytes as the hash has.",
    ),
    "T6 JWT in PS512 by a key for RS256": refused(
        published("PS512", alg="RS256"),
        "alg",
        "The issuer publishes the RSA key for RS256 alone.",
    ),
    "T6 JWT in RS384 by a key for RSA encryption": refused(
        published("RS384", alg="RSA-OAEP"),
        "alg",
        "The issuer publishes the RSA key for an algorithm of encryption.",
    ),
    "T6 JWT in PS384 whose own key is for PS256": refused(
        signed("PS384", jwk={**rsa_public(RSA), "alg": "PS256"}),
        "alg",
        "The key in the header, which the issuer publishes too, is for PS256.",
    ),
    "T6 JWT in PS256 by a key on P-256": refused(
        signed("PS256", ecdsa(P256), kid=KID), "alg", "The header says PS256, the key is on P-256."
    ),
    "T6 JWT in ES256 by an RSA key": refused(
        signed("ES256", rsa_signer(RSA, "RS256")), "alg", "The header says ES256, the key is RSA."
    ),
    "T6 generic JWT in PS256": refused(
        signed("PS256", typ="vc+jwt"), "alg", "RSA signs no tokens by the W3C's rules here."
    ),
    "T2 JWT in HS512 with an RSA key as PEM": refused(
        signed("HS512", hmac_of(pem(RSA).encode())),
        "alg",
        "The public RSA key, as PEM, was used as a secret.",
    ),
    "T3 JWT in PS256 that brings its RSA key": refused(
        signed("PS256", rsa_signer(SHORT_RSA, "PS256"), kid=None, jwk=rsa_public(SHORT_RSA)),
        "weak_key",
        "The header brings a short RSA key that nobody publishes.",
    ),
    "T7 JWT in PS256 under a short RSA key": refused(
        published("PS256", SHORT_RSA), "weak_key", "The RSA key has 1,024 bits."
    ),
    "JWT in PS256 under an RSA key for encryption": refused(
        published("PS256", use="enc"), "did_document", "The RSA key is published for encryption."
    ),
    "JWT in PS256 under an RSA key that may not verify": refused(
        published("PS256", key_ops=["encrypt"]),
        "did_document",
        "The operations of the published RSA key are those of encryption.",
    ),
    "JWT in PS256 under another key": refused(
        held(
            signed("PS256").data,
            documents=token_documents(jwk_method(KID_RSA, ec_public(P256))),
        ),
        "alg",
        "Under the id of the RSA key the issuer publishes one on P-256.",
    ),
    "older badge, signed in PS256": left_open(
        jws(sign=rsa_signer(RSA, "PS256"), alg="PS256"),
        "older_badge",
        "A badge of Open Badges 2.0 in PS256; all that can be checked holds.",
    ),
    "older badge, signed in RS512": left_open(
        jws(sign=rsa_signer(RSA, "RS512"), alg="RS512"),
        "older_badge",
        "A badge of Open Badges 2.0 in RS512; all that can be checked holds.",
    ),
    "older badge that says RS512 and is RS256": refused(
        jws(alg="RS512"), "proof", "The header says SHA-512, the signature is over SHA-256."
    ),
}
